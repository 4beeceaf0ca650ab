"""What a formula is made of. `pos` is the place in the text, for messages that point."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A literal: `digits` × 10^-`scale`, with the unit written behind it ("" when none)."""

    digits: int
    scale: int
    unit: str
    pos: int


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, parameter, formula, or a value of a list of choices."""

    text: str
    pos: int


@dataclass(frozen=True, slots=True)
class Index:
    """A table looked up by its keys: 起点等级[岗位类别]."""

    table: str
    keys: tuple[Node, ...]
    pos: int


@dataclass(frozen=True, slots=True)
class Call:
    """One of the closed set of functions: 较低(a, b)."""

    function: str
    args: tuple[Node, ...]
    pos: int


@dataclass(frozen=True, slots=True)
class Unary:
    """- or 非."""

    op: str
    operand: Node
    pos: int


@dataclass(frozen=True, slots=True)
class Binary:
    """+ - * / 且 或 and the comparisons = != < <= > >=."""

    op: str
    left: Node
    right: Node
    pos: int


Node = Number | Name | Index | Call | Unary | Binary
