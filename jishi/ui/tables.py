"""Columns, cells and rows of a table, and the choice of columns a person has kept.

Cells are plain words so that hundreds are drawn in a few milliseconds. Presenters decide what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from jishi.ui.components import Link, Tone

Align = Literal["start", "end"]
Width = Literal["", "narrow", "wide"]
Density = Literal["normal", "compact", "touch"]
CardPlace = Literal["title", "state", "line", "hidden"]

DENSITIES: tuple[Density, ...] = ("normal", "compact", "touch")
WIDTHS: tuple[Width, ...] = ("", "narrow", "wide")
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `default`: shown before anybody chooses; `card`: where it stands on a phone."""

    key: str
    label: str
    align: Align = "start"
    sortable: bool = False
    group: str = ""
    default: bool = True
    freeze: bool = False
    width: Width = ""
    card: CardPlace = "line"

    @property
    def css(self) -> str:
        """Name the classes of its cells."""
        words = [self.align, "frozen" if self.freeze else "", self.width, f"card-{self.card}"]
        return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as words. Without text it shows “—”; a tone makes it a tag; `note` stands small beside it."""

    text: str = ""
    tone: Tone | Literal[""] = ""
    href: str = ""
    note: str = ""
    is_unknown: bool = False


NOT_FILLED = Cell("未填", is_unknown=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: cells in the order of the shown columns, where it opens, at most two actions at its end."""

    key: str
    name: str
    cells: Sequence[Cell]
    url: str = ""
    drawer_url: str = ""
    actions: tuple[Link, ...] = ()
    tone: Tone | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """How somebody wants one column: shown or not, frozen or not, how wide."""

    key: str
    is_shown: bool = True
    is_frozen: bool = False
    width: Width = ""


@dataclass(frozen=True, slots=True)
class Preference:
    """How somebody wants a table; with no columns the table's own choice holds."""

    columns: tuple[ColumnChoice, ...] = ()
    density: Density = "normal"


def chosen_columns(columns: Sequence[Column], preference: Preference) -> tuple[Column, ...]:
    """Apply a preference: order, show, freeze, width. The first column always stays, and stays frozen.

    Columns that are new since the preference was kept follow at their default.
    """
    arranged = list(_arranged(columns, preference))
    first = columns[0]
    rest = [column for column, is_shown in arranged if is_shown and column.key != first.key]
    return (
        _with(first, is_frozen=True, width=first.width),
        *sorted(rest, key=lambda column: not column.freeze),
    )


def arranged_columns(columns: Sequence[Column], preference: Preference) -> tuple[tuple[Column, bool], ...]:
    """List every column in the order kept, each with whether it is shown, for the settings dialog."""
    return tuple(_arranged(columns, preference))


def _arranged(columns: Sequence[Column], preference: Preference) -> Iterator[tuple[Column, bool]]:
    known = {column.key: column for column in columns}
    for choice in preference.columns:
        column = known.pop(choice.key, None)
        if column is not None:
            yield _with(column, is_frozen=choice.is_frozen, width=choice.width), choice.is_shown
    for column in known.values():
        yield column, column.default


def _with(column: Column, *, is_frozen: bool, width: Width) -> Column:
    return Column(
        column.key,
        column.label,
        align=column.align,
        sortable=column.sortable,
        group=column.group,
        default=column.default,
        freeze=is_frozen,
        width=width,
        card=column.card,
    )


def read_choices(stored: object) -> tuple[ColumnChoice, ...]:
    """Read a choice of columns from JSON; whatever is not of its shape is left out."""
    if not isinstance(stored, list):
        return ()
    found: dict[str, ColumnChoice] = {}
    for item in stored[:MOST_COLUMNS]:
        if isinstance(item, Mapping) and isinstance(item.get("key"), str) and 0 < len(item["key"]) <= 40:
            width = _read_width(item.get("width"))
            choice = ColumnChoice(item["key"], bool(item.get("shown")), bool(item.get("frozen")), width)
            found.setdefault(choice.key, choice)
    return tuple(found.values())


def _read_width(text: object) -> Width:
    return next((known for known in WIDTHS if known == text), WIDTHS[0])


def written_choices(choices: Sequence[ColumnChoice]) -> list[dict[str, object]]:
    """Write a choice of columns as JSON."""
    return [
        {"key": each.key, "shown": each.is_shown, "frozen": each.is_frozen, "width": each.width}
        for each in choices
    ]


def read_density(text: object) -> Density:
    """Read a density; anything unknown is the normal one."""
    return next((known for known in DENSITIES if known == text), "normal")
