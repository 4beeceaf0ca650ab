"""What one page of one person needs: some kinds of fact and how many there are of the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import connection
from django.db.models import ForeignKey

from jishi.access.permissions import Sight
from jishi.ledger.models import UNTIL_NOW
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

    Shape: one query for all kinds, written out: to have it composed takes longer than all it finds.
    """
    if not kinds:
        return {}
    where, given = _believed(known_at, before)
    counted = " UNION ALL ".join(
        f"SELECT {place}, COUNT(*) FROM {connection.ops.quote_name(kind._meta.db_table)} WHERE {where}"
        for place, kind in enumerate(kinds)
    )
    with connection.cursor() as cursor:
        cursor.execute(counted, [person.pk, *given] * len(kinds))
        found = dict(cursor.fetchall())
    return {kind: found.get(place, 0) for place, kind in enumerate(kinds)}


def _believed(known_at: datetime | None, before: date | None) -> tuple[str, list[str | date | None]]:
    """The condition on a fact of somebody, and the values it is asked with after the person's key."""
    moment = connection.ops.adapt_datetimefield_value
    asked: list[tuple[str, str | date | None]] = [("superseded_at = %s", moment(UNTIL_NOW))]
    if known_at is not None:
        asked = [("recorded_at <= %s", moment(known_at)), ("superseded_at > %s", moment(known_at))]
    if before is not None:
        asked.append(("valid_from < %s", connection.ops.adapt_datefield_value(before)))
    return " AND ".join(["person_id = %s", *(each for each, _ in asked)]), [value for _, value in asked]
