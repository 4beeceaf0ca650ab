"""What becomes of a grade when somebody moves to another post class (R-116).

平移 keeps the distance from the start of the class, 重算 grades anew as if always in the new class, 就高
takes the higher of the two. A drop is said plainly, so that it is seen before anybody approves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Passage(StrEnum):
    """The rule of passage between post classes."""

    SHIFT = "平移"
    ANEW = "重算"
    HIGHER = "就高"


@dataclass(frozen=True, slots=True)
class Range:
    """The grades of a post class, both included."""

    low: int
    high: int

    def limited(self, grade: int) -> int:
        """The nearest grade inside the range."""
        return min(max(grade, self.low), self.high)


@dataclass(frozen=True, slots=True)
class ClassChange:
    """The grade after the move, and the sentence that explains it."""

    post_class: str
    grade: int
    sentence: str


def change_class(
    passage: Passage, post_class: str, *, held: int, old: Range, new: Range, anew: int
) -> ClassChange:
    """Decide the grade in a new post class.

    Shape: `held` is the grade now, in the range `old`; `anew` what the facts give in the new class.
    """
    shifted = new.limited(held + new.low - old.low)
    grade = {Passage.SHIFT: shifted, Passage.ANEW: anew, Passage.HIGHER: max(shifted, anew)}[passage]
    way = {
        Passage.SHIFT: f"按平移，起点差 {new.low - old.low:+d} 级",
        Passage.ANEW: "按重算",
        Passage.HIGHER: f"平移得 {shifted} 级、重算得 {anew} 级，就高",
    }[passage]
    capped = f"，已达本岗上限 {new.high} 级" if grade == new.high else ""
    moved = (
        f"由 {held} 级{'降' if grade < held else '定'}为 {grade} 级" if grade != held else f"仍为 {held} 级"
    )
    return ClassChange(post_class, grade, f"任{post_class}：{way}，{moved}{capped}")
