"""Writes tables as sheets of a workbook: exact digits, text that stays text, rows never all in memory.

The library makes the shell of the workbook: header, formats, widths, drop-downs. The rows are put into the
shell as they come, for cell by cell the library needs three times as long, and numbers go in as digits.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from io import BytesIO
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from xlsxwriter import Workbook  # type: ignore[import-untyped] # the library ships no types
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped] # the library ships no types

from jishi.policy.money import plain_yuan
from jishi.roster.archive import MOST_ROWS
from jishi.roster.problems import RosterFileError
from jishi.roster.tables import Column, Table, exact, guarded, text_writer

LONGEST_CELL = 32_767
_ROWS_A_TIME = 500
_DAY_ZERO = date(1899, 12, 30)
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_HEADER_LOOK = {"bold": True, "bg_color": "#EAF2FF", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
_NUMBER_FORMATS: Mapping[str, str] = {"whole": "0", "money": "0.00", "day": "yyyy-mm-dd"}

_SHEET_PART = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_COLUMN_STYLE = re.compile(r'<col min="(\d+)"[^>]*? style="(\d+)"')
_END_OF_ROWS = "</sheetData>"
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\ufffe": " ", "\uffff": " "}
    | {chr(code): " " for code in range(32) if code not in {9, 10}}
)

Sheet = Any  # of the library


class WorkbookWriter:
    """A workbook being written to a file; it is complete when its `with` block ends."""

    def __init__(self, draft: Path) -> None:
        self._draft = draft
        self._shell = BytesIO()
        self._book: Any = Workbook(self._shell, _OPTIONS)
        self._tables: list[tuple[Table, int]] = []  # and the number of each one's first row

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._book.close()
            self._fill()

    def add(self, table: Table, head: tuple[str, ...] = ()) -> Sheet:
        """Adds a table as a sheet with head lines and a frozen header; gives the sheet to decorate."""
        if len(table) + len(head) >= MOST_ROWS:
            raise RosterFileError(f"“{table.name}”超过一张工作表能放的行数", "请改写 csv 或 parquet")
        sheet = self._book.add_worksheet(table.name)
        look = self._book.add_format(_HEADER_LOOK)
        for place, column in enumerate(table.columns):
            number_format = self._book.add_format({"num_format": _number_format(column)})
            sheet.set_column(place, place, column.width, number_format)
            sheet.write_string(len(head), place, guarded(column.header), look)
        for row, line in enumerate(head):
            sheet.write_string(row, 0, guarded(line))
        sheet.freeze_panes(len(head) + 1, min(2, len(table.columns)))
        self._tables.append((table, len(head) + 2))
        return sheet

    def _fill(self) -> None:
        """Copies the shell to the file with the rows of every table in their sheet."""
        with zipfile.ZipFile(self._shell) as shell, zipfile.ZipFile(self._draft, "w") as out:
            for part in shell.infolist():
                with out.open(copy(part), "w", force_zip64=True) as stream:
                    stream.writelines(self._content(part.filename, shell.read(part)))

    def _content(self, name: str, content: bytes) -> Iterator[bytes]:
        sheet = _SHEET_PART.fullmatch(name)
        if sheet is None:
            return iter((content,))
        table, first = self._tables[int(sheet[1]) - 1]
        return (text.encode(errors="replace") for text in _filled(content.decode(), table, first))


def write_workbook(draft: Path, tables: Sequence[Table], head: tuple[str, ...]) -> None:
    """Writes every table to a sheet of its own, under the head lines."""
    with WorkbookWriter(draft) as book:
        for table in tables:
            book.add(table, head)


def _number_format(column: Column) -> str:
    if column.kind == "rate":
        return "0." + "0" * column.scale if column.scale else "0"
    return _NUMBER_FORMATS.get(column.kind, "@")


def _filled(shell: str, table: Table, first: int) -> Iterator[str]:
    """A sheet's shell with the table's rows in it, piece by piece."""
    last = xl_col_to_name(max(0, len(table.columns) - 1))
    extent = f'<dimension ref="A1:{last}{first + len(table) - 1}"/>'
    above, end, below = _DIMENSION.sub(extent, shell, count=1).partition(_END_OF_ROWS)
    styles = {int(place) - 1: style for place, style in _COLUMN_STYLE.findall(shell)}
    cells = [_cell_writer(column, place, styles[place]) for place, column in enumerate(table.columns)]
    yield above
    rows = _rows(table, cells, first)
    while piece := "".join(islice(rows, _ROWS_A_TIME)):
        yield piece
    yield end + below


def _rows(table: Table, cells: Sequence[Callable[[int, Any], str]], first: int) -> Iterator[str]:
    for number, values in enumerate(table, start=first):
        written = [
            cell(number, value) for cell, value in zip(cells, values, strict=True) if value is not None
        ]
        yield f'<row r="{number}">{"".join(written)}</row>'


def _cell_writer(column: Column, place: int, style: str) -> Callable[[int, Any], str]:
    """How one column's cells are written, given the row and a value."""
    start = f'<c r="{xl_col_to_name(place)}'
    if column.kind in {"text", "month"}:
        text = text_writer(column)
        opened = f'" s="{style}" t="inlineStr"><is><t'
        return lambda row, value: f"{start}{row}{opened}{_escaped(text(value))}</t></is></c>"
    digits = _digits(column)
    number = f'" s="{style}"><v>'
    return lambda row, value: f"{start}{row}{number}{digits(value)}</v></c>"


def _escaped(text: str) -> str:
    """The rest of a text's opening tag and the text, as long as a cell may be."""
    text = text[:LONGEST_CELL]
    if text.isalnum():
        return f">{text}"
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"{kept}>{text.translate(_ESCAPES)}"


def _digits(column: Column) -> Callable[[Any], str]:
    match column.kind:
        case "money":
            return plain_yuan
        case "rate":
            return lambda value: format(exact(value, column.scale), "f")
        case "day":
            return lambda value: str((value - _DAY_ZERO).days)
    return str
