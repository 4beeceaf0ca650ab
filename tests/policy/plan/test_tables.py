"""Tables in formulas: look-ups by keys, steps, progressive scales, and what a table must cover."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.pack.model import BEGINNING
from jishi.policy.pack.quantity import Kind, ValueType
from tests.policy.plan.build import MONEY, POST, fact, lookup, scale, steps
from tests.policy.plan.figure import (
    FACTOR,
    GRADE,
    HOUSEHOLDS,
    PEOPLE,
    figure,
    pointed_at,
    refused,
    written,
)


@pytest.mark.parametrize(
    ("text", "facts", "shown"),
    [
        ("起点[岗位类别]", {"岗位类别": "工作人员"}, "1级"),
        ("起点[岗位类别]", {"岗位类别": "社区正职"}, "3级"),
        ("起点[岗位类别]", {}, "无结果"),
        ("起点[如果(在岗, 岗位类别, 拟任类别)]", {"在岗": "否", "拟任类别": "社区副职"}, "2级"),
        ("分岗系数[岗位类别, 等级]", {"岗位类别": "工作人员", "等级": "1"}, "1.10"),
        ("分岗系数[岗位类别, 等级]", {"岗位类别": "社区副职", "等级": "4"}, "2.40"),
        ("分岗系数[岗位类别, 等级]", {"岗位类别": "社区正职"}, "无结果"),
        ("在岗补贴[在岗]", {"在岗": "是"}, "200.00元"),
        ("在岗补贴[月数 > 6个月]", {"月数": "6"}, "0.00元"),
        ("证书补贴[最高(证书)]", {"证书": "无"}, "0.00元"),
        ("证书补贴[最高(证书)]", {"证书": "助理社会工作师、社会工作师"}, "200.00元"),
        (
            "证书补贴[如果(在岗, 最高(证书), 最高(证书))]",
            {"在岗": "是", "证书": "高级社会工作师"},
            "300.00元",
        ),
    ],
)
def test_a_table_gives_the_cell_of_its_keys(text: str, facts: dict[str, str], shown: str) -> None:
    assert figure(text, facts) == shown


def test_one_table_can_be_asked_over_two_ranges_of_a_key() -> None:
    """The next grade reaches a level the present one never has; neither may shift the other's row."""
    pay = lookup("级工资", ["等级"], MONEY, {(str(grade),): grade * 1000 for grade in range(7)})
    rule = written("级工资[等级] + 级工资[限于(等级 + 2级, 0级, 6级)] × 10 + 级工资[等级]", also=[pay])
    assert figure(rule, {"等级": "3"}) == "560.00元"
    both = lookup(
        "岗级工资",
        ["岗位类别", "等级"],
        MONEY,
        {
            (post, str(grade)): 1000 * POST.domain.index(post) + grade
            for post in POST.domain
            for grade in range(7)
        },
    )
    rule = written(
        "岗级工资[岗位类别, 等级] × 100 + 岗级工资[岗位类别, 限于(等级 + 2级, 0级, 6级)]", also=[both]
    )
    assert figure(rule, {"岗位类别": "社区副职", "等级": "3"}) == "1,013.05元"


def test_a_number_that_can_be_no_level_of_a_set_does_not_borrow_its_labels() -> None:
    error = refused("证书补贴[如果(在岗, 最高(证书), 10)]")
    assert "没有这一格" in error.what


def test_steps_follow_the_version_of_the_day() -> None:
    staffing = steps(
        "新配备",
        PEOPLE,
        HOUSEHOLDS,
        (BEGINNING, {0: 5, 1000: 7, 2000: 8, 3000: 9}),
        (date(2025, 1, 1), {0: 6, 2000: 10}),
    )
    rule = written("分档(户数, 新配备)", also=[staffing])
    before, after = date(2024, 12, 31), date(2025, 1, 1)
    assert [figure(rule, {"户数": n}, on=before) for n in ("999", "1000", "2000", "9999")] == [
        "5人", "7人", "8人", "9人",
    ]  # fmt: skip
    assert [figure(rule, {"户数": n}, on=after) for n in ("999", "1999", "2000", "9999")] == [
        "6人", "6人", "10人", "10人",
    ]  # fmt: skip


def test_a_single_step_holds_for_everyone() -> None:
    flat = steps("同配", PEOPLE, HOUSEHOLDS, (BEGINNING, {0: 5}))
    assert figure(written("分档(户数, 同配)", also=[flat])) == "5人"


def test_a_number_is_compared_with_steps_of_fewer_and_of_more_decimals() -> None:
    points = ValueType(Kind.NUMBER, lo=-100, hi=100)
    ratios = ValueType(Kind.NUMBER, scale=4, lo=0, hi=10**6)
    whole = steps("粗", FACTOR, points, (BEGINNING, {-100: 50, 60: 100, 90: 120}))
    fine = steps("细", FACTOR, ratios, (BEGINNING, {0: 80, 5_000: 100}))
    assert figure(written("分档(得分, 粗)", also=[whole]), {"得分": "59.9"}) == "0.50"
    assert figure(written("分档(得分, 粗)", also=[whole]), {"得分": "60.0"}) == "1.00"
    assert figure(written("分档(比例, 细)", also=[fine]), {"比例": "49.99%"}) == "0.80"
    assert figure(written("分档(较高(得分, 0), 细)", also=[fine]), {"得分": "0.5"}) == "1.00"


def test_a_tax_takes_the_scale_of_the_day_and_of_each_version() -> None:
    flat = scale("单一", (0, 2000, 0))
    rule = written("分级累进(工资, 单一)", rounding="四舍五入到分", also=[flat])
    assert figure(rule, {"工资": "800元"}) == "160.00元"
    assert figure(rule) == "无结果"


@pytest.mark.parametrize(
    ("text", "what", "remedy", "caret"),
    [
        ("起始[岗位类别]", "没有可以这样查的表「起始」", "是否「起点」？", "起始["),
        ("配备[户数]", "没有可以这样查的表「配备」", "请先在 表.yaml 中定义它", "配备["),
        ("起点[岗位类别, 等级]", "表「起点」要用 岗位类别 查", "请写成 起点[岗位类别]", "起点["),
        ("分岗系数[等级]", "表「分岗系数」要用 岗位类别、等级 查", "分岗系数[岗位类别, 等级]", "分岗"),
        ("证书补贴[证书]", "不能用来查表", "多选请写 最高(…)", "证书]"),
        ("起点[工资]", "不能用来查表", "不超过 400 个数", "工资]"),
        ("起点[比例]", "不能用来查表", "整数", "比例]"),
        ("起点[户数]", "不能用来查表", "不超过 400 个数", "户数]"),
        ("起点[人员身份]", "要查表「起点」的「编外」，表里没有这一格", "请在表中补上这一行", "起点["),
        ("分岗系数[岗位类别, 等级 + 1级]", "「工作人员，5」", "限于(…)", "分岗"),
        ("起点", "「起点」是一张表", "如 起点[岗位类别]", "起点"),
        ("起点(岗位类别)", "没有叫「起点」的函数", "查表请用方括号：起点[…]", "起点("),
        ("分档(户数, 起点)", "这里应是一张「分档」表的名称", "可用：配备", "起点)"),
        ("分档(户数, 3)", "这里应是一张「分档」表的名称", "可用：配备", "3)"),
        ("分级累进(工资, 配备)", "这里应是一张「累进」表的名称", "可用：税率", "配备)"),
        ("分级累进(月数, 税率)", "分级累进要用金额", "应纳税所得额", "月数,"),
        ("分级累进(工资 × 0.5, 税率)", "可能不足一分", "「舍入」", "× 0.5,"),
        ("分档(人数 - 5人, 配备)", "可能低于表「配备」的第一档", "较高(…)", "分档("),
        ("分档(人数, 配备)", "单位「人」与「户」不一致", "请先换算", "分档("),
        ("分档(工资, 配备)", "金额与数不能相加减或比较", "「元」", "分档("),
        ("分档(在岗, 配备)", "这里应是金额或数，却是是否", "相加减", "在岗,"),
    ],
)
def test_a_wrong_question_to_a_table_is_refused(text: str, what: str, remedy: str, caret: str) -> None:
    error = refused(text)
    assert what in error.what
    assert remedy in error.remedy
    assert pointed_at(error).startswith(caret)


def test_without_any_such_table_the_remedy_says_so() -> None:
    assert "（还没有）" in refused(replace(written("分档(户数, 配备)"), tables={})).remedy


def test_a_table_with_a_hole_names_the_missing_cell_in_any_version() -> None:
    holed = lookup("缺格", ["岗位类别"], GRADE, {("工作人员",): 1, ("社区正职",): 3})
    error = refused(written("缺格[岗位类别]", also=[holed]))
    assert "「社区副职」" in error.what
    assert "补上这一行" in error.remedy


def test_a_table_of_many_wide_keys_is_refused_at_its_first_hole() -> None:
    keys = ["键甲", "键乙", "键丙"]
    table = lookup("巨表", keys, FACTOR, {("0", "0", "0"): 1})
    facts = [fact(key, ValueType(Kind.NUMBER, lo=0, hi=399)) for key in keys]
    assert "「0，0，1」" in refused(written("巨表[键甲, 键乙, 键丙]", also=[table, *facts])).what
