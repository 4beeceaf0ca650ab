"""Facts as people write them → the raw integers a plan computes with, and back to words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from jishi.policy.errors import LiteralError
from jishi.policy.pack.model import FactDeclaration
from jishi.policy.pack.quantity import Kind, ValueType, parse_literal


@dataclass(frozen=True, slots=True)
class FactFault:
    """A value of one person that cannot be what the pack allows; it counts as missing."""

    row: int
    fact: str
    value: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """Raw columns, one a fact, in the order of the people; truth as booleans, null = missing."""

    frame: pl.DataFrame
    faults: tuple[FactFault, ...]


def encode(frame: pl.DataFrame, facts: Iterable[FactDeclaration]) -> Encoded:
    """Encode the columns of the declared facts.

    Shape: `frame` has one column a fact, as `jishi.policy.facts` derives them (whole numbers, truths,
           texts, lists of texts) or as a file holds them (text). A column that is absent is missing
           for everybody. Values outside the declared range or list become faults.
    """
    columns: list[pl.Series] = []
    faults: list[FactFault] = []
    for fact in facts:
        given = (
            frame[fact.name]
            if fact.name in frame.columns
            else pl.Series([None] * frame.height, dtype=pl.String)
        )
        raw, found = _encode(given, fact.type, fact.name)
        if fact.blank_means is not None:
            raw = raw.fill_null(bool(fact.blank_means) if fact.type.kind is Kind.TRUTH else fact.blank_means)
        columns.append(raw.alias(fact.name))
        faults.extend(found)
    return Encoded(pl.DataFrame(columns), tuple(sorted(faults, key=lambda fault: (fault.row, fault.fact))))


def _encode(given: pl.Series, kind: ValueType, name: str) -> tuple[pl.Series, list[FactFault]]:
    if kind.kind is Kind.TRUTH and given.dtype == pl.Boolean:
        return given, []
    if given.dtype.is_integer():
        return _whole_numbers(given, kind, name)
    if isinstance(given.dtype, pl.List):
        given = given.list.join("、")
    return _texts(given, kind, name)


def _whole_numbers(given: pl.Series, kind: ValueType, name: str) -> tuple[pl.Series, list[FactFault]]:
    raw = given.cast(pl.Int64) * 10**kind.scale
    inside = raw.is_between(kind.lo, kind.hi).fill_null(value=True)
    rows = (~inside).arg_true().to_list()
    faults = [FactFault(row, name, str(given[row]), "超出政策包允许的范围", "请核对后改正") for row in rows]
    return raw.set(~inside, None) if rows else raw, faults


def _texts(given: pl.Series, kind: ValueType, name: str) -> tuple[pl.Series, list[FactFault]]:
    """Each different spelling is read once, however many people share it."""
    meaning: dict[str, int] = {}
    wrong: dict[str, LiteralError] = {}
    for text in given.drop_nulls().unique().to_list():
        try:
            meaning[text] = parse_literal(text, kind)
        except LiteralError as error:
            wrong[text] = error
    raw = given.replace_strict(meaning, default=None, return_dtype=pl.Int64)
    faults = [
        FactFault(row, name, text, wrong[text].what, wrong[text].remedy)
        for row, text in enumerate(given.to_list() if wrong else [])
        if text in wrong
    ]
    return (raw.cast(pl.Boolean) if kind.kind is Kind.TRUTH else raw), faults


def row_of(encoded: pl.DataFrame, row: int) -> Mapping[str, int | None]:
    """One person's facts for the scalar engine."""
    values = encoded.row(row, named=True)
    return {name: None if value is None else int(value) for name, value in values.items()}
