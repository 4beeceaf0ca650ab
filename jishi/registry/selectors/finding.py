"""Whom and which places a few typed signs may mean, within sight, the likeliest first."""

from __future__ import annotations

from typing import Final

from django.db.models import prefetch_related_objects

from jishi.access.permissions import Sight
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.enums import Presence
from jishi.registry.models import Standing
from jishi.registry.selectors.narrowing import Criteria, Day, merged_page, narrowed, parts_within_sight

MOST: Final = 8
_LOOKED_AT: Final = 24


def people_found(sight: Sight, text: str) -> list[Standing]:
    """At most eight people a text may mean, those in the team before those who left. Three queries."""
    day = Day(sight.on)
    criteria = Criteria(text=text)
    parts = [narrowed(part, criteria, sight=sight, day=day) for part in parts_within_sight(sight, day)]
    found = merged_page(parts, start=0, size=_LOOKED_AT, day=day)
    prefetch_related_objects(found, "unit")
    return sorted(found, key=lambda row: row.presence == Presence.LEFT)[:MOST]


def places_found(sight: Sight, text: str) -> list[Unit]:
    """At most eight streets, communities and grids whose name holds a text. One query."""
    if not sight.path or text.isascii():
        return []
    kinds = (UnitKind.STREET, UnitKind.COMMUNITY, UnitKind.GRID)
    units = Unit.objects.filter(path__startswith=sight.path, kind__in=kinds, name__contains=text)
    return list(units.filter(dissolved=False).select_related("parent").order_by("path")[:MOST])
