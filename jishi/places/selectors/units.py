"""One unit: as it stood on a day, what it came from and became, and everything recorded of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from jishi.ledger.models import DatedQuerySet
from jishi.places.enums import RestructureKind, UnitKind
from jishi.places.models import (
    Body,
    Households,
    Star,
    Tag,
    Unit,
    UnitChange,
    UnitFact,
    UnitFigure,
    UnitStanding,
)

_SAID: tuple[type[UnitFact], ...] = (UnitStanding, Households, Tag, Star, Body, UnitFigure)

_PARENTS = (UnitKind.CITY, UnitKind.DISTRICT, UnitKind.STREET, UnitKind.COMMUNITY)


@dataclass(frozen=True, slots=True)
class UnitAsOf:
    """A unit as it stood on a day.

    Shape: `ancestors` from the top down, each with the name of the day; `founded_on` and `ended_before` of
           its whole life as known, the latter None while it lasts; `stands` whether it stood on the day; when
           it did not, `name` is the nearest it had.
    """

    unit: Unit
    name: str
    stands: bool
    parent_id: int | None
    ancestors: tuple[tuple[int, str], ...]
    founded_on: date | None
    ended_before: date | None

    @property
    def kind(self) -> UnitKind:
        return UnitKind(self.unit.kind)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a unit's history."""

    change: UnitChange
    is_ahead: bool
    is_withdrawn: bool


def unit_as_of(unit: Unit, *, on: date, known_at: datetime | None = None) -> UnitAsOf:
    """A unit with the name and the line of parents it had on a day."""
    life = list(standings_of(unit, known_at=known_at))
    standing = next((item for item in life if item.span.contains(on)), None)
    nearest = standing or _nearest(life, on)
    ended = life[-1].valid_before if life and not life[-1].is_open else None
    return UnitAsOf(
        unit=unit,
        name=nearest.name if nearest else unit.name,
        stands=standing is not None,
        parent_id=nearest.parent_id if nearest else unit.parent_id,
        ancestors=_ancestors(nearest.parent_id if nearest else unit.parent_id, on, known_at),
        founded_on=life[0].valid_from if life else None,
        ended_before=ended,
    )


def standings_of(unit: Unit, *, known_at: datetime | None = None) -> DatedQuerySet[UnitStanding]:
    """Every standing of a unit's life, first to last."""
    found: DatedQuerySet[UnitStanding] = (
        UnitStanding.objects.filter(unit=unit)
        .known_at(known_at)
        .select_related("parent")
        .order_by("valid_from")
    )
    return found


def history(unit: Unit, *, on: date, known_at: datetime | None = None) -> tuple[Entry, ...]:
    """Every change that touched a unit, latest effect first; withdrawn ones are marked."""
    first, *others = (
        model.objects.filter(unit=unit).order_by().values_list("change_id", flat=True) for model in _SAID
    )
    numbers = [number for number in first.union(*others) if number is not None]
    found = UnitChange.objects.filter(Q(pk__in=numbers) | Q(unit=unit) | Q(withdraws__in=numbers))
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
    return tuple(
        Entry(
            change,
            change.effective_on > on,
            change.withdrawn_at is not None and (known_at is None or change.withdrawn_at <= known_at),
        )
        for change in found.order_by("-effective_on", "-id")
    )


def successors(unit: Unit, *, known_at: datetime | None = None) -> tuple[UnitStanding, ...]:
    """What a unit that ended was merged into, or split into: their first standing from then on."""
    life = list(standings_of(unit, known_at=known_at))
    if not life or life[-1].is_open:
        return ()
    last = life[-1]
    rows = UnitStanding.objects.known_at(known_at).filter(valid_from__lte=last.valid_before)
    rows = rows.filter(valid_before__gt=last.valid_before)
    if last.succeeded_by_id is not None:
        return tuple(rows.filter(unit_id=last.succeeded_by_id))
    splits = UnitChange.objects.filter(pk=last.change_id or 0, kind=RestructureKind.SPLIT)
    return tuple(
        rows.filter(change_id__in=splits, unit__kind=unit.kind)
        .exclude(unit=unit)
        .filter(valid_from=last.valid_before)
        .order_by("unit__path")
    )


def predecessors(unit: Unit, *, known_at: datetime | None = None) -> tuple[UnitStanding, ...]:
    """The last standings of units merged into this one."""
    return tuple(
        UnitStanding.objects.known_at(known_at)
        .filter(succeeded_by=unit)
        .order_by("valid_before", "unit__path")
    )


def _nearest(life: list[UnitStanding], on: date) -> UnitStanding | None:
    """The first standing when it was not yet founded, the last when it is no more."""
    if not life:
        return None
    return life[0] if on < life[0].valid_from else life[-1]


def _ancestors(parent_id: int | None, on: date, known_at: datetime | None) -> tuple[tuple[int, str], ...]:
    """The line of parents of a day, from the top down; grids and offices are nobody's parents."""
    if parent_id is None:
        return ()
    upper = UnitStanding.objects.true_on(on).known_at(known_at).filter(unit__kind__in=_PARENTS)
    district = Unit.objects.filter(pk=parent_id).values("district_id")[:1]
    near = upper.filter(Q(unit__district_id=district) | Q(unit__district=None))
    rows = {key: (name, above) for key, name, above in near.values_list("unit_id", "name", "parent_id")}
    line: list[tuple[int, str]] = []
    while parent_id in rows:
        name, above = rows[parent_id]
        line.append((parent_id, name))
        parent_id = above
    return tuple(reversed(line))
