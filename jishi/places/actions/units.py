"""Founding, renaming, moving and dissolving units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.ledger.actions import Delta, copied
from jishi.places.actions.blueprints import Blueprint
from jishi.places.actions.checks import check_day, check_fits, last_standing, tidied, timelines
from jishi.places.actions.founding import build, count_sentence
from jishi.places.actions.undertakings import Outcome, Undertaking, carry_out, hold
from jishi.places.enums import RestructureKind, UnitKind
from jishi.places.models import Body, Households, Star, Tag, Unit, UnitFact, UnitFigure, UnitStanding

# What is said of a unit and ends with it.
SAID_OF_UNITS: tuple[type[UnitFact], ...] = (Households, Tag, Star, Body, UnitFigure)


@transaction.atomic
def found(
    *, parent: Unit | None, blueprint: Blueprint, on: date, reason: str, by: Actor, at: datetime
) -> Outcome:
    """Found a unit with everything known of it and the units below it.

    Errors: Refused when it does not fit there, its name is taken, or its parent does not stand on the day.
    """
    if parent is None and blueprint.kind == UnitKind.CITY and Unit.objects.filter(parent=None).exists():
        raise Refused("本平台已有一个市，不能再建第二个。", field="kind")
    outcome = _lay(parent, [blueprint], on=on, reason=reason, by=by, at=at)
    return Outcome(outcome.change, outcome.founded[0], outcome.founded)


@transaction.atomic
def lay_out(
    *, district: Unit, blueprints: Sequence[Blueprint], on: date, reason: str, by: Actor, at: datetime
) -> Outcome:
    """Found many units under one at once, as one change: a map taken over from elsewhere.

    Errors: as `found`.
    """
    if not blueprints:
        raise Refused("没有可以导入的组织，请检查文件里是否有数据行。")
    return _lay(district, blueprints, on=on, reason=reason, by=by, at=at)


@transaction.atomic
def rename(*, unit: Unit, name: str, on: date, reason: str, by: Actor, at: datetime) -> Outcome:
    """Give a unit another name from a day on; earlier days keep the old one.

    Errors: Refused when the name is the same or taken, or the day contradicts what is recorded; Stale.
    """
    unit = hold(unit)
    name = tidied(name)
    change = Undertaking(RestructureKind.RENAME, unit, on, reason, by, at)
    last = _standing_to_change(change)
    if last.name == name:
        raise Refused(f"新名称与现名称“{name}”相同，请填写新的名称。", field="name")
    replace_standing(change.delta, last, on, name=name)
    change.summary = f"“{last.name}”更名为“{name}”"
    return carry_out(change)


@transaction.atomic
def move(*, unit: Unit, parent: Unit, on: date, reason: str, by: Actor, at: datetime) -> Outcome:
    """Put a unit, with everything below it, under another parent from a day on.

    Errors: Refused when it does not fit there or would come under itself; Stale.
    """
    unit = hold(unit)
    change = Undertaking(RestructureKind.MOVE, unit, on, reason, by, at)
    last = _standing_to_change(change)
    if parent.within(unit.path):
        raise Refused(f"不能把“{unit.name}”划到它自己或它的下级之下，请另选上级。", field="parent")
    check_fits(unit.kind, parent)
    if parent.pk == last.parent_id:
        raise Refused(f"“{unit.name}”已经属于“{parent.name}”，请另选上级。", field="parent")
    if parent.district_id != unit.district_id:
        raise Refused(
            "不能划到另一个区：两区政策、账号和档案都不同，请在新区设立后办理人员调动。", field="parent"
        )
    replace_standing(change.delta, last, on, parent_id=parent.pk)
    change.summary = f"“{last.name}”划归“{parent.name}”"
    return carry_out(change)


@transaction.atomic
def dissolve(
    *, unit: Unit, with_all_below: bool = False, on: date, reason: str, by: Actor, at: datetime
) -> Outcome:
    """Let a unit be no more from a day on, and what is recorded of it end with it.

    Errors: Refused when units below it remain and are not to go with it; Stale.
    """
    unit = hold(unit)
    change = Undertaking(RestructureKind.DISSOLVE, unit, on, reason, by, at)
    last = _standing_to_change(change)
    going = [last]
    level = [unit.pk]
    while below := standings_below(level, on):
        if not with_all_below:
            label = UnitKind(below[0].unit.kind).label
            raise Refused(
                f"“{last.name}”下面还有 {len(below)} 个{label}（“{below[0].name}”等）。"
                "请先把它们划转到别处，或选择一并撤销。",
                field="with_all_below",
            )
        going += below
        level = [standing.unit_id for standing in below]
    for standing in going:
        change.delta.end(standing, on)
    end_what_is_said(change.delta, [standing.unit_id for standing in going], on)
    also = f"，连同下级 {len(going) - 1} 个单位" if len(going) > 1 else ""
    change.summary = f"撤销“{last.name}”{also}"
    return carry_out(change)


def replace_standing(delta: Delta, standing: UnitStanding, on: date, **different: object) -> None:
    """Let a standing hold up to a day and another, with some values different, from then on."""
    delta.end(standing, on)
    delta.add(copied(standing, valid_from=max(on, standing.valid_from), **different))


def standings_below(units: Sequence[int], on: date) -> list[UnitStanding]:
    """The believed standings of a day, or later, directly under some units."""
    return list(
        UnitStanding.objects.filter(parent_id__in=units, valid_before__gt=on)
        .known_at(None)
        .select_related("unit")
        .order_by("unit__path", "valid_from")
    )


def end_what_is_said(delta: Delta, units: Sequence[int], on: date) -> None:
    """Let every fact about some units, other than their standing, end on a day."""
    for model in SAID_OF_UNITS:
        for fact in model.objects.filter(unit_id__in=units, valid_before__gt=on).known_at(None):
            delta.end(fact, on)


def _standing_to_change(change: Undertaking) -> UnitStanding:
    check_day(change.on, change.today)
    return last_standing(change.unit, timelines([change.unit.pk])[change.unit.pk], change.on)


def _lay(
    parent: Unit | None, blueprints: Sequence[Blueprint], *, on: date, reason: str, by: Actor, at: datetime
) -> Outcome:
    parent = hold(parent) if parent else None
    delta = Delta()
    units = build(parent, blueprints, on=on, delta=delta)
    change = Undertaking(RestructureKind.FOUND, units[0], on, reason, by, at, delta=delta)
    check_day(on, change.today)
    if len(blueprints) > 1 and parent:
        change.unit = parent
    change.summary = _founding_sentence(parent, blueprints, units)
    return carry_out(change, founded=units)


def _founding_sentence(parent: Unit | None, blueprints: Sequence[Blueprint], units: Sequence[Unit]) -> str:
    if len(blueprints) > 1:
        counted = Counter(unit.kind for unit in units)
        what = "、".join(f"{number} 个{UnitKind(kind).label}" for kind, number in counted.items())
        return f"导入{what}"
    plan = blueprints[0]
    words = [f"设立“{plan.name}”"]
    if parent:
        words.append(f"属“{parent.name}”")
    if plan.under:
        words.append(f"下设 {len(plan.under)} 个{UnitKind(plan.under[0].kind).label}")
    if plan.count:
        words.append(count_sentence(plan.count))
    return "，".join(words)
