"""Chance with a seed: the few kinds of draw the demo district needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

_Item = TypeVar("_Item")


class Dice:
    """Draws that come out the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random  # the plainest draw is the fastest and the same in every version

    def chance(self, percent: int) -> bool:
        """Whether something happens that happens so often in a hundred."""
        return self._random() * 100 < percent

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self._random() * (most - least + 1))

    def one_of(self, items: Sequence[_Item]) -> _Item:
        """One of some things, all as likely."""
        return items[int(self._random() * len(items))]

    def day_between(self, first: date, last: date) -> date:
        """A day, both ends included; the first when they are the wrong way round."""
        return first + timedelta(days=self.between(0, max(0, (last - first).days)))

    def shuffled(self, items: Sequence[_Item]) -> list[_Item]:
        """The same things in another order."""
        return sorted(items, key=lambda _: self._random())
