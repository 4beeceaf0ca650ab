"""Who counts as a community worker here, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jishi.policy.errors import BlankError
from jishi.policy.pack.lists.entry import ScopeRule
from jishi.policy.pack.model import Pack
from jishi.policy.uses.scope import ScopeRow, scope_everyone
from tests.policy.uses.build import ON, SECRETARY, WORKER, loaded, pack, person, records

EXAMPLE = "general-example"


def standing(of: Pack, **given: object) -> ScopeRow:
    (row,) = scope_everyone(of, records(person(WORKER, **given)), ON)
    return row


def with_rules(*rules: ScopeRule) -> Pack:
    """The general example with other scope rules."""
    of = loaded(EXAMPLE)
    return replace(of, lists=replace(of.lists, scope_rules=rules))


def rule(name: str) -> ScopeRule:
    return next(each for each in loaded(EXAMPLE).lists.scope_rules if each.name == name)


def test_the_first_rule_that_holds_decides_and_says_why() -> None:
    row = standing(pack(EXAMPLE), identity="编制干部", full_time=True)

    assert (row.verdict, row.rule, row.clauses) == ("不纳入", "编制人员", ("办法/第十九条",))
    assert row.reason == "有行政或事业编制，等级和工资随编制执行"


def test_a_full_time_worker_is_taken_in() -> None:
    row = standing(pack(EXAMPLE), identity="统招专职", full_time=True)

    assert (row.worker_id, row.name, row.verdict, row.rule) == (WORKER, "林G3", "纳入", "全日制专职")


@pytest.mark.parametrize(
    ("code", "channel", "verdict"),
    [("chuzhou", "统一招录", "纳入"), ("chuzhou", "转聘", "不纳入"), ("income-base", "转聘", "纳入")],
)
def test_four_documents_are_four_rule_sets(code: str, channel: str, verdict: str) -> None:
    assert standing(loaded(code), identity="统招专职", channel=channel, full_time=True).verdict == verdict


def test_a_later_rule_does_not_decide_what_an_earlier_one_might() -> None:
    row = standing(pack(EXAMPLE), full_time=True, birth_on=None)

    assert (row.verdict, row.rule, row.reason) == ("待核", "已到退休年龄", "缺：距退休月数")


def test_without_rules_everyone_is_taken_in() -> None:
    row = standing(loaded("huainan"))

    assert (row.verdict, row.rule, row.reason) == ("纳入", "", "政策包没有范围规则")


def test_whom_no_rule_mentions_is_out_where_rules_take_in_and_in_where_they_only_leave_out() -> None:
    part_time = {"full_time": False, "identity": "统招专职"}
    left_out = standing(with_rules(rule("全日制专职")), **part_time)
    taken_in = standing(with_rules(rule("编制人员")), **part_time)

    assert (left_out.verdict, left_out.reason) == ("不纳入", "没有规则提到这种情形")
    assert (taken_in.verdict, taken_in.reason) == ("纳入", "没有规则提到这种情形")


def test_a_rule_that_holds_but_leaves_its_verdict_open_is_to_be_checked() -> None:
    open_rule = replace(rule("编制人员"), verdict="待填")
    row = standing(with_rules(open_rule, rule("全日制专职")), identity="编制干部", full_time=True)

    assert (row.verdict, row.rule, row.reason) == ("待核", "编制人员", "政策包没有写明这种情形是否纳入")


def test_conditions_left_open_are_asked_for_all_at_once() -> None:
    open_rules = [replace(rule(name), condition="待填") for name in ("编制人员", "非全日制")]

    with pytest.raises(BlankError) as raised:
        standing(with_rules(*open_rules))
    assert [(blank.name, blank.clauses) for blank in raised.value.blanks] == [
        ("范围·编制人员", ("办法/第十九条",)),
        ("范围·非全日制", ("办法/第一条",)),
    ]


def test_only_those_employed_in_the_month_are_judged() -> None:
    found = records(person(SECRETARY), person(WORKER, left_before=ON))

    assert [row.worker_id for row in scope_everyone(pack(EXAMPLE), found, ON)] == [SECRETARY]
