"""Result tables: on the screen and in files, under the head lines that say what they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jishi.cli.arguments import JSON_LINES
from jishi.cli.screen import say
from jishi.cli.screen import table as aligned
from jishi.policy.money import show_yuan
from jishi.roster.tables import Column, Table, Value, exact, text_writer
from jishi.roster.writing import Json, write_jsonl, write_tables

IDENTITY = (
    Column("工号", width=20),
    Column("姓名", width=10),
    Column("街道", width=14),
    Column("社区", width=14),
)


def write_result(path: Path, tables: Sequence[Table], head: Sequence[str], source: Path) -> None:
    """Writes the tables that have rows and says where they are; the source is never overwritten.

    JSON Lines hold the first table alone, an object a row; amounts are whole 分.
    """
    if path.suffix.lower() == JSON_LINES:
        write_jsonl(path, _objects(tables[0]), inputs=(source,))
        say(f"结果写在 {path}", aside=True)
        return
    filled = [table for table in tables if len(table)]
    for written in write_tables(path, filled or tables[:1], head=tuple(head), inputs=(source,)):
        say(f"结果写在 {written}", aside=True)


def _objects(table: Table) -> Iterator[Mapping[str, Json]]:
    for row in table:
        pairs = zip(table.columns, row, strict=True)
        yield {column.header: _plain(column, value) for column, value in pairs}


def _plain(column: Column, value: Value) -> Json:
    if column.kind == "rate" and isinstance(value, int):
        return exact(value, column.scale)
    if column.kind == "month" or isinstance(value, date):
        return None if value is None else text_writer(column)(value)
    return value


def printed(table: Table) -> str:
    """A table for the screen, amounts as people read them."""
    shows = [_shower(column) for column in table.columns]
    rows = [
        ["" if value is None else show(value) for show, value in zip(shows, row, strict=True)]
        for row in table
    ]
    return aligned([column.header for column in table.columns], rows)


def _shower(column: Column) -> Callable[[Any], str]:
    if column.kind == "money":
        return show_yuan
    return str if column.kind == "text" else text_writer(column)


def money(header: str) -> Column:
    """A column of amounts."""
    return Column(header, "money", max(11, 2 * len(header) + 2))


def whole(header: str) -> Column:
    """A column of whole numbers."""
    return Column(header, "whole", max(8, 2 * len(header) + 2))


def summed(rows: Sequence[Sequence[Value]]) -> list[Value]:
    """The sum of every column of whole numbers."""
    return [sum(value for value in column if isinstance(value, int)) for column in zip(*rows, strict=True)]
