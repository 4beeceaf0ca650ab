"""A compiled plan: what was asked for and what that needs, each thing once, under its own digest."""

from __future__ import annotations

from dataclasses import replace

from jishi.policy.engines.scalar import run
from jishi.policy.pack.model import Entity
from jishi.policy.pack.quantity import Kind, ValueType, choice_type
from jishi.policy.plan import Op, bind, compile_plan
from tests.policy.plan.build import MONEY, MONTHS, ON, WHOLE, YES, fact, formula, pack, parameter
from tests.policy.plan.figure import PEOPLE

POLICY = pack(
    [fact("月数", MONTHS), fact("在岗", YES), fact("工资", MONEY), fact("网格数", PEOPLE, Entity.COMMUNITY)],
    [
        formula("年限加级", "每满(月数, 晋级月数)"),
        formula("补贴", "基数 × 年限加级", only_if="在岗"),
        formula("合计", "工资 + 补贴"),
        formula("旁支", "上浮 × 2"),
        formula("网格员", "网格数 × 2", entity=Entity.COMMUNITY),
    ],
    [
        parameter("晋级月数", ValueType(Kind.NUMBER, lo=12, hi=60, unit="个月"), 36),
        parameter("基数", MONEY, 10_000),
        parameter("上浮", WHOLE, 1),
    ],
)


def test_a_plan_holds_what_was_asked_for_and_all_it_needs() -> None:
    plan = compile_plan(POLICY, ["合计"])
    assert plan.targets == ("合计",)
    assert set(plan.outputs) == {"合计", "补贴", "年限加级"}
    assert set(plan.facts) == {"工资", "月数", "在岗"}
    assert set(plan.parameters) == {"基数", "晋级月数"}
    assert plan.type_of("年限加级").hi == 60
    assert set(plan.formulas) == {"合计", "补贴", "年限加级"}
    assert [reference.name for reference in plan.formulas["合计"].references] == ["工资", "补贴"]


def test_what_is_asked_for_twice_is_computed_once() -> None:
    twice = compile_plan(POLICY, ["合计", "补贴", "合计"])
    assert twice.targets == ("合计", "补贴")
    assert twice.code == compile_plan(POLICY, ["合计"]).code
    assert sum(code.op is Op.DIV for code in twice.code) == 1


def test_formulas_of_communities_are_compiled_by_themselves() -> None:
    plan = compile_plan(POLICY, ["网格员"], entity=Entity.COMMUNITY)
    assert set(plan.facts) == {"网格数"}
    assert plan.entity is Entity.COMMUNITY


def test_conditions_from_a_list_are_compiled_beside_the_formulas() -> None:
    condition = formula("准入·工资", "合计 > 100元 且 非 旁支项")
    side = formula("旁支项", "月数 > 12个月")
    plan = compile_plan(POLICY, ["合计"], extra=[condition, side])
    assert plan.targets == ("合计", "准入·工资", "旁支项")
    found = run(bind(plan, POLICY, on=ON), {"工资": 20_000, "月数": 3, "在岗": 0}, {})
    assert [found[plan.outputs[name]] for name in plan.targets] == [20_000, 1, 0]


def test_a_formula_given_beside_the_pack_stands_in_for_its_namesake() -> None:
    plan = compile_plan(POLICY, ["合计"], extra=[formula("补贴", "1元")])
    assert run(bind(plan, POLICY, on=ON), {"工资": 200}, {})[plan.outputs["合计"]] == 300


def test_equal_packs_have_equal_digests_and_any_change_of_meaning_shows() -> None:
    digest = compile_plan(POLICY, ["合计"]).digest
    finer = ValueType(Kind.NUMBER, scale=1, lo=0, hi=720, unit="个月")
    assert compile_plan(POLICY, ["合计"]).digest == digest
    assert compile_plan(POLICY, ["补贴"]).digest != digest
    rescaled = replace(POLICY, facts={**POLICY.facts, "月数": fact("月数", finer)})
    assert compile_plan(rescaled, ["合计"]).digest != digest


def test_a_renamed_choice_changes_the_digest_though_the_arithmetic_stays() -> None:
    first, second = (
        pack([fact("类别", choice_type(names))], [formula("是正职", "类别 = 正职")])
        for names in (["副职", "正职"], ["工作人员", "正职"])
    )
    assert compile_plan(first, ["是正职"]).code == compile_plan(second, ["是正职"]).code
    assert compile_plan(first, ["是正职"]).digest != compile_plan(second, ["是正职"]).digest
