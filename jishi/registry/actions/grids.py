"""Giving grids to somebody: the new holder's duties begin, those of whoever held them end, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jishi.access.permissions import Sight
from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.ledger.models import DatedQuerySet
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.actions import changes
from jishi.registry.actions.particulars import Assigned
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Assignment, Change, Person

DUTY = "网格"


@transaction.atomic
def assign(  # noqa: PLR0913 # subject, particulars, on, reason, sight, by, at
    *,
    grids: Sequence[Unit],
    holder: Person,
    as_deputy: bool,
    on: date,
    reason: str,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> tuple[Change, ...]:
    """Let somebody hold some grids, as A or as deputy, in place of whoever held them so.

    Errors: Refused for what is no grid, or whoever cannot be recorded; Forbidden; Person.DoesNotExist.
    """
    _check_grids(grids)
    keys = [grid.pk for grid in grids]
    held = list(_held(on).filter(unit_id__in=keys, as_deputy=as_deputy))
    _hold_people({holder.pk, *(each.person_id for each in held)})
    mine = {each.unit_id for each in held if each.person_id == holder.pk}
    if mine == set(keys):
        raise Refused("所选网格已由这位同志负责，没有变化。请改选别人，或取消已负责的网格。", field="holder")
    errand = _Errand(on, reason, sight, by, at)
    made: list[Change] = []
    for person in Person.objects.filter(pk__in={each.person_id for each in held} - {holder.pk}).order_by(
        "pk"
    ):
        made += errand.take_away(person, keys, as_deputy)
    for grid in grids:
        if grid.pk not in mine:
            made.append(errand.record(holder, Assigned(unit=grid, duty=DUTY, as_deputy=as_deputy)))
    return tuple(made)


def _check_grids(grids: Sequence[Unit]) -> None:
    if not grids:
        raise Refused("请先在列表里勾选网格。", field="grids")
    for grid in grids:
        if grid.kind != UnitKind.GRID:
            raise Refused(f"“{grid.name}”不是网格，请只选网格。", field="grids")


def _hold_people(people: set[int]) -> None:
    """Hold everybody concerned in one order, so that two such changes never wait for each other."""
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk"))


def _held(on: date) -> DatedQuerySet[Assignment]:
    found: DatedQuerySet[Assignment] = Assignment.objects.true_on(on).known_at(None)
    return found.select_related("unit").order_by("pk")


@dataclass(frozen=True, slots=True)
class _Errand:
    """Who asks for the change of duties, when and why."""

    on: date
    reason: str
    sight: Sight
    by: Actor
    at: datetime

    def record(self, person: Person, what: Assigned) -> Change:
        return changes.record(
            person=person,
            kind=ChangeKind.ASSIGNMENT,
            particulars=what,
            on=self.on,
            reason=self.reason,
            sight=self.sight,
            by=self.by,
            at=self.at,
        )

    def take_away(self, person: Person, grids: Sequence[int], as_deputy: bool) -> Iterator[Change]:
        """End somebody's duties in some grids; every other duty goes on."""
        kept = [
            duty
            for duty in _held(self.on).filter(person=person)
            if duty.unit_id not in grids or duty.as_deputy != as_deputy
        ]
        replaces = True
        for duty in kept:
            what = Assigned(unit=duty.unit, duty=duty.duty, as_deputy=duty.as_deputy, replaces=replaces)
            yield self.record(person, what)
            replaces = False
        if replaces:
            yield self.record(person, Assigned(replaces=True))
