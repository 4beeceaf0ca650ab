"""How every change of places is carried out: held, checked, written, brought up to date and audited.

The verbs of this room decide what a change does to the facts; this module does what all of them share.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from jishi.audit.actions import record
from jishi.audit.enums import Actor, Subject
from jishi.ledger import Refused, Stale
from jishi.ledger.actions import Delta, apply
from jishi.ledger.models import DatedFact
from jishi.places.actions.checks import check_map
from jishi.places.actions.present import Relocation, bring_units_up_to_date
from jishi.places.models import STEP, Unit, UnitChange


@dataclass(slots=True)
class Undertaking:
    """A change of places on its way: what it is, whom it concerns and what it does to the facts."""

    kind: str
    unit: Unit
    on: date
    reason: str
    by: Actor
    at: datetime
    summary: str = ""
    delta: Delta = field(default_factory=Delta)

    @property
    def today(self) -> date:
        """The day on which it is recorded."""
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a change.

    Shape: `unit` as it is now; `founded` the new units, the topmost first; `moved` whose path is another
           now, so that whoever keeps paths can follow.
    """

    change: UnitChange
    unit: Unit
    founded: tuple[Unit, ...] = ()
    moved: tuple[Relocation, ...] = ()


def hold(unit: Unit) -> Unit:
    """Keep the map of the unit's district from being changed by anybody else, and read the unit again.

    One lock a district makes restructurings take turns; it does not keep people from being recorded.
    Errors: Stale when the unit was changed since the caller read it.
    """
    paths = [unit.path[: 2 * STEP]]
    if unit.depth <= 2:
        paths.append(unit.path[:STEP])  # it has siblings in other districts
    list(Unit.objects.select_for_update(no_key=True).filter(path__in=paths).order_by("path"))
    fresh = Unit.objects.get(pk=unit.pk)
    if fresh.version != unit.version:
        raise Stale(f"“{fresh.name}”刚刚被别人改过，您的改动没有保存。请刷新后核对最新内容，再重新提交。")
    return fresh


def carry_out(undertaking: Undertaking, *, founded: tuple[Unit, ...] = ()) -> Outcome:
    """Check the map as it would be, write the change with its audit event, and bring the units up to date.

    Errors: Refused when the map would contradict itself; Stale when a fact was superseded in between.
    """
    delta = undertaking.delta
    check_map(delta)
    check_clock(delta, undertaking.at)
    change = log_change(undertaking)
    apply(delta, change_id=change.pk, at=undertaking.at)
    moved = after_writing(undertaking, apart=[new.pk for new in founded])
    unit = Unit.objects.get(pk=undertaking.unit.pk)
    return Outcome(change, unit, founded, moved)


def check_clock(delta: Delta, at: datetime) -> None:
    """Refuse to supersede what was recorded later than now: the clock of the machine must be wrong.

    Errors: Refused.
    """
    if any(fact.recorded_at > at for fact in delta.superseded):
        raise Refused("这项资料的登记时间晚于本机当前时间，没有保存。请核对服务器时钟后再试。")


def log_change(undertaking: Undertaking) -> UnitChange:
    """Write the row of the change itself."""
    return UnitChange.objects.create(
        district_id=undertaking.unit.district_id,
        unit=undertaking.unit,
        kind=undertaking.kind,
        effective_on=undertaking.on,
        reason=undertaking.reason,
        summary=undertaking.summary[:200],
        replaced=[[type(fact).__name__, fact.pk] for fact in undertaking.delta.superseded],
        recorded_at=undertaking.at,
        recorded_by=undertaking.by.name,
    )


def after_writing(undertaking: Undertaking, *, apart: Iterable[int] = ()) -> tuple[Relocation, ...]:
    """What follows the writing of facts: units as of now, their versions, the audit event.

    Shape: `apart` the units just founded, whose rows are new already.
    """
    touched = touched_units(undertaking.delta) - set(apart)
    moved = bring_units_up_to_date(touched, on=undertaking.today)
    Unit.objects.filter(pk__in=touched).update(version=F("version") + 1)
    record(
        verb=f"unit.{undertaking.kind}",
        subject=Subject(kind="unit", key=str(undertaking.unit.pk), label=undertaking.unit.name),
        by=undertaking.by,
        at=undertaking.at,
        chain=chain_of(undertaking.unit),
        particulars={"summary": undertaking.summary, "effective_on": undertaking.on.isoformat()},
        reason=undertaking.reason,
    )
    return moved


def touched_units(delta: Delta) -> set[int]:
    """Whose facts a change touches."""
    facts: list[DatedFact] = [*delta.superseded, *delta.recorded]
    return {int(fact.content()["unit_id"]) for fact in facts}


def chain_of(unit: Unit) -> str:
    """The chain of the audit trail events about a unit go to."""
    return f"district-{unit.district_id}" if unit.district_id else "platform"
