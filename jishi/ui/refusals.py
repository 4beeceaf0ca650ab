"""Why the screens do not keep something, in a sentence that says how to go on."""

from __future__ import annotations


class NotKept(Exception):
    """A view, a setting or a draft is not stored; `sentence` is shown to the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class OtherWindow(NotKept):
    """The same draft was saved from another window since this one read it."""
