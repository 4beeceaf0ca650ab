"""The grade after a move to another post class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.decisions.class_change import ClassChange, Passage, Range, change_class

WORKERS, DEPUTIES, HEADS = Range(1, 12), Range(4, 15), Range(7, 18)


def promoted(passage: Passage, held: int, anew: int) -> ClassChange:
    """A worker becomes a deputy."""
    return change_class(passage, "社区副职", held=held, old=WORKERS, new=DEPUTIES, anew=anew)


def demoted(passage: Passage, held: int, anew: int) -> ClassChange:
    """A head becomes a worker."""
    return change_class(passage, "工作人员", held=held, old=HEADS, new=WORKERS, anew=anew)


def test_a_shift_keeps_the_distance_from_the_start_of_the_class() -> None:
    moved = promoted(Passage.SHIFT, held=6, anew=7)

    assert (moved.post_class, moved.grade) == ("社区副职", 9)
    assert moved.sentence == "任社区副职：按平移，起点差 +3 级，由 6 级定为 9 级"


def test_grading_anew_takes_what_the_facts_give() -> None:
    assert promoted(Passage.ANEW, held=6, anew=7).sentence == "任社区副职：按重算，由 6 级定为 7 级"


@pytest.mark.parametrize(("held", "anew", "grade"), [(6, 7, 9), (4, 9, 9), (4, 7, 7)])
def test_the_higher_of_the_two_is_taken(held: int, anew: int, grade: int) -> None:
    moved = promoted(Passage.HIGHER, held=held, anew=anew)

    assert moved.grade == grade
    assert f"平移得 {held + 3} 级、重算得 {anew} 级，就高" in moved.sentence


def test_a_drop_is_said_plainly() -> None:
    moved = demoted(Passage.SHIFT, held=12, anew=4)

    assert moved.grade == 6
    assert moved.sentence == "任工作人员：按平移，起点差 -6 级，由 12 级降为 6 级"


def test_a_grade_that_stays_says_so() -> None:
    assert demoted(Passage.ANEW, held=8, anew=8).sentence == "任工作人员：按重算，仍为 8 级"


def test_the_cap_of_the_new_class_is_said() -> None:
    assert promoted(Passage.ANEW, held=12, anew=15).sentence.endswith(
        "由 12 级定为 15 级，已达本岗上限 15 级"
    )
    assert demoted(Passage.ANEW, held=12, anew=12).sentence.endswith("仍为 12 级，已达本岗上限 12 级")


@given(st.integers(1, 12), st.integers(4, 15))
def test_the_grade_always_lies_in_the_new_class(held: int, anew: int) -> None:
    shifted, again, higher = (promoted(passage, held, anew).grade for passage in Passage)

    assert again == anew
    assert higher == max(shifted, again)
    assert DEPUTIES.low <= shifted <= DEPUTIES.high


@pytest.mark.parametrize(("grade", "limited"), [(2, 4), (4, 4), (9, 9), (15, 15), (17, 15)])
def test_a_grade_outside_a_class_becomes_the_nearest_inside(grade: int, limited: int) -> None:
    assert DEPUTIES.limited(grade) == limited
