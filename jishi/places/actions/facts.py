"""Correcting what was recorded of a unit: the wrong fact is superseded, the right one stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from jishi.audit.enums import Actor
from jishi.ledger import Refused, Stale
from jishi.ledger.actions import Delta, copied
from jishi.ledger.models import FOREVER, UNTIL_NOW
from jishi.places.actions.checks import check_apart, timelines
from jishi.places.actions.undertakings import Outcome, Undertaking, carry_out, hold
from jishi.places.enums import RecordKind
from jishi.places.models import Body, Households, Star, Tag, Unit, UnitFact, UnitFigure
from jishi.policy.period import ONE_DAY, Span

# What tells the facts of a kind apart that may hold at the same time.
_KEYS: Mapping[type[UnitFact], tuple[str, ...]] = {
    Households: (),
    Star: (),
    Tag: ("name",),
    Body: ("kind",),
    UnitFigure: ("name",),
}


@transaction.atomic
def correct(
    *, fact: UnitFact, values: Mapping[str, Any], span: Span | None, reason: str, by: Actor, at: datetime
) -> Outcome:
    """Supersede a fact about a unit by what should have been recorded.

    Shape:  values the fields that were wrong; span the right days, None when the days were right.
    Errors: Refused without a reason, for days outside the unit's life or overlapping its neighbours, or when
            nothing would be different; Stale when somebody corrected it first.
    """
    unit = hold(fact.unit)
    check_reason(reason)
    if not type(fact).objects.filter(pk=fact.pk, superseded_at=UNTIL_NOW).exists():
        raise Stale("这项资料刚刚被别人更正过，您的改动没有保存。请刷新后核对最新内容。")
    right = _corrected(fact, values, span)
    change = Undertaking(RecordKind.CORRECT, unit, right.valid_from, reason, by, at)
    change.delta.withdraw(fact)
    _check_life(unit, right)
    _keep_apart(change.delta, fact, right)
    change.delta.add(right)
    change.summary = f"更正“{unit.name}”的{fact._meta.verbose_name}"
    return carry_out(change)


def check_reason(reason: str) -> None:
    """Refuse a correction nobody gives a reason for.

    Errors: Refused.
    """
    if not reason.strip():
        raise Refused("更正须写明理由，例如“录入时看错文件日期”。", field="reason")


def _corrected(fact: UnitFact, values: Mapping[str, Any], span: Span | None) -> UnitFact:
    unknown = set(values) - (set(fact.content()) - {"unit_id"})
    if unknown:
        raise Refused(f"没有“{'、'.join(sorted(unknown))}”这样的内容，请刷新页面后重填。")
    right = _at(fact, span or fact.span, values)
    if right.valid_from >= right.valid_before:
        raise Refused("截止日期须晚于起始日期，请核对。", field="valid_before")
    if (right.content(), right.span) == (fact.content(), fact.span):
        raise Refused("更正后的内容与原来相同，请核对要改的地方。")
    return right


def _at(fact: UnitFact, span: Span, values: Mapping[str, Any]) -> UnitFact:
    content = {**fact.content(), **values}
    return type(fact)(valid_from=span.valid_from, valid_before=span.valid_before or FOREVER, **content)


def _check_life(unit: Unit, right: UnitFact) -> None:
    timeline = timelines([unit.pk])[unit.pk]
    if not timeline or right.valid_from < timeline[0].valid_from:
        raise Refused(f"起始日期早于“{unit.name}”设立的日期，请核对。", field="valid_from")
    if right.valid_before > timeline[-1].valid_before:
        end = timeline[-1].valid_before - ONE_DAY
        raise Refused(f"“{unit.name}”到 {end} 为止，截止日期不能晚于它。", field="valid_before")


def _keep_apart(delta: Delta, wrong: UnitFact, right: UnitFact) -> None:
    """Let the fact before end where the corrected one begins, and refuse any other overlap."""
    key = {name: right.content()[name] for name in _KEYS[type(right)]}
    others = type(right).objects.filter(unit_id=right.unit_id, **key).known_at(None)
    apart: list[UnitFact] = []
    for other in others.exclude(pk=wrong.pk):
        if other.valid_before == wrong.valid_from and other.valid_from < right.valid_from:
            delta.withdraw(other)
            delta.add(copied(other, valid_before=right.valid_from))
        else:
            apart.append(other)
    check_apart(right, apart, "更正后从 {day} 起与另一条登记重叠，请核对起止日期，或先更正那一条。")
