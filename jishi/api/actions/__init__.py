"""Giving and ending tokens, and recording what was read by them."""
