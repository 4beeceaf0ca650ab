"""员额: what a unit may have at most by the policy, and how many it has, before and after a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import polars as pl

from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.policy.errors import PolicyError
from jishi.policy.facts.units import Scope
from jishi.policy.pack.model import Pack
from jishi.policy.pack.rules import QuotaRule
from jishi.policy.uses.quota import QuotaResult, QuotaRow, quota_everywhere
from jishi.registry.enums import Presence
from jishi.registry.models import Standing
from jishi.registry.rulings.panel import NOTHING, Effect, Tone
from jishi.registry.rulings.records import records_of
from jishi.registry.selectors.files import PersonFile

IN_TEAM = (Presence.PRESENT, Presence.SUSPENDED)
_COUNTED = frozenset({"在岗人数", "持证人数", "书记数", "正职数"})  # facts made of everybody's records
_KIND_OF = {
    Scope.COMMUNITY: UnitKind.COMMUNITY,
    Scope.STREET: UnitKind.STREET,
    Scope.DISTRICT: UnitKind.DISTRICT,
}


def headroom(
    pack: Pack, district: Unit, communities: pl.DataFrame, both: tuple[PersonFile, PersonFile], on: date
) -> Iterator[Effect]:
    """How full the units are that somebody leaves and joins: one line, or two where the unit changes."""
    rule = _rule(pack)
    if rule is None:
        yield Effect("员额", NOTHING, NOTHING, "政策包没有员额规则，不能测算。", tone=Tone.UNKNOWN)
        return
    scope = Scope(rule.scope)
    left, joined = (_unit(each, scope, on) for each in both)
    clause = "、".join(rule.citation.refs)
    try:
        result = quota_everywhere(
            replace(pack, quota=(rule,)), records_of({}, on, communities=communities), on
        )[0]
    except PolicyError as error:
        yield Effect("员额", NOTHING, NOTHING, f"员额无法测算：{error.what}。", clause, Tone.UNKNOWN)
        return
    for unit in dict.fromkeys(unit for unit in (left, joined) if unit is not None):
        came, went = unit == joined and unit != left, unit == left and unit != joined
        yield _line(unit, _row(result, unit, district), (came, went), clause, on)


def _rule(pack: Pack) -> QuotaRule | None:
    """The standard told here: that of communities, else the first."""
    of_communities = (rule for rule in pack.quota if Scope(rule.scope) is Scope.COMMUNITY)
    return next(of_communities, next(iter(pack.quota), None))


def _unit(file: PersonFile, scope: Scope, on: date) -> Unit | None:
    """The unit whose quota somebody takes up on a day; None when in no team."""
    employment = file.employed(on)
    unit = employment.using_unit if employment else None
    while unit is not None and unit.kind != _KIND_OF[scope]:
        unit = unit.parent
    return unit


def _row(result: QuotaResult, unit: Unit, district: Unit) -> QuotaRow | None:
    """The standard's row of a unit; None when it counts people, who are not at hand here."""
    if _COUNTED & set(result.binding.plan.facts):
        return None
    name = Scope.DISTRICT.value if unit == district else unit.name
    return next((row for row in result.rows if row.unit == name), None)


def _line(unit: Unit, row: QuotaRow | None, moved: tuple[bool, bool], clause: str, on: date) -> Effect:
    came, went = moved
    occupied = heads(unit, on)
    then = occupied + came - went
    if row is None or row.quota is None:
        lacking = f"，缺：{'、'.join(row.missing)}" if row and row.missing else ""
        note = f"{unit.name}的员额无法核定{lacking}。"
        return Effect(
            "员额", f"{unit.name} 在岗 {occupied} 人", f"在岗 {then} 人", note, clause, Tone.UNKNOWN
        )
    note, tone = "", Tone.PLAIN
    if then > row.quota:
        note, tone = f"超过核定员额 {then - row.quota} 人，请先核对员额或调整安排。", Tone.CAUTION
    before = f"{unit.name} 在岗 {occupied}/核定 {row.quota}"
    return Effect("员额", before, f"{unit.name} 在岗 {then}/核定 {row.quota}", note, clause, tone)


def heads(unit: Unit, on: date) -> int:
    """How many people a unit and what lies below it have in the team on a day."""
    rows = Standing.objects.as_of(on).filter(
        district_id=unit.district_id, path__startswith=unit.path, presence__in=IN_TEAM
    )
    count: int = rows.count()
    return count
