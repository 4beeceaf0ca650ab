"""The pages of the registry: a request in, a page out; nothing is decided here."""
