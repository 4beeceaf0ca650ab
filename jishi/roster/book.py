"""Opens a roster file of any kind as one book of named sheets whose rows can be walked.

xlsx, csv and parquet files, and a folder of csv or parquet files named by sheet. Whatever cannot be read
within bounds is refused here with a sentence, before a row of it is looked at.
"""

from __future__ import annotations

import codecs
import csv
import mmap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from jishi.roster.archive import MIB, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, inspect_workbook
from jishi.roster.cells import Cell
from jishi.roster.headers import Row
from jishi.roster.problems import RosterFileError

MOST_FILE_BYTES = 100 * MIB
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENCODINGS = ("utf-8-sig", "gb18030")
_PIECE = MIB
_ROWS_A_TIME = 4096
_MOST_TEXT_AT_ONCE = 32 * MIB
_MOST_MERGED = 1_000_000
_SUFFIXES = "xlsx、csv、parquet"

Merge = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), from 0


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One sheet of a book: its name, and its rows with the numbers the spreadsheet shows."""

    name: str
    rows: Callable[[], Iterator[Row]]


def open_book(path: Path) -> tuple[BookSheet, ...]:
    """Lists the sheets of a roster file. Errors: RosterFileError for whatever is no readable roster file."""
    if path.is_dir():
        return _open_folder(path)
    _check_file(path)
    return _OPENERS[path.suffix.lower()](path)


def _check_file(path: Path) -> None:
    """Refuses a file that is missing, empty, too large, or not what its name says."""
    if not path.is_file():
        raise RosterFileError(f"没有找到文件“{path.name}”", "请核对文件名和所在文件夹")
    size = path.stat().st_size
    if size == 0:
        raise RosterFileError(f"“{path.name}”是空文件", "请重新导出或复制一份")
    if size > MOST_FILE_BYTES:
        raise RosterFileError(
            f"“{path.name}”有 {size // MIB} MB，超过 {MOST_FILE_BYTES // MIB} MB",
            "请去掉图片和无关的表，或分成几个文件",
        )
    suffix = path.suffix.lower()
    if suffix == ".xlsm":
        raise RosterFileError("带宏的工作簿（.xlsm）不读取", "请另存为不带宏的 xlsx 工作簿")
    if suffix not in _OPENERS:
        raise RosterFileError(f"不认得“{path.name}”的格式", f"可用的格式：{_SUFFIXES}；其他表格请另存为 xlsx")
    _check_content(path, suffix)


def _check_content(path: Path, suffix: str) -> None:
    with path.open("rb") as stream:
        start = stream.read(len(_OLE))
    if start == _OLE:
        raise _old_office_file(path)
    content = ".xlsx" if start.startswith(_ZIP) else ".parquet" if start.startswith(_PARQUET) else ".csv"
    if content != suffix:
        kind = {".xlsx": "压缩包或 Excel 工作簿", ".parquet": "parquet 文件", ".csv": "文本"}[content]
        raise RosterFileError(
            f"“{path.name}”的内容与扩展名不符：内容像是{kind}",
            f"请另存为真正的 {suffix[1:]} 文件，或改正扩展名",
        )


def _old_office_file(path: Path) -> RosterFileError:
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        encrypted = content.find(_ENCRYPTED) >= 0
    if encrypted:
        return RosterFileError(f"“{path.name}”已加密", "请在 Excel 或 WPS 中打开，取消密码后另存")
    return RosterFileError(f"“{path.name}”是旧版 Excel 格式", "请另存为 xlsx 工作簿")


def _open_folder(folder: Path) -> tuple[BookSheet, ...]:
    """Every csv or parquet file of a folder is the sheet its name says."""
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in {".csv", ".parquet"})
    if not files:
        raise RosterFileError(
            f"文件夹“{folder.name}”里没有 csv 或 parquet 文件", "请放入以表名命名的文件，例如 花名册.csv"
        )
    for file in files:
        _check_file(file)
    return tuple(sheet for file in files for sheet in _OPENERS[file.suffix.lower()](file))


def _open_workbook(path: Path) -> tuple[BookSheet, ...]:
    from python_calamine import CalamineError, load_workbook

    inspect_workbook(path)
    try:
        book = load_workbook(path)
    except (CalamineError, OSError) as error:
        raise _unreadable(path) from error

    def rows(name: str) -> Iterator[Row]:
        try:
            sheet = book.get_sheet_by_name(name)
        except CalamineError as error:
            raise _unreadable(path) from error
        first_column = sheet.start[1] if sheet.start else 0
        merged = _merged(sheet.merged_cell_ranges or [], first_column, sheet.width)
        return _fill_merged(sheet.iter_rows(), merged) if merged else enumerate(sheet.iter_rows(), start=1)

    return tuple(BookSheet(name, partial(rows, name)) for name in book.sheet_names)


def _unreadable(path: Path) -> RosterFileError:
    return RosterFileError(
        f"“{path.name}”已损坏，无法读取", "请用 Excel 或 WPS 打开后另存为 xlsx 工作簿，再试一次"
    )


def _merged(ranges: Sequence[Merge], first_column: int, width: int) -> dict[int, list[Merge]]:
    """Merged areas by the row they begin in, columns counted from the first one read."""
    by_row: dict[int, list[Merge]] = {}
    total = 0
    for (top, left), (bottom, right) in ranges:
        last = min(right - first_column, width - 1)
        total += (bottom - top + 1) * max(0, last - left + first_column + 1)
        by_row.setdefault(top, []).append(((top, left - first_column), (bottom, last)))
    return by_row if total <= _MOST_MERGED else {}


def _fill_merged(rows: Iterable[Sequence[Cell]], merged: dict[int, list[Merge]]) -> Iterator[Row]:
    """Gives every cell of a merged area the content its first cell shows."""
    areas: list[tuple[Merge, Cell]] = []
    for index, cells in enumerate(rows):
        if index in merged or areas:
            areas = [area for area in areas if area[0][1][0] >= index]
            areas += [(area, cells[area[0][1]]) for area in merged.pop(index, ()) if area[0][1] >= 0]
        yield index + 1, _overlaid(cells, areas) if areas else cells


def _overlaid(cells: Sequence[Cell], areas: Sequence[tuple[Merge, Cell]]) -> Sequence[Cell]:
    filled = list(cells)
    for ((_, left), (_, right)), content in areas:
        filled[left : right + 1] = [content] * (right - left + 1)
    return filled


def _open_csv(path: Path) -> tuple[BookSheet, ...]:
    encoding = _encoding(path)

    def rows() -> Iterator[Row]:
        with path.open(encoding=encoding, newline="") as stream:
            try:
                yield from _bounded(enumerate(csv.reader(stream), start=1), path)
            except csv.Error as error:
                raise RosterFileError(
                    f"“{path.name}”不是能读取的 csv（{error}）", "请用 Excel 或 WPS 打开后另存"
                ) from error

    return (BookSheet(path.stem, rows),)


def _encoding(path: Path) -> str:
    """The encoding in which the whole file makes sense, UTF-8 before GB18030."""
    for encoding in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as stream, suppress(UnicodeDecodeError):
            while piece := stream.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
            return encoding
    raise RosterFileError(f"“{path.name}”的文字编码认不出来", "请另存为“CSV UTF-8（逗号分隔）”")


def _bounded(rows: Iterator[tuple[int, list[str]]], path: Path) -> Iterator[Row]:
    cells = 0
    for number, row in rows:
        cells += len(row)
        _check_extent(path, number, len(row), cells)
        yield number, row


def _check_extent(path: Path, rows: int, columns: int, cells: int) -> None:
    if columns > MOST_COLUMNS:
        raise RosterFileError(f"“{path.name}”多达 {columns} 列，最多读取 {MOST_COLUMNS} 列", "请删去多余的列")
    if rows > MOST_ROWS:
        raise RosterFileError(f"“{path.name}”超过 {MOST_ROWS} 行", "请分成几个文件")
    if cells > 2 * MOST_CELLS:  # read row by row, these take half the memory a workbook does
        raise RosterFileError(f"“{path.name}”内容过多", "请删去多余的列，或分成几个文件")


def _open_parquet(path: Path) -> tuple[BookSheet, ...]:
    damaged = RosterFileError(f"“{path.name}”已损坏或没有传完整", "请重新导出 parquet 文件")
    try:
        schema = pl.read_parquet_schema(path)
        height = int(pl.scan_parquet(path).select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise damaged from error
    _check_extent(path, height, len(schema), height * len(schema))
    odd = [name for name, dtype in schema.items() if dtype.is_nested() or dtype == pl.Binary]
    if odd:
        raise RosterFileError(f"“{path.name}”的“{odd[0]}”列不是单个值", "请导出为普通的文字、数字或日期列")

    def rows() -> Iterator[Row]:
        yield 1, list(schema)
        for start in range(0, height, _ROWS_A_TIME):
            try:
                part = pl.scan_parquet(path).slice(start, _ROWS_A_TIME).collect()
            except (pl.exceptions.PolarsError, OSError) as error:
                raise damaged from error
            _check_text(path, part)
            yield from ((start + i, row) for i, row in enumerate(part.iter_rows(), start=2))

    return (BookSheet(path.stem, rows),)


def _check_text(path: Path, part: pl.DataFrame) -> None:
    """Refuses rows whose texts, stored once and repeated, would fill the memory."""
    lengths = part.select(pl.col(pl.String).str.len_bytes().sum())
    if sum(lengths.row(0)) > _MOST_TEXT_AT_ONCE:
        raise RosterFileError(f"“{path.name}”里的文字过多", "请检查是否误存了大段文字，删去后再试")


_OPENERS: dict[str, Callable[[Path], tuple[BookSheet, ...]]] = {
    ".xlsx": _open_workbook,
    ".csv": _open_csv,
    ".parquet": _open_parquet,
}
