"""Withdrawing a change of places while nothing has been built on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.ledger.actions import Delta, apply, copied
from jishi.ledger.models import DatedFact
from jishi.places.actions.checks import check_map
from jishi.places.actions.undertakings import (
    Outcome,
    Undertaking,
    after_writing,
    check_clock,
    hold,
    log_change,
)
from jishi.places.actions.units import SAID_OF_UNITS
from jishi.places.enums import RecordKind
from jishi.places.models import Unit, UnitChange, UnitFact, UnitStanding

_FACTS: tuple[type[UnitFact], ...] = (UnitStanding, *SAID_OF_UNITS)
_TABLES = {model.__name__: model for model in _FACTS}


@transaction.atomic
def withdraw(*, change: UnitChange, reason: str, by: Actor, at: datetime) -> Outcome:
    """Undo a change: what it recorded is no longer believed, what it replaced is believed again.

    Errors: Refused when it was withdrawn before, is itself a withdrawal, or something was built on it.
    """
    unit = hold(Unit.objects.get(pk=change.unit_id))
    change = UnitChange.objects.get(pk=change.pk)
    if change.withdrawn_at is not None or change.kind == RecordKind.WITHDRAW:
        raise Refused("这次调整已经撤回过，不能再撤回。如需恢复，请重新登记。")
    believed = _check_nothing_built_on(change)
    back = Undertaking(RecordKind.WITHDRAW, unit, change.effective_on, reason, by, at)
    restored = _replaced(change)
    back.delta = Delta(superseded=[*believed], recorded=[copied(fact) for fact in restored])
    back.summary = f"撤回：{change.summary}"
    check_map(back.delta)
    check_clock(back.delta, at)
    _check_gone(back.delta, change)
    row = log_change(back)
    _believe_again(believed, restored, at)
    UnitChange.objects.filter(pk=row.pk).update(withdraws=change)
    UnitChange.objects.filter(pk=change.pk).update(withdrawn_at=at)
    moved = after_writing(back)
    return Outcome(row, Unit.objects.get(pk=unit.pk), (), moved)


def _check_nothing_built_on(change: UnitChange) -> list[UnitFact]:
    """The facts a change recorded, all of them still believed as it recorded them."""
    believed: list[UnitFact] = []
    for model in _TABLES.values():
        rows = model.objects.filter(change_id=change.pk)
        mine = list(rows.known_at(None))
        if _contents(rows.filter(recorded_at=change.recorded_at)) != _contents(mine):
            raise Refused(
                f"“{change.summary}”之后又登记了别的调整或更正，不能直接撤回。请先撤回后来的那一次。"
            )
        believed += mine
    return believed


def _contents(facts: Iterable[UnitFact]) -> Counter[tuple[object, ...]]:
    return Counter((fact.valid_from, fact.valid_before, *fact.content().values()) for fact in facts)


def _replaced(change: UnitChange) -> list[UnitFact]:
    """The rows a change superseded."""
    keys: dict[str, list[int]] = {}
    for table, key in change.replaced:
        keys.setdefault(table, []).append(key)
    return [fact for table, pks in keys.items() for fact in _TABLES[table].objects.filter(pk__in=pks)]


def _check_gone(delta: Delta, change: UnitChange) -> None:
    """A unit whose founding is withdrawn must have nothing else recorded of it."""
    standings = {fact.unit_id for fact in delta.recorded if isinstance(fact, UnitStanding)}
    gone = {
        fact.unit_id
        for fact in delta.superseded
        if isinstance(fact, UnitStanding) and fact.unit_id not in standings
    }
    for model in _TABLES.values():
        for fact in model.objects.filter(unit_id__in=gone).known_at(None).exclude(change_id=change.pk)[:1]:
            raise Refused(
                f"设立之后又登记了{fact._meta.verbose_name}，不能撤回设立。请先撤回后来登记的，或改用“撤销”。"
            )
    merged = UnitStanding.objects.filter(succeeded_by_id__in=gone).known_at(None).exclude(change_id=change.pk)
    for standing in merged[:1]:
        raise Refused(f"“{standing.name}”已并入这个单位，不能撤回设立。请先撤回那次合并。")


def _believe_again(believed: list[UnitFact], restored: list[UnitFact], at: datetime) -> None:
    """Write it: every restored fact keeps the number of the change that first recorded it."""
    apply(Delta(superseded=[*believed]), change_id=None, at=at)
    for change_id in sorted({fact.change_id or 0 for fact in restored}):
        copies: list[DatedFact] = [copied(fact) for fact in restored if (fact.change_id or 0) == change_id]
        apply(Delta(recorded=copies), change_id=change_id or None, at=at)
