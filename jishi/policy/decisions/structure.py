"""How the team of each unit measures up to a structure target (R-038 to R-040)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

import polars as pl

from jishi.policy.decisions.figures import decimal_text, percent_text
from jishi.policy.facts.units import Scope, unit_name


class Measure(StrEnum):
    """What is measured of the people of a unit."""

    SHARE = "占比"
    COUNT = "人数"
    AVERAGE = "平均"


class Bound(StrEnum):
    """On which side of the target the value must lie."""

    AT_LEAST = "不低于"
    AT_MOST = "不高于"
    BETWEEN = "介于"


@dataclass(frozen=True, slots=True)
class StructureTarget:
    """A target: low for 不低于, high for 不高于, both for 介于; shares are fractions of 1."""

    name: str
    measure: Measure
    bound: Bound
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)

    def text(self, value: Fraction) -> str:
        """Writes a value of this measure: 67.4%, 12人, 33.5."""
        if self.measure is Measure.SHARE:
            return percent_text(value)
        return decimal_text(value) + ("人" if self.measure is Measure.COUNT else "")

    def __str__(self) -> str:
        if self.bound is Bound.BETWEEN:
            return f"{self.bound}{self.text(self.low)}与{self.text(self.high)}之间"
        return f"{self.bound}{self.text(self.low if self.bound is Bound.AT_LEAST else self.high)}"

    def low_missed(self, value: Fraction) -> bool:
        """Whether a value lies below what the target allows."""
        return self.bound is not Bound.AT_MOST and value < self.low

    def high_missed(self, value: Fraction) -> bool:
        """Whether a value lies above what the target allows."""
        return self.bound is not Bound.AT_LEAST and value > self.high


@dataclass(frozen=True, slots=True)
class StructureRow:
    """One unit's measure: value is numerator ÷ denominator, None where nothing is known of anybody.

    Units: gap is the number of people missing to the target, negative when there are too many, 0 when it
           is met, None where people cannot close it (an average). unknown counts people whose fact is
           missing; they are in neither numerator nor denominator.
    """

    unit: str
    numerator: int
    denominator: int
    unknown: int
    value: Fraction | None
    met: bool | None
    gap: int | None
    sentence: str


def structure_rows(
    people: pl.DataFrame, quantity: str, target: StructureTarget, scope: Scope
) -> tuple[StructureRow, ...]:
    """Measures a quantity of people by unit against a target, in the order the units first appear.

    Shape: one row a person with the columns community, street and the quantity: truth values for 占比 and
           人数, whole numbers for 平均; null where it is not known.
    """
    counts = (
        people.lazy()
        .group_by(unit_name(scope).alias("unit"), maintain_order=True)
        .agg(
            pl.col(quantity).cast(pl.Int64).sum().alias("numerator"),
            pl.col(quantity).count().cast(pl.Int64).alias("known"),
            pl.col(quantity).null_count().cast(pl.Int64).alias("unknown"),
        )
        .collect()
    )
    return tuple(_row(target, *row) for row in counts.iter_rows())


def _row(target: StructureTarget, unit: str, numerator: int, known: int, unknown: int) -> StructureRow:
    without = f"，另有{unknown}人资料不全未计" if unknown else ""
    if not known:
        sentence = f"{unit}：{target.name}无法计算{without}"
        return StructureRow(unit, 0, 0, unknown, None, None, None, sentence)
    denominator = 1 if target.measure is Measure.COUNT else known
    value = Fraction(numerator, denominator)
    gap = _gap(target, value, denominator)
    state = "达标" if gap == 0 else f"未达标{_gap_text(gap)}"
    figure = target.text(value)
    fraction = "" if target.measure is Measure.COUNT else f"（{numerator}/{denominator}）"
    sentence = f"{unit}：{target.name}{figure}{fraction}，目标{target}，{state}{without}"
    return StructureRow(unit, numerator, denominator, unknown, value, gap == 0, gap, sentence)


def _gap(target: StructureTarget, value: Fraction, denominator: int) -> int | None:
    low_missed, high_missed = target.low_missed(value), target.high_missed(value)
    if not (low_missed or high_missed):
        return 0
    if target.measure is Measure.AVERAGE:
        return None
    if low_missed:
        return ceil((target.low - value) * denominator)
    return -ceil((value - target.high) * denominator)


def _gap_text(gap: int | None) -> str:
    if gap is None:
        return ""
    return f"，还差{gap}人" if gap > 0 else f"，超出{-gap}人"
