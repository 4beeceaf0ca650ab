"""A small invented district, written as a test needs it: only what it names is stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from jishi.policy.facts import (
    CATALOGUE,
    DualHead,
    FactRules,
    FactSource,
    derive_people,
)
from jishi.policy.period import Effect, Month
from jishi.policy.records import (
    APPOINTMENTS,
    ASSESSMENTS,
    CERTIFICATES,
    COMMUNITIES,
    EDUCATION,
    PEOPLE,
    SERVICE,
    Records,
)

Row = Mapping[str, object]
ON = date(2026, 11, 1)
SECRETARY, DIRECTOR, DEPUTY, MEMBER = "书记", "主任", "副书记", "委员"
RULES = FactRules(
    post_classes=("工作人员", "副职", "正职"),
    class_of={SECRETARY: "正职", DIRECTOR: "正职", DEPUTY: "副职", MEMBER: "工作人员"},
    dual_heads=(DualHead("书记主任一肩挑", (frozenset({SECRETARY}), frozenset({DIRECTOR}))),),
    secretaries=frozenset({SECRETARY}),
    levels={"优秀": 1, "合格": 2, "基本合格": 3, "不合格": 4},
    frozen=frozenset({"基本合格", "不合格"}),
)

_SHEETS = {
    "appointments": APPOINTMENTS,
    "service": SERVICE,
    "education": EDUCATION,
    "certificates": CERTIFICATES,
    "assessments": ASSESSMENTS,
}


def _frame(rows: Iterable[Row], schema: Mapping[str, pl.DataType], extra: Iterable[str] = ()) -> pl.DataFrame:
    columns = {**schema, **dict.fromkeys(extra, pl.String())}
    return pl.DataFrame([{name: row.get(name) for name in columns} for row in rows], schema=columns)


def district(
    *people: Row, communities: Iterable[Row] = (), extra: Iterable[str] = (), **sheets: Iterable[Row]
) -> Records:
    """Records of some people; a person needs no more than a worker_id, and rows without one are G1's."""
    first = [{"worker_id": "G1", **person} for person in people or ({},)]
    return Records(
        people=_frame(first, PEOPLE, extra),
        communities=_frame(communities, COMMUNITIES, extra),
        **{
            name: _frame([{"worker_id": "G1", **row} for row in sheets.get(name, ())], schema)
            for name, schema in _SHEETS.items()
        },
    )


def facts(
    records: Records,
    *names: str,
    on: date = ON,
    effect: Effect = Effect.SAME_DAY,
    rules: FactRules = RULES,
    month: Month | None = None,
) -> list[tuple[object, ...]]:
    """The named catalogue facts of everyone, one tuple a person."""
    wanted = [FactSource(name, name, effect) for name in names]
    return derive_people(records, wanted, on, month, rules).select(names).rows()


def fact(records: Records, name: str, on: date = ON, effect: Effect = Effect.SAME_DAY) -> object:
    """One fact of the first person."""
    assert name in CATALOGUE
    return facts(records, name, on=on, effect=effect)[0][0]
