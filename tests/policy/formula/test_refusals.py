"""What is not a formula is refused at its place, with a remedy, at once, however long it is."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.errors import PackError, Place
from jishi.policy.formula import FormulaSource, parse
from jishi.policy.formula.habits import SIGNS

PLACE = Place("地方/公式.yaml", 12)
QUICK = 0.1  # seconds


def refused(text: str) -> PackError:
    began = process_time()
    with pytest.raises(PackError) as caught:
        parse(FormulaSource(text, "结果", PLACE))
    assert process_time() - began < QUICK
    assert caught.value.place == PLACE
    assert caught.value.what.startswith("「结果」")
    return caught.value


CASES = {
    "nothing": ("", "公式不完整", "请在这里写上数、名称或括号", ""),
    "only spaces": (" \u3000 ", "公式不完整", "请在这里", ""),
    "an operator without a right side": ("1 +", "公式不完整", "请在这里", ""),
    "an operator without a left side": ("* 2", "公式不完整", "请在这里", "* 2"),
    "two operators": ("1 * / 2", "公式不完整", "请在这里", "/ 2"),
    "a function of nothing": ("较高()", "公式不完整", "请在这里", ")"),
    "a missing argument": ("较高(1,,2)", "公式不完整", "请在这里", ",2)"),
    "a not behind a comparison": ("1 = 非 2", "公式不完整", "请在这里", "非 2"),
    "a bracket not closed": ("(1 + 2", "这里应为「)」，却是结尾", "是否成对", ""),
    "a bracket too many": ("1 + 2)", "这里应为结束，却是「)」", "是否成对", ")"),
    "a call not closed": ("较高(1, 2", "这里应为「)」，却是结尾", "是否成对", ""),
    "a wrong closing bracket": ("系数[岗位)", "这里应为「]」，却是「)」", "是否成对", ")"),
    "two names in a row": ("工资 基数", "这里应为结束，却是「基数」", "运算符", "基数"),
    "a number and a name": ("3 (4)", "这里应为结束，却是「(」", "运算符", "(4)"),
    "a unit apart from its number": ("1930 元", "这里应为结束，却是「元」", "运算符", "元"),
    "two comparisons": ("1 < 2 < 3", "连写了两个比较", "a ≤ b 且 b ≤ c", "< 3"),
    "two equations": ("1 = 1 = 1", "连写了两个比较", "请用「且」连接", "= 1"),
    "an unknown sign": ("1 $ 2", "有不认识的符号「$」", "请只用名称、数、+ - × / 和括号", "$ 2"),
    "a quoted choice": ("岗位 = “正职”", "有不认识的符号「“」", "不加引号", "“正职”"),
    "a Chinese list comma": ("较高(1、2)", "有不认识的符号「、」", "请用逗号", "、2)"),
    "a fraction that starts with its point": (".5 + 1", "有不认识的符号「.」", "请只用", ".5"),
    "two points": ("1.2.3", "有不认识的符号「.」", "请只用", ".3"),
    "foreign digits": ("٣ + 1", "有不认识的符号「٣」", "请只用", "٣"),
    "a power of ten": ("1e5", "数「1e」写法不对", "请写成 1930元、1930.50元、3% 这样的数", "1e5"),
    "a hexadecimal number": ("1 + 0x10", "数「0x」写法不对", "这样的数", "0x10"),
    "underscores": ("1_000", "数「1_」写法不对", "这样的数", "1_000"),
    "an unknown unit": ("5斤", "数「5斤」写法不对", "这样的数", "5斤"),
    "a unit with letters behind": ("3年龄", "数「3年」写法不对", "这样的数", "3年龄"),
    "a formula too long": ("1 + " * 1000 + "1", "公式超过 4000 个字", "几个有名称的公式", "1 + 1"),
    "brackets too deep": ("(" * 41 + "1" + ")" * 41, "嵌套超过 40 层", "几个有名称的公式", "(1)"),
    "signs too deep": ("-" * 41 + "1", "嵌套超过 40 层", "几个有名称的公式", "-1"),
    "negations too deep": ("非 " * 41 + "是", "嵌套超过 40 层", "几个有名称的公式", "非 是"),
    "calls too deep": ("较高(" * 41 + "1" + ")" * 41, "嵌套超过 40 层", "有名称的公式", "(1)"),
    "tables too deep": ("表[" * 41 + "1" + "]" * 41, "嵌套超过 40 层", "有名称的公式", "[1]"),
    "a megabyte of brackets": ("(" * 2**20, "公式超过 4000 个字", "几个有名称的公式", "((("),
    "a megabyte of digits": ("9" * 2**20, "公式超过 4000 个字", "几个有名称的公式", "999"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "what", "remedy", "shown"), CASES.values(), ids=CASES.keys())
def test_is_refused_with_a_caret(text: str, what: str, remedy: str, shown: str) -> None:
    error = refused(text)
    assert what in error.what
    assert remedy in error.remedy
    assert shown in error.remedy.split("\n")[1]
    assert error.remedy.endswith("^")
    assert len(str(error)) < 400


@pytest.mark.parametrize("sign", SIGNS)
def test_every_habit_of_writing_has_its_remedy(sign: str) -> None:
    assert SIGNS[sign] in refused(f"工资 {sign} 基数").remedy


@pytest.mark.parametrize(
    ("text", "caret"),
    [
        ("1 + $", "    1 + $\n        ^"),
        ("工资 + $", "    工资 + $\n           ^"),
        ("（工资）$", "    （工资）$\n            ^"),
        ("工资\n\t+ $", "    工资  + $\n            ^"),
        ("工资 +", "    工资 +\n          ^"),
    ],
)
def test_the_caret_stands_under_the_spot_counting_wide_signs_twice(text: str, caret: str) -> None:
    assert refused(text).remedy.endswith("\n" + caret)


def verdict(text: str) -> str:
    """What to write instead, or that the text is a formula; nothing but a PackError may come up."""
    try:
        parse(FormulaSource(text, "结果", PLACE))
    except PackError as error:
        return error.remedy
    return "是公式"


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_refused_with_a_remedy(text: str) -> None:
    assert verdict(text)


@given(st.text(alphabet="()[]（】-+*/<=≥,，且或非 元%1.5工资\n", max_size=80))
def test_any_row_of_known_signs_is_a_formula_or_refused_with_a_remedy(text: str) -> None:
    assert verdict(text)
