"""One sheet read: its rows as a typed frame, and a way to say what is wrong with some of them.

Rows are read a few thousand at a time and each distinct cell of a column only once, so a long roster costs
little more than its distinct values. Titles, footers, blank rows and the template's example are no records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest

import polars as pl

from jishi.policy import records
from jishi.policy.identifiers import mask_id_number, mask_mobile
from jishi.roster.book import BookSheet
from jishi.roster.cells import Cell, Doubt, Fault, Reading, Value, is_blank, read_text, shows_as_id, written
from jishi.roster.headers import HEADER_SEARCH_ROWS, Column, Header, Row, find_header
from jishi.roster.layout import EXAMPLE_MARK, IDS, Kind, Sheet
from jishi.roster.problems import Findings, Level, Problem

ROW = "_row"  # the number the spreadsheet shows
_ROWS_A_TIME = 4096
_MOST_REMEMBERED = 20_000
_LONGEST_SHOWN = 40
_FOOTERS = (
    *("填表人", "制表人", "审核人", "填报人", "填报单位", "填表单位", "填表日期", "制表日期", "单位负责人"),
    *("负责人：", "负责人:", "备注：", "备注:", "注：", "注:", "说明：", "说明:"),
    *("合计", "总计", "小计", "共计"),
    EXAMPLE_MARK,
)
_FOOTER_STARTS = frozenset(footer[0] for footer in _FOOTERS)


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """The rows of a sheet: every field of the layout, the locality's own columns, and ROW.

    `rows` counts the records the sheet holds, whatever has been dropped since.
    """

    sheet: Sheet
    frame: pl.DataFrame
    header: Header
    findings: Findings
    rows: int

    def flag(self, where: pl.Expr, field: str, what: str, remedy: str, level: Level = Level.ERROR) -> None:
        """Reports a field of the rows an expression picks; {names} in the sentences are the row's values."""
        for row in self.frame.filter(where).iter_rows(named=True):
            self.report(row[ROW], field, row.get(field), what.format_map(row), remedy.format_map(row), level)

    def report(
        self, row: int, field: str, value: Cell, what: str, remedy: str, level: Level = Level.ERROR
    ) -> None:
        """Reports one field of one row."""
        column, kind = self._titled(field)
        problem = Problem(self.sheet.name, row, column, shown(value, kind), level, what, remedy)
        self.findings.add(problem)

    def _titled(self, name: str) -> tuple[str, Kind]:
        """The title of a field as this file writes it, and its kind."""
        field = next(field for field in self.sheet.fields if field.name == name)
        column = self.header.column(name)
        return column.header if column else field.header, field.kind

    def replaced(self, frame: pl.DataFrame) -> SheetFrame:
        """The same sheet with other rows or values."""
        return replace(self, frame=frame)

    def good(self, *columns: str) -> pl.DataFrame:
        """Some columns of the rows without an error."""
        refused = self.findings.refused(self.sheet.name)
        frame = self.frame.select(*dict.fromkeys((ROW, *columns)))
        good = frame.filter(~pl.col(ROW).is_in(sorted(refused))) if refused else frame
        return good if ROW in columns else good.drop(ROW)


def shown(cell: Cell, kind: Kind = Kind.TEXT) -> str:
    """A cell as a problem may show it: short, and without anybody's whole ID or telephone number."""
    text = written(cell)
    if kind in IDS or shows_as_id(text):
        return mask_id_number(text)
    if kind is Kind.PHONE:
        return mask_mobile(text)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def read_sheet(sheet: Sheet, source: BookSheet, wanted: frozenset[str], findings: Findings) -> SheetFrame:
    """Reads all rows of a sheet; cells that cannot be read are noted and left empty."""
    rows = source.rows()
    first = list(islice(rows, HEADER_SEARCH_ROWS))
    header = find_header(sheet, first, wanted)
    body = records_only(chain(first, rows), header)
    readers = [_ColumnReader(column, sheet.name, findings) for column in header.columns]
    parts = [_empty(sheet, header)]
    while batch := list(islice(body, _ROWS_A_TIME)):
        parts.append(_typed(batch, readers))
    frame = pl.concat(parts, how="diagonal")
    return SheetFrame(sheet, frame, header, findings, frame.height)


def records_only(rows: Iterable[Row], header: Header) -> Iterator[Row]:
    """The rows below the header that say something of somebody."""
    kept = {column.index for column in header.columns}
    for number, cells in rows:
        first = _first_written(cells)
        if number <= header.row or first is None or _is_footer(cells[first]):
            continue
        if first in kept or any(not is_blank(cells[i]) for i in kept if i < len(cells)):
            yield number, cells


def _first_written(cells: Sequence[Cell]) -> int | None:
    for place, cell in enumerate(cells):
        if not is_blank(cell):
            return place
    return None


def _is_footer(first: Cell) -> bool:
    """Whether a row's first content says that the row is no record."""
    if not isinstance(first, str) or first.lstrip()[0] not in _FOOTER_STARTS:
        return False
    return written(first).replace(" ", "").startswith(_FOOTERS)


def _empty(sheet: Sheet, header: Header) -> pl.DataFrame:
    """No rows, but every column the sheet can have, in order."""
    own = {column.header: records.TEXT for column in header.columns if column.field is None}
    return pl.DataFrame(schema={ROW: records.WHOLE, **{f.name: f.dtype for f in sheet.fields}, **own})


def _typed(batch: Sequence[Row], readers: Sequence[_ColumnReader]) -> pl.DataFrame:
    numbers = [number for number, _ in batch]
    columns = list(zip_longest(*(cells for _, cells in batch)))
    absent = (None,) * len(batch)
    read = [r.read(numbers, columns[r.index] if r.index < len(columns) else absent) for r in readers]
    return pl.DataFrame([pl.Series(ROW, numbers, records.WHOLE), *read])


class _Readings(dict[Cell, Reading]):
    """What each distinct cell of a column reads as."""

    def __init__(self, read: Callable[[Cell], Reading]) -> None:
        super().__init__()
        self._read = read
        self.troubled = False

    def __missing__(self, cell: Cell) -> Reading:
        reading = self[cell] = self._read(cell)
        self.troubled = self.troubled or isinstance(reading, Fault | Doubt)
        return reading


class _ColumnReader:
    """Reads one column batch by batch."""

    def __init__(self, column: Column, sheet: str, findings: Findings) -> None:
        self.index = column.index
        self._column, self._sheet, self._findings = column, sheet, findings
        self._field = column.field
        self._name = column.field.name if column.field else column.header
        self._dtype = column.field.dtype if column.field else records.TEXT
        self._readings = _Readings(column.field.read if column.field else read_text)

    def read(self, numbers: Sequence[int], cells: Sequence[Cell]) -> pl.Series:
        """The values of a batch; what is wrong is noted and left empty."""
        if bool in set(map(type, cells)):  # True and 1 are one key, but not one meaning
            cells = [written(cell) if isinstance(cell, bool) else cell for cell in cells]
        readings = list(map(self._readings.__getitem__, cells))
        required = self._field is not None and self._field.required
        if self._readings.troubled or (required and None in readings):
            readings = [self._settled(*triple) for triple in zip(numbers, cells, readings, strict=True)]
        if len(self._readings) > _MOST_REMEMBERED:
            self._readings.clear()
        return pl.Series(self._name, readings, self._dtype)

    def _settled(self, number: int, cell: Cell, reading: Reading) -> Value:
        match reading:
            case Fault(what, remedy):
                self._note(number, cell, Level.ERROR, what, remedy)
                return None
            case Doubt(value, what, remedy):
                self._note(number, cell, Level.NOTICE, what, remedy)
                return value
            case None if self._field is not None and self._field.required:
                self._note(number, cell, Level.ERROR, f"没有填写{self._field.header}", "请补填")
        return reading

    def _note(self, number: int, cell: Cell, level: Level, what: str, remedy: str) -> None:
        kind = self._field.kind if self._field else Kind.TEXT
        value = shown(cell, kind)
        self._findings.add(Problem(self._sheet, number, self._column.header, value, level, what, remedy))
