"""Selecting a share of people, and the order in which they come."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.decisions.figures import Rounding
from jishi.policy.decisions.selection import (
    Candidate,
    Outcome,
    TieRule,
    ranking,
    selection_cap,
)

TENTH = Fraction(1, 10)
PEOPLE = [
    Candidate("1", "甲", (90, 5)),
    Candidate("2", "乙", (95, 3)),
    Candidate("3", "丙", (90, 5)),
    Candidate("4", "丁", (90, 7)),
]


@pytest.mark.parametrize(
    ("base", "rounding", "places"),
    [
        (72, Rounding.DOWN, 7),
        (72, Rounding.UP, 8),
        (72, Rounding.HALF_UP, 7),
        (75, Rounding.HALF_UP, 8),
        (0, Rounding.UP, 0),
    ],
)
def test_a_tenth_of_the_secretaries_rounds_as_the_rule_says(
    base: int, rounding: Rounding, places: int
) -> None:
    assert selection_cap(base, TENTH, rounding).places == places


def test_the_arithmetic_is_written_out() -> None:
    assert selection_cap(72, TENTH, Rounding.DOWN).sentence == "72人 × 10% = 7.2，向下取整，名额7人"
    assert selection_cap(70, TENTH, Rounding.DOWN).sentence == "70人 × 10% = 7，名额7人"
    assert (
        selection_cap(37, Fraction(1, 8), Rounding.UP).sentence == "37人 × 12.5% = 4.625，向上取整，名额5人"
    )


def test_the_first_criterion_decides_and_the_next_only_between_equals() -> None:
    ranked = ranking(PEOPLE, ("考核分", "任职年数"), 2, TieRule.DECIDED)

    assert [(each.candidate.name, each.rank) for each in ranked] == [
        ("乙", 1),
        ("丁", 2),
        ("甲", 3),
        ("丙", 3),
    ]
    assert [each.outcome for each in ranked] == [Outcome.SELECTED] * 2 + [Outcome.NOT_SELECTED] * 2
    assert ranked[0].sentence == "乙：考核分95、任职年数3，第1名，在2个名额之内，入选"
    assert ranked[3].sentence == "丙：考核分90、任职年数5，第3名，在2个名额之外，未入选"


@pytest.mark.parametrize(
    ("ties", "outcome"),
    [
        (TieRule.ALL_IN, Outcome.SELECTED),
        (TieRule.ALL_OUT, Outcome.NOT_SELECTED),
        (TieRule.DECIDED, Outcome.UNDECIDED),
    ],
)
def test_a_tie_at_the_last_place_follows_the_stated_rule(ties: TieRule, outcome: Outcome) -> None:
    tied = ranking(PEOPLE, ("考核分", "任职年数"), 3, ties)[2:]

    assert {each.outcome for each in tied} == {outcome}
    assert f"2人并列、名额剩1个，按「{ties}」处理，{outcome}" in tied[0].sentence


@given(st.lists(st.integers(0, 5), max_size=12), st.integers(0, 12), st.sampled_from(TieRule))
def test_more_than_the_places_are_selected_only_where_ties_are_all_in(
    values: list[int], places: int, ties: TieRule
) -> None:
    people = [Candidate(str(n), "某", (value,)) for n, value in enumerate(values)]
    ranked = ranking(people, ("分",), places, ties)
    selected = sum(each.outcome is Outcome.SELECTED for each in ranked)

    assert [each.candidate.values for each in ranked] == sorted(((v,) for v in values), reverse=True)
    assert ties is TieRule.ALL_IN or selected <= places
    assert ties is not TieRule.ALL_IN or selected >= min(places, len(values))
