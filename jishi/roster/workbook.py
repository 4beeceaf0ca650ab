"""Writes tables as sheets of a workbook: rows leave memory as they are written, text stays text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped] # the library ships no types

from jishi.roster.problems import RosterFileError
from jishi.roster.tables import Column, Table, exact, guarded, text_writer

MOST_SHEET_ROWS = 1_048_576
_DAY_ZERO = date(1899, 12, 30)
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEADER_LOOK = {"bold": True, "bg_color": "#EAF2FF", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
_NUMBER_FORMATS: Mapping[str, str] = {"whole": "0", "money": "0.00", "day": "yyyy-mm-dd"}

Sheet = Any  # of the library, which ships no types


def new_workbook(draft: Path) -> Any:
    """A workbook to write, closed and saved when its `with` block ends."""
    return Workbook(str(draft), _OPTIONS)


def write_workbook(draft: Path, tables: Sequence[Table], head: tuple[str, ...]) -> None:
    """Writes every table to a sheet of its own, under the head lines."""
    with new_workbook(draft) as book:
        for table in tables:
            write_sheet(book, table, head)


def write_sheet(book: Any, table: Table, head: tuple[str, ...] = ()) -> Sheet:
    """Adds a table as a sheet: head lines, a frozen header, one row a record."""
    if len(table) + len(head) >= MOST_SHEET_ROWS:
        raise RosterFileError(f"“{table.name}”超过一张工作表能放的行数", "请改写 csv 或 parquet")
    sheet = book.add_worksheet(table.name)
    header_look = book.add_format(_HEADER_LOOK)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width, book.add_format({"num_format": _number_format(column)}))
    for row, line in enumerate(head):
        sheet.write_string(row, 0, guarded(line))
    for place, column in enumerate(table.columns):
        sheet.write_string(len(head), place, guarded(column.header), header_look)
    sheet.freeze_panes(len(head) + 1, min(2, len(table.columns)))
    _write_rows(sheet, table, len(head) + 1)
    return sheet


def _number_format(column: Column) -> str:
    if column.kind == "rate":
        return "0." + "0" * column.scale if column.scale else "0"
    return _NUMBER_FORMATS.get(column.kind, "@")


def _write_rows(sheet: Sheet, table: Table, first: int) -> None:
    writers = [_cell_writer(sheet, column) for column in table.columns]
    for row, values in enumerate(table, start=first):
        for place, value in enumerate(values):
            if value is not None:
                writers[place](row, place, value)


def _cell_writer(sheet: Sheet, column: Column) -> Callable[[int, int, Any], object]:
    """How one column's cells are written; amounts go in digit by digit, as the decimals they are."""
    number, string = sheet.write_number, sheet.write_string
    match column.kind:
        case "whole":
            return number  # type: ignore[no-any-return] # a method of the untyped library
        case "money":
            return lambda row, place, value: number(row, place, exact(value, 2))
        case "rate":
            return lambda row, place, value: number(row, place, exact(value, column.scale))
        case "day":
            return lambda row, place, value: number(row, place, (value - _DAY_ZERO).days)
    text = text_writer(column)
    return lambda row, place, value: string(row, place, text(value))
