"""What a formula may not say: the sentence, the place, the caret and the remedy, at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jishi.policy.errors import PackError, Place
from jishi.policy.pack.model import Entity, Pack
from jishi.policy.pack.quantity import Kind, ValueType
from jishi.policy.plan import compile_plan
from tests.policy.plan.build import fact, formula
from tests.policy.plan.figure import pointed_at, refused, written

CASES = {
    "an unknown name": ("工姿 + 1元", "没有叫「工姿」的事实、参数或公式", "是否「工资」？", "工姿"),
    "an unknown parameter": ("晋升月数 × 2", "没有叫「晋升月数」", "是否「晋级月数」？", "晋升"),
    "a name like no other": ("天气 + 1", "没有叫「天气」", "请先在事实、参数或公式中定义它", "天气"),
    "a number that is none": ("NaN + 1", "没有叫「NaN」", "请先在事实、参数或公式中定义它", "NaN"),
    "an infinite number": ("较低(1, inf)", "没有叫「inf」", "请先在事实", "inf"),
    "a fact of communities": ("网格数 × 2", "「网格数」是社区的量，这里算的是人员", "同一对象", "网格数"),
    "a misspelt name beside a number": ("工龄年 > 3", "没有叫「工龄年」", "请先在事实", "工龄年"),
    "a misspelt name compared": ("月数 ≥ 晋级月", "没有叫「晋级月」", "是否「晋级月数」？", "晋级月"),
    "two unknown names": ("岗位 = 社区正职", "没有叫「岗位」", "是否「岗位类别」？", "岗位 ="),
    "a misspelt choice": ("岗位类别 = 正职", "没有「正职」这个取值", "工作人员、社区副职、社区正职", "正职"),
    "a choice with nothing beside": ("首个已知(社区正职, 1)", "没有叫「社区正职」", "请先在", "社区正职"),
    "an unknown function": ("叫高(1, 2)", "没有叫「叫高」的函数", "是否「较高」？", "叫高("),
    "a function like no other": ("均值(1)", "没有叫「均值」的函数", "可用：较高、较低", "均值("),
    "a function of spreadsheets": ("Round(1)", "没有叫「Round」的函数", "这里写作 公式的「舍入」", "Round("),
    "too few arguments": ("限于(月数, 1)", "函数「限于」要 3 项，写了 2 项", "补齐", "限于("),
    "too many arguments": ("个数(证书, 证书)", "函数「个数」要 1 项，写了 2 项", "删去", "个数("),
    "one thing that is the higher": ("较高(工资)", "函数「较高」至少要 2 项", "补齐", "较高("),
    "among nothing": ("属于(岗位类别)", "函数「属于」至少要 2 项", "逗号", "属于("),
    "first known of one": ("首个已知(工资)", "函数「首个已知」至少要 2 项", "补齐", "首个"),
    "money and a number added": ("工资 + 1", "金额与数不能相加减或比较", "金额请写单位「元」", "+ 1"),
    "a number and money compared": ("100 < 工资", "数与金额不能相加减或比较", "「元」", "< 工资"),
    "the higher of money and a number": ("较高(工资, 0)", "金额与数", "较高(0元", "0)"),
    "money or a number": ("如果(在岗, 1元, 1)", "金额与数", "「元」", "如果("),
    "bounds of another kind": ("限于(月数, 1个月, 1元)", "数与金额", "「元」", "限于("),
    "steps of another kind": ("每满(工资, 12)", "金额与数", "「元」", "每满("),
    "a first known of another kind": ("首个已知(工资, 月数)", "金额与数", "「元」", "首个"),
    "money times money": ("工资 × 基数", "两个金额不能相乘", "比例或系数", "× 基数"),
    "a share of money by money": ("按比例(工资, 基数, 12)", "两个金额不能相乘", "比例", "按比例("),
    "money divided by money twice": ("工资 / 1元 / 1元", "两个金额不能相乘", "比例", "/ 1元"),
    "a number divided by money": ("向下取整(月数 / 5元)", "不能用数除以金额", "写反", "/ 5元"),
    "a share divided by money": ("按比例(月数, 2, 5元)", "不能用数除以金额", "写反", "5元)"),
    "months and years": ("月数 + 年数", "单位「个月」与「年」不一致", "请先换算成同一单位", "+ 年数"),
    "people compared with households": ("人数 > 户数", "单位「人」与「户」不一致", "换算", "> 户数"),
    "choices of two lists": ("岗位类别 = 人员身份", "两边不是同一种选项", "右边可取 编外", "= 人员"),
    "sets of two lists": ("证书 = 荣誉", "两边不是同一种选项", "右边可取 县级、市级", "= 荣誉"),
    "sets chosen from two lists": ("如果(在岗, 证书, 荣誉)", "两边不是同一种选项", "左边可取", "如果("),
    "unordered choices compared": ("人员身份 > 编外", "选项不能比较大小", "「有序: 是」", "> 编外"),
    "sets compared": ("证书 ≥ 证书", "多选不能比较大小", "有序", "≥ 证书"),
    "truths compared": ("在岗 < 试用", "是否不能比较大小", "有序", "< 试用"),
    "a number for a condition": ("如果(月数, 1, 2)", "应是能回答是或否的条件，却是数", "年龄 ≤ 35", "月数,"),
    "a month for a condition": ("非 入职", "却是月份", "请写成比较", "入职"),
    "a truth in a sum": ("在岗 + 1", "这里应是金额或数，却是是否", "能相加减的量", "在岗 +"),
    "a month in a sum": ("入职 + 1个月", "却是月份", "能相加减的量", "入职 +"),
    "a choice times a number": ("岗位类别 × 2", "却是选项", "能相加减", "岗位类别 ×"),
    "a set rounded": ("向下取整(证书)", "却是多选", "能相加减", "证书)"),
    "a month of a choice": ("整年(岗位类别, 本月)", "这里应是月份", "年月(2023, 7)", "岗位类别,"),
    "a highest of a choice": ("最高(岗位类别)", "这里应是多选的事实", "如 证书", "岗位类别)"),
    "has an unknown certificate": ("含(证书, 会计师)", "没有这个取值", "助理社会工作师", "会计师)"),
    "has no name": ("含(证书, 3)", "没有这个取值", "社会工作师", "3)"),
    "among the values of a number": ("属于(月数, 三月)", "这里应是某个选项的取值", "社区正职", "三月)"),
    "among things that are no names": ("属于(岗位类别, 1 + 1)", "这里应是某个选项的取值", "社区正职", "+ 1)"),
    "a month that is none": ("年月(2023, 13)", "年月写得不对", "年月(2023, 7)", "年月("),
    "a year that is none": ("年月(23, 7)", "年月写得不对", "年月(2023, 7)", "年月("),
    "a month with decimals": ("年月(2023, 0.7)", "年月写得不对", "年月(2023, 7)", "年月("),
    "a month that is no number": ("年月(2023, 月数)", "年月写得不对", "年月(2023, 7)", "年月("),
    "a division not rounded": ("月数 / 12 + 1", "这里的除法还没有取整", "向上取整(…)", "/ 12"),
    "a division compared": ("月数 / 12 > 3", "这里的除法还没有取整", "「舍入」", "/ 12"),
    "a division by a division": ("月数 / (12 / 5)", "这里的除法还没有取整", "取整", "/ 5"),
    "division possibly by zero": ("工资 / 人数", "除数可能是 0 或负数", "较高(除数, 1)", "/ 人数"),
    "division by less than nothing": ("月数 / (0 - 2)", "除数可能是 0 或负数", "大于 0", "/ ("),
    "a share possibly by zero": ("按比例(工资, 1, 人数)", "除数可能是 0", "大于 0", "人数)"),
    "steps possibly of nothing": ("每满(月数, 月数)", "每满的步长可能是 0", "「范围」", "月数)"),
    "money rounded like a number": ("向上取整(工资 × 0.5)", "金额不用这个函数取整", "「舍入」", "向上"),
    "shared money rounded like a number": ("四舍五入(工资 / 3)", "金额不用这个函数取整", "到分", "四舍"),
    "money below a fen": ("0.005元", "金额小于一分", "写到分为止", "0.005元"),
    "half a fen": ("0.5分", "金额小于一分", "写到分为止", "0.5分"),
    "a sum of what is no name": ("本年累计(工资 + 1元)", "里只能写一个公式的名称", "单独写成公式", "+ 1元"),
    "a sum of a fact": ("本年累计(工资)", "里只能写一个公式的名称", "先给要累计的量起名", "工资)"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "what", "remedy", "caret"), CASES.values(), ids=CASES.keys())
def test_is_refused_at_its_place_with_a_remedy(text: str, what: str, remedy: str, caret: str) -> None:
    error = refused(text)
    assert what in error.what
    assert remedy in error.remedy
    assert pointed_at(error).startswith(caret)


def test_the_message_names_file_line_formula_and_shows_the_spot() -> None:
    assert str(refused("工资 + 工姿")) == (
        "地方/公式.yaml 第7行：「结果」没有叫「工姿」的事实、参数或公式。是否「工资」？\n"
        "    工资 + 工姿\n"
        "           ^"
    )


def test_a_long_formula_is_shown_around_the_spot() -> None:
    error = refused("工资 + " * 60 + "工姿" + " + 基数" * 60)
    assert pointed_at(error).startswith("工姿 + 基数")
    assert len(error.remedy) < 200


def test_a_formula_over_several_lines_is_shown_on_one() -> None:
    error = refused("较低(\n\t工资,\n\t工姿\n)")
    assert pointed_at(error).startswith("工姿 )")


WHOLE_FORMULA = {
    "money below a fen": (written("工资 × 1.5"), "不足一分", "请写明「舍入」，如 四舍五入到分"),
    "a quotient": (written("月数 / 12"), "除不尽", "四舍五入到整数"),
    "an unknown place": (written("工资 × 0.5", rounding="四舍五入到毛"), "舍入「四舍五入到毛」", "到分"),
    "rounding that says nothing": (written("工资 × 0.5", rounding=""), "舍入「」用不上", "四舍五入到分"),
    "too many places": (written("得分", rounding="保留九位"), "舍入「保留九位」用不上", "保留两位"),
    "a number rounded to yuan": (written("月数 / 12", rounding="四舍五入到元"), "是数", "四舍五入到整数"),
    "money rounded to whole": (written("工资 / 3", rounding="四舍五入到整数"), "是金额", "四舍五入到元"),
    "money kept to two places": (written("工资 / 3", rounding="保留两位"), "算出的是金额", "四舍五入到分"),
    "money rounded to nothing named": (written("工资 / 3", rounding="四舍五入"), "算出的是金额", "到分"),
    "money in money rounded to fen": (
        written("工资 / 5元", rounding="四舍五入到分"), "算出的是数", "四舍五入到整数",
    ),
    "a truth rounded": (written("在岗", rounding="四舍五入到分"), "算出的是是否", "可写"),
    "months declared as years": (written("月数", unit="年"), "「个月」，声明的单位却是「年」", "请改"),
    "months declared as percent": (written("月数", unit="%"), "「个月」，声明的单位却是「%」", "请改"),
    "grades declared as a coefficient": (written("等级", unit="倍"), "「级」，声明的单位却是「倍」", "请改"),
    "money declared as grades": (written("工资", unit="级"), "「元」，声明的单位却是「级」", "或公式"),
    "a choice declared in yuan": (written("岗位类别", unit="元"), "「选项」，声明的单位却是「元」", "或公式"),
    "a choice only sometimes": (written("岗位类别", only_if="在岗"), "不成立时没有值可取", "如果(条件"),
    "a month only sometimes": (written("入职", only_if="在岗"), "「仅当」不成立时没有值可取", "如果(条件"),
    "beyond 62 bits": (written("大数 × 大数"), "可能超出 64 位整数", "缩小"),
    "beyond 62 bits by decimals": (written("大数 + 0.00001"), "可能超出 64 位整数", "缩小"),
    "a number beyond 62 bits": (written("9" * 30), "可能超出 64 位整数", "缩小"),
    "decimals beyond 62 bits": (written("1 + 0." + "0" * 3000 + "1"), "可能超出 64 位整数", "缩小"),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "what", "remedy"), WHOLE_FORMULA.values(), ids=WHOLE_FORMULA.keys())
def test_a_result_that_cannot_stand_is_refused(rule: Pack, what: str, remedy: str) -> None:
    error = refused(rule)
    assert "「结果」" in error.what
    assert what in error.what
    assert remedy in error.remedy


def test_a_condition_is_pointed_at_by_its_own_name() -> None:
    error = refused(written("工资", only_if="在岗 且 月数"))
    assert error.what.startswith("「结果·仅当」这里应是能回答是或否的条件")
    assert pointed_at(error) == "月数"


@pytest.mark.parametrize(
    "what",
    ["本年累计(在岗情况)", "本年最高(所任岗位)", "上月(在岗情况)", "上月(进入月份)"],
)
def test_only_amounts_and_numbers_are_carried_over_months(what: str) -> None:
    rules = [
        formula("在岗情况", "在岗"),
        formula("所任岗位", "岗位类别"),
        formula("进入月份", "入职"),
    ]
    error = refused(written(what, also=rules))
    assert "只能用于金额或数" in error.what
    assert "从 0 起算" in error.remedy


def test_a_formula_of_communities_is_not_carried_for_people() -> None:
    rule = written("本年累计(网格员)", also=[formula("网格员", "网格数", entity=Entity.COMMUNITY)])
    assert "里只能写一个公式的名称" in refused(rule).what


def test_formulas_in_a_circle_are_named_in_their_order() -> None:
    placed = replace(formula("乙", "丙 + 1元"), place=Place("地方/公式.yaml", 9))
    rule = written("乙 + 1元", also=[placed, formula("丙", "较高(0元, 乙)")])
    with pytest.raises(PackError) as caught:
        compile_plan(rule, ["结果"])
    assert "公式互相引用：乙 → 丙 → 乙" in caught.value.what
    assert "不再引用" in caught.value.remedy
    assert caught.value.line == 9


def test_a_formula_that_carries_itself_is_a_circle() -> None:
    assert "结果 → 结果" in refused("上月(结果) + 1元").what
    assert "结果 → 结果" in refused("结果").what


def test_a_chain_of_formulas_too_long_to_follow_is_refused() -> None:
    chain = [formula(f"第{n}步", f"第{n + 1}步 + 1元") for n in range(400)]
    with pytest.raises(PackError) as caught:
        compile_plan(written("第0步", also=[*chain, formula("第400步", "工资")]), ["结果"])
    assert "一层套一层太多" in caught.value.what
    assert "减少公式之间逐级引用" in caught.value.remedy


def test_a_sum_too_long_to_follow_is_refused() -> None:
    assert "一层套一层太多" in refused("+".join(["1"] * 1900)).what


def test_a_long_product_is_compiled_at_once() -> None:
    """Each factor is looked at once, however many there are."""
    plan = compile_plan(written("月数" + " × 1" * 60), ["结果"])
    assert plan.type_of("结果").hi == 720


@pytest.mark.parametrize(
    ("target", "remedy"),
    [("奖金", "请先在 公式.yaml 中定义它"), ("结里", "是否「结果」？"), ("上浮", ""), ("本月", "")],
)
def test_only_formulas_and_facts_can_be_asked_for(target: str, remedy: str) -> None:
    with pytest.raises(PackError) as caught:
        compile_plan(written("1"), [target])
    assert f"政策包「测试包」没有叫「{target}」的公式或事实" in caught.value.what
    assert caught.value.remedy
    assert remedy in caught.value.remedy


def test_a_divisor_bounded_away_from_zero_is_accepted() -> None:
    safe = fact("天数", ValueType(Kind.NUMBER, lo=1, hi=31, unit="天"))
    compile_plan(written("工资 / 天数", rounding="到分", also=[safe]), ["结果"])
    compile_plan(written("工资 / 较高(人数, 1人)", rounding="到分"), ["结果"])
