"""One person at a time: what is missing, and only what is really needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from jishi.policy.engines.scalar import missing, run
from jishi.policy.plan import bind, compile_plan
from tests.policy.plan.build import ON, formula, pack
from tests.policy.plan.figure import FACTS

POLICY = pack(
    FACTS,
    [
        formula("合计", "工资 + 差额"),
        formula("补贴", "如果(在岗, 合计, 0元)"),
        formula("比较", "合计 ≤ 工资 且 合计 ≤ 补贴"),
        formula("已有", "首个已知(人数, 人数 + 1人)"),
    ],
)


def wanting(names: Sequence[str], facts: Mapping[str, int] = MappingProxyType({})) -> tuple[str, ...]:
    plan = compile_plan(POLICY, POLICY.formulas)
    binding = bind(plan, POLICY, on=ON)
    registers = run(binding, facts, {})
    return missing(binding, registers, *(plan.outputs[name] for name in names))


def test_every_missing_fact_is_named_once_in_the_order_of_reading() -> None:
    assert wanting(["合计"]) == ("工资", "差额")
    assert wanting(["合计"], {"工资": 1}) == ("差额",)
    assert wanting(["合计"], {"工资": 1, "差额": 1}) == ()
    assert wanting(["比较"]) == ("工资", "差额", "在岗")


def test_only_the_branch_taken_counts_and_an_open_condition_counts_itself() -> None:
    assert wanting(["补贴"], {"在岗": 0}) == ()
    assert wanting(["补贴"], {"在岗": 1, "工资": 1}) == ("差额",)
    assert "在岗" in wanting(["补贴"], {"工资": 1, "差额": 1})


def test_several_figures_name_what_any_of_them_lacks() -> None:
    assert wanting(["补贴", "合计"], {"在岗": 0}) == ("工资", "差额")
    assert wanting(["已有"]) == ("人数",)
