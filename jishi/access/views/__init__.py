"""The web of this room: the doors every page passes, sign-in, accounts, the audit pages."""
