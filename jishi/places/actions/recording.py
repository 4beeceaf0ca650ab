"""What recording a fact about a unit has in common, whichever fact it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.ledger.models import FOREVER, DatedFact
from jishi.places.actions.checks import check_day, timelines
from jishi.places.actions.undertakings import Outcome, Undertaking, carry_out, hold
from jishi.places.models import Unit
from jishi.policy.period import ONE_DAY

_Fact = TypeVar("_Fact", bound=DatedFact)


def begin(kind: str, unit: Unit, on: date, reason: str, *, by: Actor, at: datetime) -> Undertaking:
    """Start recording something of a unit that stands on the day.

    Errors: Refused when it does not stand on the day; Stale.
    """
    unit = hold(unit)
    change = Undertaking(kind, unit, on, reason, by, at)
    check_day(on, change.today)
    check_stands(unit, on)
    return change


def check_stands(unit: Unit, on: date) -> None:
    """Refuse to record something of a unit on a day it does not exist.

    Errors: Refused saying from when or until when it does.
    """
    timeline = timelines([unit.pk])[unit.pk]
    if not timeline or on >= timeline[-1].valid_before:
        until = f"到 {timeline[-1].valid_before - ONE_DAY} 为止" if timeline else "的设立已被撤回"
        raise Refused(f"“{unit.name}”{until}，不能登记 {on} 的资料，请核对日期。", field="on")
    if on < timeline[0].valid_from:
        raise Refused(
            f"“{unit.name}”自 {timeline[0].valid_from} 设立，不能登记 {on} 的资料，请核对日期。", field="on"
        )


def record_sole(change: Undertaking, fact: _Fact, others: list[_Fact], what: str) -> Outcome:
    """Record a fact of which one holds at a time: from its day until the next one known, if any.

    Shape:  others the believed facts of the same kind and key.
    Errors: Refused when one begins on the same day, or says the same already.
    """
    others = sorted(others, key=lambda item: item.valid_from)
    later = [item.valid_from for item in others if item.valid_from > fact.valid_from]
    fact.valid_before = min([*later, _end_of(change)])
    for other in others:
        if other.valid_from == fact.valid_from:
            raise Refused(
                f"{other.valid_from} 已登记过{what}。如登记有误，请用“更正”，以便留下原来的内容。", field="on"
            )
        if other.span.contains(fact.valid_from):
            if other.content() == fact.content():
                raise Refused(f"{what}与 {other.valid_from} 起登记的相同，不必重复登记。")
            change.delta.end(other, fact.valid_from)
    change.delta.add(fact)
    return carry_out(change)


def _end_of(change: Undertaking) -> date:
    """The day the unit ends, as far as is known."""
    timeline = timelines([change.unit.pk])[change.unit.pk]
    return timeline[-1].valid_before if timeline else FOREVER
