"""The grade ladder: the worked examples, and what more 优秀 years may never do."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.decisions.ladder import (
    GradeStep,
    Ladder,
    LadderRule,
    Promotion,
    clock_start,
    next_step,
    steps,
    steps_until,
)
from jishi.policy.period import Month

JANUARY = LadderRule(36, 4, carry_over=False, effect=Promotion.NEXT_JANUARY)
MONTHLY = LadderRule(36, 4, carry_over=False, effect=Promotion.NEXT_MONTH)
KEEPING = LadderRule(36, 4, carry_over=True, effect=Promotion.NEXT_MONTH)


def days(taken: tuple[GradeStep, ...]) -> list[tuple[date, int]]:
    return [(step.on, step.grade) for step in taken]


def test_example_1_three_years_and_the_january_after() -> None:
    ladder = Ladder(Month(2020, 7), grade=1, cap=12)
    taken = steps_until(ladder, JANUARY, date(2027, 6, 1))

    assert days(taken) == [(date(2024, 1, 1), 2), (date(2027, 1, 1), 3)]
    assert taken[0].reason == "自2020-07起实际计36个月，2023-07期满，自次年一月执行，2024-01-01晋升为2级"
    assert taken[1].reason == "自2024-01起实际计36个月，期满，2027-01-01晋升为3级"


def test_example_5_two_excellent_years_need_28_months() -> None:
    step = next_step(Ladder(Month(2020, 1), 1, 12, excellent={2020, 2021}), MONTHLY, date(2020, 1, 1))

    assert step is not None
    assert step.on == date(2022, 5, 1)
    assert step.reason == "自2020-01起实际计28个月、优秀缩短8个月，期满，2022-05-01晋升为2级"


def test_example_6_a_failed_year_makes_it_48_calendar_months() -> None:
    step = next_step(Ladder(Month(2020, 1), 1, 12, frozen={2021}), MONTHLY, date(2020, 1, 1))

    assert step is not None
    assert step.on == date(2024, 1, 1)
    assert step.reason == "自2020-01起实际计36个月、12个月因考核结果不计，期满，2024-01-01晋升为2级"


def test_an_excellent_year_may_fill_the_step_on_the_first_of_january() -> None:
    step = next_step(Ladder(Month(2020, 3), 1, 12, excellent={2022}), MONTHLY, date(2020, 3, 1))
    assert step is not None
    assert step.on == date(2023, 1, 1)


def test_months_beyond_the_step_are_kept_only_where_the_rule_keeps_them() -> None:
    ladder = Ladder(Month(2020, 3), 1, 3, excellent={2022})

    lost, kept = tuple(steps(ladder, MONTHLY)), tuple(steps(ladder, KEEPING))

    assert days(lost) == [(date(2023, 1, 1), 2), (date(2026, 1, 1), 3)]
    assert days(kept) == [(date(2023, 1, 1), 2), (date(2025, 11, 1), 3)]
    assert kept[1].reason == "自2023-01起实际计34个月、上一级结转2个月，期满，2025-11-01晋升为3级"


def test_credit_worth_more_than_a_step_is_taken_one_grade_at_a_time() -> None:
    generous = LadderRule(3, 12, carry_over=True, effect=Promotion.NEXT_MONTH)
    taken = steps_until(Ladder(Month(2020, 12), 1, 9, excellent={2020}), generous, date(2021, 2, 1))
    assert days(taken) == [(date(2021, 1, 1), grade) for grade in (2, 3, 4, 5)]


def test_months_waited_for_january_are_kept_and_may_fill_the_next_step_at_once() -> None:
    quick = LadderRule(3, 0, carry_over=True, effect=Promotion.NEXT_JANUARY)
    taken = steps_until(Ladder(Month(2020, 4), 1, 9), quick, date(2021, 1, 1))

    assert days(taken) == [(date(2021, 1, 1), grade) for grade in (2, 3, 4)]
    assert taken[2].reason == "自2021-01起实际计0个月、上一级结转3个月，期满，2021-01-01晋升为4级"


def test_a_failed_year_right_after_another_stops_the_clock_for_both() -> None:
    step = next_step(Ladder(Month(2020, 1), 1, 12, frozen={2021, 2022}), MONTHLY, date(2020, 1, 1))
    assert step is not None
    assert step.on == date(2025, 1, 1)
    assert step.frozen == 24


def test_a_year_closed_before_the_grade_began_shortens_nothing() -> None:
    step = next_step(Ladder(Month(2024, 1), 1, 12, excellent={2023}), MONTHLY, date(2024, 1, 1))
    assert step is not None
    assert step.on == date(2027, 1, 1)


def test_nobody_rises_beyond_the_cap() -> None:
    ladder = Ladder(Month(2000, 1), 11, 12)

    assert days(steps_until(ladder, MONTHLY, date(2026, 1, 1))) == [(date(2003, 1, 1), 12)]
    assert next_step(ladder, MONTHLY, date(2026, 1, 1)) is None
    assert list(steps(Ladder(Month(2000, 1), 12, 12), MONTHLY)) == []


def test_the_next_date_moves_forward_when_this_year_is_assumed_excellent() -> None:
    held = Ladder(Month(2024, 6), 3, 12)
    assumed = Ladder(Month(2024, 6), 3, 12, excellent={2026})

    plain, better = (next_step(each, MONTHLY, date(2026, 11, 1)) for each in (held, assumed))

    assert plain is not None
    assert better is not None
    assert (plain.on, better.on) == (date(2027, 6, 1), date(2027, 2, 1))


@pytest.mark.parametrize(
    ("on", "effect", "start"),
    [
        (date(2020, 7, 1), Promotion.NEXT_MONTH, Month(2020, 7)),
        (date(2020, 7, 15), Promotion.THIS_MONTH, Month(2020, 7)),
        (date(2020, 7, 15), Promotion.NEXT_MONTH, Month(2020, 8)),
        (date(2020, 12, 2), Promotion.NEXT_JANUARY, Month(2021, 1)),
    ],
)
def test_a_month_begun_late_counts_only_where_grades_take_effect_within_it(
    on: date, effect: Promotion, start: Month
) -> None:
    assert clock_start(on, effect) == start


@pytest.mark.parametrize(("months", "credit"), [(0, 4), (36, -1)])
def test_a_rule_without_a_step_is_refused(months: int, credit: int) -> None:
    with pytest.raises(ValueError, match="等级阶梯"):
        LadderRule(months, credit, carry_over=False, effect=Promotion.NEXT_MONTH)


rules = st.builds(
    LadderRule,
    st.integers(1, 60),
    st.integers(0, 14),
    carry_over=st.booleans(),
    effect=st.sampled_from(Promotion),
)
years = st.sets(st.integers(2000, 2030), max_size=12)


def by_walking(ladder: Ladder, rule: LadderRule, until: Month) -> list[tuple[Month, int]]:
    """The same ladder climbed month by month, the way one would with a calendar and a pencil."""
    clock, grade, taken = 0, ladder.grade, []
    month = ladder.start
    while month < until and grade < ladder.cap:
        if clock >= rule.step_months and (rule.effect is not Promotion.NEXT_JANUARY or month.month == 1):
            grade += 1
            taken.append((month, grade))
            clock = clock - rule.step_months if rule.carry_over else 0
            continue
        clock += month.year not in ladder.frozen
        month += 1
        clock += rule.months_per_excellent * (month.month == 1 and month.year - 1 in ladder.excellent)
    return taken


@given(rules, years, years, st.integers(2000, 2025), st.integers(1, 12))
def test_a_ladder_climbed_by_look_up_and_by_walking_is_the_same(
    rule: LadderRule, excellent: set[int], frozen: set[int], year: int, month: int
) -> None:
    ladder = Ladder(Month(year, month), 1, 9, excellent - frozen, frozen)
    looked_up = [(Month.of(step.on), step.grade) for step in islice(steps(ladder, rule), 8)]
    assert looked_up == by_walking(ladder, rule, Month(2100, 1))


@given(rules, years, years, st.integers(2000, 2025), st.integers(1, 12), st.integers(2000, 2030))
def test_one_more_excellent_year_never_makes_a_grade_later(
    rule: LadderRule, excellent: set[int], frozen: set[int], year: int, month: int, more: int
) -> None:
    start = Month(year, month)
    plain = steps(Ladder(start, 1, 9, excellent - frozen, frozen), rule)
    better = steps(Ladder(start, 1, 9, (excellent | {more}) - frozen, frozen), rule)
    assert all(sooner.on <= later.on for sooner, later in zip(better, plain, strict=True))


@given(rules, years, years)
def test_the_months_of_a_step_add_up(rule: LadderRule, excellent: set[int], frozen: set[int]) -> None:
    for step in steps(Ladder(Month(2010, 4), 1, 9, excellent - frozen, frozen), rule):
        assert step.served + step.credited + step.carried >= rule.step_months
        assert step.served + step.frozen == step.full - step.since
        assert min(step.served, step.credited, step.carried, step.frozen) >= 0
