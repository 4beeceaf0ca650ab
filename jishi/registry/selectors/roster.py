"""The roster as of a day and of what was known, and head counts that reconcile with it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count

from jishi.access.permissions import Sight
from jishi.registry.enums import Presence
from jishi.registry.models.standing import StandingQuerySet
from jishi.registry.selectors.narrowing import Day, within_sight

IN_TEAM = (Presence.PRESENT, Presence.SUSPENDED)


class CountBy(StrEnum):
    """What heads are counted by."""

    UNIT = "unit_id"
    PRESENCE = "presence"
    POST_CLASS = "post_class"
    IDENTITY = "identity"
    EDUCATION = "education"
    GRADE = "grade"
    CERTIFICATE = "certificate"


def roster(sight: Sight, on: date, known_at: datetime | None = None) -> StandingQuerySet:
    """Everybody within sight as they stood on a day, by spelling; who left and who is still coming too."""
    return within_sight(sight, Day(on, known_at)).order_by("spelling", "pk")


def head_counts(
    sight: Sight, on: date, known_at: datetime | None = None, *, by: CountBy = CountBy.UNIT
) -> dict[object, int]:
    """How many people in the team (在岗, 停职) fall under each value; the sum is that of the roster.

    Shape: by PRESENCE everybody is counted, also who left and who is still coming.
    """
    rows = roster(sight, on, known_at)
    if by is not CountBy.PRESENCE:
        rows = rows.filter(presence__in=IN_TEAM)
    return dict(rows.order_by().values_list(by.value).annotate(heads=Count("pk")))
