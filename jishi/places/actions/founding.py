"""Building new units from blueprints: rows, paths and first facts, a level of the tree at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from jishi.ledger import Refused
from jishi.ledger.actions import Delta
from jishi.ledger.models import DatedFact
from jishi.places.actions.blueprints import Blueprint, Count
from jishi.places.actions.checks import check_fits, tidied
from jishi.places.actions.present import step, take_steps
from jishi.places.enums import UnitKind
from jishi.places.models import Body, Households, Star, Tag, Unit, UnitFigure, UnitStanding


@dataclass(slots=True)
class _Site:
    """One unit to be built: its blueprint, where it goes and from when."""

    blueprint: Blueprint
    parent: Unit | None
    number: int
    since: date
    unit: Unit = field(init=False)


def build(
    parent: Unit | None, blueprints: Sequence[Blueprint], *, on: date, delta: Delta
) -> tuple[Unit, ...]:
    """Create the rows of new units and everything below them, and add their first facts to a delta.

    Shape:  all units built, a level after the other, in the order of the blueprints.
    Errors: Refused when a blueprint does not fit under its parent or holds contradicting facts.
    """
    first = take_steps(parent, len(blueprints)) if parent else Unit.objects.filter(parent=None).count()
    sites = [
        _Site(item, parent, number, item.since or on) for number, item in enumerate(blueprints, first + 1)
    ]
    built: list[Unit] = []
    while sites:
        for site in sites:
            site.unit = _row(site)
        Unit.objects.bulk_create([site.unit for site in sites], batch_size=500)
        districts = [site.unit for site in sites if site.unit.kind == UnitKind.DISTRICT]
        if districts:
            _make_districts(districts)
        for site in sites:
            delta.recorded.extend(_facts(site))
        built += [site.unit for site in sites]
        sites = [below for site in sites for below in _sites_below(site)]
    return tuple(built)


def count_sentence(count: Count) -> str:
    """A count in words; empty when nothing is counted."""
    words = []
    if count.households is not None:
        words.append(f"{count.households:,} 户")
    if count.residents is not None:
        words.append(f"{count.residents:,} 人")
    return "、".join(words)


def check_count(count: Count) -> None:
    """Refuse counts below nothing.

    Errors: Refused.
    """
    if (count.households or 0) < 0 or (count.residents or 0) < 0:
        raise Refused("户数和人口不能是负数，请核对后重填。", field="households")


def check_tag(name: str, evidence: str) -> None:
    """Refuse a tag without a name or without evidence.

    Errors: Refused.
    """
    if not name.strip():
        raise Refused("请选择或填写标签名称。", field="tag")
    if not evidence.strip():
        raise Refused(f"请写明贴“{name}”标签的依据，例如调查时间和数据来源。", field="evidence")


def _row(site: _Site) -> Unit:
    plan, parent = site.blueprint, site.parent
    check_fits(plan.kind, parent)
    _check_plan(plan)
    district_id = None
    if parent is not None:
        district_id = parent.district_id
    return Unit(
        kind=plan.kind,
        district_id=district_id,
        parent=parent,
        path=(parent.path if parent else "") + step(site.number),
        code=plan.code.strip(),
        name=tidied(plan.name),
        pack=plan.pack,
        last_step=len(plan.under),
    )


def _check_plan(plan: Blueprint) -> None:
    check_count(plan.count)
    for tag in plan.tags:
        check_tag(tag.name, tag.evidence)
    for given, what in ((plan.tags, "标签"), (plan.figures, "数据项目")):
        names = [item.name for item in given]
        if len(set(names)) < len(names):
            raise Refused(f"“{plan.name}”的{what}有重名，请去掉重复的一项。", field="name")
    kinds = [body.kind for body in plan.bodies]
    if len(set(kinds)) < len(kinds):
        raise Refused(f"“{plan.name}”同一类组织机构填了两个，请只留一个。", field="bodies")


def _make_districts(districts: list[Unit]) -> None:
    """A district is its own district."""
    Unit.objects.filter(pk__in=[unit.pk for unit in districts]).update(district=F("pk"))
    for unit in districts:
        unit.district_id = unit.pk


def _sites_below(site: _Site) -> list[_Site]:
    return [
        _Site(below, site.unit, number, below.since or site.since)
        for number, below in enumerate(site.blueprint.under, 1)
    ]


def _facts(site: _Site) -> Iterator[DatedFact]:
    """The first facts of a unit, all from the day it is founded."""
    plan, unit, since = site.blueprint, site.unit, site.since
    yield UnitStanding(unit=unit, name=unit.name, parent=unit.parent, valid_from=since)
    if plan.count:
        yield Households(
            unit=unit,
            valid_from=since,
            households=plan.count.households,
            residents=plan.count.residents,
            source=plan.count.source,
        )
    if plan.star:
        yield Star(unit=unit, star=plan.star, valid_from=since)
    for tag in plan.tags:
        yield Tag(unit=unit, name=tag.name.strip(), evidence=tag.evidence.strip(), valid_from=since)
    for body in plan.bodies:
        yield Body(unit=unit, kind=body.kind, name=tidied(body.name), valid_from=since)
    for figure in plan.figures:
        yield UnitFigure(
            unit=unit, name=figure.name, value=figure.value, remark=figure.remark, valid_from=since
        )
