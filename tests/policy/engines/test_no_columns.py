"""A rule may need no fact and carry nothing on: everyone is still there, row for row."""

from __future__ import annotations

import polars as pl

from jishi.policy.engines.columns import run_month
from jishi.policy.engines.encoding import encode, row_of
from jishi.policy.plan import Binding, bind, compile_plan
from tests.policy.plan.build import MONEY, ON, fact, formula, pack


def bound(text: str) -> Binding:
    rule = pack([fact("工资", MONEY)], [formula("结果", text)])
    return bind(compile_plan(rule, ["结果"]), rule, on=ON)


def test_a_rule_without_facts_has_a_result_for_everyone() -> None:
    people = encode(pl.DataFrame({"name": ["甲", "乙", "丙"]}), ()).frame

    assert row_of(people, 2) == {}
    assert run_month(bound("6"), people).outputs["结果"].to_list() == [6, 6, 6]


def test_a_rule_without_running_totals_hands_on_a_row_for_everyone() -> None:
    result = run_month(bound("工资 + 1元"), pl.DataFrame({"工资": [100, None]}))

    assert result.outputs["结果"].to_list() == [200, None]
    assert row_of(result.before, 1) == row_of(result.state, 1) == {}
