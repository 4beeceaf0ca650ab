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
    """A reserve pool against its rule; required and most are whole people, rounded up."""

    required: int
    most: int
    actual: int
    sentence: str

    @property
    def shortage(self) -> int:
        """People missing to the least number."""
        return max(0, self.required - self.actual)


def reserve(pool: str, ratio: ReserveRatio, base: int, actual: int) -> Reserve:
    """Compares a reserve pool with the number its ratio asks for."""
    required = ceil(base * ratio.least)
    most = ceil(base * (ratio.least if ratio.most is None else ratio.most))
    asked = f"{required}" if most == required else f"{required}–{most}"
    share = f"（{percent_text(Fraction(actual, required))}）" if required else ""
    missing = f"缺{required - actual}人" if actual < required else "已配齐"
    sentence = f"{pool}：{ratio.base_name}{base}，应备{asked}人，现有{actual}人{share}，{missing}"
    return Reserve(required, most, actual, sentence)
