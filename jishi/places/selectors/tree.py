"""The tree of places of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from jishi.places.models import Unit, UnitStanding


@dataclass(frozen=True, slots=True)
class Node:
    """A unit as it stood on a day.

    Shape: `depth` counts from 0 at the top of the tree asked for; `parent_id` as of the day, also where the
           parent is outside that tree; `path` as of now; `since` the first day of this name and parent.
    """

    unit_id: int
    kind: str
    name: str
    code: str
    path: str
    parent_id: int | None
    depth: int
    since: date
    child_count: int = 0


_FIELDS = ("unit_id", "unit__kind", "name", "unit__code", "unit__path", "parent_id", "valid_from")
_Row = tuple[int, str, str, str, str, int | None, date]


def tree(root_path: str, *, on: date, known_at: datetime | None = None) -> tuple[Node, ...]:
    """The units now under a path that stood on a day, with that day's names and parents, top first.

    A unit whose parent of the day is outside the path comes right under the top: whoever has it in sight now
    sees it on earlier days too, and nobody else does.
    """
    rows = (
        UnitStanding.objects.filter(unit__path__startswith=root_path)
        .true_on(on)
        .known_at(known_at)
        .order_by("unit__path")
        .values_list(*_FIELDS)
    )
    return tuple(_in_order(list(rows)))


def children(unit: Unit, *, on: date, known_at: datetime | None = None) -> tuple[Node, ...]:
    """The units directly under one on a day."""
    rows: Iterable[_Row] = (
        UnitStanding.objects.filter(parent=unit)
        .true_on(on)
        .known_at(known_at)
        .order_by("unit__path")
        .values_list(*_FIELDS)
    )
    return tuple(Node(*row[:6], 0, row[6]) for row in rows)


def _in_order(rows: list[_Row]) -> Iterator[Node]:
    """Parents before their children, siblings in the order of their paths."""
    inside = {row[0] for row in rows}
    below: dict[int | None, list[_Row]] = defaultdict(list)
    for row in rows:
        below[row[5] if row[5] in inside else None].append(row)
    tops = below[None]
    if len(tops) > 1:
        below[tops[0][0]] += tops[1:]  # strays of that day hang under the top
    stack = [(row, 0) for row in tops[:1]]
    while stack:
        row, depth = stack.pop()
        yield Node(*row[:6], depth, row[6], len(below[row[0]]))
        stack += [(child, depth + 1) for child in reversed(below[row[0]])]
