"""When training is due."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.policy.decisions.training import Cadence, next_training

SINCE = date(2020, 1, 1)
ON = date(2026, 11, 1)


def test_once_in_three_years_runs_from_the_latest_training() -> None:
    due = next_training(Cadence(36), SINCE, [date(2021, 3, 1), date(2024, 5, 10)], ON)

    assert (due.due_on, due.overdue_days) == (date(2027, 5, 10), 0)
    assert due.sentence == "应每36个月培训1次，最近一次2024-05-10，下一次最迟2027-05-10完成，还有190天"


def test_an_overdue_training_says_by_how_many_days() -> None:
    due = next_training(Cadence(12), SINCE, [date(2025, 5, 10)], ON)

    assert (due.due_on, due.overdue_days) == (date(2026, 5, 10), 175)
    assert due.sentence.endswith("下一次最迟2026-05-10完成，已逾期175天")


def test_on_the_last_day_nothing_is_overdue_yet() -> None:
    assert next_training(Cadence(12), SINCE, [date(2025, 11, 1)], ON).overdue_days == 0


def test_who_was_never_trained_has_an_interval_from_the_beginning() -> None:
    due = next_training(Cadence(36), date(2025, 1, 1), [], ON)

    assert due.due_on == date(2028, 1, 1)
    assert "尚未参加" in due.sentence


def test_twice_in_three_years_looks_at_the_training_before_the_latest() -> None:
    twice = Cadence(36, times=2)

    assert next_training(twice, SINCE, [date(2024, 2, 1), date(2025, 2, 1)], ON).due_on == date(2027, 2, 1)
    assert next_training(twice, SINCE, [date(2022, 6, 1)], ON).due_on == date(2023, 1, 1)


def test_trainings_before_the_rule_applied_and_after_the_day_count_for_nothing() -> None:
    due = next_training(Cadence(36), date(2025, 1, 1), [date(2024, 12, 31), date(2026, 11, 2)], ON)
    assert due.due_on == date(2028, 1, 1)


@pytest.mark.parametrize(("months", "times"), [(0, 1), (36, 0)])
def test_a_cadence_without_length_or_times_is_refused(months: int, times: int) -> None:
    with pytest.raises(ValueError, match="培训周期"):
        Cadence(months, times)
