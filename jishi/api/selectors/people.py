"""People as of a day and of what was known, in the order they were first recorded: a page at a time.

A page goes on after a person, not after a count: whoever is recorded meanwhile comes at the end, nobody is
passed over and nobody comes twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from jishi.access.permissions import Sight
from jishi.registry.models import Standing
from jishi.registry.selectors.columns import Known
from jishi.registry.selectors.narrowing import Day, within_sight
from jishi.registry.selectors.people import person_visible_to
from jishi.registry.selectors.unit_names import UnitNames, names_of, places_offered

_LINKED = ("person", "district")


def people_after(sight: Sight, day: Day, after: int, limit: int) -> list[Standing]:
    """The next standings on a day of those within sight today."""
    rows = within_sight(sight, day).filter(person_id__gt=after).order_by("person_id")
    return list(rows.select_related(*_LINKED)[:limit])


def standing_visible(sight: Sight, uid: str, day: Day) -> Standing:
    """Where somebody within sight stood on a day.

    Errors: Person.DoesNotExist out of sight; Standing.DoesNotExist when nothing is known of that day.
    """
    person = person_visible_to(sight, uid)
    rows = Standing.objects.as_of(day.on, day.known_at).filter(person=person)
    found: Standing = rows.select_related(*_LINKED).get()
    return found


def known_of(sight: Sight, day: Day, rows: Sequence[Standing]) -> Known:
    """What rows are written with: the names of their units on the day."""
    units: dict[int, UnitNames] = names_of(rows, places_offered(sight, day), day)
    return Known(sight, day.on, units)
