"""What can be written in a formula: numbers with units, signs, choices, sets, truths and months."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.policy.pack.quantity import Kind, ValueType
from jishi.policy.plan import compile_plan
from tests.policy.plan.build import parameter
from tests.policy.plan.figure import figure, written

SECRETARY = {"岗位类别": "社区正职"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1930元", "1,930.00元"),
        ("1930.5元", "1,930.50元"),
        ("12万元", "120,000.00元"),
        ("0.1234万元", "1,234.00元"),
        ("5分", "0.05元"),
        ("36个月", "36个月"),
        ("3年", "3年"),
        ("2级", "2级"),
        ("300户", "300户"),
        ("4人", "4人"),
        ("22天", "22天"),
        ("2次", "2次"),
        ("90学时", "90学时"),
        ("2倍", "2"),
        ("8%", "0.08"),
        ("0.5%", "0.005"),
        ("1.03", "1.03"),
        ("007", "7"),
        ("是", "是"),
        ("否", "否"),
    ],
)
def test_a_number_is_read_exactly_with_its_unit(text: str, shown: str) -> None:
    assert figure(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 + 2 * 3", "7"),
        ("（1 + 2） × 3", "9"),
        ("10 - 3 - 2", "5"),
        ("2 - -3", "5"),
        ("-(2 + 3) * 2", "-10"),
        ("- - 4", "4"),
        ("0.5 + 0.25", "0.75"),
        ("1.5 * 1.5", "2.25"),
        ("100元 × 1.03 - 3元", "100.00元"),
        ("2 + 3 * 4 > 13 且 1 < 2", "是"),
        ("是 或 否 且 否", "是"),
        ("(是 或 否) 且 否", "否"),
        ("非 是 或 是", "是"),
        ("非 (是 或 是)", "否"),
        ("非 1 = 2", "是"),
        ("非 非 是", "是"),
    ],
)
def test_operators_bind_as_in_school(text: str, shown: str) -> None:
    assert figure(written(text, rounding="到分" if "元" in text else None)) == shown


@pytest.mark.parametrize(
    ("half", "full"),
    [
        ("(1+2)*3", "（１＋２）×３"),
        ("7-2", "７－２"),
        ("向下取整(7/2)", "向下取整（７÷２）"),
        ("较低(5,1.5)", "较低（５，１．５）"),
        ("起点[岗位类别]", "起点［岗位类别］"),
        ("起点[岗位类别]", "起点【岗位类别】"),
        ("1<2", "１＜２"),
        ("1>2", "1＞2"),
        ("1<=2", "1≤2"),
        ("1>=2", "1＞＝2"),
        ("1!=2", "1≠2"),
        ("1=2", "1==2"),
        ("50%", "５０％"),
        ("7/2 * 2", "7／2＊2"),
    ],
)
def test_full_width_and_half_width_signs_are_the_same(half: str, full: str) -> None:
    first, second = (
        figure(written(text, rounding=rounding), SECRETARY)
        for text in (half, full)
        for rounding in ["到整数" if text.startswith("7") else None]
    )
    assert first == second


def test_a_comma_separates_and_never_groups_thousands() -> None:
    assert figure("较低(5,100)") == "5"
    assert figure("较高(5，100)") == "100"


def test_spaces_and_line_breaks_do_not_matter() -> None:
    assert figure("\u3000较低(\n  工资,\n  基数\n)", {"工资": "2000元"}) == "1,930.00元"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("月数 < 36个月", "否"),
        ("月数 ≤ 36个月", "是"),
        ("月数 > 35个月", "是"),
        ("月数 ≥ 37个月", "否"),
        ("月数 = 36", "是"),
        ("月数 ≠ 36", "否"),
        ("比例 = 8%", "是"),
        ("比例 < 0.081", "是"),
        ("工资 > 基数", "是"),
        ("入职 < 年月(2023, 8)", "是"),
        ("入职 = 年月(2023, 7)", "是"),
        ("入职 < 本月", "是"),
        ("在岗 = 是", "是"),
        ("在岗 ≠ 试用", "是"),
        ("在岗 且 非 试用", "是"),
    ],
)
def test_values_of_one_kind_are_compared_exactly(text: str, shown: str) -> None:
    facts = {"月数": "36", "比例": "8%", "工资": "2000元", "入职": "2023-07", "在岗": "是", "试用": "否"}
    assert figure(text, facts) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("岗位类别 = 社区副职", "是"),
        ("社区副职 = 岗位类别", "是"),
        ("岗位类别 ≠ 社区副职", "否"),
        ("岗位类别 ≥ 社区副职", "是"),
        ("岗位类别 > 社区副职", "否"),
        ("社区正职 > 岗位类别", "是"),
        ("岗位类别 < 拟任类别", "是"),
        ("岗位类别 = 拟任类别", "否"),
        ("人员身份 = 编外", "是"),
    ],
)
def test_choices_are_written_bare_and_ordered_ones_compare(text: str, shown: str) -> None:
    assert figure(text, {"岗位类别": "社区副职", "拟任类别": "社区正职", "人员身份": "编外"}) == shown


def test_a_choice_can_be_the_result() -> None:
    rule = "如果(在岗, 岗位类别, 拟任类别)"
    facts = {"岗位类别": "社区副职", "拟任类别": "工作人员"}
    assert figure(rule, {**facts, "在岗": "是"}) == "社区副职"
    assert figure(rule, {**facts, "在岗": "否"}) == "工作人员"


def test_this_month_is_the_month_computed() -> None:
    assert figure("本月", on=date(2024, 2, 29)) == "2024-02"
    assert figure("本月 = 年月(2024, 2)", on=date(2024, 2, 29)) == "是"


def test_money_times_a_number_stays_money_and_numbers_multiply() -> None:
    assert figure(written("工资 × 系数", rounding="四舍五入到分"), {"工资": "1000.01元"}) == "1,180.01元"
    assert figure("2 × 系数") == "2.36"
    assert figure(written("月数 × 2"), {"月数": "5"}) == "10个月"


def test_a_rate_multiplies_and_divides_like_the_number_it_is() -> None:
    assert figure(written("工资 × 上浮", rounding="四舍五入到分"), {"工资": "1000元"}) == "100.00元"
    share = parameter("一成", ValueType(Kind.NUMBER, scale=4, lo=1, hi=10_000, unit="%"), 1000)
    rule = written("工资 / 一成", rounding="四舍五入到分", also=[share])
    assert figure(rule, {"工资": "100元"}) == "1,000.00元"


def test_a_condition_puts_zero_where_it_does_not_hold() -> None:
    rule = written("工资", only_if="在岗 且 月数 > 6个月")
    assert figure(rule, {"工资": "100元", "在岗": "是", "月数": "7"}) == "100.00元"
    assert figure(rule, {"工资": "100元", "在岗": "是", "月数": "6"}) == "0.00元"
    assert figure(written("在岗", only_if="试用"), {"在岗": "是", "试用": "否"}) == "否"
    assert figure(rule, {"在岗": "否", "月数": "6"}) == "0.00元"


def test_a_missing_fact_leaves_no_result_wherever_it_is_really_needed() -> None:
    assert figure("工资 + 基数") == "无结果"
    assert figure("如果(在岗, 工资, 0元)", {"在岗": "否"}) == "0.00元"
    assert figure("如果(在岗, 工资, 0元)", {"在岗": "是"}) == "无结果"
    assert figure("如果(在岗, 工资, 0元)", {"工资": "1元"}) == "无结果"


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("每满(月数, 晋级月数)", "级", "2级"),
        ("1 + 上浮", "", "110%"),
        ("月数", "个月", "72个月"),
        ("工资", "元", "5.00元"),
        ("0.123", "%", "12.3%"),
        ("1", "%", "100%"),
        ("2倍", "倍", "2倍"),
        ("0.03 × 7级", "倍", "0.21倍"),
    ],
)
def test_a_formula_declares_the_unit_its_number_is_read_in(text: str, unit: str, shown: str) -> None:
    assert figure(written(text, unit=unit), {"月数": "72", "工资": "5元"}) == shown


def test_a_fact_can_be_asked_for_like_a_formula() -> None:
    plan = compile_plan(written("工资"), ["证书", "结果"])
    assert plan.type_of("证书").kind is Kind.SET
    assert plan.targets == ("证书", "结果")
