"""The days of a month a person is employed and paid for."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.policy.calendar import national_calendar
from jishi.policy.period import Effect, Month, Span
from tests.policy.facts.district import district, fact, facts

DAYS = ("本月天数", "在职天数", "本月计薪天数", "在职计薪天数")
OCTOBER = Month(2026, 10)  # 18 work days and two weekday holidays


def test_a_whole_month_of_work_is_all_its_paid_days() -> None:
    records = district({"entered_on": date(2020, 1, 1)})
    assert facts(records, *DAYS, month=OCTOBER) == [(31, 31, 20, 20)]


def test_entry_and_exit_within_the_month_leave_the_days_between() -> None:
    records = district({"entered_on": date(2026, 10, 9), "left_before": date(2026, 10, 13)})
    # Friday the 9th, Saturday the 10th made up, Sunday, Monday the 12th.
    assert facts(records, *DAYS, month=OCTOBER) == [(31, 4, 20, 3)]


def test_who_enters_later_or_left_before_has_no_day_in_the_month() -> None:
    records = district(
        {"entered_on": date(2026, 11, 1)},
        {"entered_on": date(2020, 1, 1), "left_before": date(2026, 10, 1)},
    )
    assert facts(records, "本月在职", *DAYS, month=OCTOBER) == [(False, 31, 0, 20, 0)] * 2


def test_the_month_is_that_of_the_day_unless_another_is_asked() -> None:
    assert fact(district(), "本月天数", date(2026, 2, 17)) == 28


def test_someone_without_a_date_of_entry_is_in_post_but_has_no_days() -> None:
    assert facts(district(), "在岗", "本月在职", "在职天数", "在职计薪天数") == [(True, True, None, None)]


def test_in_post_is_asked_of_the_day_itself() -> None:
    records = district({"entered_on": date(2026, 10, 9), "left_before": date(2026, 10, 13)})
    on_days = [fact(records, "在岗", date(2026, 10, day)) for day in (8, 9, 12, 13)]
    assert on_days == [False, True, True, False]
    assert fact(records, "在岗", date(2026, 10, 12), Effect.NEXT_MONTH) is False


def test_an_exit_before_the_entry_leaves_no_day() -> None:
    records = district({"entered_on": date(2026, 10, 20), "left_before": date(2026, 10, 10)})
    assert facts(records, "在职天数", "在职计薪天数", month=OCTOBER) == [(0, 0)]


@settings(max_examples=25)
@given(
    st.integers(0, 35).map(lambda n: Month(2024, 1) + n),
    st.lists(st.tuples(st.integers(-40, 40), st.none() | st.integers(1, 60)), min_size=6, max_size=12),
)
def test_days_for_everyone_at_once_are_the_days_counted_one_by_one(
    month: Month, stays: list[tuple[int, int | None]]
) -> None:
    begins = [(month.first_day + timedelta(days=start), length) for start, length in stays]
    spans = [
        Span(begin, None if length is None else begin + timedelta(days=length)) for begin, length in begins
    ]
    records = district(*({"entered_on": s.valid_from, "left_before": s.valid_before} for s in spans))
    inside = [span.overlap(month.span) for span in spans]
    empty = Span(month.first_day, month.first_day)

    expected = [
        (
            len(range(*(d.toordinal() for d in (s.valid_from, s.valid_before or s.valid_from)))),
            national_calendar().paid_days(s),
        )
        for s in (each or empty for each in inside)
    ]

    assert facts(records, "在职天数", "在职计薪天数", on=month.first_day) == expected
