"""Writes records as a roster workbook, in the same layout the template has and reading understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from jishi.policy.records import Records
from jishi.roster.files import replacing
from jishi.roster.layout import (
    APPOINTMENTS,
    ASSESSMENTS,
    CERTIFICATES_HELD,
    COMMUNITIES,
    DAYS,
    EDUCATION,
    ROSTER,
    SERVICE,
    WHOLES,
    Field,
    Kind,
    Sheet,
)
from jishi.roster.tables import Column, Table
from jishi.roster.tables import Kind as ColumnKind
from jishi.roster.workbook import write_workbook

_WIDE = {Kind.ID: 21, Kind.ID_REFERENCE: 21, Kind.PHONE: 14, Kind.NAME: 11}


def write_roster(path: Path, records: Records, *, inputs: Sequence[Path] = ()) -> None:
    """Writes records to an xlsx workbook from which reading gives the same records back."""
    with replacing(path, inputs) as draft:
        write_workbook(draft, list(_tables(records)), ())


def column_of(field: Field) -> Column:
    """How a field stands in a workbook."""
    kind: ColumnKind = "day" if field.kind in DAYS else "whole" if field.kind in WHOLES else "text"
    width = _WIDE.get(field.kind) or max(11, 2 * len(field.header) + 2)
    return Column(field.header, kind, width)


def _tables(records: Records) -> Iterator[Table]:
    birth = pl.col("id_number").str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    stated_otherwise = pl.when(pl.col("birth_on") != birth).then("birth_on")
    people = records.people.with_columns(birth_on=stated_otherwise, sex_stated="sex")
    yield _table(ROSTER, people)
    yield _table(COMMUNITIES, records.communities)
    names = records.people.select("worker_id", of_name="name")
    for sheet, rows in (
        (APPOINTMENTS, records.appointments),
        (SERVICE, records.service),
        (EDUCATION, records.education),
        (CERTIFICATES_HELD, records.certificates),
        (ASSESSMENTS, records.assessments),
    ):
        named = rows.join(names, on="worker_id", how="left", maintain_order="left")
        yield _table(sheet, named.rename({"worker_id": "of_worker_id"}))


def _table(sheet: Sheet, frame: pl.DataFrame) -> Table:
    """The fields a frame has, in the layout's order, then the locality's own columns."""
    fields = [field for field in sheet.fields if field.name in frame.columns]
    known = {*sheet.schema, *(field.name for field in fields)}
    own = [name for name in frame.columns if name not in known] if sheet.keeps_unknown else []
    shown = frame.select(*(_shown(field) for field in fields), *own)
    columns = [*map(column_of, fields), *(Column(name, width=max(11, 2 * len(name) + 2)) for name in own)]
    return Table(sheet.name, tuple(columns), shown)


def _shown(field: Field) -> pl.Expr:
    value = pl.col(field.name)
    if field.kind is Kind.TRUTH:
        return pl.when(value).then(pl.lit("是")).when(~value).then(pl.lit("否")).alias(field.name)
    return value.dt.offset_by("-1d") if field.kind is Kind.LAST_DAY else value
