"""What is said of units on a day: counts, tags, stars, bodies, figures, by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from jishi.places.models import Body, Households, Star, Tag, UnitFigure


def households_on(
    units: Iterable[int], *, on: date, known_at: datetime | None = None
) -> Mapping[int, Households]:
    """The count of households and residents that held for each unit; a unit without one is absent."""
    rows = Households.objects.filter(unit_id__in=list(units)).true_on(on).known_at(known_at)
    return {row.unit_id: row for row in rows}


def stars_on(units: Iterable[int], *, on: date, known_at: datetime | None = None) -> Mapping[int, Star]:
    """The star each unit held; a unit without one is absent."""
    rows = Star.objects.filter(unit_id__in=list(units)).true_on(on).known_at(known_at)
    return {row.unit_id: row for row in rows}


def tags_on(
    units: Iterable[int], *, on: date, known_at: datetime | None = None
) -> Mapping[int, tuple[Tag, ...]]:
    """The tags each unit carried, oldest first."""
    rows = Tag.objects.filter(unit_id__in=list(units)).true_on(on).known_at(known_at)
    found: dict[int, list[Tag]] = defaultdict(list)
    for row in rows.order_by("valid_from", "name"):
        found[row.unit_id].append(row)
    return {unit: tuple(tags) for unit, tags in found.items()}


def bodies_on(
    units: Iterable[int], *, on: date, known_at: datetime | None = None
) -> Mapping[int, tuple[Body, ...]]:
    """The bodies each unit had."""
    rows = Body.objects.filter(unit_id__in=list(units)).true_on(on).known_at(known_at)
    found: dict[int, list[Body]] = defaultdict(list)
    for row in rows.order_by("kind"):
        found[row.unit_id].append(row)
    return {unit: tuple(bodies) for unit, bodies in found.items()}


def figures_on(
    units: Iterable[int], *, on: date, known_at: datetime | None = None
) -> Mapping[int, Mapping[str, UnitFigure]]:
    """The figures kept of each unit, by name."""
    rows = UnitFigure.objects.filter(unit_id__in=list(units)).true_on(on).known_at(known_at)
    found: dict[int, dict[str, UnitFigure]] = defaultdict(dict)
    for row in rows.order_by("name"):
        found[row.unit_id][row.name] = row
    return found
