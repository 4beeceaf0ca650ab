"""The command line: the main job on real files, in words an official reads.

What belongs here is the conversation: commands, their options, what is printed, which file is written and
how the program ends. Computing is `jishi.policy`'s, files are `jishi.roster`'s.
"""

from jishi.cli.application import main

__all__ = ["main"]
