"""Reads a roster file into records: good rows go on, every problem of every row is told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import polars as pl

from jishi.policy.records import Records
from jishi.roster.book import BookSheet, open_book
from jishi.roster.dated import Directory, check_assessments, check_spans, find_people
from jishi.roster.layout import (
    APPOINTMENTS,
    ASSESSMENTS,
    CERTIFICATES_HELD,
    COMMUNITIES,
    EDUCATION,
    ROSTER,
    SERVICE,
    SHEETS,
    Kind,
    Sheet,
)
from jishi.roster.matching import match_sheets
from jishi.roster.people import (
    check_communities,
    check_people,
    check_places,
    derive_communities,
    settle_streets,
    suggestions,
)
from jishi.roster.problems import Findings, Level, Problem
from jishi.roster.sheet_frame import ROW, SheetFrame, read_sheet

NOTHING_EXTRA: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class UnusedColumn:
    """A column of the file that neither the layout nor the policy asks for."""

    sheet: str
    header: str


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many records a sheet holds and how many of them went on."""

    sheet: str
    rows: int
    kept: int


@dataclass(frozen=True, slots=True)
class SeenPosition:
    """A position the file states: where first, and in how many rows."""

    position: str
    sheet: str
    row: int
    rows: int


@dataclass(frozen=True, slots=True)
class RosterReading:
    """What a roster file holds, and everything to put right in it."""

    records: Records
    problems: tuple[Problem, ...]
    ignored_columns: tuple[UnusedColumn, ...]
    counts: tuple[SheetCount, ...]
    positions: tuple[SeenPosition, ...]


def read_roster(path: Path, *, on: date, extra: Mapping[str, str] = NOTHING_EXTRA) -> RosterReading:
    """Reads a roster file: an xlsx workbook, a csv or parquet file, or a folder of these named by sheet.

    Shape:  `extra` names further columns a policy asks for and the sheet they stand in (花名册 or 社区).
            Every other unknown column of these sheets is kept as text too, and listed as ignored.
    Errors: RosterFileError for a file that cannot be read or lacks a sheet or a column it must have.
    """
    findings = Findings()
    found = match_sheets(open_book(path), path)
    read = {name: _read(name, source, extra, findings) for name, source in found.items()}
    checked = _checked(read, on)
    return RosterReading(
        _records(checked),
        tuple(sorted(findings, key=_place)),
        tuple(UnusedColumn(name, header) for name in read for header in read[name].header.unused),
        tuple(SheetCount(name, read[name].frame.height, checked[name].good().height) for name in read),
        tuple(_positions(checked)),
    )


def positions_outside(reading: RosterReading, known: frozenset[str]) -> tuple[Problem, ...]:
    """One error for every position the policy's mapping does not know, at the first row that states it."""
    unknown = [seen for seen in reading.positions if seen.position not in known]
    near = suggestions((seen.position for seen in unknown), sorted(known))
    return tuple(_outside(seen, near.get(seen.position)) for seen in unknown)


def _outside(seen: SeenPosition, near: str | None) -> Problem:
    what = f"政策包的岗位映射里没有这个职务，共 {seen.rows} 行"
    remedy = f"是否为“{near}”？" if near else ""
    remedy += "请改正职务，或在政策包的岗位映射中增加；兼任几个职务的，在任职表逐行填写"
    return Problem(seen.sheet, seen.row, "职务", seen.position, Level.ERROR, what, remedy)


def _read(name: str, source: BookSheet, extra: Mapping[str, str], findings: Findings) -> SheetFrame:
    wanted = frozenset(column for column, sheet in extra.items() if sheet == name)
    return read_sheet(_LAYOUT[name], source, wanted, findings)


_LAYOUT = {sheet.name: sheet for sheet in SHEETS}
_ORDER = {sheet.name: place for place, sheet in enumerate(SHEETS)}


def _place(problem: Problem) -> tuple[int, int]:
    return _ORDER[problem.sheet], problem.row


def _checked(read: Mapping[str, SheetFrame], on: date) -> dict[str, SheetFrame]:
    """Every sheet of the file after its checks, in the order they need one another."""
    checked = dict(read)
    people = check_people(read[ROSTER.name])
    known = derive_communities(people.frame)
    if COMMUNITIES.name in read:
        checked[COMMUNITIES.name] = check_communities(read[COMMUNITIES.name])
        known = checked[COMMUNITIES.name].frame
        people = settle_streets(check_places(people, known), known)
    checked[ROSTER.name] = people
    directory = Directory.of(people)
    for name in [name for name in read if name not in {ROSTER.name, COMMUNITIES.name}]:
        checked[name] = _checked_dated(find_people(read[name], directory), known, on)
    return checked


def _checked_dated(sheet: SheetFrame, known: pl.DataFrame, on: date) -> SheetFrame:
    name = sheet.sheet.name
    if name == APPOINTMENTS.name:
        sheet = sheet.replaced(sheet.frame.with_columns(community=pl.coalesce("community", "home")))
        check_places(sheet, known)
    if name in {APPOINTMENTS.name, SERVICE.name}:
        check_spans(sheet)
    return check_assessments(sheet, on) if name == ASSESSMENTS.name else sheet


def _records(checked: Mapping[str, SheetFrame]) -> Records:
    people = checked[ROSTER.name]
    good = people.good()
    service = _rows(checked, SERVICE).with_columns(
        pl.col("verified").fill_null(value=False), pl.col("counts").fill_null(value=True)
    )
    return Records(
        people=good.select(*ROSTER.schema, *_own_columns(people)),
        communities=_communities(checked, good),
        appointments=_rows(checked, APPOINTMENTS),
        service=service,
        education=_with_stated(_rows(checked, EDUCATION), good, _STATED_EDUCATION),
        certificates=_with_stated(_rows(checked, CERTIFICATES_HELD), good, _STATED_CERTIFICATE),
        assessments=_rows(checked, ASSESSMENTS),
    )


def _own_columns(sheet: SheetFrame) -> list[str]:
    """The columns kept beyond the contract: the locality's own, and telephone numbers where there are any."""
    columns = [(column, column.field) for column in sheet.header.columns]
    return [
        column.header if field is None else field.name
        for column, field in columns
        if field is None or field.kind is Kind.PHONE
    ]


def _communities(checked: Mapping[str, SheetFrame], people: pl.DataFrame) -> pl.DataFrame:
    if COMMUNITIES.name not in checked:
        return derive_communities(people)
    sheet = checked[COMMUNITIES.name]
    return sheet.good().select(*COMMUNITIES.schema, *_own_columns(sheet))


def _rows(checked: Mapping[str, SheetFrame], sheet: Sheet) -> pl.DataFrame:
    if sheet.name not in checked:
        return pl.DataFrame(schema=dict(sheet.schema))
    return checked[sheet.name].good().select(*sheet.schema)


# What 花名册 itself may say of schooling and certificates, for people the sheets of their own do not name.
_STATED_EDUCATION = {"level": "level_stated", "degree": "degree_stated", "obtained_on": "level_stated_on"}
_STATED_CERTIFICATE = {"name": "certificate_stated", "obtained_on": "certificate_stated_on"}


def _with_stated(rows: pl.DataFrame, people: pl.DataFrame, stated: Mapping[str, str]) -> pl.DataFrame:
    main = next(iter(stated.values()))
    unnamed = ~pl.col("worker_id").is_in(rows["worker_id"].to_list())
    said = people.filter(pl.col(main).is_not_null() & unnamed)
    columns = [pl.col(said_as).alias(name) for name, said_as in stated.items()]
    return pl.concat([rows, said.select("worker_id", *columns)], how="diagonal")


def _positions(checked: Mapping[str, SheetFrame]) -> Iterator[SeenPosition]:
    """Every distinct position, 花名册 before 任职."""
    seen: set[str] = set()
    for name in (ROSTER.name, APPOINTMENTS.name):
        if name not in checked:
            continue
        stated = checked[name].good().drop_nulls("position").group_by("position", maintain_order=True)
        for position, row, rows in stated.agg(pl.col(ROW).first(), pl.len()).iter_rows():
            if position not in seen:
                yield SeenPosition(position, name, row, rows)
            seen.add(position)
