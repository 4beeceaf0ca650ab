"""Reads the files of a pack as text with line numbers: YAML without its guesses, and CSV.

Every scalar stays text, so 0.03, 是 and 12:30 reach the checks as they were written. What YAML offers
beyond plain lists and mappings (anchors, tags, several documents) is refused: an official cannot see it,
and a hostile file could explode it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from jishi.policy.errors import NOWHERE, PackError, Place

LARGEST_FILE = 2_000_000
LONGEST_TEXT = 4_000
DEEPEST = 20

_SYNTAX_REMEDY = "请检查这一行附近的缩进、冒号后的空格、引号和括号是否成对；不要使用制表符"
_FULL_WIDTH_SIGN = "写了全角的冒号或逗号"
_HALF_WIDTH = "键后面的冒号和各项之间的逗号要用半角（: ,），冒号后空一格"
# a key closed, or the items of a bracket parted, by a full-width sign
_FULL_WIDTH = re.compile(r"[^\s:#]*：|(?:[^\s:#]+: )?[{\[][^\"']*，.*[]}]")


class Map(dict[str, Any]):
    """A mapping as written: `place` of itself and `places` of each key."""

    __slots__ = ("place", "places")

    def __init__(self, place: Place = NOWHERE) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, Place] = {}

    def put(self, key: str, value: Any, place: Place) -> None:
        self[key] = value
        self.places[key] = place


class Seq(list[Any]):
    """A list as written: `place` of itself and `places` of each item."""

    __slots__ = ("place", "places")

    def __init__(self, place: Place = NOWHERE) -> None:
        super().__init__()
        self.place = place
        self.places: list[Place] = []

    def put(self, value: Any, place: Place) -> None:
        self.append(value)
        self.places.append(place)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a CSV table, cells by column header."""

    cells: dict[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV table as written."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    place: Place


def read_text(path: Path, file: str) -> str:
    """The text of a UTF-8 file of bounded size; `file` is the name messages use."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise PackError("文件超过 2 MB", "政策包由人阅读和修改，请拆分或删去无关内容", Place(file))
        data = path.read_bytes()
    except OSError:
        raise PackError("文件不存在或不能读取", "请检查文件名和权限", Place(file)) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PackError(
            "文件不是 UTF-8 编码", "请用记事本或 WPS 另存为 UTF-8 编码", Place(file, line)
        ) from None


def read_yaml(path: Path, file: str) -> Map | Seq | str:
    """The content of a YAML file as Map, Seq and text; an empty file is an empty text."""
    text = read_text(path, file)
    try:
        content = _Builder(file).build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.reader.ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1
        raise PackError("含有不可见的控制字符", "请删去这个字符", Place(file, line)) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unreadable(text, mark.line if mark else 0, file) from None
    if isinstance(content, str) and content:
        raise _unreadable(text, 0, file)
    return content


def _unreadable(text: str, line: int, file: str) -> PackError:
    """What to say of YAML that cannot be read: a full-width sign at or just above the line, or no more."""
    lines = text.splitlines()
    for number in (line - 1, line):
        if 0 <= number < len(lines) and _FULL_WIDTH.match(lines[number].strip().lstrip("- ")):
            return PackError(_FULL_WIDTH_SIGN, _HALF_WIDTH, Place(file, number + 1))
    return PackError("不能按 YAML 读取", _SYNTAX_REMEDY, Place(file, line + 1))


class _Builder:
    """Turns the parser's events into nodes with places, refusing everything a plain reader cannot see."""

    def __init__(self, file: str) -> None:
        self.file = file

    def build(self, events: Iterator[Any]) -> Map | Seq | str:
        root: Map | Seq | str | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self._error(
                        event, "一个文件里有不止一份 YAML 文档", "请去掉分隔行「---」之后的内容"
                    )
                root = self._node(next(events), events, 0)
        return "" if root is None else root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self._error(
                event, "使用了 YAML 锚点或别名（& 或 *）", "请把内容直接写出来；以 & 或 * 开头的文字请加引号"
            )
        if event.tag is not None:
            raise self._error(event, "使用了 YAML 标签（!）", "请去掉标签；以 ! 开头的文字请加引号")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth >= DEEPEST:
            raise self._error(event, f"嵌套超过 {DEEPEST} 层", "请检查括号和缩进")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, events, depth + 1)
        return self._sequence(event, events, depth + 1)

    def _scalar(self, event: Any) -> str:
        text: str = event.value
        if len(text) > LONGEST_TEXT:
            raise self._error(
                event, f"一处文字或公式超过 {LONGEST_TEXT} 字", "请拆成几个有名称的公式，逐个引用"
            )
        return text

    def _mapping(self, start: Any, events: Iterator[Any], depth: int) -> Map:
        result = Map(self._place(start))
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            name = self._node(event, events, depth)
            if not isinstance(name, str):
                raise self._error(event, "键不是文字", "含方括号或花括号的文字请加引号")
            if "：" in name:
                raise self._error(event, _FULL_WIDTH_SIGN, _HALF_WIDTH)
            if name in result:
                raise self._error(
                    event, f"重复写了「{name}」", f"上一处在第{result.places[name].line}行，请只留一处"
                )
            value, place = self._node(next(events), events, depth), self._place(event)
            if isinstance(value, Map | Seq):
                value.place = place  # a named block begins where its name stands
            result.put(name, value, place)
        return result

    def _sequence(self, start: Any, events: Iterator[Any], depth: int) -> Seq:
        result = Seq(self._place(start))
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            result.put(self._node(event, events, depth), self._place(event))
        return result

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1)

    def _error(self, event: Any, what: str, remedy: str) -> PackError:
        return PackError(what, remedy, self._place(event))


def read_csv(path: Path, file: str) -> Sheet:
    """A CSV table with a header line; blank lines are skipped, cells are trimmed text."""
    reader = csv.reader(io.StringIO(read_text(path, file), newline=""))
    lines: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            lines.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error:
        raise PackError("不能按 CSV 读取", "请检查引号是否成对", Place(file, reader.line_num)) from None
    filled = [(line, cells) for line, cells in lines if any(cells)]
    if not filled:
        raise PackError("表格是空的", "第一行请写列名，以下每行一条", Place(file, 1))
    (top, header), *body = filled
    if "" in header or len(set(header)) < len(header):
        raise PackError("列名有空白或重复", "每一列请写一个不同的列名", Place(file, top))
    for line, cells in body:
        if len(cells) != len(header):
            what = f"这一行有 {len(cells)} 格，列名有 {len(header)} 个"
            remedy = "请补齐或删去多余的逗号（要用半角）；含逗号的文字请加双引号"
            raise PackError(what, remedy, Place(file, line))
    rows = tuple(Row(dict(zip(header, cells, strict=True)), Place(file, line)) for line, cells in body)
    return Sheet(tuple(header), rows, Place(file, top))


def inside(folder: Path, name: str, place: Place) -> Path:
    """The path of a file named by a pack; refuses one that leads out of the folder it must be in."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        remedy = f"请把文件放进本政策包的「{folder.name}」文件夹，只写文件名"
        raise PackError(f"「{name}」在「{folder.name}」文件夹之外", remedy, place)
    return path
