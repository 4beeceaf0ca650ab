"""What yearly assessments come to."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.policy.decisions.ladder import Ladder, LadderRule, Promotion, steps
from jishi.policy.period import Effect, Month
from tests.policy.facts.district import ON, Row, district, fact, facts


def results(**by_year: str) -> list[Row]:
    return [{"year": int(year.removeprefix("y")), "result": result} for year, result in by_year.items()]


FIVE_YEARS = results(y2021="优秀", y2022="合格", y2023="基本合格", y2024="不合格", y2025="优秀")


def test_results_are_counted_by_level() -> None:
    names = ("优秀次数", "合格次数", "基本合格次数", "不合格次数", "累计不合格年数")
    assert facts(district(assessments=FIVE_YEARS), *names) == [(2, 1, 1, 1, 1)]


def test_who_was_never_assessed_has_counts_of_nothing() -> None:
    names = ("优秀次数", "不合格次数", "连续不合格年数", "上年考核", "本级优秀次数", "本级冻结月数")
    assert facts(district(), *names) == [(0, 0, 0, "未考核", None, None)]


def test_a_year_counts_once_it_has_closed() -> None:
    records = district(assessments=results(y2026="优秀"))

    assert fact(records, "优秀次数", date(2026, 12, 30)) == 0
    assert fact(records, "优秀次数", date(2026, 12, 31)) == 1
    assert fact(records, "优秀次数", date(2027, 1, 1), Effect.NEXT_MONTH) == 1
    assert fact(records, "优秀次数", date(2027, 1, 1), Effect.NEXT_JANUARY) == 1


def test_last_years_result_is_named_in_the_localitys_own_words() -> None:
    records = district(assessments=results(y2025="不定等次", y2024="优秀"))
    assert fact(records, "上年考核") == "不定等次"
    assert fact(records, "上年考核", date(2027, 3, 1)) == "未考核"
    assert fact(records, "优秀次数") == 1


@pytest.mark.parametrize(
    ("years", "run"),
    [
        ({"y2024": "不合格", "y2025": "不合格"}, 2),
        ({"y2023": "不合格", "y2025": "不合格"}, 1),
        ({"y2024": "不合格", "y2025": "合格"}, 0),
        ({"y2022": "不合格", "y2023": "不合格", "y2024": "合格", "y2025": "不合格"}, 1),
        ({"y2024": "不合格", "y2025": "不定等次"}, 1),
    ],
)
def test_failed_years_run_up_to_the_latest_assessed_one(years: dict[str, str], run: int) -> None:
    assert fact(district(assessments=results(**years)), "连续不合格年数") == run


def test_one_persons_run_never_continues_anothers() -> None:
    records = district(
        {"worker_id": "G1"},
        {"worker_id": "G2"},
        assessments=[
            *results(y2024="不合格"),
            {"worker_id": "G2", "year": 2025, "result": "不合格"},
            {"worker_id": "nobody", "year": 2025, "result": "不合格"},
        ],
    )
    assert facts(records, "连续不合格年数") == [(1,), (1,)]


def test_months_in_poor_years_are_the_service_within_them() -> None:
    records = district({"entered_on": date(2023, 10, 15)}, assessments=FIVE_YEARS)
    assert facts(records, "基本合格月数", "不合格月数") == [(2, 12)]


def test_excellent_years_and_frozen_months_belong_to_the_grade_they_close_in() -> None:
    records = district({"grade_since": date(2023, 7, 1)}, assessments=FIVE_YEARS)
    # 2021 is before the grade; of 2023 half a year, of 2024 all of it is frozen.
    assert facts(records, "本级优秀次数", "本级冻结月数") == [(1, 18)]


def test_a_year_in_which_the_grade_began_closes_in_it() -> None:
    records = district({"grade_since": date(2021, 12, 31)}, assessments=FIVE_YEARS)
    assert facts(records, "本级优秀次数") == [(2,)]


def test_months_in_grade_agree_with_the_ladder() -> None:
    records = district({"grade_since": date(2023, 7, 1)}, assessments=FIVE_YEARS)
    rule = LadderRule(36, 4, carry_over=False, effect=Promotion.NEXT_MONTH)
    step = next(steps(Ladder(Month(2023, 7), 4, 15, {2021, 2025}, {2023, 2024}), rule))

    def months(on: date) -> int:
        (row,) = facts(records, "任现等级月数", "本级优秀次数", "本级冻结月数", on=on)
        held, excellent, frozen = (value for value in row if isinstance(value, int))
        return held + 4 * excellent - frozen

    assert months(step.on) == 36
    assert months(date.fromordinal(step.on.toordinal() - 1)) == 35


def test_derived_columns_are_whole_even_for_nobody() -> None:
    assert facts(district(assessments=[]), "优秀次数", on=ON) == [(0,)]
