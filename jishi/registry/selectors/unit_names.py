"""Units by name for lists: what those of some rows were called on a day, and which may be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from jishi.access.permissions import Sight
from jishi.places.enums import UnitKind
from jishi.places.models import STEP, Unit, UnitStanding
from jishi.registry.models import Standing
from jishi.registry.selectors.narrowing import Day


@dataclass(frozen=True, slots=True)
class UnitNames:
    """A using unit by name: its street, and its community where it is one or lies in one."""

    street: str = ""
    community: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A street or community within sight: its name now, and `then` on the day looked at."""

    pk: int
    name: str
    path: str
    is_street: bool
    then: str


def places_offered(sight: Sight, day: Day) -> list[Place]:
    """The streets and communities within sight, in the order of the tree, dissolved ones too. One query."""
    if not sight.path:
        return []
    units = Unit.objects.filter(path__startswith=sight.path, kind__in=(UnitKind.STREET, UnitKind.COMMUNITY))
    called = UnitStanding.objects.true_on(day.on).known_at(day.known_at).filter(unit_id=OuterRef("pk"))
    then = F("name") if day == Day(sight.on) else Coalesce(Subquery(called.values("name")[:1]), F("name"))
    rows = units.annotate(then=then).order_by("path").values_list("pk", "name", "path", "kind", "then")
    return [Place(pk, name, path, kind == UnitKind.STREET, then) for pk, name, path, kind, then in rows]


def names_of(standings: Sequence[Standing], places: Sequence[Place], day: Day) -> dict[int, UnitNames]:
    """The street and community of each using unit, by the unit: from places at hand, the others looked up."""
    at = {place.path: place for place in places}
    names = {row.unit_id: _on_the_way(row.path, at) for row in standings}
    unknown = [unit for unit, found in names.items() if not (found.street or found.community)]
    return {**names, **unit_names(unknown, day)} if unknown else names


def _on_the_way(path: str, at: Mapping[str, Place]) -> UnitNames:
    """What lies on the way to a path, as it was called on the day."""
    found = [at[part] for end in range(STEP, len(path) + 1, STEP) if (part := path[:end]) in at]
    street = next((place.then for place in found if place.is_street), "")
    return UnitNames(street, next((place.then for place in found if not place.is_street), ""))


def unit_names(units: Iterable[int], day: Day) -> dict[int, UnitNames]:
    """The street and community each unit is or lies in, as they were called on a day. Two queries."""
    found = list(Unit.objects.filter(pk__in=set(units)).select_related("parent__parent"))
    called = _called(_line_of_all(found), day)
    return {unit.pk: _names(unit, called) for unit in found}


def _line_of(unit: Unit) -> list[Unit]:
    """A unit, its parent and the parent's parent."""
    parent = unit.parent
    above = parent.parent if parent else None
    return [each for each in (unit, parent, above) if each is not None]


def _line_of_all(units: Iterable[Unit]) -> set[int]:
    return {each.pk for unit in units for each in _line_of(unit)}


def _called(units: Iterable[int], day: Day) -> dict[int, str]:
    standings = UnitStanding.objects.true_on(day.on).known_at(day.known_at).filter(unit_id__in=units)
    return dict(standings.values_list("unit_id", "name"))


def _names(unit: Unit, called: dict[int, str]) -> UnitNames:
    by_kind = {each.kind: called.get(each.pk, each.name) for each in _line_of(unit)}
    return UnitNames(by_kind.get(UnitKind.STREET, ""), by_kind.get(UnitKind.COMMUNITY, ""))
