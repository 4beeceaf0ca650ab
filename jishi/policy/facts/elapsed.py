"""Elapsed months and merged spans as columns: the arithmetic of `jishi.policy.period` for everyone."""

from __future__ import annotations

from datetime import date

import polars as pl

from jishi.policy.period import MONTHS_A_YEAR

DAYS_A_MONTH = 30
FAR_FUTURE = date.max
_MORE_THAN_ALL_DAYS = 10_000_000

Days = pl.Expr | date


def _column(day: Days) -> pl.Expr:
    return pl.lit(day) if isinstance(day, date) else day


def month_index(day: Days) -> pl.Expr:
    """The month a day lies in, as the number `Month.index` gives."""
    column = _column(day)
    return column.dt.year().cast(pl.Int64) * MONTHS_A_YEAR + column.dt.month() - 1


def month_text(index: pl.Expr) -> pl.Expr:
    """Writes month indexes as 2026-11."""
    year, month = index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1
    return pl.format("{}-{}", year, month.cast(pl.String).str.zfill(2))


def months_between(start: Days, end: Days) -> pl.Expr:
    """Whole months completed between two days, as `period.whole_months` counts them; never negative."""
    start, end = _column(start), _column(end)
    months = month_index(end) - month_index(start)
    short = end.dt.day() < pl.min_horizontal(start.dt.day(), end.dt.days_in_month())
    return (months - short.cast(pl.Int64)).clip(lower_bound=0)


def days_left_over(start: Days, end: Days) -> pl.Expr:
    """Days between two days that the whole months leave over; the end is not before the start."""
    start, end = _column(start), _column(end)
    begun, ended = start.dt.day().cast(pl.Int64), end.dt.day().cast(pl.Int64)
    anniversary = pl.min_horizontal(begun, end.dt.days_in_month().cast(pl.Int64))
    month_before = end.dt.month_start().dt.offset_by("-1d").dt.day().cast(pl.Int64)
    across = month_before - pl.min_horizontal(begun, month_before) + ended
    return pl.when(ended >= anniversary).then(ended - anniversary).otherwise(across)


def merged(spans: pl.LazyFrame) -> pl.LazyFrame:
    """Merges each row's spans that overlap or touch.

    Shape: columns row, valid_from and valid_before, none of them null; the same columns come back.
    """
    # One running maximum serves all people: the row leads the key, so nobody's end reaches the next one.
    row = pl.col("row").cast(pl.Int64) * _MORE_THAN_ALL_DAYS
    begin, end = row + pl.col("valid_from").to_physical(), row + pl.col("valid_before").to_physical()
    apart = (begin > end.cum_max().shift(1)).fill_null(value=True)
    return (
        spans.sort("row", "valid_from")
        .with_columns(apart.cum_sum().alias("stretch"))
        .group_by("stretch")
        .agg(pl.col("row").first(), pl.col("valid_from").min(), pl.col("valid_before").max())
        .drop("stretch")
    )


def total_months(spans: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """Adds up each row's spans: whole months of each, the days left over counting 30 to a month."""
    start, end = pl.col("valid_from"), pl.col("valid_before")
    spare = days_left_over(start, end).sum() // DAYS_A_MONTH
    return spans.group_by("row").agg((months_between(start, end).sum() + spare).alias(name))
