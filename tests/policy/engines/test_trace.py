"""Why a figure is what it is, in the pack's own words: steps, sources, marks, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.engines.scalar import run
from jishi.policy.engines.trace import Step, explain, explain_all, tell
from jishi.policy.pack.model import BEGINNING, Cell, Citation, DatedValue, Entity, Formula, Pack, Threshold
from jishi.policy.plan import bind, compile_plan
from tests.policy.plan.build import (
    CITED,
    MONEY,
    ON,
    POST,
    RATE,
    YES,
    fact,
    formula,
    lookup,
    pack,
    parameter,
    scale,
    steps,
)
from tests.policy.plan.figure import FACTOR, GRADE, HOUSEHOLDS, PEOPLE, SCORE

SINCE = date(2023, 3, 1)
OWN = Citation(("细则/第三条",))


def sampled() -> Pack:
    wage = replace(
        parameter("最低工资", MONEY),
        values=(
            DatedValue(BEGINNING, 150_000, CITED),
            DatedValue(SINCE, 193_000, OWN, sample="某市公开标准"),
        ),
    )
    rate = replace(
        parameter("比例", RATE), values=(DatedValue(BEGINNING, 1000, Citation(()), inferred="按上限推出"),)
    )
    factors = lookup(
        "系数", ["岗位类别"], FACTOR, {(post,): 100 + 10 * n for n, post in enumerate(POST.domain)}
    )
    (version,) = factors.versions
    cells = {**version.cells, ("社区正职",): Cell(120, OWN, sample="某区表格")}
    staffing = steps("配备", PEOPLE, HOUSEHOLDS, (BEGINNING, {0: 5}), (SINCE, {0: 6, 1000: 8}))
    first, second = staffing.versions[1].thresholds
    marked = replace(
        staffing.versions[1], thresholds=(first, Threshold(1000, replace(second.cell, sample="某街道")))
    )
    return pack(
        [
            replace(fact("岗位类别", POST), note="当日在任的职务", citation=OWN),
            fact("户数", HOUSEHOLDS),
            fact("收入", MONEY),
            fact("在岗", YES),
        ],
        [
            Formula(
                "基本", Entity.PERSON, "最低工资 × 系数[岗位类别]", CITED, "四舍五入到分", note="按岗位查系数"
            ),
            Formula("上浮", Entity.PERSON, "基本 × 比例", CITED, "四舍五入到分", "在岗"),
            formula("合计", "基本 + 上浮 + 较低(基本, 上浮)"),
            formula("人数", "分档(户数, 配备)"),
            formula("个税", "分级累进(收入, 税率)", rounding="四舍五入到分"),
            formula("全年", "本年累计(个税)"),
        ],
        [wage, rate],
        [
            replace(factors, versions=(replace(version, cells=cells),)),
            replace(staffing, versions=(staffing.versions[0], marked)),
            scale("税率", (0, 300, 0), (3_600_000, 1000, 252_000)),
        ],
    )


def derived(target: str, facts: Mapping[str, int], on: date = ON, policy: Pack | None = None) -> Step:
    policy = policy or sampled()
    binding = bind(compile_plan(policy, [target]), policy, on=on)
    return explain(binding, policy, run(binding, facts, {}), target)


SECRETARY = {"岗位类别": 2, "在岗": 1}


def test_a_formula_is_told_with_its_text_rounding_condition_and_clause() -> None:
    step = derived("上浮", SECRETARY)
    assert (step.kind, step.name, step.value, step.raw) == ("公式", "上浮", "231.60元", 23_160)
    assert step.text == "基本 × 比例；四舍五入到分；仅当 在岗"
    assert step.clauses == CITED.refs
    assert [(part.kind, part.name) for part in step.inputs] == [
        ("公式", "基本"),
        ("参数", "比例"),
        ("事实", "在岗"),
    ]
    assert step.inputs[0].note == "按岗位查系数"


def test_a_fact_is_told_with_what_it_means() -> None:
    step = derived("岗位类别", SECRETARY)
    assert step == Step("事实", "岗位类别", "社区正职", 2, note="当日在任的职务", clauses=OWN.refs)


def test_a_parameter_is_told_with_its_day_its_clause_and_where_it_comes_from() -> None:
    basic = derived("基本", SECRETARY)
    wage = next(part for part in basic.inputs if part.kind == "参数")
    assert (wage.value, wage.since, wage.clauses) == ("1,930.00元", SINCE, OWN.refs)
    assert wage.mark == "示例值：某市公开标准"
    before = derived("基本", SECRETARY, on=date(2023, 2, 28)).inputs[0]
    assert (before.value, before.since, before.mark) == ("1,500.00元", None, "")


def test_a_worked_out_value_is_marked_until_confirmed_and_cites_its_parameter() -> None:
    rate = derived("上浮", SECRETARY).inputs[1]
    assert (rate.value, rate.mark, rate.clauses) == ("10%", "推算，待确认：按上限推出", CITED.refs)


def test_a_look_up_names_the_cell_it_hit_with_its_own_clause_and_mark() -> None:
    _, hit = (part for part in derived("基本", SECRETARY).inputs if part.kind in ("参数", "表"))
    assert (hit.name, hit.value, hit.clauses, hit.mark) == (
        "系数[社区正职]",
        "1.20",
        OWN.refs,
        "示例值：某区表格",
    )
    plain = next(part for part in derived("基本", {"岗位类别": 0}).inputs if part.kind == "表")
    assert (plain.name, plain.value, plain.mark, plain.since) == ("系数[工作人员]", "1.00", "", None)


def test_a_look_up_by_grades_and_truths_names_them_as_people_do() -> None:
    cells: dict[tuple[str, ...], int | None] = {
        (yes, str(grade)): grade for yes in ("否", "是") for grade in range(1, 7)
    }
    policy = pack(
        [fact("在岗", YES), fact("等级", GRADE)],
        [formula("合", "系数[在岗, 等级] + 系数[在岗, 限于(等级 + 2级, 3级, 6级)]")],
        tables=[lookup("系数", ["在岗", "等级"], FACTOR, cells)],
    )
    step = derived("合", {"在岗": 1, "等级": 4}, policy=policy)
    assert [part.name for part in step.inputs if part.kind == "表"] == ["系数[是，4]", "系数[是，6]"]


@pytest.mark.parametrize(
    ("households", "on", "value", "mark", "since"),
    [
        (999, ON, "6人", "", SINCE),
        (1000, ON, "8人", "示例值：某街道", SINCE),
        (1000, date(2020, 1, 1), "5人", "", None),
    ],
)
def test_a_step_names_the_number_that_reached_it(
    households: int, on: date, value: str, mark: str, since: date | None
) -> None:
    hit = next(part for part in derived("人数", {"户数": households}, on).inputs if part.kind == "表")
    assert (hit.name, hit.value, hit.mark, hit.since) == (f"配备（{households}户）", value, mark, since)


def test_a_step_is_found_when_number_and_bounds_keep_different_decimals() -> None:
    graded = steps("评级", GRADE, HOUSEHOLDS, (BEGINNING, {0: 1, 60: 2, 90: 3}))
    (version,) = graded.versions
    rows = tuple(
        replace(row, cell=replace(row.cell, sample=f"{row.at_least}分档")) for row in version.thresholds
    )
    graded = replace(graded, versions=(replace(version, thresholds=rows),))
    policy = pack([fact("得分", SCORE)], [formula("级", "分档(较高(得分, 0), 评级)")], tables=[graded])
    found = [
        next(part for part in derived("级", {"得分": n}, policy=policy).inputs if part.kind == "表")
        for n in (599, 600)
    ]
    assert [(hit.name, hit.value, hit.mark) for hit in found] == [
        ("评级（59.9）", "1级", "示例值：0分档"),
        ("评级（60.0）", "2级", "示例值：60分档"),
    ]


@pytest.mark.parametrize(
    ("fen", "told"),
    [
        (0, "税率（0.00元） = 税率 3%，速算扣除数 0.00元"),
        (3_600_000, "税率（36,000.00元） = 税率 3%，速算扣除数 0.00元"),
        (3_600_001, "税率（36,000.01元） = 税率 10%，速算扣除数 2,520.00元"),
    ],
)
def test_a_progressive_scale_names_rate_and_quick_deduction(fen: int, told: str) -> None:
    assert f"  表 {told}  依据：办法/第一条" in tell(derived("个税", {"收入": fen}))


def test_a_scale_in_force_since_a_day_says_so() -> None:
    rates = scale("税率", (0, 300, 0))
    policy = replace(
        sampled(), tables={"税率": replace(rates, versions=(replace(rates.versions[0], valid_from=SINCE),))}
    )
    assert [derived("个税", facts, policy=policy).inputs[-1].since for facts in ({"收入": 5}, {})] == [
        SINCE,
        SINCE,
    ]


def test_what_was_carried_over_from_earlier_months_is_a_step() -> None:
    step = derived("全年", {"收入": 10_000})
    assert [(part.kind, part.name, part.value) for part in step.inputs] == [
        ("状态", "个税（本年累计至上月）", "0.00元"),
        ("公式", "个税", "3.00元"),
    ]


def test_what_is_missing_is_named_at_every_step_that_needs_it() -> None:
    step = derived("合计", {"在岗": 1})
    assert (step.value, step.raw, step.missing) == ("无结果", None, ("岗位类别",))
    basic = step.inputs[0]
    assert [(part.name, part.value) for part in basic.inputs] == [
        ("最低工资", "1,930.00元"),
        ("岗位类别", "无结果"),
        ("系数[无结果]", "无结果"),
    ]
    assert derived("人数", {}).inputs[-1].name == "配备（无结果）"
    assert derived("个税", {}).inputs[-1] == Step("表", "税率", "无结果", None, clauses=CITED.refs)


def test_several_figures_share_the_steps_they_have_in_common() -> None:
    policy = sampled()
    binding = bind(compile_plan(policy, ["合计", "上浮"]), policy, on=ON)
    total, raised = explain_all(binding, policy, run(binding, SECRETARY, {}), ["合计", "上浮"])
    assert total.inputs[1] is raised
    assert [step.name for step in raised.walk()] == [
        "上浮", "基本", "最低工资", "岗位类别", "系数[社区正职]", "比例", "在岗",
    ]  # fmt: skip


def test_the_story_is_told_line_by_line_and_repeats_collapse() -> None:
    assert tell(derived("合计", SECRETARY), indent="－") == [
        "合计 = 2,779.20元  〔基本 + 上浮 + 较低(基本, 上浮)〕  依据：办法/第一条",
        "－基本 = 2,316.00元  〔最低工资 × 系数[岗位类别]；四舍五入到分〕  依据：办法/第一条",
        "－－参数 最低工资 = 1,930.00元  （2023-03-01 起）  依据：细则/第三条  示例值：某市公开标准",
        "－－事实 岗位类别 = 社区正职  依据：细则/第三条",
        "－－表 系数[社区正职] = 1.20  依据：细则/第三条  示例值：某区表格",
        "－上浮 = 231.60元  〔基本 × 比例；四舍五入到分；仅当 在岗〕  依据：办法/第一条",
        "－－基本 = 2,316.00元  〔最低工资 × 系数[岗位类别]；四舍五入到分〕  依据：办法/第一条",
        "－－－（见上）",
        "－－参数 比例 = 10%  依据：办法/第一条  推算，待确认：按上限推出",
        "－－事实 在岗 = 是",
    ]


def test_a_missing_fact_is_told_on_the_line() -> None:
    assert tell(derived("人数", {}))[0] == "人数 = 无结果  〔分档(户数, 配备)〕  缺：户数  依据：办法/第一条"
