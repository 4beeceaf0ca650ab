"""Accounts, duties and rights as pages show them."""
