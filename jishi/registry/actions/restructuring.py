"""Changing places with people in them: the map and the people follow in one transaction.

What a change of the map is, `jishi.places.actions` decides; here, who may do it and what becomes of those
whom a merged, split or dissolved unit uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.db.models import Q

from jishi.access.permissions import Sight
from jishi.audit.enums import Actor
from jishi.ledger import Refused, Stale
from jishi.places.actions import changes as place_changes
from jishi.places.actions import mergers, present, units
from jishi.places.actions.blueprints import Blueprint, Part
from jishi.places.actions.undertakings import Outcome
from jishi.places.models import Unit, UnitChange
from jishi.registry import permissions
from jishi.registry.actions.following import follow
from jishi.registry.actions.standings import reproject_units
from jishi.registry.actions.undoing import undone
from jishi.registry.actions.writing import Writ, write
from jishi.registry.enums import WITHDRAWN, ChangeKind
from jishi.registry.models import Appointment, Assignment, Change, Employment, Person, PersonFact
from jishi.registry.selectors.files import person_file

_TIED: tuple[type[PersonFact], ...] = (Employment, Appointment, Assignment)
_UNIT_OF = {Employment: "using_unit", Appointment: "unit", Assignment: "unit"}


@dataclass(frozen=True, slots=True)
class Restructured:
    """What came of it: the change of the map, and the change of everybody who followed."""

    outcome: Outcome
    followed: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Errand:
    """Who asks for a restructuring, when and why."""

    on: date
    reason: str
    by: Actor
    at: datetime


def merge(  # noqa: PLR0913 # subject, particulars, on, reason, by, at and the sight they are judged by
    *,
    units_: Sequence[Unit],
    into: Unit | Blueprint,
    people_go_along: bool = False,
    on: date,
    reason: str,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Restructured:
    """Merge units; whoever they use goes along into the unit they are merged into, if that is said.

    Errors: Refused when there are people and nothing is said of them; as the merging of the places.
    """
    permissions.check_can_restructure(sight, [*units_, *([into] if isinstance(into, Unit) else [])])
    going = [unit for unit in units_ if not isinstance(into, Unit) or unit.pk != into.pk]
    errand = _Errand(on, reason, by, at)

    def carry_out() -> Outcome:
        return mergers.merge(units=units_, into=into, on=on, reason=reason, by=by, at=at)

    def destination(_: Person, outcome: Outcome) -> Unit | None:
        return outcome.unit if people_go_along else None

    return _restructure(going, carry_out, destination, errand)


def split(  # noqa: PLR0913 # as `merge`
    *,
    unit: Unit,
    parts: Sequence[Part],
    survives: bool,
    people_go_to: Mapping[int, int] | None = None,
    on: date,
    reason: str,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Restructured:
    """Split new units off one; the people named go to the parts named.

    Shape:  `people_go_to` person → number of the part, from 0; who is not named stays with a unit that
            survives.
    Errors: Refused when the unit ends and somebody has nowhere to go; as the splitting of the places.
    """
    permissions.check_can_restructure(sight, [unit])
    named, errand = people_go_to or {}, _Errand(on, reason, by, at)
    if any(not 0 <= number < len(parts) for number in named.values()):
        raise Refused("有人被分到了没有列出的新单位，请重新选择。", field="people_go_to")

    def carry_out() -> Outcome:
        return mergers.split(unit=unit, parts=parts, survives=survives, on=on, reason=reason, by=by, at=at)

    def destination(person: Person, outcome: Outcome) -> Unit | None:
        number = named.get(person.pk)
        tops = [each for each in outcome.founded if each.kind == unit.kind]
        return None if number is None else tops[number]

    return _restructure([unit], carry_out, destination, errand, may_stay=survives)


def dissolve(  # noqa: PLR0913 # as `merge`
    *,
    unit: Unit,
    with_all_below: bool = False,
    people_go_to: Unit | None = None,
    on: date,
    reason: str,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Restructured:
    """Dissolve a unit; whoever it uses goes to another.

    Errors: Refused when there are people and nowhere to go; as the dissolving of the places.
    """
    permissions.check_can_restructure(sight, [unit, *([people_go_to] if people_go_to else [])])
    errand = _Errand(on, reason, by, at)

    def carry_out() -> Outcome:
        return units.dissolve(unit=unit, with_all_below=with_all_below, on=on, reason=reason, by=by, at=at)

    below = Unit.objects.filter(path__startswith=unit.path) if with_all_below else [unit]
    return _restructure(list(below), carry_out, lambda *_: people_go_to, errand)


def move(
    *, unit: Unit, parent: Unit, on: date, reason: str, sight: Sight, by: Actor, at: datetime
) -> Restructured:
    """Put a unit under another parent; its people stay with it, and sight of them follows the new place."""
    permissions.check_can_restructure(sight, [unit, parent])
    with transaction.atomic():
        outcome = units.move(unit=unit, parent=parent, on=on, reason=reason, by=by, at=at)
        reproject_units([unit.pk], at)
        return Restructured(outcome)


def withdraw(*, change: UnitChange, reason: str, sight: Sight, by: Actor, at: datetime) -> Restructured:
    """Withdraw a restructuring and bring back everybody who followed it.

    Errors: Refused when later changes built on it, of the map or of somebody who followed.
    """
    permissions.check_can_withdraw_of_places(sight, change)
    with transaction.atomic():
        followed = _followers_of(change)
        people = _locked(each.person_id for each in followed)
        outcome = place_changes.withdraw(change=change, reason=reason, by=by, at=at)
        back = [_bring_back(people[each.person_id], each, reason, by, at) for each in followed]
        reproject_units({change.unit_id, *(each.unit_id for each in outcome.moved)}, at)
        return Restructured(outcome, tuple(back))


def bring_up_to_date(*, on: date, at: datetime) -> int:
    """Let changes of the map dated ahead take effect and the standings follow; how many units moved."""
    with transaction.atomic():
        moved = present.bring_up_to_date(on=on, at=at)
        reproject_units([each.unit_id for each in moved], at)
        return len(moved)


def _restructure(
    going: Sequence[Unit],
    carry_out: Callable[[], Outcome],
    destination: Callable[[Person, Outcome], Unit | None],
    errand: _Errand,
    *,
    may_stay: bool = False,
) -> Restructured:
    """Hold the people, change the map, let the people follow; persons are held first, as by every change."""
    with transaction.atomic():
        people = _locked(_tied_to(going, errand.on))
        outcome = carry_out()
        if set(_tied_to(going, errand.on)) - people.keys():
            raise Stale("刚刚又有人调入这些单位，组织调整没有保存。请刷新后重新办理。")
        goals = {pk: destination(person, outcome) for pk, person in people.items()}
        staying = [people[pk] for pk, unit in goals.items() if unit is None]
        if staying and not may_stay:
            names = "、".join(person_file(person).name for person in staying[:3])
            raise Refused(
                f"“{going[0].name}”等单位还有 {len(staying)} 名人员（{names}等）。"
                "请先选择他们随之调到哪里，再办理组织调整。",
                field="people_go_to",
            )
        followed = [
            _let_follow(people[pk], going, unit, outcome.change, errand)
            for pk, unit in goals.items()
            if unit is not None
        ]
        touched = {*(unit.pk for unit in going), *(each.unit_id for each in outcome.moved)}
        reproject_units(touched, errand.at)
        return Restructured(outcome, tuple(followed))


def _tied_to(going: Sequence[Unit], on: date) -> list[int]:
    """Everybody used by, in a post of, or with a duty in some units on a day or later."""
    found: set[int] = set()
    for kind in _TIED:
        tied = Q(**{f"{_UNIT_OF[kind]}__in": [unit.pk for unit in going]}, valid_before__gt=on)
        found |= set(kind.objects.known_at(None).filter(tied).values_list("person_id", flat=True))
    return sorted(found)


def _locked(person_ids: Iterable[int]) -> dict[int, Person]:
    """The rows of some people held in one order, so that two restructurings never wait for each other."""
    rows = Person.objects.select_for_update(of=("self",)).select_related("district")
    return {person.pk: person for person in rows.filter(pk__in=list(person_ids)).order_by("pk")}


def _let_follow(
    person: Person, going: Sequence[Unit], to: Unit, cause: UnitChange, errand: _Errand
) -> Change:
    file = person_file(person)
    change = Change(
        person=person,
        kind=ChangeKind.TRANSFER,
        effective_on=errand.on,
        reason=errand.reason,
        summary=f"{ChangeKind.TRANSFER.label}：随组织调整到{to.name}",
        token=_token(cause, person.pk),
    )
    delta = follow(file, {unit.pk for unit in going}, to, errand.on)
    return write(Writ(file, change, delta, f"person.{ChangeKind.TRANSFER}"), by=errand.by, at=errand.at)


def _token(cause: UnitChange, person_id: int) -> str:
    """What ties a follower's change to the change of the map."""
    return str(uuid5(NAMESPACE_OID, f"unit-change:{cause.pk}:{person_id}"))


def _followers_of(cause: UnitChange) -> list[Change]:
    rows = Change.objects.filter(
        kind=ChangeKind.TRANSFER,
        effective_on=cause.effective_on,
        withdrawn_at=None,
        person__district_id=cause.district_id,
    )
    return [
        change for change in rows.order_by("person_id") if change.token == _token(cause, change.person_id)
    ]


def _bring_back(person: Person, change: Change, reason: str, by: Actor, at: datetime) -> Change:
    file = person_file(person)
    withdrawal = Change(
        person=person,
        kind=ChangeKind.WITHDRAW,
        effective_on=change.effective_on,
        reason=reason,
        summary=change.summary,
        corrects=change,
    )
    done = write(Writ(file, withdrawal, undone(file, change), WITHDRAWN), by=by, at=at)
    Change.objects.filter(pk=change.pk).update(withdrawn_at=done.recorded_at)
    return done
