"""Reading imports: those within sight, their rows, and what a workbook is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, QuerySet

from jishi import vault
from jishi.access.permissions import Sight
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.enums import RowState
from jishi.registry.models import Employment, ImportJob, ImportRow, Person, Profile

Places = Mapping[tuple[str, str], Unit]  # street and community
_AT_ONCE = 500


def imports_within(sight: Sight) -> QuerySet[ImportJob]:
    """The imports made at or below where a duty sits, the latest first."""
    rows = (
        ImportJob.objects.filter(unit__path__startswith=sight.path)
        if sight.path
        else ImportJob.objects.none()
    )
    return rows.select_related("job", "unit", "district").order_by("-pk")


def import_of(sight: Sight, pk: int) -> ImportJob:
    """One import within sight.

    Errors: ImportJob.DoesNotExist.
    """
    return imports_within(sight).get(pk=pk)


def counts_of(of: ImportJob, sheet: str) -> dict[str, int]:
    """How many rows of a sheet are in each state; under "other" the faulty rows of the other sheets."""
    rows = ImportRow.objects.filter(of=of)
    found = dict(
        rows.filter(sheet=sheet).values("state").annotate(n=Count("pk")).values_list("state", "n").order_by()
    )
    other = rows.exclude(sheet=sheet).filter(state=RowState.FAULTY).count()
    return {**found, "other": other}


def communities_within(sight: Sight, district: Unit) -> Places:
    """The communities of a district within sight, by street and name as of now."""
    units = Unit.objects.filter(district=district, dissolved=False, kind=UnitKind.COMMUNITY)
    found = units.select_related("parent").order_by("path")
    return {
        (unit.parent.name if unit.parent else "", unit.name): unit
        for unit in found
        if sight.within(unit.path)
    }


def streets_of(district: Unit) -> dict[str, Unit]:
    """The streets of a district by name as of now."""
    units = Unit.objects.filter(district=district, dissolved=False, kind=UnitKind.STREET)
    return {unit.name: unit for unit in units.order_by("path")}


def people_by_number(numbers: Sequence[str]) -> dict[str, Person]:
    """Who is on file anywhere under some ID numbers, by number."""
    found: dict[str, Person] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        indexes = {
            index: number for number in part for index in vault.blind_indexes(number, field="id_number")
        }
        for person in Person.objects.filter(id_number_index__in=indexes).select_related("district"):
            found[indexes[person.id_number_index]] = person
    return found


def employed_ever(people: Iterable[Person]) -> set[int]:
    """Who of some people was ever employed, as far as is believed now."""
    listed = [person.pk for person in people]
    found: set[int] = set()
    for start in range(0, len(listed), _AT_ONCE):
        part = listed[start : start + _AT_ONCE]
        rows = Employment.objects.known_at(None).filter(person_id__in=part)
        found |= set(rows.values_list("person_id", flat=True))
    return found


def worker_numbers_taken(district: Unit) -> set[str]:
    """The worker numbers given in a district."""
    return set(Person.objects.filter(district=district).values_list("worker_number", flat=True))


def name_of(person: Person) -> str:
    """The latest name somebody's file holds."""
    last = Profile.objects.known_at(None).filter(person=person).order_by("-valid_from").first()
    return last.name if last else "（已撤销）"
