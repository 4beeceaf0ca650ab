"""Statutory retirement with the progressive delay, against the published examples."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.decisions.retirement import minimum_contribution_months, statutory_retirement
from jishi.policy.facts.retirement import SCHEDULES
from jishi.policy.period import Month


@pytest.mark.parametrize(
    ("category", "born", "age", "month"),
    [
        ("男60", "1964-12", "60岁", "2024-12"),
        ("男60", "1965-01", "60岁1个月", "2025-02"),
        ("男60", "1965-05", "60岁2个月", "2025-07"),
        ("男60", "1970-06", "61岁5个月", "2031-11"),
        ("男60", "1976-08", "62岁11个月", "2039-07"),
        ("男60", "1976-09", "63岁", "2039-09"),
        ("男60", "1990-01", "63岁", "2053-01"),
        ("女55", "1970-01", "55岁1个月", "2025-02"),
        ("女55", "1981-09", "58岁", "2039-09"),
        ("女50", "1975-03", "50岁2个月", "2025-05"),
        ("女50", "1980-06", "52岁9个月", "2033-03"),
        ("女50", "1984-11", "55岁", "2039-11"),
    ],
)
def test_each_published_example_comes_out(category: str, born: str, age: str, month: str) -> None:
    retirement = statutory_retirement(Month.parse(born).first_day, category)

    assert retirement.age_text == age
    assert str(Month.of(retirement.on)) == month


def test_the_sentence_gives_the_age_the_day_the_wait_and_the_contributions() -> None:
    retirement = statutory_retirement(date(1970, 6, 30), "男60")

    assert retirement.sentence(date(2026, 11, 1)) == (
        "原男性60周岁，延迟17个月，法定退休年龄61岁5个月，2031-11-30到龄，距退休还有60个月；最低缴费年限16年"
    )
    assert "已达到法定退休年龄；最低缴费年限" in statutory_retirement(date(1960, 1, 1), "男60").sentence(
        date(2026, 11, 1)
    )
    assert "最低缴费年限15年6个月" in statutory_retirement(date(1978, 6, 1), "女50").sentence(
        date(2026, 1, 1)
    )


def test_months_left_end_at_nothing() -> None:
    retirement = statutory_retirement(date(1970, 6, 30), "男60")
    assert retirement.months_left(date(2031, 10, 1)) == 1
    assert retirement.months_left(date(2031, 11, 30)) == 0
    assert retirement.months_left(date(2035, 1, 1)) == 0


def test_flexible_retirement_lies_within_three_years_and_not_before_the_original_age() -> None:
    late = statutory_retirement(date(1985, 1, 1), "女50")
    early = statutory_retirement(date(1970, 6, 1), "男60")

    assert (late.earliest_on, late.on, late.latest_on) == (
        date(2037, 1, 1),
        date(2040, 1, 1),
        date(2043, 1, 1),
    )
    assert early.earliest_on == date(2030, 6, 1)


@pytest.mark.parametrize(
    ("year", "months"), [(2025, 180), (2029, 180), (2030, 186), (2038, 234), (2039, 240), (2050, 240)]
)
def test_contributions_rise_from_2030_to_twenty_years(year: int, months: int) -> None:
    assert minimum_contribution_months(year) == months


def test_an_unknown_category_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="男60、女55、女50"):
        statutory_retirement(date(1970, 1, 1), "女60")


@given(st.dates(date(1955, 1, 1), date(2000, 1, 1)), st.sampled_from(sorted(SCHEDULES)))
def test_nobody_born_later_retires_earlier(born: date, category: str) -> None:
    one, two = (
        statutory_retirement(day, category) for day in (born, date.fromordinal(born.toordinal() + 31))
    )
    assert one.on <= two.on
    assert one.earliest_on <= one.on <= one.latest_on
