"""Which days of the month a person is employed, paid for, and 一肩挑.

A month's days are the bits of one integer, the first of the month lowest: stretches are united with |,
intersected with & and counted with a population count, for a hundred thousand people at a time.
"""

from __future__ import annotations

import polars as pl

from jishi.policy.facts.sources import Scene
from jishi.policy.facts.standing import dual_head, employed_in, positions_in, posts_held
from jishi.policy.period import ONE_DAY, Month, Span

_BEFORE = pl.Series([(1 << day) - 1 for day in range(32)], dtype=pl.Int64)


def days_held(month: Month, valid_from: pl.Expr, valid_before: pl.Expr) -> pl.Expr:
    """The days of a month that lie in a span, as bits; null without a beginning, running without an end."""
    first = month.first_day

    def before(day: pl.Expr) -> pl.Expr:
        place = (day - pl.lit(first)).dt.total_days().clip(0, month.days)
        return pl.lit(_BEFORE).gather(place)

    end = valid_before.fill_null(pl.lit(month.next_first_day))
    return (before(end) - before(valid_from)).clip(lower_bound=0)


def paid_time(scene: Scene) -> pl.LazyFrame:
    """The days of the month: of the calendar, employed, paid, 一肩挑."""
    month = scene.month
    paid = scene.rules.calendar.paid_mask(month)
    employed, dual = pl.col("employed"), pl.col("dual")
    people = scene.people.with_columns(
        days_held(month, pl.col("entered_on"), pl.col("left_before")).alias("employed")
    )
    return people.join(_dual_days(scene), on="row", how="left", maintain_order="left").select(
        employed_in(Span(scene.last_day, scene.last_day + ONE_DAY)).alias("在岗"),
        employed_in(month.span).alias("本月在职"),
        pl.lit(month.days, dtype=pl.Int64).alias("本月天数"),
        _count(employed).alias("在职天数"),
        pl.lit(paid.bit_count(), dtype=pl.Int64).alias("本月计薪天数"),
        _count(employed & paid).alias("在职计薪天数"),
        _count(employed & dual).alias("一肩挑天数"),
    )


def _count(days: pl.Expr) -> pl.Expr:
    return days.bitwise_count_ones().cast(pl.Int64)


def _dual_days(scene: Scene) -> pl.LazyFrame:
    """The days of the month on which each is 一肩挑, as bits."""
    days = days_held(scene.month, pl.col("valid_from"), pl.col("valid_before"))

    def group_days(group: frozenset[str]) -> pl.Expr:
        return pl.when(positions_in(group)).then(pl.col("days")).otherwise(0).bitwise_or()

    dual = dual_head(scene.rules, group_days, pl.lit(0, dtype=pl.Int64))
    held = posts_held(scene, scene.month.span).with_columns(days.alias("days"))
    together = held.group_by("row", "community").agg(dual.alias("dual"))
    return together.group_by("row").agg(pl.col("dual").bitwise_or())
