"""Looks into a workbook's zip archive before anything unpacks it, and refuses what would not fit in memory.

A workbook of half a megabyte can unpack to gigabytes: one endless cell, one text that a million cells share,
two cells at the far corners of a sheet. Every part is therefore unpacked once in small pieces, never kept,
and measured. The bounds hold a roster of 100,000 people with thirty columns.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

from jishi.roster.problems import RosterFileError

MIB = 2**20
MOST_COLUMNS = 1_000
MOST_ROWS = 1_048_576
MOST_CELLS = 5_200_000  # rows × columns of one sheet, empty cells between filled ones included
_MOST_PARTS = 200
_MOST_UNPACKED = 600 * MIB
_MOST_SHARED_TEXT = 96 * MIB
_MOST_SHARED_STRINGS = 2_000_000
_MOST_RATIO = 100
_SMALL_PART = 16 * MIB
_MOST_MEMORY = 360 * MIB  # of one sheet while it is read
_CELL_MEMORY, _CELL_MARKUP, _GAP_MEMORY = 72, 32, 32  # bytes a cell, as measured
_PIECE = 256 * 1024

# Cells written as nearly all are, within columns A to AZ and 99,999 rows, bound a sheet by themselves.
_UNUSUAL_CELL = re.compile(rb'<c(?:[>/\t\r\n]| (?!r="A?[A-Z]\d{1,5}"))')
_PREFIXED_CELL = re.compile(rb":c[\s>/]")
_USUAL_AREA = 52 * 99_999
_SMALLEST_CELL = len(b'<c r="A1"><v>1</v></c>')
_CELL = re.compile(rb"""<(?:\w{1,20}:)?c(?=[\s>/])(?:[^>]*?\sr\s*=\s*["']([A-Za-z]{1,9})(\d{1,9})["'])?""")
_VALUE = re.compile(rb"<(?:\w{1,20}:)?v(?:\s[^>]*)?>(\d{0,9})")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY|\[CDATA\[)")
_SHARED_STRING = re.compile(rb"<(?:\w{1,20}:)?si[\s>/]")

_SAVE_AGAIN = "请用 Excel 或 WPS 打开后另存为 xlsx 工作簿，再试一次"
_TOO_BIG = "请删去与花名册无关的内容，或分成几个文件"
_TRIM = "请删去数据区以外的内容（选中其后的空白行列，删除后保存），或分成几个文件"


def inspect_workbook(path: Path) -> None:
    """Passes a workbook that can be read within bounds; for any other raises RosterFileError."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive)
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, OSError) as error:
        raise RosterFileError(f"“{path.name}”已损坏或没有传完整", _SAVE_AGAIN) from error


def _check_directory(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if "xl/workbook.xml" not in names:
        raise RosterFileError("文件不是 Excel 工作簿（压缩包里没有工作簿内容）", _SAVE_AGAIN)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise RosterFileError("工作簿带有宏，为安全起见不读取", "请另存为不带宏的 xlsx 工作簿")
    ambiguous = len(set(names)) < len(names) or archive.comment or any("\\" in name for name in names)
    if ambiguous or any(part.flag_bits & 1 for part in parts):
        raise _malformed()
    total = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or total > _MOST_UNPACKED or any(map(_unpacks_too_big, parts)):
        raise _bomb()


def _unpacks_too_big(part: zipfile.ZipInfo) -> bool:
    """Whether a part claims more than its kind can need; only sheets and their texts grow with the people."""
    grows = part.filename.startswith("xl/worksheets/") or _is_shared_texts(part)
    if part.file_size > _SMALL_PART:
        return not grows or part.file_size > _MOST_RATIO * part.compress_size
    return False


def _is_shared_texts(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower() == "xl/sharedstrings.xml"


def _malformed() -> RosterFileError:
    return RosterFileError("工作簿的内部结构不正常", _SAVE_AGAIN)


def _bomb() -> RosterFileError:
    return RosterFileError("工作簿解压后过大，疑似压缩炸弹", _TOO_BIG)


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Measures the shared texts first, then every other part against them."""
    shared = _SharedTexts()
    for part in sorted(archive.infolist(), key=_is_shared_texts, reverse=True):
        if _is_shared_texts(part):
            shared.measure(_pieces(archive, part))
        else:
            _check_sheet(archive, part, shared)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpacks a part to its true end, whatever size the directory claims, in pieces that cut no tag."""
    honest = copy(part)
    honest.file_size = _MOST_UNPACKED
    size, rest = 0, b""
    with archive.open(honest) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > part.file_size:
                raise _bomb()
            if b"<" not in piece and len(piece) == _PIECE:
                raise RosterFileError("有单元格的内容过长", "请检查是否误粘贴了大段文字，删去后再试")
            whole, bracket, tail = (rest + piece).rpartition(b"<")
            rest = bracket + tail
            yield whole
    yield rest


def _check_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo, shared: _SharedTexts) -> None:
    """Passes a part that is no sheet or one small by its cells' names alone; measures the others exactly."""
    extent = _SheetExtent(part.file_size, shared)
    is_sheet, usual = False, extent.most_memory() <= _MOST_MEMORY
    for piece in _pieces(archive, part):
        if b"<!" in piece and _DECLARATION.search(piece):
            raise _malformed()
        is_sheet = is_sheet or b"sheetData" in piece
        usual = usual and not _UNUSUAL_CELL.search(piece)
        usual = usual and not (b":c" in piece and _PREFIXED_CELL.search(piece))
    if is_sheet and not usual:
        for piece in _pieces(archive, part):
            extent.take(piece)
        extent.check()


@dataclass(slots=True)
class _SharedTexts:
    """How long the texts are that cells share by number, in bytes."""

    lengths: list[int] = field(default_factory=list)
    longest: int = 0

    def measure(self, pieces: Iterator[bytes]) -> None:
        """Takes the length of every text, markup included."""
        size, rest = 0, b""
        for piece in pieces:
            size += len(piece)
            *whole, rest = _SHARED_STRING.split(rest + piece)
            self.lengths += map(len, whole)
            if size > _MOST_SHARED_TEXT or len(self.lengths) > _MOST_SHARED_STRINGS:
                raise RosterFileError("工作簿里的文字过多", _TOO_BIG)
        self.lengths = [*self.lengths[1:], len(rest)]  # what stands before the first text is none
        self.longest = max(self.lengths)


@dataclass(slots=True)
class _SheetExtent:
    """How much of the grid a sheet spans, and how much text its cells hold and share."""

    size: int
    shared: _SharedTexts
    cells: int = 0
    repeated: int = 0
    last_row: int = 0
    letters: set[bytes] = field(default_factory=set)

    def take(self, piece: bytes) -> None:
        """Adds the cells of a piece; a cell that does not say where it stands is refused."""
        found = _CELL.findall(piece)
        if not found:
            return
        letters, digits = (set(names) for names in zip(*found, strict=True))
        if b"" in letters:
            raise _malformed()
        self.cells += len(found)
        self.letters |= letters
        self.last_row = max(self.last_row, *map(int, digits))
        self.repeated += self._shared_text(piece)

    def _shared_text(self, piece: bytes) -> int:
        """The bytes of shared text a piece's cells can stand for; a disguised value counts as the longest."""
        lengths, most = self.shared.lengths, self.shared.longest
        numbers = _VALUE.findall(piece)
        return sum(lengths[int(n)] if n and int(n) < len(lengths) else most if not n else 0 for n in numbers)

    def most_memory(self) -> int:
        """The bytes a sheet of this size can take at most while it is read, if its cells are usual ones."""
        cells = self.size // _SMALLEST_CELL
        return (
            self._memory(cells, max(_USUAL_AREA, cells), cells * self.shared.longest) + cells * _CELL_MARKUP
        )

    def _memory(self, cells: int, area: int, repeated: int) -> int:
        inline = max(0, self.size - _CELL_MARKUP * cells)
        return _CELL_MEMORY * cells + _GAP_MEMORY * (area - cells) + inline + repeated

    def check(self) -> None:
        """Refuses the sheet if it spans or holds too much."""
        width = max(map(_column_number, self.letters), default=0)
        if width > MOST_COLUMNS:
            raise RosterFileError(f"有工作表多达 {width} 列，最多读取 {MOST_COLUMNS} 列", _TRIM)
        if self.last_row > MOST_ROWS:
            raise RosterFileError(f"有工作表多达 {self.last_row} 行，最多 {MOST_ROWS} 行", _TRIM)
        area = max(self.last_row * width, self.cells)
        if area > MOST_CELLS:
            raise RosterFileError(f"有工作表延伸到第 {self.last_row} 行、第 {width} 列，过大", _TRIM)
        if self._memory(self.cells, area, self.repeated) > _MOST_MEMORY:
            raise RosterFileError("工作表里的文字过多", _TOO_BIG)


def _column_number(letters: bytes) -> int:
    """The number of a column from its letters: A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
