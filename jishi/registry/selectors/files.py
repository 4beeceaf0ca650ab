"""Everything believed of one person at an instant, as objects: what plans, rulings and pages start from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from django.db.models import ForeignKey

from jishi.ledger.actions import Delta
from jishi.ledger.models import DatedFact
from jishi.registry.models import (
    FACTS,
    Appointment,
    Employment,
    Person,
    PersonFact,
    Profile,
)

_Fact = TypeVar("_Fact", bound=PersonFact)


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A person and all facts believed of them, whatever day they hold; each kind oldest first."""

    person: Person
    facts: tuple[PersonFact, ...] = field(default=(), repr=False)

    def every(self, kind: type[_Fact]) -> list[_Fact]:
        """The facts of a kind, by the day they begin."""
        found = [fact for fact in self.facts if type(fact) is kind]
        return sorted(found, key=lambda fact: (fact.valid_from, fact.valid_before, fact.pk or 0))

    def held(self, kind: type[_Fact], on: date) -> list[_Fact]:
        """The facts of a kind that hold on a day."""
        return [fact for fact in self.every(kind) if fact.valid_from <= on < fact.valid_before]

    def sole(self, kind: type[_Fact], on: date) -> _Fact | None:
        """The one fact of a sole kind that holds on a day."""
        return next(iter(self.held(kind, on)), None)

    def nearest(self, kind: type[_Fact], on: date) -> _Fact | None:
        """The fact of a kind that holds on a day, else the last before it, else the first after it."""
        every = self.every(kind)
        begun = [fact for fact in every if fact.valid_from <= on]
        return begun[-1] if begun else next(iter(every), None)

    def after(self, delta: Delta) -> PersonFile:
        """The file once a change is made; nothing is written."""
        return replace(self, facts=tuple(_person_facts(delta.after(self.facts))))

    @property
    def name(self) -> str:
        """The latest name the file holds."""
        profiles = self.every(Profile)
        return profiles[-1].name if profiles else ""

    def employed(self, on: date) -> Employment | None:
        """The employment on a day."""
        return self.sole(Employment, on)

    def posts(self, on: date) -> list[Appointment]:
        """The posts held on a day."""
        return self.held(Appointment, on)


def _person_facts(facts: Iterable[DatedFact]) -> Iterator[PersonFact]:
    return (fact for fact in facts if isinstance(fact, PersonFact))


def person_file(person: Person, known_at: datetime | None = None) -> PersonFile:
    """Everything believed of a person, now or at an earlier instant.

    Shape: one query a kind of fact, their units with them.
    """
    return next(iter(person_files([person], known_at)))


def person_files(people: Iterable[Person], known_at: datetime | None = None) -> list[PersonFile]:
    """The files of some people, in their order; as many queries as for one."""
    listed = list(people)
    found: dict[int, list[PersonFact]] = {person.pk: [] for person in listed}
    for kind in FACTS:
        rows = kind.objects.filter(person_id__in=found).known_at(known_at)
        for fact in rows.select_related(*linked_units(kind)):
            found[fact.person_id].append(fact)
    return [PersonFile(person, tuple(found[person.pk])) for person in listed]


def linked_units(kind: type[PersonFact]) -> list[str]:
    """The links of a kind of fact to units, to be read with it."""
    return [
        each.name
        for each in kind._meta.concrete_fields
        if isinstance(each, ForeignKey) and each.name != "person"
    ]
