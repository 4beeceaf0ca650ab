"""One worker's outlook: what would bring the next grade sooner, what holds it back (R-112, R-118, R-119)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from jishi.policy.engines.columns import run_month
from jishi.policy.engines.scalar import missing, run
from jishi.policy.errors import LiteralError, PackError
from jishi.policy.facts import CATALOGUE
from jishi.policy.pack.model import Entity, FactDeclaration, Formula, Pack
from jishi.policy.pack.quantity import Kind, parse_literal
from jishi.policy.pack.rules import SpeedUp
from jishi.policy.period import Effect, Month
from jishi.policy.plan import Binding, bind, compile_plan
from jishi.policy.uses.grade import HIGH, grade_rule, next_dates

ASSESSED = "考核"


@dataclass(frozen=True, slots=True)
class Prospect:
    """What one change would bring: the grade and the first day of it, or why nothing changes."""

    name: str
    next_on: date | None
    sentence: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """A precondition of promotion: met, not met, or not to be told (None), with its sentence."""

    name: str
    met: bool | None
    sentence: str
    clauses: tuple[str, ...]


def prospects(pack: Pack, binding: Binding, facts: pl.DataFrame, now: date | None) -> tuple[Prospect, ...]:
    """What each 提速 of the pack would bring to one person.

    Shape:  `facts` is the person's one row; `now` the next date without any change.
    Errors: PackError for a change that names no fact of the grade's plan or an impossible value.
    """
    return tuple(_prospect(pack, binding, facts, now, each) for each in grade_rule(pack).speed_ups)


def _prospect(
    pack: Pack, binding: Binding, facts: pl.DataFrame, now: date | None, speed_up: SpeedUp
) -> Prospect:
    rule = grade_rule(pack)
    changed, earliest = facts, Month.of(binding.on).next_first_day
    for name, change in speed_up.changes.items():
        fact = binding.plan.facts.get(name)
        if fact is None:
            sentence = "本地规则没有启用这一项，不影响等级"
            return Prospect(speed_up.name, now, sentence, speed_up.citation.refs)
        changed = changed.with_columns(_changed(speed_up, fact, change, facts[name][0]).alias(name))
        if _counts_from_january(fact):
            earliest = max(earliest, date(binding.on.year + 1, 1, 1))
    before = run_month(binding, facts, names=[rule.grade]).outputs[rule.grade][0]
    after = run_month(binding, changed, names=[rule.grade, HIGH]).outputs
    if before is None or after[rule.grade][0] is None:
        return Prospect(speed_up.name, None, "资料不全，暂不能测算", speed_up.citation.refs)
    if after[rule.grade][0] > before:
        sentence = f"{earliest} 起升为 {after[rule.grade][0]} 级"
        return Prospect(speed_up.name, earliest, sentence, speed_up.citation.refs)
    held = after.with_columns(pl.lit(before, pl.Int64).alias(rule.grade))
    found = next_dates(pack, binding, changed, held)[0]
    next_on = max(found, earliest) if found else None
    if next_on is None or (now is not None and next_on >= now):
        return Prospect(speed_up.name, now, "不会提前下一次晋级", speed_up.citation.refs)
    return Prospect(speed_up.name, next_on, f"下一级提前到 {next_on}", speed_up.citation.refs)


def _counts_from_january(fact: FactDeclaration) -> bool:
    """A year's result is known only when the year has closed; other facts where the pack says so."""
    entry = CATALOGUE.get(fact.source)
    return fact.effect is Effect.NEXT_JANUARY or (entry is not None and ASSESSED in entry.sheets)


def _changed(speed_up: SpeedUp, fact: FactDeclaration, change: str, now: int | None) -> pl.Expr:
    """+2 adds, +社会工作师 joins a set, anything else replaces."""
    try:
        if fact.type.kind is Kind.SET:
            raw = (now or 0) | parse_literal(change.lstrip("+"), fact.type)
        elif change.startswith("+"):
            raw = min((now or 0) + parse_literal(change[1:], fact.type), fact.type.hi)
        else:
            raw = parse_literal(change, fact.type)
    except LiteralError as error:
        what = f"「提速·{speed_up.name}」给「{fact.name}」写的「{change}」用不上：{error.what}"
        raise PackError(what, error.remedy, speed_up.place) from None
    return pl.lit(bool(raw)) if fact.type.kind is Kind.TRUTH else pl.lit(raw, pl.Int64)


def hold_formulas(pack: Pack) -> Mapping[str, Formula]:
    """The preconditions of promotion as formulas, by name."""
    return {
        each.name: Formula(
            f"前提·{each.name}", Entity.PERSON, each.condition, each.citation, place=each.place
        )
        for each in grade_rule(pack).preconditions
    }


def holds(pack: Pack, facts: Mapping[str, int | None], on: date) -> tuple[Hold, ...]:
    """Whether each 前提 of the pack is met by one person's facts (all facts of the pack, raw)."""
    formulas = hold_formulas(pack)
    binding = bind(compile_plan(pack, (), extra=formulas.values()), pack, on=on)
    registers = run(binding, facts, {})
    found = []
    for each in grade_rule(pack).preconditions:
        register = binding.plan.outputs[formulas[each.name].name]
        met = registers[register]
        wanting = missing(binding, registers, register)
        sentence = f"待核，缺：{'、'.join(wanting)}" if met is None else "已符合" if met else each.unmet
        found.append(Hold(each.name, None if met is None else bool(met), sentence, each.citation.refs))
    return tuple(found)
