"""The statutory retirement age with its progressive delay since 2025, as a schedule and as columns.

Source: the State Council's measures on the progressive delay of the statutory retirement age, in force from
2025-01-01. A month of delay is due for every four months (women who would retire at 50: every two) that
the original date lies after the beginning of 2025.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from jishi.policy.period import MONTHS_A_YEAR

FIRST_YEAR = 2025


@dataclass(frozen=True, slots=True)
class RetirementSchedule:
    """One category: original age in years, months of birth per month of delay, greatest delay in months."""

    original_age: int
    months_per_delay: int
    greatest_delay: int


SCHEDULES = {
    "男60": RetirementSchedule(60, 4, 36),
    "女55": RetirementSchedule(55, 4, 36),
    "女50": RetirementSchedule(50, 2, 60),
}
MALE = "男60"


def retirement_month() -> pl.Expr:
    """The month index of statutory retirement, from the columns birth_on, sex and retirement_category.

    A man without a category is 男60. A woman without one has no month: whether 50 or 55 was her original
    age depends on her post and is a matter of record.
    """
    stated = pl.col("retirement_category")
    assumed = pl.when(pl.col("sex") == "男").then(pl.lit(MALE))
    category = pl.coalesce(stated, assumed)
    month = pl.lit(None, dtype=pl.Int64)
    for name, schedule in SCHEDULES.items():
        month = pl.when(category == name).then(_retirement_month(schedule)).otherwise(month)
    return month


def _retirement_month(schedule: RetirementSchedule) -> pl.Expr:
    birth = pl.col("birth_on").dt.year().cast(pl.Int64) * MONTHS_A_YEAR + pl.col("birth_on").dt.month() - 1
    original = birth + schedule.original_age * MONTHS_A_YEAR
    late = (original - FIRST_YEAR * MONTHS_A_YEAR + 1).clip(lower_bound=0)
    delay = (late + schedule.months_per_delay - 1) // schedule.months_per_delay
    return original + delay.clip(upper_bound=schedule.greatest_delay)
