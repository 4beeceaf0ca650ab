"""Structure targets measured by unit."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

from jishi.policy.decisions.figures import decimal_text, percent_text
from jishi.policy.decisions.structure import Bound, Measure, StructureTarget, structure_rows
from jishi.policy.facts.units import Scope

PEOPLE = pl.DataFrame(
    {
        "street": ["湖滨街道"] * 4 + ["北苑街道"] * 2,
        "community": ["桂园", "桂园", "桂园", "梅园", "兰园", "兰园"],
        "持证": [True, False, False, True, None, None],
        "年龄": [30, 41, None, 35, 50, 51],
    }
)
HALF = StructureTarget("持证比例", Measure.SHARE, Bound.AT_LEAST, low=Fraction(7, 10))


def test_a_share_by_street_counts_who_is_missing_to_the_target() -> None:
    row = structure_rows(PEOPLE, "持证", HALF, Scope.STREET)[0]

    assert (row.unit, row.numerator, row.denominator, row.value) == ("湖滨街道", 2, 4, Fraction(1, 2))
    assert (row.met, row.gap) == (False, 1)
    assert row.sentence == "湖滨街道：持证比例50%（2/4），目标不低于70%，未达标，还差1人"


def test_a_unit_of_which_nothing_is_known_has_no_value() -> None:
    row = structure_rows(PEOPLE, "持证", HALF, Scope.STREET)[1]

    assert (row.value, row.met, row.gap, row.unknown) == (None, None, None, 2)
    assert row.sentence == "北苑街道：持证比例无法计算，另有2人资料不全未计"


def test_the_district_is_one_unit_and_leaves_the_unknown_out() -> None:
    (row,) = structure_rows(PEOPLE, "持证", HALF, Scope.DISTRICT)

    assert (row.unit, row.numerator, row.denominator, row.unknown) == ("区县", 2, 4, 2)
    assert row.sentence.endswith("还差1人，另有2人资料不全未计")


def test_each_community_needs_a_least_number_of_people() -> None:
    one_each = StructureTarget("持证人数", Measure.COUNT, Bound.AT_LEAST, low=Fraction(2))
    rows = structure_rows(PEOPLE, "持证", one_each, Scope.COMMUNITY)

    assert [(row.unit, row.gap) for row in rows] == [("桂园", 1), ("梅园", 1), ("兰园", None)]
    assert rows[0].sentence == "桂园：持证人数1人，目标不低于2人，未达标，还差1人"


def test_an_average_has_no_number_of_people_to_close_it() -> None:
    young = StructureTarget("平均年龄", Measure.AVERAGE, Bound.AT_MOST, high=Fraction(35))
    rows = structure_rows(PEOPLE, "年龄", young, Scope.STREET)

    assert (rows[0].value, rows[0].met, rows[0].gap) == (Fraction(106, 3), False, None)
    assert rows[0].sentence == "湖滨街道：平均年龄35.33（106/3），目标不高于35，未达标，另有1人资料不全未计"


@pytest.mark.parametrize(
    ("low", "high", "gap", "state"),
    [
        (Fraction(1, 4), Fraction(3, 4), 0, "达标"),
        (Fraction(3, 5), Fraction(3, 4), 1, "未达标，还差1人"),
        (Fraction(1, 10), Fraction(1, 4), -1, "未达标，超出1人"),
    ],
)
def test_a_share_may_have_to_lie_between_two_bounds(
    low: Fraction, high: Fraction, gap: int, state: str
) -> None:
    between = StructureTarget("中年比例", Measure.SHARE, Bound.BETWEEN, low, high)
    row = structure_rows(PEOPLE, "持证", between, Scope.STREET)[0]

    assert (row.gap, row.met) == (gap, gap == 0)
    assert row.sentence.endswith(state)
    assert f"目标介于{percent_text(low)}与{percent_text(high)}之间" in row.sentence


def test_figures_are_written_exactly_and_rounded_half_up() -> None:
    assert [decimal_text(Fraction(n, 8), 2) for n in (-1, 0, 1, 8)] == ["−0.13", "0", "0.13", "1"]
    assert decimal_text(Fraction(-1, 1000)) == "0"
    assert percent_text(Fraction(97, 144)) == "67.4%"
