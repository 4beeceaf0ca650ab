"""Bringing in somebody's own workbook: upload, decide the columns, check, take in, choose, undo.

The file, what was decided and what was put right make the input; reading it is pure, so every step reads it
anew, and rows already taken in are left alone. A step killed half-way is carried again from the start.
"""
