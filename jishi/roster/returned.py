"""Gives back the rows that could not be read: as they were typed, each with its reasons, ready to be mended.

The workbook can be read again once mended. So that it can, it also holds all communities and the people the
returned rows belong to; these rows say that nothing is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from jishi.roster.book import BookSheet, open_book
from jishi.roster.cells import Cell, written
from jishi.roster.files import replacing
from jishi.roster.headers import HEADER_SEARCH_ROWS, Header, Row, find_header
from jishi.roster.layout import COMMUNITIES, REASON, ROSTER, SHEETS, Sheet
from jishi.roster.matching import match_sheets
from jishi.roster.problems import Level, Problem
from jishi.roster.sheet_frame import records_only
from jishi.roster.tables import Column, Table
from jishi.roster.workbook import write_workbook

Reasons = Mapping[str, Mapping[int, str]]  # sheet → row → sentences
FOR_REFERENCE = "无误，供对照"
_PERSON_FIELDS = frozenset({"worker_id", "id_number", "name", "of_worker_id", "of_id_number", "of_name"})


@dataclass(frozen=True, slots=True)
class _Source:
    """A sheet of the source file, walked a second time."""

    sheet: Sheet
    header: Header
    rows: Iterator[Row]

    @classmethod
    def of(cls, sheet: Sheet, source: BookSheet) -> _Source:
        rows = source.rows()
        first = list(islice(rows, HEADER_SEARCH_ROWS))
        header = find_header(sheet, first, frozenset())
        return cls(sheet, header, records_only(chain(first, rows), header))

    def persons(self, cells: Sequence[Cell]) -> set[object]:
        """Whatever a row says of whose it is."""
        columns = [c for c in self.header.columns if c.field and c.field.name in _PERSON_FIELDS]
        said = {c.field.read(cells[c.index]) for c in columns if c.field and c.index < len(cells)}
        return {each for each in said if each is not None}


def write_returned(path: Path, source: Path, problems: Iterable[Problem]) -> int:
    """Writes the rows of `source` that have an error to an xlsx workbook; tells how many there are.

    Shape: the source's columns with their titles, values as text, and 原因. No errors, no file.
    """
    reasons = _reasons(problems)
    if not reasons:
        return 0
    with replacing(path, (source,)) as draft:
        write_workbook(draft, returned_tables(match_sheets(open_book(source), source), reasons), ())
    return sum(map(len, reasons.values()))


def returned_tables(found: Mapping[str, BookSheet], reasons: Reasons) -> list[Table]:
    """The rows with a reason as tables, and the rows they refer to."""
    sources = {sheet.name: _Source.of(sheet, found[sheet.name]) for sheet in SHEETS if sheet.name in found}
    tables: dict[str, Table] = {}
    persons: set[object] = set()
    for name in reversed(sources):  # the people last: by then it is known whose rows go back
        tables[name] = _returned(sources[name], reasons.get(name, {}), persons)
    return [tables[name] for name in sources if len(tables[name])]


def _reasons(problems: Iterable[Problem]) -> dict[str, dict[int, str]]:
    """The reasons of every row with an error: sheet → row → sentences."""
    reasons: dict[str, dict[int, str]] = {}
    for problem in problems:
        if problem.level is Level.ERROR:
            rows = reasons.setdefault(problem.sheet, {})
            sentence = f"{problem.column}：{problem.what}。{problem.remedy}。"
            rows[problem.row] = rows.get(problem.row, "") + sentence
    return reasons


def _returned(source: _Source, reasons: Mapping[int, str], persons: set[object]) -> Table:
    """The rows of one sheet that go back; whom they belong to is added to `persons`."""
    titles = source.header.titles
    places = [place for place, title in enumerate(titles) if title and title != REASON]
    rows = []
    for number, cells in source.rows:
        reason = reasons.get(number) or _reference(source, cells, persons)
        if reason:
            rows.append([*((written(cells[p]) or None) if p < len(cells) else None for p in places), reason])
        if number in reasons and source.sheet is not ROSTER:
            persons |= source.persons(cells)
    columns = [Column(titles[place], width=max(12, 2 * len(titles[place]) + 2)) for place in places]
    return Table(source.sheet.name, (*columns, Column(REASON, width=80)), rows)


def _reference(source: _Source, cells: Sequence[Cell], persons: set[object]) -> str | None:
    """Why a row without an error goes along, if it does."""
    needed = source.sheet is COMMUNITIES or (source.sheet is ROSTER and persons & source.persons(cells))
    return FOR_REFERENCE if needed else None
