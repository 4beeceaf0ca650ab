"""What was recorded lately of the people within sight, and how soon after it took effect."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from jishi.access.permissions import Sight
from jishi.places.models import STEP, Unit
from jishi.registry.models import Change
from jishi.registry.selectors.narrowing import Day, within_sight

_STREET_DEPTH = 3  # steps of a path: city, district, street


def changes_visible_to(sight: Sight, known_at: datetime | None = None) -> QuerySet[Change]:
    """Changes recorded of everybody within sight today."""
    people = within_sight(sight, Day(sight.on)).order_by().values("person_id")
    changes = Change.objects.filter(person_id__in=people)
    return changes if known_at is None else changes.filter(recorded_at__lte=known_at)


def recorded_within(sight: Sight, first: date, last: date) -> QuerySet[Change]:
    """Changes of people within sight recorded from one day to another, both included, the latest first.

    Shape: found by the street they were recorded in, where the sight is a street or wider.
    """
    begin, end = _instants(first, last)
    changes = changes_visible_to(sight).filter(recorded_at__gte=begin, recorded_at__lt=end)
    if len(sight.path) // STEP <= _STREET_DEPTH:
        units = Unit.objects.filter(path__startswith=sight.path).values("pk")
        changes = changes.filter(unit_id__in=units)
    return changes.order_by("-recorded_at", "-pk")


class Recorded(NamedTuple):
    """A change as timeliness looks at it."""

    unit_id: int
    person_id: int
    kind: str
    effective_on: date
    recorded_at: datetime
    recorded_by: str

    @property
    def recorded_on(self) -> date:
        """The day it was recorded, where the platform is used."""
        return timezone.localdate(self.recorded_at)

    @property
    def delay(self) -> int:
        """How many days after taking effect it was recorded; 0 when it was in time."""
        return max(0, (self.recorded_on - self.effective_on).days)


def records_within(sight: Sight, first: date, last: date) -> list[Recorded]:
    """The changes recorded from one day to another, the latest first. One query.

    Shape: without those withdrawn since, and without corrections, which mend what was recorded before.
    """
    changes = recorded_within(sight, first, last).filter(withdrawn_at=None, corrects=None)
    return [Recorded(*row) for row in changes.values_list(*Recorded._fields).iterator()]


def _instants(first: date, last: date) -> tuple[datetime, datetime]:
    midnight = datetime.min.time()
    after = date.fromordinal(last.toordinal() + 1)
    return (
        timezone.make_aware(datetime.combine(first, midnight)),
        timezone.make_aware(datetime.combine(after, midnight)),
    )
