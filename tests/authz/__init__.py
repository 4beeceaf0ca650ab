"""Who may do what: every address, every role, every relation."""
