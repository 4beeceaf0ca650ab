"""The one writer of exports: workbooks and CSV files, row by row, with a head that says what they are.

Nothing in them is ever a formula or a link. Texts stay texts, so that an ID number keeps its digits; whole
numbers are numbers. Which rows and columns may leave the house is decided by the room that owns them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO, Protocol

import xlsxwriter  # type: ignore[import-untyped] # no stubs are published

Value = str | int | Decimal | date | None
Rows = Iterable[Sequence[Value]]

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"

LONGEST_TEXT = 32_767  # what one cell of a workbook holds
MOST_ROWS = 1_048_000  # what one sheet holds, its head taken off
EXACT_DIGITS = 15  # what a number of a workbook holds
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,8})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ExportHead:
    """What an export is: title, the day it shows, how it was counted, who took it and when."""

    title: str
    on: date
    scope: str
    exporter: str
    at: datetime

    @property
    def words(self) -> str:
        """The second line of every export."""
        taken = self.at.strftime("%Y-%m-%d %H:%M")
        return f"截至日期：{self.on:%Y-%m-%d}　口径：{self.scope}　导出人：{self.exporter}　导出时间：{taken}"


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column of an export: its words, and its width in characters."""

    label: str
    width: int = 14


class Sheet(Protocol):
    """What is asked of a sheet of a workbook."""

    def write_number(self, row: int, col: int, number: int | Decimal, /) -> object: ...

    def write_string(self, row: int, col: int, string: str, cell_format: object = None, /) -> object: ...

    def set_column(self, first: int, last: int, width: int, cell_format: object = None, /) -> object: ...

    def freeze_panes(self, row: int, col: int, /) -> object: ...


class TooManyRows(Exception):
    """More rows than one sheet holds; `sentence` says how to go on."""

    sentence = "结果超过一张工作表能放下的行数（1,048,000 行）。请加上筛选条件分批导出，或改用 CSV。"


def write_workbook(head: ExportHead, columns: Sequence[ExportColumn], rows: Rows) -> IO[bytes]:
    """Write rows into a workbook in constant memory and give the temporary file, open.

    Errors: TooManyRows when one sheet cannot hold them.
    """
    target = TemporaryFile()  # noqa: SIM115 # handed on open; it vanishes when the answer closes it
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    sheet = book.add_worksheet("导出")
    text = book.add_format({"num_format": "@"})
    _write_head(book, sheet, head, columns, text)
    for number, row in enumerate(rows, start=3):
        if number >= MOST_ROWS:
            book.close()
            target.close()
            raise TooManyRows
        for place, value in enumerate(row):
            _write_cell(sheet, number, place, value, text)
    book.close()
    target.seek(0)
    return target


def _write_head(
    book: xlsxwriter.Workbook,
    sheet: Sheet,
    head: ExportHead,
    columns: Sequence[ExportColumn],
    text: object,
) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, text)
    sheet.write_string(0, 0, clean(head.title), book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, clean(head.words), book.add_format({"font_color": "#51565D"}))
    label = book.add_format({"bold": True, "bg_color": "#EEF0F3", "bottom": 1})
    for place, column in enumerate(columns):
        sheet.write_string(2, place, clean(column.label), label)
    sheet.freeze_panes(3, 1)


def _write_cell(sheet: Sheet, row: int, place: int, value: Value, text: object) -> None:
    if isinstance(value, bool) or value is None or value == "":
        return
    if isinstance(value, int | Decimal) and len(Decimal(value).as_tuple().digits) <= EXACT_DIGITS:
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, clean(_in_words(value)), text)


def write_csv(head: ExportHead, columns: Sequence[ExportColumn], rows: Rows) -> IO[bytes]:
    """Write rows into a CSV file that WPS and Excel open rightly, and give the temporary file, open.

    A text that a spreadsheet would take for a formula gets `'` before it; so does a long number in a text.
    """
    target = TemporaryFile()  # noqa: SIM115 # handed on open; it vanishes when the answer closes it
    lines = TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(lines)
    writer.writerow([disarm(head.title)])
    writer.writerow([disarm(head.words)])
    writer.writerow([disarm(column.label) for column in columns])
    writer.writerows(_disarmed(rows))
    lines.flush()
    lines.detach()
    target.seek(0)
    return target


def _disarmed(rows: Rows) -> Iterator[list[str]]:
    for row in rows:
        yield [disarm(value) if isinstance(value, str) else _in_words(value) for value in row]


def disarm(text: str) -> str:
    """Put `'` before a text that a spreadsheet would run as a formula or round as a number."""
    plain = clean(text)
    if plain.lstrip(" \u00a0\u3000").startswith(FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(plain):
        return f"'{plain}"
    return f"'{plain}" if re.fullmatch(r"\d{12,}[Xx]?", plain, re.ASCII) else plain


def clean(text: str) -> str:
    """Take out what a workbook cannot hold and shorten to what a cell holds."""
    return _NOT_XML.sub("", text)[:LONGEST_TEXT]


def _in_words(value: Value) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
