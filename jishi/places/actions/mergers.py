"""Merging units into one and splitting one into several."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.ledger.actions import Delta, copied
from jishi.places.actions.blueprints import Blueprint, Part
from jishi.places.actions.checks import Timeline, check_day, last_standing, timelines
from jishi.places.actions.founding import build
from jishi.places.actions.undertakings import Outcome, Undertaking, carry_out, hold
from jishi.places.actions.units import end_what_is_said, replace_standing, standings_below
from jishi.places.enums import RestructureKind, UnitKind
from jishi.places.models import Households, Unit, UnitStanding

_MERGED_COUNT = "合并前各单位合计"


@transaction.atomic
def merge(
    *, units: Sequence[Unit], into: Unit | Blueprint, on: date, reason: str, by: Actor, at: datetime
) -> Outcome:
    """Merge units into one of them, into another, or into a new one; what stands below them goes along.

    Units below whose name is taken there get the former unit's name before theirs. Households of the unit
    merged into become the sum, where all are known.
    Errors: Refused when kinds differ, fewer than two take part, or days contradict what is recorded; Stale.
    """
    held = [hold(unit) for unit in units]
    _check_mergeable(held)
    change = Undertaking(RestructureKind.MERGE, held[0], on, reason, by, at)
    check_day(on, change.today)
    histories = timelines(unit.pk for unit in held)
    lasts = {unit.pk: last_standing(unit, histories[unit.pk], on) for unit in held}
    target, founded = _target(change, into, lasts[held[0].pk])
    going = [unit for unit in held if unit.pk != target.pk]
    _check_takes_part(held, going, target)
    for unit in going:
        _end_merged(change.delta, histories[unit.pk], target.pk, on)
    _take_along(change.delta, [lasts[unit.pk] for unit in going], target.pk, on)
    _sum_counts(change.delta, [unit.pk for unit in going], target.pk, on)
    end_what_is_said(change.delta, [unit.pk for unit in going], on)
    change.unit = target
    names = "".join(f"“{lasts[unit.pk].name}”" for unit in going)
    change.summary = f"{names}并入“{target.name}”" if not founded else f"{names}合并设立“{target.name}”"
    return carry_out(change, founded=founded)


@transaction.atomic
def split(
    *,
    unit: Unit,
    parts: Sequence[Part],
    survives: bool,
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> Outcome:
    """Split new units off one, each taking some of the units below along; the old one stays or ends.

    Errors: Refused when parts contradict one another or units below would be left without a parent; Stale.
    """
    unit = hold(unit)
    change = Undertaking(RestructureKind.SPLIT, unit, on, reason, by, at)
    check_day(on, change.today)
    last = last_standing(unit, timelines([unit.pk])[unit.pk], on)
    _check_parts(unit, parts, survives)
    if not survives:
        change.delta.end(last, on)
        end_what_is_said(change.delta, [unit.pk], on)
    founded = build(last.parent, [part.blueprint for part in parts], on=on, delta=change.delta)
    below = standings_below([unit.pk], on)
    taken = {child: new.pk for part, new in zip(parts, founded, strict=False) for child in part.takes}
    _check_below(set(taken), {standing.unit_id for standing in below})
    left = [standing for standing in below if standing.unit_id not in taken]
    if left and not survives:
        raise Refused(
            f"“{unit.name}”下面的“{left[0].name}”等 {len(left)} 个单位还没有归属，请为每一个选择新单位。",
            field="parts",
        )
    for standing in below:
        if standing.unit_id in taken:
            replace_standing(change.delta, standing, on, parent_id=taken[standing.unit_id])
    names = "".join(f"“{part.blueprint.name}”" for part in parts)
    change.summary = f"从“{last.name}”分设{names}" if survives else f"“{last.name}”拆分为{names}"
    return carry_out(change, founded=founded)


def _check_mergeable(held: Sequence[Unit]) -> None:
    if not held:
        raise Refused("请选择要合并的单位。", field="units")
    if len({unit.kind for unit in held}) > 1:
        raise Refused("只有同一类别的单位才能合并，请只选社区或只选网格。", field="units")
    if held[0].kind in (UnitKind.CITY, UnitKind.DISTRICT):
        raise Refused("区的合并涉及政策与档案的整体移交，不能在这里办理。", field="units")
    if len({unit.district_id for unit in held}) > 1:
        raise Refused("只能合并同一个区的单位，请重新选择。", field="units")


def _target(change: Undertaking, into: Unit | Blueprint, last: UnitStanding) -> tuple[Unit, tuple[Unit, ...]]:
    """The unit merged into: one that stands on the day, or a new one beside the first."""
    if isinstance(into, Blueprint):
        if into.kind != change.unit.kind:
            raise Refused("合并后的新单位须与原单位同一类别，请核对。", field="into")
        founded = build(last.parent, [into], on=change.on, delta=change.delta)
        return founded[0], founded
    last_standing(into, timelines([into.pk])[into.pk], change.on)
    return into, ()


def _check_takes_part(held: Sequence[Unit], going: Sequence[Unit], target: Unit) -> None:
    if not going or len({unit.pk for unit in [*held, target]}) < 2:
        raise Refused("合并至少涉及两个单位，请再选一个。", field="units")
    if target.kind != held[0].kind:
        raise Refused("只能并入同一类别的单位，请另选并入的单位。", field="into")
    if target.district_id != held[0].district_id:
        raise Refused("只能并入同一个区的单位，请另选并入的单位。", field="into")


def _end_merged(delta: Delta, timeline: Timeline, into: int, on: date) -> None:
    """End a merged unit's standing, naming what it was merged into on the last one there is."""
    for standing in timeline[-2:]:
        if standing.valid_from < on <= standing.valid_before:
            delta.withdraw(standing)
            delta.add(copied(standing, valid_before=on, succeeded_by_id=into))
        elif standing.valid_from >= on:
            delta.withdraw(standing)


def _take_along(delta: Delta, merged: Sequence[UnitStanding], into: int, on: date) -> None:
    """Move what stands below merged units under the new one, telling apart those of the same name."""
    taken = {standing.name: standing.unit_id for standing in standings_below([into], on)}
    former = {standing.unit_id: standing.name for standing in merged}
    for standing in standings_below(list(former), on):
        name = standing.name
        if taken.get(name, standing.unit_id) != standing.unit_id:
            name = former[standing.parent_id or 0].removesuffix("社区") + name
        taken[name] = standing.unit_id
        replace_standing(delta, standing, on, parent_id=into, name=name)


def _sum_counts(delta: Delta, going: Sequence[int], into: int, on: date) -> None:
    """Households after a merger: the sum, where all are known and none is given for the day itself."""
    if any(isinstance(fact, Households) and fact.unit_id == into for fact in delta.recorded):
        return
    counts = {
        fact.unit_id: fact
        for fact in Households.objects.filter(unit_id__in=[*going, into]).true_on(on).known_at(None)
    }
    own = counts.get(into)
    if own is None or own.valid_from == on or len(counts) < len(going) + 1:
        return
    replacement = copied(own, valid_from=on, source=_MERGED_COUNT)
    for name in ("households", "residents"):
        values = [getattr(fact, name) for fact in counts.values()]
        setattr(replacement, name, None if None in values else sum(values))
    delta.end(own, on)
    delta.add(replacement)


def _check_below(taken: set[int], below: set[int]) -> None:
    if taken - below:
        raise Refused("所选的下级单位已不在原单位之下，请刷新后重新分配。", field="parts")


def _check_parts(unit: Unit, parts: Sequence[Part], survives: bool) -> None:
    if unit.kind in (UnitKind.CITY, UnitKind.DISTRICT):
        raise Refused("区的拆分涉及政策与档案的整体移交，不能在这里办理。", field="parts")
    if len(parts) < (1 if survives else 2):
        raise Refused("拆分后至少要有两个单位，请再加一个。", field="parts")
    if any(part.blueprint.kind != unit.kind for part in parts):
        raise Refused("拆分出的单位须与原单位同一类别，请核对。", field="parts")
    taken = [child for part in parts for child in part.takes]
    if len(set(taken)) < len(taken):
        raise Refused("同一个下级单位分给了两个新单位，请只选一处。", field="parts")
