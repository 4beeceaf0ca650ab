"""Literals are read exactly or refused with a remedy, and what is shown reads back the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.errors import LiteralError
from jishi.policy.money import parse_yuan, plain_yuan, show_yuan
from jishi.policy.pack.quantity import (
    LARGEST,
    MONTH,
    TRUTH,
    Kind,
    ValueType,
    choice_type,
    parse_literal,
    set_type,
    show_value,
)

MONEY = ValueType(Kind.MONEY, lo=-LARGEST, hi=LARGEST)
MONTHS = ValueType(Kind.NUMBER, lo=0, hi=720, unit="个月")
COEFFICIENT = ValueType(Kind.NUMBER, 2, 0, 1000)
RATIO = ValueType(Kind.NUMBER, 4, 0, 1200, unit="%")
DEGREE = choice_type(["大专", "本科", "硕士"], ordered=True)
CERTIFICATES = set_type(["助理社会工作师", "社会工作师"])


@pytest.mark.parametrize(
    ("text", "type_", "raw", "shown"),
    [
        ("4554.8元", MONEY, 455480, "4,554.80元"),
        ("1,930.50元", MONEY, 193050, "1,930.50元"),
        ("12万元", MONEY, 12_000_000, "120,000.00元"),
        ("4554.800元", MONEY, 455480, "4,554.80元"),
        ("-0.05元", MONEY, -5, "-0.05元"),
        ("１９３０元", MONEY, 193000, "1,930.00元"),
        ("86个月", MONTHS, 86, "86个月"),
        ("86", MONTHS, 86, "86个月"),
        ("1.18", COEFFICIENT, 118, "1.18"),
        ("1", COEFFICIENT, 100, "1.00"),
        ("30%", COEFFICIENT, 30, "0.30"),
        ("8%", RATIO, 800, "8%"),
        ("0.5%", RATIO, 50, "0.5%"),
        ("0.08", RATIO, 800, "8%"),
        ("本科", DEGREE, 1, "本科"),
        ("是", TRUTH, 1, "是"),
        ("否", TRUTH, 0, "否"),
        ("2026-11", MONTH, 2026 * 12 + 10, "2026-11"),
        ("社会工作师、助理社会工作师", CERTIFICATES, 3, "助理社会工作师、社会工作师"),
        (["社会工作师"], CERTIFICATES, 2, "社会工作师"),
        ("无", CERTIFICATES, 0, "无"),
    ],
)
def test_a_literal_is_read_exactly_and_shown_in_human_units(
    text: Any, type_: ValueType, raw: int, shown: str
) -> None:
    assert parse_literal(text, type_) == raw
    assert show_value(type_, raw) == shown


@pytest.mark.parametrize(
    ("text", "type_", "remedy"),
    [
        ("1e5", MONEY, "科学计数法"),
        ("NaN", MONEY, "NaN"),
        ("inf", COEFFICIENT, "十进制数"),
        ("0x10", MONTHS, "其他进制"),
        ("1_000元", MONEY, "下划线"),
        ("1,93元", MONEY, "十进制数"),
        ("9" * 40, MONEY, "十进制数"),
        ("", MONEY, "十进制数"),
        ("1930户", MONEY, "「元」或「万元」"),
        ("9.345元", MONEY, "不超过两位"),
        ("36户", MONTHS, "应写「个月」"),
        ("36元", MONTHS, "应写「个月」"),
        ("3元", COEFFICIENT, "不带单位"),
        ("1.185", COEFFICIENT, "最多写 2 位小数"),
        ("1.5个月", MONTHS, "请写整数"),
        ("800个月", MONTHS, "0个月 到 720个月"),
        ("8", RATIO, "请带百分号"),
        ("13%", RATIO, "0% 到 12% 之间"),
        ("本课", DEGREE, "是否「本科」？"),
        ("yes", TRUTH, "请写「是」或「否」"),
        ("2026-13", MONTH, "2026-11"),
        ("社工师", CERTIFICATES, "社会工作师"),
        (["1元", "2元"], MONEY, "只能写一个值"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused_with_what_to_write(
    text: Any, type_: ValueType, remedy: str
) -> None:
    with pytest.raises(LiteralError) as caught:
        parse_literal(text, type_)
    assert remedy in caught.value.remedy


@st.composite
def typed_values(draw: st.DrawFn) -> tuple[ValueType, int]:
    names = ["甲", "乙", "丙", "丁"][: draw(st.integers(1, 4))]
    scale, unit = draw(st.sampled_from([(0, "级"), (2, ""), (3, "倍"), (4, "%"), (2, "%"), (9, "")]))
    number = ValueType(Kind.NUMBER, scale, -LARGEST, LARGEST, unit=unit)
    type_ = draw(st.sampled_from([MONEY, number, TRUTH, MONTH, choice_type(names), set_type(names)]))
    return type_, draw(st.integers(type_.lo, type_.hi))


@given(typed_values())
def test_every_value_shown_reads_back_to_the_same_integer(typed: tuple[ValueType, int]) -> None:
    type_, raw = typed
    assert parse_literal(show_value(type_, raw), type_) == raw


@given(st.integers(-LARGEST, LARGEST))
def test_every_amount_of_money_survives_both_ways_of_writing_it(fen: int) -> None:
    assert parse_yuan(show_yuan(fen)) == fen
    assert parse_yuan(plain_yuan(fen)) == fen
