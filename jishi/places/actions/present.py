"""Keeping what a unit row says of now in step with the standings: name, parent, path, whether dissolved.

The standings are the truth for any day; these columns only let sight be decided quickly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, Substr

from jishi.audit.actions import record
from jishi.audit.enums import SYSTEM, Subject
from jishi.places.actions.checks import Timeline, timelines
from jishi.places.enums import TAKE_EFFECT, UnitKind
from jishi.places.models import STEP, Unit, UnitStanding

_UPPER_LEVELS = (UnitKind.CITY, UnitKind.DISTRICT)  # whose rows are held while their map changes


@dataclass(frozen=True, slots=True)
class Relocation:
    """A unit whose path, and that of everything below it, is another now."""

    unit_id: int
    old_path: str
    new_path: str


def step(number: int) -> str:
    """One step of a path."""
    return f"{number:0{STEP - 1}d}/"


def take_steps(parent: Unit, count: int) -> int:
    """Reserve so many steps below a unit whose district is held; the number before the first of them."""
    first = Unit.objects.values_list("last_step", flat=True).get(pk=parent.pk)
    Unit.objects.filter(pk=parent.pk).update(last_step=F("last_step") + count)
    parent.last_step = first + count
    return first


@transaction.atomic
def bring_up_to_date(*, on: date, at: datetime) -> tuple[Relocation, ...]:
    """Let every unit row say what holds on a day: changes dated ahead take effect. Safe to run again.

    Shape: the units whose path is another now.
    """
    list(Unit.objects.select_for_update(no_key=True).filter(kind__in=_UPPER_LEVELS).order_by("path"))
    moved = bring_units_up_to_date(None, on=on)
    for item in moved:
        unit = Unit.objects.get(pk=item.unit_id)
        record(
            verb=TAKE_EFFECT,
            subject=Subject(kind="unit", key=str(unit.pk), label=unit.name),
            by=SYSTEM,
            at=at,
            chain=f"district-{unit.district_id}" if unit.district_id else "platform",
            particulars={"on": on.isoformat()},
        )
    return moved


def bring_units_up_to_date(units: Iterable[int] | None, *, on: date) -> tuple[Relocation, ...]:
    """Let some units, or all, say what their standings say of a day; returns those that moved."""
    rows: QuerySet[Unit] = Unit.objects.order_by("path")
    if units is not None:
        rows = rows.filter(pk__in=list(units))
    found = list(rows)
    histories = timelines(unit.pk for unit in found)
    moved: list[Relocation] = []
    for unit in sorted(found, key=lambda item: item.depth):
        standing = _standing_for(histories[unit.pk], on)
        dissolved = not any(item.valid_before > on for item in histories[unit.pk])
        if standing is None:
            _say(unit, name=unit.name, parent_id=unit.parent_id, dissolved=dissolved)
            continue
        changed_place = standing.parent_id != unit.parent_id
        _say(unit, name=standing.name, parent_id=standing.parent_id, dissolved=dissolved)
        if changed_place and standing.parent_id is not None:
            moved.append(_relocate(unit.pk, standing.parent_id))
    return tuple(moved)


def _standing_for(timeline: Timeline, on: date) -> UnitStanding | None:
    """The standing a row speaks of: today's, else the first to come, else the last there was."""
    for standing in timeline:
        if standing.valid_before > on:
            return standing
    return timeline[-1] if timeline else None


def _say(unit: Unit, *, name: str, parent_id: int | None, dissolved: bool) -> None:
    if (unit.name, unit.parent_id, unit.dissolved) != (name, parent_id, dissolved):
        Unit.objects.filter(pk=unit.pk).update(name=name, parent_id=parent_id, dissolved=dissolved)


def _relocate(unit_id: int, parent_id: int) -> Relocation:
    """Give a unit a new path under its parent and rewrite every path below it."""
    parent = Unit.objects.get(pk=parent_id)
    old = Unit.objects.values_list("path", flat=True).get(pk=unit_id)
    new = parent.path + step(take_steps(parent, 1) + 1)
    Unit.objects.filter(path__startswith=old).update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    return Relocation(unit_id, old, new)
