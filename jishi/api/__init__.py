"""The API: what other systems read, under a token that sees what a duty sees and no more.

Here belong tokens, the shapes of answers and the addresses under `/api/v1/`. What is read comes from the
selectors of the rooms below; nothing of places or people is decided or written here.
"""
