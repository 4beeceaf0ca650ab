"""What the map of places must never become, whichever change is made to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Q

from jishi.ledger import Refused
from jishi.ledger.actions import Delta
from jishi.ledger.models import FOREVER, DatedFact
from jishi.places.enums import PARENT_KINDS, UnitKind
from jishi.places.models import Unit, UnitStanding
from jishi.policy.period import ONE_DAY

_FIRST_DAY = date(1949, 10, 1)
_FORESIGHT = timedelta(days=3660)

Timeline = list[UnitStanding]


def tidied(name: str, *, field: str = "name") -> str:
    """A name without stray spaces.

    Errors: Refused when nothing is left or it is too long.
    """
    name = "".join(name.split())
    if not name:
        raise Refused("请填写名称，例如“桂园社区”。", field=field)
    if len(name) > 60:
        raise Refused(f"名称有 {len(name)} 个字，最多 60 个字，请写规范简称。", field=field)
    return name


def check_day(on: date, today: date) -> None:
    """Refuse a day nobody can mean.

    Errors: Refused.
    """
    if on < _FIRST_DAY or on > today + _FORESIGHT:
        raise Refused(f"生效日期 {on} 不合常理，请核对年份（可以是以前，也可以是十年以内）。", field="on")


def check_fits(kind: str, parent: Unit | None) -> None:
    """Refuse a unit under a unit of the wrong kind.

    Errors: Refused naming the kinds that would do.
    """
    wanted = PARENT_KINDS[UnitKind(kind)]
    if parent is None:
        if wanted:
            raise Refused(f"{UnitKind(kind).label}须有上级，请选择上级单位。", field="parent")
    elif parent.kind not in wanted:
        labels = "或".join(item.label for item in wanted) or "最高一级"
        raise Refused(
            f"{UnitKind(kind).label}的上级应是{labels}，“{parent.name}”是{UnitKind(parent.kind).label}。"
            "请另选上级。",
            field="parent",
        )


def timelines(units: Iterable[int]) -> dict[int, Timeline]:
    """The believed standings of some units, each in order of days."""
    found: dict[int, Timeline] = defaultdict(list)
    for standing in (
        UnitStanding.objects.filter(unit_id__in=list(units)).known_at(None).order_by("valid_from")
    ):
        found[standing.unit_id].append(standing)
    return found


def last_standing(unit: Unit, timeline: Timeline, on: date) -> UnitStanding:
    """The standing a change from a day on goes out from: the last, still open, begun by then.

    Errors: Refused when the unit has ended or was founded later, or a later change is already recorded.
    """
    if not timeline:
        raise Refused(f"“{unit.name}”的设立已被撤回，不能再作调整。", field="on")
    last, founded_on = timeline[-1], timeline[0].valid_from
    if not last.is_open:
        raise Refused(
            f"“{last.name}”到 {last.valid_before - ONE_DAY} 为止，此后不再是一个单位。"
            "如撤销登记有误，请先撤回那次调整。",
            field="on",
        )
    if on <= founded_on:
        raise Refused(
            f"“{last.name}”自 {founded_on} 设立，生效日期须在此后。设立时登记错了请用“更正”。", field="on"
        )
    if on < last.valid_from:
        raise Refused(
            f"“{last.name}”在 {last.valid_from} 已有一次调整，生效日期不能早于它。"
            "如要补登更早的调整，请先撤回那一次。",
            field="on",
        )
    return last


def check_map(delta: Delta) -> None:
    """Refuse a change that would leave the map contradicting itself on any day.

    Errors: Refused when a unit would stand twice, outlive its parent, or share a name with a sibling.
    """
    facts: list[DatedFact] = [*delta.superseded, *delta.recorded]
    changed = [fact for fact in facts if isinstance(fact, UnitStanding)]
    if not changed:
        return
    touched = {fact.unit_id for fact in changed}
    known = {fact.unit_id for fact in delta.superseded if isinstance(fact, UnitStanding)}
    parents = {fact.parent_id for fact in changed if fact.parent_id is not None}
    neighbours = known | (parents - touched)  # of units only now founded nothing is recorded yet
    around = UnitStanding.objects.known_at(None).filter(
        Q(unit_id__in=neighbours) | Q(parent_id__in=neighbours)
    )
    after = [fact for fact in delta.after(around) if isinstance(fact, UnitStanding)]
    by_unit: dict[int, Timeline] = defaultdict(list)
    for standing in sorted(after, key=lambda item: item.valid_from):
        by_unit[standing.unit_id].append(standing)
    for unit_id in touched:
        _check_one_at_a_time(by_unit[unit_id])
    for standing in after:
        if standing.parent_id is not None and (standing.unit_id in touched or standing.parent_id in touched):
            _check_under_parent(standing, by_unit[standing.parent_id])
    _check_names(after, touched)


def check_apart(fact: DatedFact, others: Iterable[DatedFact], sentence: str) -> None:
    """Refuse a fact that holds on a day another of its kind holds.

    Errors: Refused with the sentence; `{day}` in it is the first such day.
    """
    for other in others:
        day = max(fact.valid_from, other.valid_from)
        if day < min(fact.valid_before, other.valid_before):
            raise Refused(sentence.format(day=day), field="on")


def _check_one_at_a_time(timeline: Timeline) -> None:
    for one, two in pairwise(timeline):
        if one.valid_before > two.valid_from:
            raise Refused(
                f"“{two.name}”从 {two.valid_from} 起会同时有两条沿革，起止日期重叠，请核对生效日期。",
                field="on",
            )
        if one.valid_before < two.valid_from:
            raise Refused(
                f"“{two.name}”从 {one.valid_before} 到 {two.valid_from} 之间没有沿革，请核对生效日期。",
                field="on",
            )


def _check_under_parent(standing: UnitStanding, parents: Timeline) -> None:
    """A unit stands under another only while that one stands itself."""
    if not parents:
        raise Refused(f"“{standing.name}”的上级不再存在，请先为它另选上级。", field="parent")
    first, last = parents[0], parents[-1]
    if standing.valid_from < first.valid_from:
        raise Refused(
            f"“{first.name}”自 {first.valid_from} 才设立，“{standing.name}”不能从 {standing.valid_from} 起"
            "归它管。请改生效日期，或另选上级。",
            field="on",
        )
    if standing.valid_before > last.valid_before:
        raise Refused(
            f"“{last.name}”到 {last.valid_before - ONE_DAY} 为止，而“{standing.name}”此后仍归它管。"
            "请先把下级划转到别处，或一并撤销。",
            field="parent",
        )


def _check_names(after: list[UnitStanding], touched: set[int]) -> None:
    same: dict[tuple[int | None, str], Timeline] = defaultdict(list)
    for standing in after:
        same[standing.parent_id, standing.name].append(standing)
    for namesakes in same.values():
        for one, two in pairwise(sorted(namesakes, key=lambda item: item.valid_from)):
            if one.unit_id == two.unit_id or not {one.unit_id, two.unit_id} & touched:
                continue
            if one.valid_before > two.valid_from:
                raise Refused(
                    f"同一上级之下从 {two.valid_from} 起会有两个“{two.name}”，请换一个名称。", field="name"
                )


__all__ = [
    "FOREVER",
    "Timeline",
    "check_apart",
    "check_day",
    "check_fits",
    "check_map",
    "last_standing",
    "tidied",
    "timelines",
]
