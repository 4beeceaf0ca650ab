"""Refusals: why something is not done, in a sentence that says how to go on."""

from __future__ import annotations


class Refused(Exception):
    """An action is not carried out; the message is a whole sentence for the person who asked.

    `field` names the input it concerns, empty when it concerns the whole.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Stale(Refused):
    """Somebody else changed the same thing in between; nothing was written."""
