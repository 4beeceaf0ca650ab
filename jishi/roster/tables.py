"""Result tables as they go out: columns with a kind, rows of exact values, and each value as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from jishi.policy.money import plain_yuan
from jishi.policy.period import Month

Kind = Literal["text", "whole", "money", "rate", "day", "month"]
Value = str | int | date | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Units: money is whole 分; a rate is a whole number of 10^-scale; a month is `Month.index`.
           `width` counts half-width characters.
    """

    header: str
    kind: Kind = "text"
    width: int = 12
    scale: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A named table; its rows, a frame or a sequence, follow the columns. None is an empty cell."""

    name: str
    columns: tuple[Column, ...]
    rows: pl.DataFrame | Sequence[Sequence[Value]]

    def __iter__(self) -> Iterator[Sequence[Value]]:
        return iter(self.rows.iter_rows() if isinstance(self.rows, pl.DataFrame) else self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def guarded(text: str) -> str:
    """Text that a spreadsheet could take for a formula, with an apostrophe before it."""
    begins = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if begins else text


def exact(number: int, scale: int) -> Decimal:
    """A whole number of 10^-scale as the decimal number it stands for."""
    return Decimal(number).scaleb(-scale)


def text_writer(column: Column) -> Callable[[Any], str]:
    """How a column's values, empty ones apart, are written as text."""
    match column.kind:
        case "money":
            return plain_yuan
        case "rate":
            return lambda value: format(exact(value, column.scale), "f")
        case "month":
            return lambda value: str(Month.from_index(value))
        case "text":
            return lambda value: guarded(str(value))
    return str
