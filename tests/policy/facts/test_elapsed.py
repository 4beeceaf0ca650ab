"""Columns of months and spans count as `jishi.policy.period` counts one pair of days."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.policy.facts.elapsed import (
    days_left_over,
    merged,
    month_index,
    month_text,
    months_between,
    total_months,
)
from jishi.policy.period import Month, Span, add_months, union, whole_months

month_ends = st.builds(
    lambda year, month: Month(year, month).next_first_day, st.integers(2019, 2025), st.integers(1, 12)
)
# The last days of months are where counting goes wrong.
days = st.builds(lambda end, back: end - timedelta(days=back), month_ends, st.integers(0, 4))
pairs = st.lists(st.tuples(days, days), min_size=5, max_size=30)


@settings(max_examples=60)
@given(pairs)
def test_months_and_days_between_columns_are_those_between_days(drawn: list[tuple[date, date]]) -> None:
    ordered = [(min(pair), max(pair)) for pair in drawn]
    frame = pl.DataFrame(ordered, schema={"a": pl.Date(), "b": pl.Date()}, orient="row")
    expected = [
        (months := whole_months(start, end), (end - add_months(start, months)).days) for start, end in ordered
    ]

    counted = frame.select(
        months_between(pl.col("a"), pl.col("b")), days_left_over(pl.col("a"), pl.col("b")).alias("days")
    )

    assert counted.rows() == expected


def test_an_end_before_the_start_completes_nothing() -> None:
    frame = pl.DataFrame({"a": [date(2026, 5, 1)], "b": [date(2020, 1, 1)]})
    assert frame.select(months_between(pl.col("a"), pl.col("b"))).item() == 0


def test_an_unknown_day_gives_unknown_months() -> None:
    frame = pl.DataFrame({"a": [None, date(2020, 1, 1)]}, schema={"a": pl.Date()})
    months = frame.select(months_between(pl.col("a"), date(2020, 3, 1)))
    assert months.to_series().to_list() == [None, 2]


def test_a_month_is_the_same_number_and_text_in_a_column() -> None:
    frame = pl.DataFrame({"a": [date(2026, 11, 17), date(2026, 1, 1)]})
    index = month_index(pl.col("a"))

    assert frame.select(index).to_series().to_list() == [Month(2026, 11).index, Month(2026, 1).index]
    assert frame.select(month_text(index)).to_series().to_list() == ["2026-11", "2026-01"]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3), days, st.integers(1, 500)), max_size=15))
def test_merged_columns_hold_what_the_union_of_each_ones_spans_holds(
    drawn: list[tuple[int, date, int]],
) -> None:
    rows = [(owner, begin, begin + timedelta(days=length)) for owner, begin, length in drawn]
    frame = pl.DataFrame(
        rows, schema={"row": pl.UInt32(), "valid_from": pl.Date(), "valid_before": pl.Date()}, orient="row"
    )
    expected = [
        (owner, span.valid_from, span.valid_before)
        for owner in range(4)
        for span in union(Span(begin, end) for each, begin, end in rows if each == owner)
    ]
    assert merged(frame.lazy()).sort("row", "valid_from").collect().rows() == expected


def test_days_left_over_make_a_month_for_every_thirty() -> None:
    frame = pl.DataFrame(
        {
            "row": [0, 0, 1],
            "valid_from": [date(2020, 1, 1), date(2021, 1, 1), date(2020, 1, 1)],
            "valid_before": [date(2020, 3, 21), date(2021, 2, 11), date(2020, 1, 30)],
        }
    )
    assert total_months(frame.lazy(), "months").sort("row").collect().rows() == [(0, 4), (1, 0)]
