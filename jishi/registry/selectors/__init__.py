"""Whom somebody sees and what the registry holds of them; every list starts from a sight."""
