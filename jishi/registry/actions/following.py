"""What becomes of a file when a unit goes and its people go along: what hung on it hangs on another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from jishi.ledger.actions import Delta, copied
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.actions.plans.draft import street_of
from jishi.registry.actions.plans.employing import workplace
from jishi.registry.models import Appointment, Assignment, Employment, PersonFact, Service
from jishi.registry.selectors.files import PersonFile

_Fact = TypeVar("_Fact", bound=PersonFact)


def follow(file: PersonFile, going: Collection[int], to: Unit, on: date) -> Delta:
    """The delta by which employment, posts and duties in some units are in another from a day on.

    Shape: `going` the numbers of the units that go; posts keep their names, elected ones too.
    """
    delta = Delta()
    for employment in file.every(Employment):
        if employment.using_unit_id in going and employment.valid_before > on:
            moved = _moved(delta, employment, on)
            moved.using_unit = to
            if employment.managing_unit.kind == UnitKind.STREET:
                moved.managing_unit = street_of(to) or employment.managing_unit
    kinds: tuple[type[Appointment] | type[Assignment], ...] = (Appointment, Assignment)
    for kind in kinds:
        for fact in file.every(kind):
            if fact.unit_id in going and fact.valid_before > on:
                _moved(delta, fact, on).unit = to
    for stretch in file.held(Service, on):
        if delta and stretch.is_open and stretch.counts:
            _moved(delta, stretch, on).workplace = workplace(to)
    return delta


def _moved(delta: Delta, fact: _Fact, on: date) -> _Fact:
    """What of a fact lies from a day on, as a new fact to be changed; what lies before stays."""
    delta.end(fact, on)
    later = copied(fact, valid_from=max(on, fact.valid_from))
    delta.add(later)
    return later
