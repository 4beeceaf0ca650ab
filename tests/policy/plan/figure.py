"""One formula and one person: what comes out, in the words people read, from both engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from time import process_time
from types import MappingProxyType
from unicodedata import east_asian_width

import polars as pl
import pytest

from jishi.policy.engines.columns import run_month
from jishi.policy.engines.scalar import run
from jishi.policy.engines.trace import NO_RESULT
from jishi.policy.errors import PackError, Place
from jishi.policy.pack.model import BEGINNING, Entity, FactDeclaration, Formula, Pack, Parameter, Table
from jishi.policy.pack.quantity import (
    MONTH,
    Kind,
    ValueType,
    choice_type,
    parse_literal,
    set_type,
    show_value,
)
from jishi.policy.plan import Plan, bind, compile_plan
from tests.policy.plan.build import (
    CERTIFICATE,
    CITED,
    MONEY,
    MONTHS,
    ON,
    POST,
    RATE,
    YES,
    fact,
    lookup,
    pack,
    parameter,
    scale,
    steps,
)

Declared = FactDeclaration | Formula | Parameter | Table
PLACE = Place("地方/公式.yaml", 7)
QUICK = 0.1  # seconds a refusal may take
BALANCE = ValueType(Kind.MONEY, lo=-100_000_000, hi=100_000_000)
GRADE = ValueType(Kind.NUMBER, lo=1, hi=4, unit="级")
HOUSEHOLDS = ValueType(Kind.NUMBER, lo=0, hi=20_000, unit="户")
PEOPLE = ValueType(Kind.NUMBER, lo=0, hi=50_000, unit="人")
YEARS = ValueType(Kind.NUMBER, lo=0, hi=60, unit="年")
SCORE = ValueType(Kind.NUMBER, scale=1, lo=-1000, hi=1000)
FACTOR = ValueType(Kind.NUMBER, scale=2, lo=0, hi=1000)
HUGE = ValueType(Kind.NUMBER, lo=0, hi=2**50)

FACTS = (
    fact("岗位类别", POST),
    fact("拟任类别", POST),
    fact("人员身份", choice_type(["编外", "编制干部"])),
    fact("证书", CERTIFICATE),
    fact("荣誉", set_type(["县级", "市级"])),
    fact("在岗", YES),
    fact("试用", YES),
    fact("月数", MONTHS),
    fact("年数", YEARS),
    fact("等级", GRADE),
    fact("户数", HOUSEHOLDS),
    fact("人数", PEOPLE),
    fact("工资", MONEY),
    fact("差额", BALANCE),
    fact("比例", RATE),
    fact("得分", SCORE),
    fact("大数", HUGE),
    fact("入职", MONTH),
    fact("离职", MONTH),
    fact("网格数", PEOPLE, Entity.COMMUNITY),
)
PARAMETERS = (
    parameter("基数", MONEY, 193_000),
    parameter("晋级月数", ValueType(Kind.NUMBER, lo=12, hi=60, unit="个月"), 36),
    parameter("上浮", RATE, 1000),
    parameter("系数", FACTOR, 118),
)
TABLES = (
    lookup("起点", ["岗位类别"], GRADE, {("工作人员",): 1, ("社区副职",): 2, ("社区正职",): 3}),
    lookup(
        "分岗系数",
        ["岗位类别", "等级"],
        FACTOR,
        {
            (post, str(grade)): 100 * row + 10 * grade
            for row, post in enumerate(("工作人员", "社区副职", "社区正职"), 1)
            for grade in range(1, 5)
        },
    ),
    lookup("在岗补贴", ["在岗"], MONEY, {("否",): 0, ("是",): 20_000}),
    lookup(
        "证书补贴",
        ["证书"],
        MONEY,
        {("无",): 0, ("助理社会工作师",): 10_000, ("社会工作师",): 20_000, ("高级社会工作师",): 30_000},
    ),
    steps("配备", PEOPLE, HOUSEHOLDS, (BEGINNING, {0: 5, 1000: 7, 3000: 9})),
    scale("税率", (0, 300, 0), (3_600_000, 1000, 252_000), (14_400_000, 2000, 1_692_000)),
)


def written(
    text: str,
    *,
    rounding: str | None = None,
    only_if: str | None = None,
    unit: str = "",
    also: Sequence[Declared] = (),
) -> Pack:
    """The test vocabulary with one formula, 结果, written at PLACE, and what is declared besides."""
    result = Formula("结果", Entity.PERSON, text, CITED, rounding, only_if, unit, place=PLACE)
    return pack(
        [*FACTS, *(each for each in also if isinstance(each, FactDeclaration))],
        [result, *(each for each in also if isinstance(each, Formula))],
        [*PARAMETERS, *(each for each in also if isinstance(each, Parameter))],
        [*TABLES, *(each for each in also if isinstance(each, Table))],
    )


def figure(rule: str | Pack, facts: Mapping[str, str] = MappingProxyType({}), *, on: date = ON) -> str:
    """The result as people read it; one person alone and a table of people must agree on it."""
    policy = written(rule) if isinstance(rule, str) else rule
    plan = compile_plan(policy, ["结果"])
    binding = bind(plan, policy, on=on)
    raw = {
        name: parse_literal(facts[name], each.type) if name in facts else None
        for name, each in plan.facts.items()
    }
    alone = run(binding, raw, {})[plan.outputs["结果"]]
    together = run_month(binding, columns(plan, [raw])).outputs["结果"][0]
    assert alone == together
    return NO_RESULT if alone is None else show_value(plan.type_of("结果"), alone)


def columns(plan: Plan, people: Sequence[Mapping[str, int | None]]) -> pl.DataFrame:
    """People's raw facts as the columns a plan reads."""
    widths = {
        name: pl.Boolean if each.type.kind is Kind.TRUTH else pl.Int64 for name, each in plan.facts.items()
    }
    series = [
        pl.Series(name, [person.get(name) for person in people], dtype=pl.Int64).cast(width)
        for name, width in widths.items()
    ]
    return pl.DataFrame(series) if series else pl.DataFrame({"": [0] * len(people)})


def refused(rule: str | Pack) -> PackError:
    """The error a rule is refused with: at its line, with a remedy, and at once."""
    policy = written(rule) if isinstance(rule, str) else rule
    began = process_time()
    with pytest.raises(PackError) as caught:
        compile_plan(policy, ["结果"])
    assert process_time() - began < QUICK
    assert caught.value.place == PLACE
    assert caught.value.remedy
    return caught.value


def pointed_at(error: PackError) -> str:
    """The part of the formula from the caret on, counted in columns as a terminal shows them."""
    _, shown, caret = error.remedy.split("\n")
    column = len(caret) - 1
    for place in range(len(shown) + 1):
        if sum(2 if east_asian_width(char) in "WF" else 1 for char in shown[:place]) == column:
            return shown[place:]
    raise AssertionError(f"the caret stands between two characters:\n{error}")
