"""What a change recorded, whether something later concerns it, and what was recorded behind a form's back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jishi.access.permissions import Sight
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.models import FACTS, Change, Person, PersonFact, Standing
from jishi.registry.selectors.dossier import standing_as_of
from jishi.registry.selectors.people import person_visible_to

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Unseen:
    """What was recorded of a person after a form was opened.

    Shape: `then` and `now` the standings on one day, as known before the first of the changes and now.
    """

    changes: tuple[Change, ...]
    then: Standing | None
    now: Standing | None


def change_visible_to(sight: Sight, pk: int) -> Change:
    """A change of somebody within sight.

    Errors: Change.DoesNotExist, also when the person is out of sight.
    """
    change = Change.objects.select_related("person__district", "unit", "corrects").get(pk=pk)
    try:
        person_visible_to(sight, change.person.uid)
    except Person.DoesNotExist as missing:
        raise Change.DoesNotExist from missing
    return change


def change_by_token(person: Person | None, token: str) -> Change | None:
    """What a form recorded that has been sent already; of a new person when none is given."""
    sent = Change.objects.filter(token=token)
    return (sent if person is None else sent.filter(person=person)).first()


def follower_of(change: Change) -> Change | None:
    """The change that corrected or withdrew another."""
    return Change.objects.filter(corrects=change).order_by("-pk").first()


def facts_recorded_by(change: Change) -> list[PersonFact]:
    """The facts a change recorded, superseded since or not."""
    found: list[PersonFact] = []
    for kind in FACTS:
        found += kind.objects.filter(person_id=change.person_id, change_id=change.pk)
    return found


def unseen_since(person: Person, version: int) -> Unseen:
    """What was recorded after the form of an older version was opened; the version counts the changes."""
    behind = max(0, person.version - version)
    recent = list(Change.objects.filter(person=person).order_by("-pk")[:behind])
    if not recent:
        return Unseen((), None, None)
    first: datetime = min(change.recorded_at for change in recent)
    on = max(change.effective_on for change in recent)
    then = standing_as_of(person, on, first - _A_MOMENT)
    return Unseen(tuple(recent), then, standing_as_of(person, on, None))


def units_offered(
    sight: Sight, district: Unit, *, whole_district: bool, grids: bool = False
) -> tuple[Unit, ...]:
    """The communities, and grids when asked for, somebody may be placed in, those of a street together."""
    kinds = [UnitKind.COMMUNITY, UnitKind.GRID] if grids else [UnitKind.COMMUNITY]
    units = Unit.objects.filter(kind__in=kinds, district=district, dissolved=False)
    if not whole_district:
        units = units.filter(path__startswith=sight.path)
    return tuple(units.select_related("parent").order_by("path"))
