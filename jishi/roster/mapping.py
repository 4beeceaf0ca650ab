"""Which column of somebody's own workbook is which: proposed from titles and cells, decided by a person.

A sheet with its mapping decided reads like one of ours: titles above are left out, each column bears the
header of its field, ignored ones bear none, and cells put right on a screen stand in place of the file's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, islice

from jishi.policy.identifiers import ID_LENGTH, is_mobile
from jishi.roster.book import BookSheet
from jishi.roster.cells import Cell, written
from jishi.roster.headers import HEADER_SEARCH_ROWS, Header, Row, propose_header
from jishi.roster.layout import COMMUNITIES, ROSTER, SHEETS, SILENT_HEADERS, Field, Kind, Sheet
from jishi.roster.matching import named_sheets
from jishi.roster.problems import RosterFileError
from jishi.roster.sheet_frame import records_only, shown

KEEP, IGNORE = "=", ""  # what a column may be besides a field: the locality's own figure, nothing
PROFILE_TITLES = frozenset({"政治面貌", "民族", "籍贯"})  # own columns that are kept without asking
_PRIVATE = re.compile("身份证|证件号|银行|卡号|电话|手机|住址|地址|家庭")
_SAMPLES, _SAMPLED_ROWS = 3, 200
_LIKE = 0.6
_PLACE_NAMES = (("community", re.compile(r".+(社区|村|居委会)$")), ("street", re.compile(r".+(街道|镇|乡)$")))


@dataclass(frozen=True, slots=True)
class ColumnOutline:
    """One column: its title, what it is proposed to be and why (alias, guess, own, none), masked samples."""

    index: int
    title: str
    choice: str
    why: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetOutline:
    """One sheet: which of ours it is, its name in the file, where its header ends, its columns, its rows."""

    sheet: str
    source: str
    header_row: int
    columns: tuple[ColumnOutline, ...]
    rows: int


def roster_sheets(book: Sequence[BookSheet]) -> dict[str, BookSheet]:
    """The sheets of a book by our names; 花名册 is the one that looks most like it where none is named so.

    Errors: RosterFileError when no sheet can be it.
    """
    found = {ROSTER.name: book[0]} if len(book) == 1 else named_sheets(book)
    return found if ROSTER.name in found else {**_likest(ROSTER, book, found), **found}


def place_sheets(book: Sequence[BookSheet]) -> dict[str, BookSheet]:
    """The sheet of communities of a book: the only one, the one so named, or the one most like it."""
    named = {COMMUNITIES.name: book[0]} if len(book) == 1 else named_sheets(book)
    chosen = {name: sheet for name, sheet in named.items() if name == COMMUNITIES.name}
    return chosen or _likest(COMMUNITIES, book, {})


def outline(name: str, source: BookSheet) -> SheetOutline:
    """What a sheet holds and what each column is likely to be. Errors: RosterFileError without a header."""
    layout = LAYOUTS[name]
    rows = source.rows()
    first = list(islice(rows, HEADER_SEARCH_ROWS))
    header = propose_header(layout, first)
    sampled: list[Sequence[Cell]] = []
    count = 0
    for _, cells in records_only(chain(first, rows), header):
        count += 1
        if len(sampled) < _SAMPLED_ROWS:
            sampled.append(cells)
    return SheetOutline(name, source.name, header.row, _columns(layout, header, sampled), count)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of a sheet: where its header ends, what each column is, what was put right."""

    header_row: int
    titles: Mapping[int, str]
    choices: Mapping[int, str]  # index of a column → name of a field, KEEP or IGNORE
    edits: Mapping[int, Sequence[str]]  # number of a row → its cells as put right


def mapped(source: BookSheet, name: str, decided: Decided) -> BookSheet:
    """A sheet as its mapping and what was put right make it.

    Errors: RosterFileError when no column is mapped.
    """
    head = _head(name, decided)

    def rows() -> Iterator[Row]:
        header_row, edits = decided.header_row, decided.edits
        for number, cells in source.rows():
            if number == header_row:
                yield number, head
            elif number > header_row:
                yield number, edits.get(number, cells)

    return BookSheet(name, rows)


def _head(name: str, decided: Decided) -> list[str]:
    headers = {field.name: field.header for field in LAYOUTS[name].fields}
    reserved = {title for field in LAYOUTS[name].fields for title in field.titles}
    head = [""] * (max(decided.choices, default=-1) + 1)
    for index, choice in decided.choices.items():
        if choice == KEEP:
            own = decided.titles.get(index, "").replace(" ", "")
            head[index] = f"本地{own}" if own in reserved else own
        elif choice in headers:
            head[index] = headers[choice]
    if not any(head):
        raise RosterFileError(f"第 {decided.header_row} 行的表头没有一列有对应关系", "请至少对应必填的各列")
    return head


def _likest(layout: Sheet, book: Sequence[BookSheet], taken: Mapping[str, BookSheet]) -> dict[str, BookSheet]:
    def likeness(sheet: BookSheet) -> int:
        try:
            header = propose_header(layout, list(islice(sheet.rows(), HEADER_SEARCH_ROWS)))
        except RosterFileError:
            return 0
        return sum(column.field is not None for column in header.columns)

    free = [sheet for sheet in book if sheet not in taken.values()]
    best = max(free, key=likeness, default=None)
    if best is None or not likeness(best):
        names = "、".join(sheet.name for sheet in book[:20])
        raise RosterFileError(f"没有找到“{layout.name}”表（现有：{names}）", f"请把该表命名为“{layout.name}”")
    return {layout.name: best}


def _columns(layout: Sheet, header: Header, rows: Sequence[Sequence[Cell]]) -> tuple[ColumnOutline, ...]:
    known = {column.field.name for column in header.columns if column.field}
    free = [field for field in layout.fields if field.name not in known]
    made = []
    for column in header.columns:
        cells = [cells[column.index] for cells in rows if column.index < len(cells)]
        texts = [text for text in map(written, cells) if text]
        if column.field is not None:
            choice, why = column.field.name, "alias"
        else:
            choice, why = _proposed(layout, column.header, texts, free)
            free = [field for field in free if field.name != choice]
        kind = column.field.kind if column.field else Kind.TEXT
        samples = tuple(shown(text, kind) for text in list(dict.fromkeys(texts))[:_SAMPLES])
        made.append(ColumnOutline(column.index, column.header, choice, why, samples))
    return tuple(made)


def _proposed(layout: Sheet, title: str, texts: Sequence[str], free: Sequence[Field]) -> tuple[str, str]:
    """What an unknown column may be: told by its cells, by a title much like one of ours, or nothing."""
    if title in SILENT_HEADERS:
        return IGNORE, "none"
    if layout.keeps_unknown and title in PROFILE_TITLES:
        return KEEP, "own"
    names = {field.name for field in free}
    if (told := _told_by_cells(texts)) in names:
        return told, "guess"
    likeness = {field.name: max(_alike(title, one) for one in field.titles) for field in free}
    best = max(likeness, key=likeness.__getitem__, default="")
    if best and likeness[best] >= _LIKE and not _PRIVATE.search(title):
        return best, "guess"
    return IGNORE, "none"


def _told_by_cells(texts: Sequence[str]) -> str:
    most = len(texts) * 4 // 5
    if not texts:
        return ""
    if sum(len(text) == ID_LENGTH and text[:17].isdigit() for text in texts) > most:
        return "id_number"
    if sum(is_mobile(text) for text in texts) > most:
        return "手机号"
    return next(
        (name for name, looks in _PLACE_NAMES if sum(bool(looks.match(text)) for text in texts) > most), ""
    )


def _alike(title: str, other: str) -> float:
    return SequenceMatcher(None, title, other).ratio()


def may_be_kept(title: str) -> bool:
    """Whether a locality's own column may be kept in clear: none that holds identifiers or addresses."""
    return not _PRIVATE.search(title)


LAYOUTS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in SHEETS}
