"""The gallery: every component in every state, on invented data, and whole pages made of them.

What is shown here is what the tests look at. Nobody and nothing in it exists.
"""
