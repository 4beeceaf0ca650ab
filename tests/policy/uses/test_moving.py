"""What a worker's grade would be in every other post class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.errors import BlankError
from jishi.policy.pack.model import Pack
from jishi.policy.records import Records
from jishi.policy.uses.grade import grades_by_formula
from jishi.policy.uses.moving import class_changes
from tests.policy.uses.build import DEPUTY, ON, deputy, loaded, pack, person, records

EXAMPLE = "general-example"


def passing(passage: str) -> Pack:
    """The general example with another rule of passage."""
    of = loaded(EXAMPLE)
    assert of.grade is not None
    return replace(of, grade=replace(of.grade, on_class_change=passage))


def moves(of: Pack, found: Records) -> Mapping[str, tuple[int, str]]:
    """Post class → the grade there and its sentence."""
    grades = grades_by_formula(of, found, ON)
    changes = class_changes(of, grades.binding, grades.situation.facts, grades.rows[0])
    return {each.post_class: (each.grade, each.sentence) for each in changes}


def test_the_deputy_of_grade_seven_sees_both_other_classes() -> None:
    assert moves(pack(EXAMPLE), deputy()) == {
        "工作人员": (4, "任工作人员：按平移，起点差 -3 级，由 7 级降为 4 级"),
        "社区正职": (10, "任社区正职：按平移，起点差 +3 级，由 7 级定为 10 级"),
    }


def test_the_grade_in_force_is_what_moves() -> None:
    confirmed = deputy(confirmed_grade=9)

    assert {name: grade for name, (grade, _) in moves(pack(EXAMPLE), confirmed).items()} == {
        "工作人员": 6,
        "社区正职": 12,
    }


def test_graded_anew_the_facts_alone_count() -> None:
    assert moves(passing("重算"), deputy(confirmed_grade=9))["社区正职"] == (
        10,
        "任社区正职：按重算，由 9 级定为 10 级",
    )


def test_the_higher_of_both_is_told_with_both() -> None:
    assert moves(passing("就高"), deputy(confirmed_grade=9))["工作人员"] == (
        6,
        "任工作人员：平移得 6 级、重算得 4 级，就高，由 9 级降为 6 级",
    )


def test_a_locality_counts_by_its_own_ranges() -> None:
    """望城: every class has its grades 1 to 16."""
    found = moves(pack("wangcheng-demo"), deputy())

    assert all("起点差 +0 级" in sentence or "重算" in sentence for _, sentence in found.values())
    assert "社区副职" not in found


def test_without_a_grade_there_is_nothing_to_move() -> None:
    assert moves(pack(EXAMPLE), records(person(DEPUTY, position="社区党组织副书记"))) == {}


def test_without_a_post_class_there_is_nowhere_to_move_from() -> None:
    assert moves(pack(EXAMPLE), records(person(DEPUTY, position="楼栋长", confirmed_grade=7))) == {}


def test_a_class_in_which_the_facts_give_no_grade_has_no_answer() -> None:
    """The grade in force is known, but nothing says what schooling would give elsewhere."""
    unknown = records(
        person(DEPUTY, position="社区党组织副书记", confirmed_grade=7, entered_on=date(2019, 9, 1)),
        education=[{"worker_id": DEPUTY, "level": "本科", "degree": "学士", "obtained_on": None}],
    )

    assert moves(pack(EXAMPLE), unknown) == {}


def test_a_rule_of_passage_left_open_is_asked_for() -> None:
    with pytest.raises(BlankError, match="「岗位变动」取哪一种：平移、重算、就高"):
        moves(passing("待填"), deputy())
