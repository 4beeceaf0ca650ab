"""Whom and which places a few typed signs may mean, within sight, the likeliest first."""

from __future__ import annotations

from typing import Final

from django.db.models import Case, IntegerField, Value, When

from jishi.access.permissions import Sight
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.enums import Presence
from jishi.registry.models import Standing
from jishi.registry.selectors.narrowing import Criteria, Day, narrowed, within_sight

MOST: Final = 8


def people_found(sight: Sight, text: str) -> list[Standing]:
    """At most eight people a text may mean, those in the team before those who left. One query."""
    day = Day(sight.on)
    rows = narrowed(within_sight(sight, day), Criteria(text=text), sight=sight, day=day)
    gone = Case(When(presence=Presence.LEFT, then=Value(1)), default=Value(0), output_field=IntegerField())
    return list(rows.order_by(gone, "spelling", "pk").select_related("person", "unit")[:MOST])


def places_found(sight: Sight, text: str) -> list[Unit]:
    """At most eight streets, communities and grids whose name holds a text. One query."""
    if not sight.path or text.isascii():
        return []
    kinds = (UnitKind.STREET, UnitKind.COMMUNITY, UnitKind.GRID)
    units = Unit.objects.filter(path__startswith=sight.path, kind__in=kinds, name__contains=text)
    return list(units.filter(dissolved=False).select_related("parent").order_by("path")[:MOST])
