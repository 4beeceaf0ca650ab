"""Roundings by name: to which place, which neighbour, and what is half-way."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.engines.scalar import run
from jishi.policy.pack.quantity import Kind, ValueType
from jishi.policy.plan import bind, compile_plan
from tests.policy.plan.build import ON, fact, formula, pack
from tests.policy.plan.figure import BALANCE, SCORE, figure, written

DIVISOR = fact("份数", ValueType(Kind.NUMBER, lo=1, hi=5000))


@pytest.mark.parametrize(
    ("rounding", "amount", "shown"),
    [
        ("四舍五入到分", "0.05元", "0.03元"),
        ("四舍五入到分", "-0.05元", "-0.03元"),
        ("四舍五入到分", "0.04元", "0.02元"),
        ("到分", "0.05元", "0.03元"),
        ("四舍五入到角", "2.50元", "1.30元"),
        ("四舍五入到角", "-2.50元", "-1.30元"),
        ("四舍五入到角", "2.49元", "1.20元"),
        ("四舍五入到元", "2.99元", "1.00元"),
        ("四舍五入到元", "3.00元", "2.00元"),
        ("四舍五入到十元", "30.00元", "20.00元"),
        ("四舍五入到十元", "29.99元", "10.00元"),
        ("四舍五入到百元", "-300元", "-200.00元"),
        ("向上进到分", "0.01元", "0.01元"),
        ("向上进到角", "0.01元", "0.10元"),
        ("向上进到元", "2.00元", "1.00元"),
        ("向上进到元", "2.01元", "2.00元"),
        ("向上进到元", "-2.01元", "-1.00元"),
        ("向上取整到十元", "0.02元", "10.00元"),
        ("向下舍到分", "0.05元", "0.02元"),
        ("向下舍去到角", "2.59元", "1.20元"),
        ("向下舍去到元", "3.99元", "1.00元"),
        ("向下舍去到元", "-0.02元", "-1.00元"),
        ("向下取整到百元", "399.99元", "100.00元"),
    ],
)
def test_half_an_amount_is_rounded_to_the_place_named(rounding: str, amount: str, shown: str) -> None:
    assert figure(written("差额 / 2", rounding=rounding), {"差额": amount}) == shown


@pytest.mark.parametrize(
    ("rounding", "number", "shown"),
    [
        ("四舍五入到整数", "2.5", "3"),
        ("四舍五入到整数", "-2.5", "-3"),
        ("四舍五入到整数", "-2.4", "-2"),
        ("四舍五入", "2.4", "2"),
        ("到整数", "2.5", "3"),
        ("向上进到整数", "2.1", "3"),
        ("向上取整", "-2.9", "-2"),
        ("向下舍去到整数", "2.9", "2"),
        ("向下取整", "-2.1", "-3"),
    ],
)
def test_a_number_is_rounded_to_a_whole_one(rounding: str, number: str, shown: str) -> None:
    assert figure(written("得分", rounding=rounding), {"得分": number}) == shown


@pytest.mark.parametrize(
    ("rounding", "shown"),
    [
        ("保留一位", "0.7"),
        ("保留两位", "0.67"),
        ("四舍五入保留两位小数", "0.67"),
        ("保留二位", "0.67"),
        ("四舍五入保留3位", "0.667"),
        ("保留四位小数", "0.6667"),
        ("保留1位", "0.7"),
        ("保留2位", "0.67"),
        ("保留三位", "0.667"),
        ("保留4位", "0.6667"),
        ("向上进保留两位", "0.67"),
        ("向下舍保留两位", "0.66"),
    ],
)
def test_a_quotient_keeps_the_decimals_named(rounding: str, shown: str) -> None:
    assert (
        figure(written("得分 / 份数", rounding=rounding, also=[DIVISOR]), {"得分": "2", "份数": "3"}) == shown
    )


def test_what_has_few_decimals_already_is_left_as_it_is() -> None:
    assert figure(written("得分", rounding="保留两位"), {"得分": "2.5"}) == "2.5"
    assert figure(written("工资", rounding="四舍五入到分"), {"工资": "2.55元"}) == "2.55元"


def test_whole_fen_are_rounded_to_coarser_places() -> None:
    assert figure(written("工资", rounding="四舍五入到元"), {"工资": "2.50元"}) == "3.00元"
    assert figure(written("工资", rounding="向下舍去到角"), {"工资": "2.59元"}) == "2.50元"


def test_money_in_money_is_a_plain_number() -> None:
    rule = written("工资 / 较高(差额, 1元)", rounding="保留两位", unit="倍")
    assert figure(rule, {"工资": "25元", "差额": "10元"}) == "2.5倍"
    assert figure("四舍五入(工资 / 较高(差额, 1元))", {"工资": "25元", "差额": "10元"}) == "3"


def test_a_daily_wage_divides_by_twenty_one_and_three_quarters() -> None:
    rule = written("工资 / 21.75 × 人数", rounding="四舍五入到分")
    assert figure(rule, {"工资": "4350元", "人数": "3"}) == "600.00元"
    assert figure(rule, {"工资": "2000元", "人数": "1"}) == "91.95元"


def test_a_quotient_of_one_unit_loses_it_and_a_plain_divisor_keeps_it() -> None:
    per_month = ValueType(Kind.NUMBER, lo=1, hi=60, unit="个月")
    rule = written("月数 / 周期", rounding="四舍五入到整数", unit="级", also=[fact("周期", per_month)])
    assert figure(rule, {"月数": "70", "周期": "36"}) == "2级"
    assert figure(written("月数 / 2", rounding="向下舍去到整数"), {"月数": "7"}) == "3个月"


def test_a_ratio_shown_in_percent_keeps_the_hundredths_it_is_shown_in() -> None:
    rule = written("得分 / 份数", rounding="四舍五入保留四位", unit="%", also=[DIVISOR])
    coarse = written("得分 / 份数", rounding="保留一位", unit="%", also=[DIVISOR])
    assert figure(rule, {"得分": "2", "份数": "3"}) == "66.67%"
    assert figure(coarse, {"得分": "2", "份数": "3"}) == "70%"
    assert figure(written("比例", rounding="四舍五入保留一位"), {"比例": "66%"}) == "70%"


EXACTLY = {
    "四舍五入": lambda value: floor(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1),
    "向上进": ceil,
    "向下舍去": floor,
}
STEPS = {"到分": 1, "到角": 10, "到元": 100, "到十元": 1000, "到百元": 10_000}
PLACES = {"到整数": 0, "保留一位": 1, "保留两位": 2, "保留三位": 3, "保留四位": 4}
QUOTIENT = ValueType(Kind.NUMBER, scale=2, lo=1, hi=5000)
EVERY = pack(
    [fact("差额", BALANCE), fact("得分", SCORE), fact("份数", QUOTIENT)],
    [
        *(formula(mode + to, "差额 / 份数", rounding=mode + to) for mode in EXACTLY for to in STEPS),
        *(formula(mode + to, "得分 / 份数", rounding=mode + to) for mode in EXACTLY for to in PLACES),
    ],
)
EVERY_BOUND = bind(compile_plan(EVERY, EVERY.formulas), EVERY, on=ON)


@given(st.integers(BALANCE.lo, BALANCE.hi), st.integers(SCORE.lo, SCORE.hi), st.integers(1, QUOTIENT.hi))
def test_every_rounding_agrees_with_exact_fractions(amount: int, score: int, parts: int) -> None:
    registers = run(EVERY_BOUND, {"差额": amount, "得分": score, "份数": parts}, {})
    found = {name: registers[EVERY_BOUND.plan.outputs[name]] for name in EVERY.formulas}
    for mode, nearest in EXACTLY.items():
        for to, step in STEPS.items():
            assert found[mode + to] == nearest(Fraction(amount * 100, parts * step)) * step
        for to, places in PLACES.items():
            assert found[mode + to] == nearest(Fraction(score * 10 * 10**places, parts))
