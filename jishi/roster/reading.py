"""Reads a roster file into records: good rows go on, every problem of every row is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
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
    named_communities,
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
    checked = check_sheets(match_sheets(open_book(path), path), findings, on=on, extra=extra)
    return RosterReading(
        records_of(checked),
        tuple(sorted(findings, key=_place)),
        tuple(
            UnusedColumn(name, header) for name, sheet in checked.items() for header in sheet.header.unused
        ),
        tuple(SheetCount(name, sheet.rows, sheet.good(ROW).height) for name, sheet in checked.items()),
        tuple(_positions(checked)),
    )


def check_sheets(
    found: Mapping[str, BookSheet],
    findings: Findings,
    *,
    on: date,
    extra: Mapping[str, str] = NOTHING_EXTRA,
) -> dict[str, SheetFrame]:
    """Reads and checks sheets whose names are known, 花名册 among them; what is wrong goes to `findings`.

    Errors: as `read_roster`.
    """
    return _checked(found, partial(_read, extra=extra, findings=findings), on)


def positions_outside(reading: RosterReading, known: frozenset[str]) -> tuple[Problem, ...]:
    """One error for every position the policy's mapping does not know, at the first row that states it."""
    unknown = [seen for seen in reading.positions if seen.position not in known]
    near = suggestions((seen.position for seen in unknown), sorted(known))
    return tuple(_outside(seen, near.get(seen.position)) for seen in unknown)


def _outside(seen: SeenPosition, near: str | None) -> Problem:
    what = f"政策包的岗位映射里没有这个职务，共 {seen.rows} 行"
    remedy = f"是否为“{near}”？" if near else ""
    remedy += "请改正职务，或在政策包的岗位映射中增加；兼任几个职务的用顿号隔开"
    return Problem(seen.sheet, seen.row, "职务", seen.position, Level.ERROR, what, remedy)


def _read(name: str, source: BookSheet, extra: Mapping[str, str], findings: Findings) -> SheetFrame:
    wanted = frozenset(column for column, sheet in extra.items() if sheet == name)
    return read_sheet(_LAYOUT[name], source, wanted, findings)


_LAYOUT = {sheet.name: sheet for sheet in SHEETS}
_ORDER = {sheet.name: place for place, sheet in enumerate(SHEETS)}


def _place(problem: Problem) -> tuple[int, int]:
    return _ORDER[problem.sheet], problem.row


def _checked(
    found: Mapping[str, BookSheet], read: Callable[[str, BookSheet], SheetFrame], on: date
) -> dict[str, SheetFrame]:
    """Every sheet of the file, read and checked one after another in the order they need each other."""
    people = check_people(read(ROSTER.name, found[ROSTER.name]))
    checked = {ROSTER.name: people}
    known = derive_communities(people.frame)
    if COMMUNITIES.name in found:
        communities = check_communities(read(COMMUNITIES.name, found[COMMUNITIES.name]))
        known = named_communities(communities.frame)
        checked = {
            ROSTER.name: settle_streets(check_places(people, known), known),
            COMMUNITIES.name: communities,
        }
    directory = Directory.of(checked[ROSTER.name])
    for name in [name for name in found if name not in checked]:
        checked[name] = _checked_dated(find_people(read(name, found[name]), directory), known, on)
    return checked


def _checked_dated(sheet: SheetFrame, known: pl.DataFrame, on: date) -> SheetFrame:
    name = sheet.sheet.name
    if name == APPOINTMENTS.name:
        sheet = sheet.replaced(sheet.frame.with_columns(community=pl.coalesce("community", "home")))
        check_places(sheet, known)
    if name in {APPOINTMENTS.name, SERVICE.name}:
        check_spans(sheet)
    if name == ASSESSMENTS.name:
        sheet = check_assessments(sheet, on)
    return sheet.replaced(sheet.frame.select(ROW, *sheet.sheet.schema))


def records_of(checked: Mapping[str, SheetFrame]) -> Records:
    """The records of all rows without an error."""
    people = checked[ROSTER.name]
    service = _rows(checked, SERVICE).with_columns(
        pl.col("verified").fill_null(value=False), pl.col("counts").fill_null(value=True)
    )
    return Records(
        people=people.good(*ROSTER.schema, *own_columns(people)),
        communities=_communities(checked),
        appointments=_rows(checked, APPOINTMENTS),
        service=service,
        education=_with_stated(_rows(checked, EDUCATION), people, _STATED_EDUCATION),
        certificates=_with_stated(_rows(checked, CERTIFICATES_HELD), people, _STATED_CERTIFICATE),
        assessments=_rows(checked, ASSESSMENTS),
    )


def own_columns(sheet: SheetFrame) -> list[str]:
    """The columns kept beyond the contract: the locality's own, and telephone numbers where there are any."""
    columns = [(column, column.field) for column in sheet.header.columns]
    return [
        column.header if field is None else field.name
        for column, field in columns
        if field is None or field.kind is Kind.PHONE
    ]


def _communities(checked: Mapping[str, SheetFrame]) -> pl.DataFrame:
    if COMMUNITIES.name not in checked:
        return derive_communities(checked[ROSTER.name].good("community", "street"))
    sheet = checked[COMMUNITIES.name]
    return sheet.good(*COMMUNITIES.schema, *own_columns(sheet))


def _rows(checked: Mapping[str, SheetFrame], sheet: Sheet) -> pl.DataFrame:
    if sheet.name not in checked:
        return pl.DataFrame(schema=dict(sheet.schema))
    return checked[sheet.name].good(*sheet.schema)


# What 花名册 itself may say of schooling and certificates, for people the sheets of their own do not name.
_STATED_EDUCATION = {"level": "level_stated", "degree": "degree_stated", "obtained_on": "level_stated_on"}
_STATED_CERTIFICATE = {"name": "certificate_stated", "obtained_on": "certificate_stated_on"}


def _with_stated(rows: pl.DataFrame, people: SheetFrame, stated: Mapping[str, str]) -> pl.DataFrame:
    main = next(iter(stated))
    said = people.good("worker_id", *stated.values()).rename(
        {said_as: name for name, said_as in stated.items()}
    )
    unnamed = said.drop_nulls(main).join(rows, on="worker_id", how="anti", maintain_order="left")
    return pl.concat([rows, unnamed], how="diagonal")


def _positions(checked: Mapping[str, SheetFrame]) -> Iterator[SeenPosition]:
    """Every distinct position, 花名册 before 任职; a cell may hold several."""
    seen: set[str] = set()
    for name in (ROSTER.name, APPOINTMENTS.name):
        if name not in checked:
            continue
        rows = checked[name].good(ROW, "position").with_columns(pl.col("position").str.split("、"))
        stated = rows.explode("position").drop_nulls().group_by("position", maintain_order=True)
        for position, row, count in stated.agg(pl.col(ROW).first(), pl.len()).iter_rows():
            if position not in seen:
                yield SeenPosition(position, name, row, count)
            seen.add(position)
