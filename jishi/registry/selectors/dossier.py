"""What one page of one person needs: some kinds of fact and how many there are of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Count, ForeignKey, QuerySet, Value

from jishi.access.permissions import Sight
from jishi.registry import permissions
from jishi.registry.models import Person, PersonFact, Standing

_Fact = TypeVar("_Fact", bound=PersonFact)
Counts = dict[type[PersonFact], int]


def person_and_standing(sight: Sight, uid: str) -> tuple[Person, Standing | None]:
    """Somebody within sight with where they stand today.

    Errors: Person.DoesNotExist, whether there is nobody of that name or they are out of sight.
    """
    rows = Standing.objects.as_of(sight.on).filter(person__uid=uid)
    now = rows.select_related("person__district", "unit", "managing_unit").first()
    person = now.person if now is not None else Person.objects.select_related("district").get(uid=uid)
    permissions.check_can_see(sight, person, now)
    return person, now


def standing_as_of(person: Person, on: date, known_at: datetime | None) -> Standing | None:
    """Where somebody stood on a day as known at an instant, with the names of the units."""
    rows = Standing.objects.as_of(on, known_at).filter(person=person)
    return next(iter(rows.select_related("unit", "managing_unit")), None)


def facts_of(person: Person, kind: type[_Fact], known_at: datetime | None) -> list[_Fact]:
    """The facts of a kind believed at an instant, the earliest first."""
    rows = kind.objects.filter(person=person).known_at(known_at)
    units = [
        field.name
        for field in kind._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.name != "person"
    ]
    ordered = rows.select_related(*units).order_by("valid_from", "pk")
    return [fact for fact in ordered if isinstance(fact, kind)]


def fact_of(person: Person, kind: type[_Fact], on: date, known_at: datetime | None) -> _Fact | None:
    """The fact of a kind that holds on a day as known at an instant."""
    held = [fact for fact in facts_of(person, kind, known_at) if fact.valid_from <= on < fact.valid_before]
    return held[-1] if held else None


def fact_counts(
    person: Person, kinds: Sequence[type[PersonFact]], known_at: datetime | None, *, before: date | None
) -> Counts:
    """How many facts of each kind are believed, those that begin before a day or all.

    Shape: one query for all kinds.
    """
    counted = [_count(person, kind, place, known_at, before) for place, kind in enumerate(kinds)]
    found: dict[int, int] = dict(_together(counted)) if counted else {}
    return {kind: found.get(place, 0) for place, kind in enumerate(kinds)}


def _count(
    person: Person, kind: type[PersonFact], place: int, known_at: datetime | None, before: date | None
) -> QuerySet[PersonFact, tuple[int, int]]:
    rows = kind.objects.filter(person=person).known_at(known_at)
    if before is not None:
        rows = rows.filter(valid_from__lt=before)
    counted: QuerySet[PersonFact, tuple[int, int]] = (
        rows.order_by().values_list(Value(place)).annotate(Count("pk"))
    )
    return counted


def _together(
    counted: Sequence[QuerySet[PersonFact, tuple[int, int]]],
) -> Iterable[tuple[int, int]]:
    first, *others = counted
    return first.union(*others, all=True) if others else first
