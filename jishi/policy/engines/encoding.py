"""Facts as people write them → the raw integers a plan computes with, and back to words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from jishi.policy.errors import LiteralError
from jishi.policy.pack.model import FactDeclaration
from jishi.policy.pack.quantity import Kind, ValueType, parse_literal, show_value

COUNTED = (Kind.MONEY, Kind.NUMBER, Kind.MONTH)  # whole numbers stand for themselves, in the smallest unit


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


@dataclass(frozen=True, slots=True)
class Encoder:
    """Encodes the columns of the declared facts, month after month.

    A column equal to the last one given for its fact is not read again.
    """

    facts: Sequence[FactDeclaration]
    latest: dict[str, tuple[pl.Series, pl.Series, list[FactFault]]] = field(default_factory=dict)

    def encode(self, frame: pl.DataFrame) -> Encoded:
        """Encode one column a fact; see `encode`."""
        columns: list[pl.Series] = []
        faults: list[FactFault] = []
        for fact in self.facts:
            absent = fact.name not in frame.columns
            given = pl.Series([None] * frame.height, dtype=pl.String) if absent else frame[fact.name]
            last = self.latest.get(fact.name)
            if last is None or not last[0].equals(given, null_equal=True):
                last = self.latest[fact.name] = (given, *_column(given, fact))
            columns.append(last[1])
            faults.extend(last[2])
        encoded = frame.drop(frame.columns).with_columns(columns)  # as many rows, even without any fact
        return Encoded(encoded, tuple(sorted(faults, key=lambda fault: (fault.row, fault.fact))))


def encode(frame: pl.DataFrame, facts: Iterable[FactDeclaration]) -> Encoded:
    """Encode the columns of the declared facts.

    Shape: `frame` has one column a fact, as `jishi.policy.facts` derives them (whole numbers, truths,
           texts, lists of texts) or as a file holds them (text). A column that is absent is missing
           for everybody. Values outside the declared range or list become faults.
    """
    return Encoder(tuple(facts)).encode(frame)


def _column(given: pl.Series, fact: FactDeclaration) -> tuple[pl.Series, list[FactFault]]:
    raw, faults = _encode(given, fact.type, fact.name)
    if fact.blank_means is not None:
        raw = raw.set(given.is_null(), fact.blank_means)
    truth = fact.type.kind is Kind.TRUTH
    return (raw.cast(pl.Boolean) if truth else raw).alias(fact.name), faults


def _encode(given: pl.Series, kind: ValueType, name: str) -> tuple[pl.Series, list[FactFault]]:
    if kind.kind is Kind.TRUTH and given.dtype == pl.Boolean:
        return given.cast(pl.Int64), []
    if given.dtype.is_integer() and kind.kind in COUNTED:
        return _whole_numbers(given, kind, name)
    if isinstance(given.dtype, pl.List):
        given = given.list.join("、")
    return _texts(given.cast(pl.String), kind, name)


def _whole_numbers(given: pl.Series, kind: ValueType, name: str) -> tuple[pl.Series, list[FactFault]]:
    unit = 10**kind.scale
    outside = ~given.is_between(-(-kind.lo // unit), kind.hi // unit)
    rows = outside.arg_true().to_list()
    allowed = f"应在 {show_value(kind, kind.lo)} 到 {show_value(kind, kind.hi)} 之间，请核对后改正"
    faults = [FactFault(row, name, str(given[row]), "超出政策包允许的范围", allowed) for row in rows]
    return given.cast(pl.Int64).set(outside, None) * unit, faults


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
    return raw, faults


def row_of(encoded: pl.DataFrame, row: int) -> Mapping[str, int | None]:
    """One person's facts for the scalar engine."""
    values = encoded.row(row, named=True)
    return {name: None if value is None else int(value) for name, value in values.items()}
