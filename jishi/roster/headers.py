"""Finds the header of a sheet under whatever titles stand above it, and says which column is which.

A header may be one row or two (an upper row of merged groups over a lower row of columns). Each reading is
tried on the first rows and the one that recognises most columns wins; on a tie the simpler, upper one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from jishi.roster.cells import Cell, written
from jishi.roster.layout import SILENT_HEADERS, Field, Sheet
from jishi.roster.problems import RosterFileError

HEADER_SEARCH_ROWS = 15
_FEWEST_KNOWN = 2

Row = tuple[int, Sequence[Cell]]  # the number the spreadsheet shows, and the cells

_BRACKETED = re.compile(r"[（(【\[].*?[）)】\]]")
_MARKS = re.compile(r"[\s*＊:：（）()【】\[\]、/]")


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One column's title: as shown, and the upper and lower part of a two-row header."""

    upper: str
    lower: str

    @property
    def shown(self) -> str:
        """The title as people see it, on one line."""
        return self.upper + self.lower if self.upper != self.lower else self.lower

    def lookups(self) -> Iterable[str]:
        """What the column may be looked up as, best first."""
        for title in dict.fromkeys((self.shown, self.lower, self.upper)):
            yield _MARKS.sub("", title)
            yield _MARKS.sub("", _BRACKETED.sub("", title))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: where it stands, its header, and the field it is; None for a locality's own."""

    index: int
    header: str
    field: Field | None


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its last row, its columns, the titles that were not used, and all titles."""

    row: int
    columns: tuple[Column, ...]
    unused: tuple[str, ...]
    titles: tuple[str, ...]

    def column(self, name: str) -> Column | None:
        """The column of a field, if the sheet has one."""
        return next((column for column in self.columns if column.field and column.field.name == name), None)


def find_header(sheet: Sheet, rows: Sequence[Row], wanted: frozenset[str]) -> Header:
    """Reads the header among a sheet's first rows; `wanted` are further columns a policy asks for.

    Errors: RosterFileError when no row looks like a header, or a required column is missing.
    """
    titles = list(_candidates(rows))
    candidates = [_columns(sheet, cells, wanted) for cells in titles]
    scores = [sum(column.field is not None for column in columns) for columns in candidates]
    if max(scores, default=0) < min(_FEWEST_KNOWN, len(sheet.fields)):
        raise RosterFileError(
            f"工作表“{sheet.name}”前 {HEADER_SEARCH_ROWS} 行没有找到表头",
            f"请在一行里写明列名：{'、'.join(f.header for f in sheet.fields if f.required)}等，可用模板核对",
        )
    best = max(range(len(scores)), key=lambda i: (scores[i], i % 2 == 0, -i))
    _require(sheet, candidates[best])
    kept, unused = _settled(sheet, candidates[best], wanted)
    row = rows[best // 2 + best % 2][0]
    return Header(row, kept, unused, tuple(cell.shown for cell in titles[best]))


def propose_header(sheet: Sheet, rows: Sequence[Row]) -> Header:
    """Reads the header as `find_header` does, without asking that it be complete; every column is kept.

    Where no title is known, the row with the most texts is taken for the header.
    Errors: RosterFileError when no row holds two texts.
    """
    titles = list(_candidates(rows))
    candidates = [_columns(sheet, cells, frozenset()) for cells in titles]
    scores = [
        (
            sum(column.field is not None for column in columns),
            i % 2 == 0,
            len({c.header for c in columns}),
            -i,
        )
        for i, columns in enumerate(candidates)
    ]
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    if best is None or len({column.header for column in candidates[best]}) < _FEWEST_KNOWN:
        raise RosterFileError(
            f"前 {HEADER_SEARCH_ROWS} 行没有找到表头", "请在一行里写明列名，例如 姓名、身份证号、社区"
        )
    row = rows[best // 2 + best % 2][0]
    return Header(row, tuple(candidates[best]), (), tuple(cell.shown for cell in titles[best]))


def _candidates(rows: Sequence[Row]) -> Iterable[list[HeaderCell]]:
    """For each row, the header it makes alone (even places) and together with the next (odd places)."""
    for place, (_, upper) in enumerate(rows):
        yield [HeaderCell("", written(cell)) for cell in upper]
        lower = rows[place + 1][1] if place + 1 < len(rows) else ()
        yield [HeaderCell(written(top), written(bottom)) for top, bottom in zip_longest(upper, lower)]


def _columns(sheet: Sheet, cells: Sequence[HeaderCell], wanted: frozenset[str]) -> list[Column]:
    """Gives every field at most one column: its own header first, then its other names in their order."""
    found: dict[int, Field] = {}
    places: dict[str, list[int]] = {}
    for i, cell in enumerate(cells):
        for key in cell.lookups():
            places.setdefault(key, []).append(i)
    for field in sheet.fields:
        titled = (place for title in field.titles for place in places.get(title, ()) if place not in found)
        place = next(titled, None)
        if place is not None:
            found[place] = field
    return [
        Column(i, _own_name(cell, wanted) if i not in found else cell.shown, found.get(i))
        for i, cell in enumerate(cells)
        if cell.shown
    ]


def _own_name(cell: HeaderCell, wanted: frozenset[str]) -> str:
    """The name a locality's own column is kept under: the wanted one it spells, or its title."""
    spelled = next((key for key in cell.lookups() if key in wanted), None)
    return spelled or cell.shown.replace(" ", "").strip("*:：")


def _require(sheet: Sheet, columns: Sequence[Column]) -> None:
    known = {column.field for column in columns}
    missing = [field.header for field in sheet.fields if field.required and field not in known]
    if missing:
        shown = "、".join(column.header for column in columns[:30])
        raise RosterFileError(
            f"工作表“{sheet.name}”缺少“{'”“'.join(missing)}”列（表头有：{shown}）",
            "请补上该列，列名可对照模板",
        )


def _settled(
    sheet: Sheet, columns: Sequence[Column], wanted: frozenset[str]
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Keeps the known columns and, where the sheet allows, the locality's own under distinct names."""
    taken = Counter(column.header for column in columns if column.field is None)
    reserved = {*sheet.schema, *SILENT_HEADERS} | {field.name for field in sheet.fields}
    kept, unused = [], []
    for column in columns:
        own = column.field is None
        if not own or (sheet.keeps_unknown and taken[column.header] == 1 and column.header not in reserved):
            kept.append(column)
        if own and column.header not in wanted and column.header not in SILENT_HEADERS:
            unused.append(column.header)
    return tuple(kept), tuple(unused)
