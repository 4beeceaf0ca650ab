"""Work days and paid days, against the notices of 2024 to 2026."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.calendar import load_calendar, national_calendar
from jishi.policy.errors import PackError
from jishi.policy.period import Month, Span

NATIONAL = national_calendar()
WORK_DAYS = {
    2024: [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22],
    2025: [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23],
    2026: [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
}


@pytest.mark.parametrize(("year", "total"), [(2024, 251), (2025, 248), (2026, 248)])
def test_every_month_has_the_work_days_of_the_notice(year: int, total: int) -> None:
    counted = [NATIONAL.work_days(Month(year, month)) for month in range(1, 13)]

    assert counted == WORK_DAYS[year]
    assert sum(counted) == total


def test_a_statutory_holiday_on_a_weekday_is_paid_though_nobody_works() -> None:
    labour_day = date(2026, 5, 1)  # a Friday

    assert not NATIONAL.is_work_day(labour_day)
    assert NATIONAL.is_paid_day(labour_day)


def test_a_day_off_by_arrangement_and_a_holiday_on_a_weekend_are_not_paid() -> None:
    assert not NATIONAL.is_paid_day(date(2026, 5, 5))  # moved from the make-up Saturday
    assert not NATIONAL.is_paid_day(date(2026, 4, 5))  # 清明节 on a Sunday


def test_a_make_up_saturday_is_worked_and_paid() -> None:
    assert NATIONAL.is_work_day(date(2026, 2, 14))
    assert NATIONAL.is_paid_day(date(2026, 2, 14))


def test_paid_days_of_a_month_are_its_work_days_and_weekday_holidays() -> None:
    october = Month(2026, 10)  # 国庆节 1 to 3 October: Thursday, Friday, Saturday
    assert NATIONAL.paid_days(october.span) == NATIONAL.work_days(october) + 2


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 90), st.integers(0, 90))
def test_paid_days_of_two_parts_add_up_to_the_whole(begin: date, first: int, second: int) -> None:
    middle, end = begin + timedelta(days=first), begin + timedelta(days=first + second)
    parts = NATIONAL.paid_days(Span(begin, middle)) + NATIONAL.paid_days(Span(middle, end))
    assert NATIONAL.paid_days(Span(begin, end)) == parts


def test_the_mask_of_a_month_has_one_bit_for_each_paid_day() -> None:
    february = Month(2026, 2)
    mask = NATIONAL.paid_mask(february)

    assert mask.bit_count() == NATIONAL.paid_days(february.span)
    assert mask >> 13 & 1  # 14 February, made up
    assert not mask & 1  # 1 February, a Sunday


def test_a_year_without_a_notice_has_plain_weekends_and_says_so() -> None:
    assert not NATIONAL.published(2031)
    assert NATIONAL.published(2026)
    assert NATIONAL.notices[2026] == "国办发明电〔2025〕7号"
    assert NATIONAL.work_days(Month(2031, 10)) == 23


def test_paid_days_need_an_end() -> None:
    with pytest.raises(ValueError, match="没有截止日期"):
        NATIONAL.paid_days(Span(date(2026, 1, 1)))


def test_a_calendar_with_another_header_is_refused_with_the_right_one(tmp_path: Path) -> None:
    table = tmp_path / "日历.csv"
    table.write_text("日期,类别\n2026-01-01,法定\n", encoding="utf-8")

    with pytest.raises(PackError, match=r"日历\.csv 第1行.*年度、日期、类别、名称、依据"):
        load_calendar(table)


@pytest.mark.parametrize("row", ["2026,2026-02-30,法定,春节,文号", "2026,2026-02-03,放假,春节,文号", "2026"])
def test_a_calendar_row_that_cannot_be_read_is_named_by_its_line(tmp_path: Path, row: str) -> None:
    table = tmp_path / "日历.csv"
    table.write_text(f"年度,日期,类别,名称,依据\n2026,2026-01-01,法定,元旦,文号\n{row}\n", encoding="utf-8")

    with pytest.raises(PackError, match="第3行"):
        load_calendar(table)
