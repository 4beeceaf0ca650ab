"""Text on the screen: aligned tables where a Chinese character is two columns wide, ID numbers hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

import click

from jishi.policy.identifiers import mask_id_number

GAP = "  "
MOST_SHOWN = 10
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_NUMERIC = re.compile(r"[-+−]?[\d,]+(\.\d+)?(元|%|人|级|户|倍)?|—?")
_PIECE = re.compile(r"\S[!-~]*[，。；：！？、）」』”’…]*|\s+")


def say(text: str = "", *, aside: bool = False) -> None:
    """Prints a line or several; `aside` goes to the error stream, so that results can be piped."""
    click.echo(masked(text), err=aside)


def masked(text: str) -> str:
    """The text with the middle of every ID number hidden."""
    return _ID_NUMBER.sub(lambda found: mask_id_number(found[0]), text)


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled up with spaces to so many columns."""
    space = " " * (columns - width(text))
    return f"{space}{text}" if right else f"{text}{space}"


def wrapped(text: str, columns: int) -> list[str]:
    """The text broken into lines; a closing mark never begins a line, a word of letters stays whole."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and width(lines[-1]) + width(piece) > columns:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under headers; a column of numbers stands to the right."""
    body = [tuple(row) for row in rows]
    columns = list(zip(headers, *body, strict=True))
    widths = [max(map(width, column)) for column in columns]
    right = [all(map(_NUMERIC.fullmatch, column[1:])) for column in columns]
    lines = [
        GAP.join(
            padded(text, size, right=side) for text, size, side in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in (headers, *body)
    ]
    return "\n".join((lines[0], "─" * min(sum(widths) + len(GAP) * (len(widths) - 1), 120), *lines[1:]))


def shortened(lines: Sequence[str], more: str) -> str:
    """The first lines; `more` says where the other ones are."""
    shown = list(lines[:MOST_SHOWN])
    if len(lines) > MOST_SHOWN:
        shown.append(f"……另有 {len(lines) - MOST_SHOWN} 条，{more}")
    return "\n".join(shown)
