"""Whom a sight reaches: decided by where somebody stands today, whatever day a page looks at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from jishi.access.permissions import Sight
from jishi.registry import permissions
from jishi.registry.models import Person, Standing

if TYPE_CHECKING:
    from jishi.registry.models.standing import StandingQuerySet


def scope(sight: Sight) -> Q:
    """The condition on a standing of today that puts a person within sight; it fails closed."""
    if not sight.path:
        return Q(person__uid=sight.person_uid) if sight.person_uid else Q(pk__in=[])
    within = Q(path__startswith=sight.path)
    return within if sight.district_id is None else Q(district_id=sight.district_id) & within


def standings_visible_to(sight: Sight) -> StandingQuerySet:
    """Today's standing of everybody within sight."""
    return Standing.objects.as_of(sight.on).filter(scope(sight))


def people_visible_to(sight: Sight) -> QuerySet[Person]:
    """Everybody within sight, those who left included."""
    if not sight.path:
        return Person.objects.filter(uid=sight.person_uid) if sight.person_uid else Person.objects.none()
    return Person.objects.filter(pk__in=standings_visible_to(sight).values("person_id"))


def standing_of(person: Person, on: date) -> Standing | None:
    """Where somebody stands on a day, as known now."""
    rows = Standing.objects.as_of(on).filter(person=person).select_related("unit", "managing_unit")
    return next(iter(rows), None)


def person_visible_to(sight: Sight, uid: str) -> Person:
    """Somebody within sight, by their name in addresses.

    Errors: Person.DoesNotExist, whether there is nobody of that name or they are out of sight.
    """
    person = Person.objects.select_related("district").get(uid=uid)
    permissions.check_can_see(sight, person, standing_of(person, sight.on))
    return person
