"""Small packs written in the test itself, without files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from jishi.policy.pack.lists import Lists
from jishi.policy.pack.model import (
    BEGINNING,
    Bracket,
    Cell,
    Citation,
    DatedValue,
    Entity,
    FactDeclaration,
    Formula,
    Pack,
    Parameter,
    Table,
    TableMode,
    TableVersion,
    Threshold,
)
from jishi.policy.pack.quantity import TRUTH, Kind, ValueType, choice_type, set_type
from jishi.policy.period import Effect

CITED = Citation(("办法/第一条",))
ON = date(2026, 11, 1)
CLASSES = ("工作人员", "社区副职", "社区正职")
CERTIFICATES = ("助理社会工作师", "社会工作师", "高级社会工作师")

POST = choice_type(CLASSES, ordered=True)
CERTIFICATE = set_type(CERTIFICATES)
YES = TRUTH
MONTHS = ValueType(Kind.NUMBER, lo=0, hi=720, unit="个月")
WHOLE = ValueType(Kind.NUMBER, lo=0, hi=1000)
MONEY = ValueType(Kind.MONEY, lo=0, hi=100_000_000)
RATE = ValueType(Kind.NUMBER, scale=4, lo=0, hi=10_000, unit="%")
MONTH = ValueType(Kind.MONTH, lo=1900 * 12, hi=2200 * 12)


def fact(name: str, kind: ValueType, entity: Entity = Entity.PERSON) -> FactDeclaration:
    return FactDeclaration(name, entity, "花名册", Effect.SAME_DAY, kind)


def parameter(name: str, kind: ValueType, *values: int | tuple[date, int | None] | None) -> Parameter:
    dated = [value if isinstance(value, tuple) else (BEGINNING, value) for value in values]
    return Parameter(
        name, kind, tuple(DatedValue(start, raw, CITED) for start, raw in dated), CITED, f"{name}是多少？"
    )


def lookup(
    name: str, keys: Sequence[str], kind: ValueType, cells: Mapping[tuple[str, ...], int | None]
) -> Table:
    version = TableVersion(BEGINNING, cells={key: Cell(raw, CITED) for key, raw in cells.items()})
    return Table(name, TableMode.LOOKUP, tuple(keys), kind, (version,), CITED)


def steps(
    name: str, kind: ValueType, argument: ValueType, *versions: tuple[date, Mapping[int, int]]
) -> Table:
    made = tuple(
        TableVersion(start, thresholds=tuple(Threshold(at, Cell(raw, CITED)) for at, raw in rows.items()))
        for start, rows in versions
    )
    return Table(name, TableMode.THRESHOLD, (), kind, made, CITED, argument=argument)


def scale(name: str, *rows: tuple[int, int, int]) -> Table:
    version = TableVersion(BEGINNING, brackets=tuple(Bracket(*row) for row in rows))
    return Table(name, TableMode.PROGRESSIVE, (), MONEY, (version,), CITED, argument=MONEY)


def formula(
    name: str, text: str, *, rounding: str | None = None, only_if: str | None = None, unit: str = "",
    entity: Entity = Entity.PERSON,
) -> Formula:  # fmt: skip
    return Formula(name, entity, text, CITED, rounding, only_if, unit)


def pack(
    facts: Sequence[FactDeclaration] = (),
    formulas: Sequence[Formula] = (),
    parameters: Sequence[Parameter] = (),
    tables: Sequence[Table] = (),
) -> Pack:
    return Pack(
        code="test",
        title="测试包",
        category="地方",
        region="",
        lineage=("test",),
        documents={},
        facts={each.name: each for each in facts},
        parameters={each.name: each for each in parameters},
        tables={each.name: each for each in tables},
        formulas={each.name: each for each in formulas},
        grade=None,
        pay=None,
        quota=(),
        checks=(),
        lists=Lists(),
        flows=(),
        cases=(),
    )
