"""How many people must stand ready behind the posts, and how many do (R-219, R-220)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from jishi.policy.decisions.figures import percent_text


@dataclass(frozen=True, slots=True)
class ReserveRatio:
    """So many reserves for each of something: a least number and, where the rule names one, a most."""

    base_name: str
    least: Fraction
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Reserve:
    """A reserve pool against its rule; required and most are whole people, rounded up.

    Shape: `actual` None when nobody has said how many there are.
    """

    pool: str
    required: int
    most: int
    actual: int | None
    sentence: str

    @property
    def shortage(self) -> int | None:
        """People missing to the least number; None when nobody has said how many there are."""
        return None if self.actual is None else max(0, self.required - self.actual)


def reserve(pool: str, ratio: ReserveRatio, base: int, actual: int | None) -> Reserve:
    """Compares a reserve pool with the number its ratio asks for."""
    required = ceil(base * ratio.least)
    most = ceil(base * (ratio.least if ratio.most is None else ratio.most))
    asked = f"{required}" if most == required else f"{required}–{most}"
    rule = f"{pool}：{ratio.base_name}{base}，应备{asked}人"
    if actual is None:
        return Reserve(pool, required, most, None, rule)
    share = f"（{percent_text(Fraction(actual, required))}）" if required else ""
    missing = f"缺{required - actual}人" if actual < required else "已配齐"
    return Reserve(pool, required, most, actual, f"{rule}，现有{actual}人{share}，{missing}")
