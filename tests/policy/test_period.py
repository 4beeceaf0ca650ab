"""Months, spans and the one way of counting elapsed months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.period import (
    Effect,
    Month,
    Span,
    add_months,
    anchor,
    full_years,
    gaps,
    last_counted_day,
    union,
    whole_months,
)

days = st.dates(date(1950, 1, 1), date(2070, 12, 31))
months = st.builds(Month, st.integers(1950, 2070), st.integers(1, 12))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    begin = draw(days)
    length = draw(st.none() | st.integers(1, 4000))
    return Span(begin, None if length is None else begin + timedelta(days=length))


def test_a_month_reads_and_writes_as_2026_11() -> None:
    assert Month.parse("2026-11") == Month(2026, 11)
    assert Month.parse(" 2026-3 ") == Month(2026, 3)
    assert str(Month(2026, 3)) == "2026-03"


@pytest.mark.parametrize("text", ["2026", "2026年11月", "2026-13", "2026-00", "0000-01", ""])
def test_what_is_not_a_month_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match="2026-11"):
        Month.parse(text)


def test_a_month_knows_its_days_and_its_place_in_the_calendar() -> None:
    november = Month.of(date(2026, 11, 17))

    assert november.first_day == date(2026, 11, 1)
    assert november.next_first_day == date(2026, 12, 1)
    assert november.span == Span(date(2026, 11, 1), date(2026, 12, 1))
    assert november.days == 30
    assert november.index == 2026 * 12 + 10
    assert Month(2024, 2).days == 29


@given(months, st.integers(-600, 600))
def test_months_add_like_numbers(month: Month, n: int) -> None:
    assert (month + n).index == month.index + n
    assert month + n + -n == month
    assert Month.from_index(month.index) == month
    assert (month < month + n) == (n > 0)


def test_a_span_holds_its_first_day_and_not_its_last() -> None:
    span = Span(date(2026, 1, 1), date(2026, 2, 1))

    assert span.contains(date(2026, 1, 1))
    assert span.contains(date(2026, 1, 31))
    assert not span.contains(date(2026, 2, 1))
    assert not span.contains(date(2025, 12, 31))
    assert Span(date(2026, 1, 1)).contains(date(2070, 1, 1))


def test_a_span_is_written_with_the_last_day_it_holds() -> None:
    assert str(Span(date(2026, 1, 1), date(2026, 2, 1))) == "2026-01-01至2026-01-31"
    assert str(Span(date(2026, 1, 1))) == "2026-01-01起至今"


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="颠倒"):
        Span(date(2026, 2, 1), date(2026, 1, 31))


@given(spans(), spans(), days)
def test_an_overlap_holds_the_days_both_hold(one: Span, two: Span, day: date) -> None:
    both = one.overlap(two)
    assert (both is not None and both.contains(day)) == (one.contains(day) and two.contains(day))


@given(spans(), days)
def test_what_lies_before_a_day_ends_there(span: Span, day: date) -> None:
    before = span.until(day)
    assert before == span.overlap(Span(date.min, day))
    assert before is None or (before.valid_before is not None and before.valid_before <= day)


@given(st.lists(spans(), max_size=6), days)
def test_a_union_holds_a_day_that_any_of_its_spans_holds(some: list[Span], day: date) -> None:
    assert any(span.contains(day) for span in union(some)) == any(span.contains(day) for span in some)


@given(st.lists(spans(), max_size=6), days)
def test_gaps_are_the_days_between_that_no_span_holds(some: list[Span], day: date) -> None:
    merged = union(some)
    inside = any(span.valid_from > day for span in merged) and any(span.valid_from <= day for span in merged)
    missing = inside and not any(span.contains(day) for span in merged)
    assert any(span.contains(day) for span in gaps(some)) == missing


def test_spans_that_touch_become_one() -> None:
    one, two = Span(date(2020, 1, 1), date(2021, 1, 1)), Span(date(2021, 1, 1), date(2022, 1, 1))
    assert union([two, one]) == (Span(date(2020, 1, 1), date(2022, 1, 1)),)
    assert gaps([one, two]) == ()


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2019, 9, 1), date(2026, 11, 1), 86),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2023, 1, 31), date(2023, 2, 28), 1),
        (date(2023, 1, 31), date(2023, 3, 30), 1),
        (date(2023, 1, 31), date(2023, 3, 31), 2),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2023, 5, 15), date(2023, 6, 14), 0),
        (date(2023, 5, 15), date(2023, 5, 15), 0),
        (date(2023, 5, 15), date(2020, 1, 1), 0),
    ],
)
def test_a_missing_day_completes_the_month_on_its_last_one(start: date, end: date, months: int) -> None:
    assert whole_months(start, end) == months


@given(days, days)
def test_completed_months_are_the_most_that_fit(start: date, end: date) -> None:
    n = whole_months(start, end)
    assert end < start or add_months(start, n) <= end < add_months(start, n + 1)


@given(days, days, days)
def test_more_time_never_completes_fewer_months(start: date, one: date, two: date) -> None:
    assert whole_months(start, min(one, two)) <= whole_months(start, max(one, two))


def test_age_counts_from_the_birthday_itself() -> None:
    assert full_years(date(1991, 11, 30), date(2026, 11, 29)) == 34
    assert full_years(date(1991, 11, 30), date(2026, 11, 30)) == 35
    assert full_years(date(2000, 2, 29), date(2026, 2, 28)) == 26


@pytest.mark.parametrize(
    ("effect", "measured_to", "last_day"),
    [
        (Effect.SAME_DAY, date(2026, 11, 17), date(2026, 11, 17)),
        (Effect.NEXT_MONTH, date(2026, 11, 1), date(2026, 10, 31)),
        (Effect.NEXT_JANUARY, date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_an_effect_says_to_when_time_runs_and_which_records_count(
    effect: Effect, measured_to: date, last_day: date
) -> None:
    assert anchor(effect, date(2026, 11, 17)) == measured_to
    assert last_counted_day(effect, date(2026, 11, 17)) == last_day
