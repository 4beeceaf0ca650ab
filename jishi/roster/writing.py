"""Writes result tables: xlsx for people, csv for other systems, parquet and JSON Lines for machines.

Amounts stay exact to the last digit in every format, and no text a file carries can become a formula.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import polars as pl

from jishi.roster.files import replacing
from jishi.roster.problems import RosterFileError
from jishi.roster.tables import Column, Table, Value, exact, guarded, text_writer

Json = str | int | bool | Decimal | None | Sequence["Json"] | Mapping[str, "Json"]


def write_tables(
    path: Path, tables: Sequence[Table], *, head: tuple[str, ...] = (), inputs: Sequence[Path] = ()
) -> tuple[Path, ...]:
    """Writes tables to an xlsx, csv or parquet file and tells the files written.

    Shape:  an xlsx file holds every table on a sheet of its own; csv and parquet hold one, so several
            go to `name-table.csv` each. The lines of `head` (口径, 截至) stand above xlsx and csv headers.
    Errors: RosterFileError for an unknown suffix, an input as target, or a place that cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise RosterFileError(f"不能写成“{path.suffix}”格式", "请以 .xlsx、.csv 或 .parquet 结尾")
    files = {path: tables}
    if write is not _write_xlsx and len(tables) > 1:
        files = {path.with_name(f"{path.stem}-{table.name}{path.suffix}"): [table] for table in tables}
    with ExitStack() as stack:
        for target, held in files.items():
            write(stack.enter_context(replacing(target, inputs)), held, head)
    return tuple(files)


def write_jsonl(path: Path, objects: Iterable[Mapping[str, Json]], *, inputs: Sequence[Path] = ()) -> None:
    """Writes one JSON object a line; a Decimal is written digit by digit, a float is refused."""
    with replacing(path, inputs) as draft, draft.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{_json(each)}\n" for each in objects)


def _json(value: Json) -> str:
    match value:
        case None | bool() | int() | str():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return format(value, "f")
        case Mapping():
            pairs = [f"{json.dumps(key, ensure_ascii=False)}: {_json(each)}" for key, each in value.items()]
            return "{" + ", ".join(pairs) + "}"
        case Sequence():
            return "[" + ", ".join(map(_json, value)) + "]"
    raise TypeError(f"{type(value).__name__} cannot be written exactly; give text, int, Decimal or a mapping")


def _write_xlsx(draft: Path, tables: Sequence[Table], head: tuple[str, ...]) -> None:
    from jishi.roster.workbook import write_workbook

    write_workbook(draft, tables, head)


def _write_csv(draft: Path, tables: Sequence[Table], head: tuple[str, ...]) -> None:
    for table in tables:
        texts = [text_writer(column) for column in table.columns]
        with draft.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerows([guarded(line)] for line in head)
            writer.writerow([guarded(column.header) for column in table.columns])
            writer.writerows(_texts(texts, row) for row in table)


def _texts(writers: Sequence[Callable[[Value], str]], row: Sequence[Value]) -> list[str]:
    return ["" if value is None else text(value) for text, value in zip(writers, row, strict=True)]


def _write_parquet(draft: Path, tables: Sequence[Table], head: tuple[str, ...]) -> None:
    del head  # a parquet file has columns alone
    for table in tables:
        columns = zip(*table, strict=True) if len(table) else ((),) * len(table.columns)
        series = [_series(column, values) for column, values in zip(table.columns, columns, strict=True)]
        pl.DataFrame(series).write_parquet(draft)


def _series(column: Column, values: Sequence[Value]) -> pl.Series:
    match column.kind:
        case "money":
            return pl.Series(f"{column.header}（分）", values, pl.Int64)
        case "rate":
            numbers = [exact(value, column.scale) if isinstance(value, int) else None for value in values]
            return pl.Series(column.header, numbers, pl.Decimal(38, column.scale))
        case "month":
            text = text_writer(column)
            return pl.Series(column.header, [None if v is None else text(v) for v in values], pl.String)
        case "whole":
            return pl.Series(column.header, values, pl.Int64)
        case "day":
            return pl.Series(column.header, values, pl.Date)
    return pl.Series(column.header, values, pl.String)


_WRITERS: Mapping[str, Callable[[Path, Sequence[Table], tuple[str, ...]], None]] = {
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
