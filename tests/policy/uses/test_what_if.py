"""What if the policy were different: totals, who changes grade, how much each change accounts for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.errors import LiteralError, PackError
from jishi.policy.pack.model import Pack
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.what_if import Change, Trial, changes_of, try_changes
from tests.policy.uses.build import (
    DEPUTY,
    SECRETARY,
    WORKER,
    bachelor,
    college,
    loaded,
    pack,
    person,
    records,
)

EXAMPLE = "general-example"
JANUARY = Month(2026, 1)


def team() -> Records:
    """A deputy in one street, a secretary in another, a worker without a street."""
    return records(
        person(DEPUTY, position="社区党组织副书记"),
        person(SECRETARY, position="社区党组织书记", community="松涛社区", street="东城街道"),
        person(WORKER, street=None, position="专职社区工作者"),
        education=[bachelor(DEPUTY), bachelor(SECRETARY), college(WORKER)],
    )


def tried(*settings: dict[str, str], of: Pack | None = None, found: Records | None = None) -> Trial:
    base = of or pack(EXAMPLE)
    return try_changes(base, changes_of(base, settings), found or team(), JANUARY)


def test_a_higher_minimum_wage_costs_what_the_sum_of_the_rises_is() -> None:
    trial = tried({"最低工资标准": "2060元"})
    before, after = trial.total("gross")

    (effect,) = trial.effects
    assert effect.title == "最低工资标准=2060元"
    assert (effect.gross, effect.employer_cost) == (after - before, after - before)
    assert effect.gross > 0


def test_each_change_is_credited_with_the_step_it_makes() -> None:
    trial = tried({"最低工资标准": "2060元"}, {"月绩效基数": "700元"})

    assert [effect.title for effect in trial.effects] == ["最低工资标准=2060元", "月绩效基数=700元"]
    assert trial.effects[1].gross == 3 * 10_000


def test_settings_given_together_are_one_change() -> None:
    (effect,) = tried({"最低工资标准": "2060元", "月绩效基数": "700元"}).effects

    assert effect.title == "最低工资标准=2060元、月绩效基数=700元"


def test_who_changes_grade_is_named_with_the_cause_and_the_money() -> None:
    trial = tried({"月绩效基数": "700元"}, {"本科加级": "2"})

    assert [(each.worker_id, each.before, each.after, each.cause) for each in trial.grades] == [
        (DEPUTY, 7, 8, "本科加级=2"),
        (SECRETARY, 10, 11, "本科加级=2"),
    ]
    first = trial.grades[0]
    assert (first.name, first.community, first.street, first.post_class) == (
        *("林G1", "桂园社区", "湖滨街道", "社区副职"),
    )
    assert first.gross_difference == 10_000 + 11_580


def test_a_grade_that_moves_and_moves_back_is_no_change() -> None:
    assert tried({"本科加级": "2"}, {"本科加级": "1"}).grades == ()


def test_streets_and_post_classes_are_listed_with_their_sums() -> None:
    trial = tried({"月绩效基数": "700元"})

    assert [(group.name, group.people) for group in trial.streets] == [
        ("湖滨街道", 1),
        ("东城街道", 1),
        ("（未登记街道）", 1),
    ]
    assert [group.name for group in trial.post_classes] == ["社区副职", "社区正职", "工作人员"]
    assert {group.after - group.before for group in trial.streets} == {10_000}


def test_who_cannot_be_paid_is_in_no_sum_but_is_named() -> None:
    lacking = records(
        person(DEPUTY, 上年月均工资=None),
        person(WORKER, position="保洁员"),
        education=[bachelor(DEPUTY), college(WORKER)],
    )
    trial = tried({"本科加级": "2"}, found=lacking)

    assert trial.total("gross") == (0, 0)
    assert trial.post_classes == ()
    assert trial.unresolved == (0, 1)
    assert [(each.worker_id, each.gross_difference) for each in trial.grades] == [(DEPUTY, 0)]


def test_another_pack_altogether_can_be_tried() -> None:
    change = Change("改用十六级", pack("general-example-16"))
    trial = try_changes(pack(EXAMPLE), [change], team(), JANUARY)

    before, after = trial.total("employer_cost")
    assert trial.effects[0].employer_cost == after - before
    assert {each.cause for each in trial.grades} == {"改用十六级"}


def test_a_pack_that_pays_without_grades_moves_nobody() -> None:
    of = loaded(EXAMPLE)
    assert of.pay is not None
    roles = replace(of.pay.roles, grade=None, post_class=None, employer_cost=None)
    flat = replace(of, pay=replace(of.pay, roles=roles))
    trial = tried({"本科加级": "2"}, of=flat)

    assert trial.grades == ()
    assert [(group.name, group.people) for group in trial.post_classes] == [("（岗位类别不详）", 3)]
    assert trial.total("employer_cost") == (0, 0)


def test_leavers_of_the_month_before_take_no_part() -> None:
    found = records(
        person(DEPUTY), person(WORKER, left_before=date(2026, 1, 1)), education=[bachelor(DEPUTY)]
    )

    assert [group.people for group in tried({"本科加级": "2"}, found=found).streets] == [1]


def test_nothing_to_try_is_refused() -> None:
    with pytest.raises(PackError, match="没有要试算的改动。请用 --change 名称=值"):
        tried()


def test_an_unknown_setting_is_refused_with_the_nearest() -> None:
    with pytest.raises(LiteralError, match="没有叫「最低工资」的参数。是否「最低工资标准」"):
        tried({"最低工资": "2060元"})
