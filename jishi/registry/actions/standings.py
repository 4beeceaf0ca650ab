"""Keeping standings in step with facts: after every change, when places change, and anew at will."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.db.models import Q

from jishi.ledger.inserting import insert_rows
from jishi.ledger.models import UNTIL_NOW
from jishi.places.models import Unit
from jishi.registry.actions.projection import Atlas, Content, Stretch, project
from jishi.registry.models import FACTS, Employment, Person, PersonFact, Standing
from jishi.registry.rulings.terms import PackTerms, terms_of
from jishi.registry.selectors.files import PersonFile, linked_units, person_files

_BATCH = 500
_ROWS = 2000
_COLUMNS = ("pk", "person_id", "valid_from", "valid_before", *Content._fields)
_Known = tuple[Stretch, datetime, datetime]  # what holds, known from, known until


def reproject(person_ids: Iterable[int], at: datetime) -> int:
    """Bring the standings of some people in step with their facts; how many rows were recorded."""
    recorded = 0
    for part in _batches(person_ids):
        people = Person.objects.filter(pk__in=part).select_related("district")
        recorded += reproject_files(person_files(people), at)
    return recorded


def reproject_files(files: Sequence[PersonFile], at: datetime) -> int:
    """Bring the standings of some people in step with their files: rows that differ close, new ones open."""
    atlas, terms = Atlas.now(), _Terms()
    believed: dict[int, dict[Stretch, int]] = defaultdict(dict)
    rows = Standing.objects.filter(person_id__in=[file.person.pk for file in files], superseded_at=UNTIL_NOW)
    for pk, person_id, valid_from, valid_before, *content in rows.values_list(*_COLUMNS):
        believed[person_id][Stretch(valid_from, valid_before, Content(*content))] = pk
    closed: list[int] = []
    opened: list[Standing] = []
    for file in files:
        now, before = set(project(file, terms.of(file.person), atlas)), believed[file.person.pk]
        closed += [pk for stretch, pk in before.items() if stretch not in now]
        opened += [
            _row(file.person, stretch, at, UNTIL_NOW)
            for stretch in sorted(now - before.keys(), key=_first_day)
        ]
    Standing.objects.filter(pk__in=closed).update(superseded_at=at)
    Standing.objects.bulk_create(opened, batch_size=_ROWS)
    return len(opened)


def reproject_units(unit_ids: Iterable[int], at: datetime) -> int:
    """Bring the standings of everybody who was ever in some units, or below them, in step with the places."""
    paths = Unit.objects.filter(pk__in=list(unit_ids)).values_list("path", flat=True)
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path)
    within = Unit.objects.filter(below).values("pk")
    employed = Employment.objects.known_at(None).filter(using_unit_id__in=within)
    return reproject(employed.values_list("person_id", flat=True).distinct(), at)


def rebuild(person_ids: Iterable[int] | None = None) -> int:
    """Make the standings of some people, or of all, anew from their whole history; how many rows."""
    wanted = Person.objects.order_by("pk").values_list("pk", flat=True) if person_ids is None else person_ids
    made = 0
    for part in _batches(wanted):
        with transaction.atomic():
            people = list(
                Person.objects.select_for_update(of=("self",)).filter(pk__in=part).select_related("district")
            )
            Standing.objects.filter(person_id__in=part).delete()
            made += record_histories(people, whole_histories(people))
    return made


def record_histories(people: Sequence[Person], facts: Sequence[Sequence[PersonFact]]) -> int:
    """Record the standings of people from all facts ever recorded of them; how many rows."""
    files = [PersonFile(person, tuple(each)) for person, each in zip(people, facts, strict=True)]
    atlas, terms = Atlas.now(), _Terms()
    rows = [
        _row(file.person, *known) for file in files for known in history(file, terms.of(file.person), atlas)
    ]
    return insert_rows(Standing, rows)


def history(file: PersonFile, terms: PackTerms, atlas: Atlas) -> Iterator[_Known]:
    """What was known of somebody's standing at each instant something was recorded.

    Shape: `file` holds every fact ever recorded, the superseded ones too.
    """
    instants = sorted(
        {fact.recorded_at for fact in file.facts}
        | {fact.superseded_at for fact in file.facts if fact.superseded_at != UNTIL_NOW}
    )
    known: dict[Stretch, datetime] = {}
    for instant in instants:
        facts = tuple(fact for fact in file.facts if fact.recorded_at <= instant < fact.superseded_at)
        now = set(project(PersonFile(file.person, facts), terms, atlas))
        for stretch in known.keys() - now:
            yield stretch, known.pop(stretch), instant
        known |= dict.fromkeys(now - known.keys(), instant)
    for stretch, since in known.items():
        yield stretch, since, UNTIL_NOW


def whole_histories(people: Sequence[Person]) -> list[list[PersonFact]]:
    """Every fact ever recorded of some people, in their order."""
    found: dict[int, list[PersonFact]] = {person.pk: [] for person in people}
    for kind in FACTS:
        for fact in kind.objects.filter(person_id__in=found).select_related(*linked_units(kind)):
            found[fact.person_id].append(fact)
    return [found[person.pk] for person in people]


class _Terms:
    """The terms of each district, asked for once."""

    def __init__(self) -> None:
        self._known: dict[int, PackTerms] = {}

    def of(self, person: Person) -> PackTerms:
        if person.district_id not in self._known:
            self._known[person.district_id] = terms_of(person.district)
        return self._known[person.district_id]


def _first_day(stretch: Stretch) -> date:
    return stretch.valid_from


def _row(person: Person, stretch: Stretch, recorded_at: datetime, superseded_at: datetime) -> Standing:
    return Standing(
        person=person,
        bucket=stretch.bucket,
        valid_from=stretch.valid_from,
        valid_before=stretch.valid_before,
        recorded_at=recorded_at,
        superseded_at=superseded_at,
        **stretch.content._asdict(),
    )


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(list(keys))
    while part := list(islice(waiting, _BATCH)):
        yield part
