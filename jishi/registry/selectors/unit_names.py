"""Units by name for lists: what those of some rows were called on a day, and which may be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jishi.access.permissions import Sight
from jishi.places.enums import UnitKind
from jishi.places.models import Unit, UnitStanding
from jishi.registry.selectors.narrowing import Day


@dataclass(frozen=True, slots=True)
class UnitNames:
    """A using unit by name: its street, and its community where it is one or lies in one."""

    street: str = ""
    community: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A street or community that may be asked for."""

    pk: int
    name: str
    path: str
    is_street: bool


def places_offered(sight: Sight) -> list[Place]:
    """The streets and communities within sight, in the order of the tree, dissolved ones included."""
    if not sight.path:
        return []
    units = Unit.objects.filter(path__startswith=sight.path, kind__in=(UnitKind.STREET, UnitKind.COMMUNITY))
    rows = units.order_by("path").values_list("pk", "name", "path", "kind")
    return [Place(pk, name, path, kind == UnitKind.STREET) for pk, name, path, kind in rows]


def unit_names(units: Iterable[int], *, day: Day, is_now: bool) -> dict[int, UnitNames]:
    """The street and community each unit is or lies in, as they were called on a day.

    Shape: one query when it is about now; otherwise another for the names of the day.
    """
    found = list(Unit.objects.filter(pk__in=set(units)).select_related("parent__parent"))
    called = {} if is_now else _called(_line_of_all(found), day)
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
