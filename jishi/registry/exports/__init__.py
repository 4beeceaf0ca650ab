"""Lists as files: exactly the rows asked for and the columns shown, with what they are of on top.

Who may export and that it was recorded belong here too: whoever takes a file reads everything in it.
"""
