"""Correcting a unit's name, parent or the day a standing began, when they were recorded wrongly."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jishi.audit.enums import Actor
from jishi.ledger import Refused, Stale
from jishi.ledger.actions import Delta, copied
from jishi.places.actions.checks import Timeline, check_day, check_fits, tidied, timelines
from jishi.places.actions.facts import check_reason
from jishi.places.actions.undertakings import Outcome, Undertaking, carry_out, hold
from jishi.places.actions.units import SAID_OF_UNITS, standings_below
from jishi.places.enums import RecordKind
from jishi.places.models import Unit, UnitStanding


@transaction.atomic
def correct(
    *,
    standing: UnitStanding,
    name: str | None = None,
    parent: Unit | None = None,
    starts_on: date | None = None,
    reason: str,
    by: Actor,
    at: datetime,
) -> Outcome:
    """Supersede a standing by what it should have said; None leaves a part as it is.

    A name or parent is put right on the standings after it as long as they say the same. A founding day
    takes along what was recorded with the founding.
    Errors: Refused without a reason or when the map would contradict itself; Stale.
    """
    unit = hold(standing.unit)
    check_reason(reason)
    timeline = timelines([unit.pk])[unit.pk]
    place = next((i for i, item in enumerate(timeline) if item.pk == standing.pk), None)
    if place is None:
        raise Stale("这条沿革刚刚被别人更正过，您的改动没有保存。请刷新后核对最新内容。")
    starts = starts_on or standing.valid_from
    change = Undertaking(RecordKind.CORRECT, unit, starts, reason, by, at)
    check_day(starts, change.today)
    if parent is not None:
        _check_parent(unit, parent)
    different = _difference(standing, None if name is None else tidied(name), parent)
    if not different and starts == standing.valid_from:
        raise Refused("更正后的内容与原来相同，请核对要改的地方。")
    if starts != standing.valid_from:
        _shift(change.delta, timeline, place, starts)
    _say_differently(change.delta, timeline[place:], starts, different)
    change.summary = f"更正“{standing.name}”的沿革"
    return carry_out(change)


def _check_parent(unit: Unit, parent: Unit) -> None:
    check_fits(unit.kind, parent)
    if parent.district_id != unit.district_id:
        raise Refused("上级须在同一个区，请另选上级。", field="parent")


def _difference(standing: UnitStanding, name: str | None, parent: Unit | None) -> dict[str, object]:
    different: dict[str, object] = {}
    if name is not None and name != standing.name:
        different["name"] = name
    if parent is not None and parent.pk != standing.parent_id:
        different["parent_id"] = parent.pk
    return different


def _shift(delta: Delta, timeline: Timeline, place: int, starts: date) -> None:
    """Move the day a standing begins, and with it the end of the one before or what began with it."""
    standing = timeline[place]
    if starts >= standing.valid_before:
        raise Refused("起始日期须早于这段沿革的截止日期，请核对。", field="starts_on")
    if place == 0:
        _shift_founding(delta, standing, starts)
        return
    before = timeline[place - 1]
    if starts <= before.valid_from:
        raise Refused(f"起始日期须晚于上一段沿革的起始日期 {before.valid_from}，请核对。", field="starts_on")
    delta.withdraw(before)
    delta.add(copied(before, valid_before=starts))


def _shift_founding(delta: Delta, standing: UnitStanding, starts: date) -> None:
    """What was recorded with a founding, units below included, begins when it really did."""
    founded_on, change_id = standing.valid_from, standing.change_id
    units = [standing.unit_id]
    while units:
        for model in SAID_OF_UNITS:
            for fact in model.objects.filter(
                unit_id__in=units, valid_from=founded_on, change_id=change_id
            ).known_at(None):
                delta.withdraw(fact)
                delta.add(copied(fact, valid_from=starts))
        below = [
            item
            for item in standings_below(units, founded_on)
            if item.valid_from == founded_on and item.change_id == change_id
        ]
        for item in below:
            delta.withdraw(item)
            delta.add(copied(item, valid_from=starts))
        units = [item.unit_id for item in below]


def _say_differently(delta: Delta, following: Timeline, starts: date, different: dict[str, object]) -> None:
    """Put a standing right, and those after it that repeat what was wrong."""
    first = following[0]
    delta.withdraw(first)
    delta.add(copied(first, valid_from=starts, **different))
    wrong = {key: getattr(first, key) for key in different}
    for later in following[1:]:
        repeated = {key: value for key, value in different.items() if getattr(later, key) == wrong.get(key)}
        wrong = {key: wrong[key] for key in repeated}
        if not repeated:
            return
        delta.withdraw(later)
        delta.add(copied(later, **repeated))
