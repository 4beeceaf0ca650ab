"""The grade of everyone on a day: by formula or by ladder, with the next date and what caps it (R-109…R-120).

The next date of a formula is found by letting time pass: the facts that grow by themselves grow, nothing
else happens, and the first month with a higher grade is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from jishi.policy.engines.columns import run_month
from jishi.policy.engines.encoding import row_of
from jishi.policy.engines.scalar import missing, run
from jishi.policy.errors import BlankError, PackError
from jishi.policy.facts import CATALOGUE, Advance
from jishi.policy.pack.model import Entity, FactDeclaration, Formula, Pack
from jishi.policy.pack.quantity import show_value
from jishi.policy.pack.rules import GradeRule
from jishi.policy.period import MONTHS_A_YEAR, Effect, Month, add_months
from jishi.policy.plan import Binding, Plan, bind, compile_plan
from jishi.policy.records import Records
from jishi.policy.uses.situation import Situation, situation

HORIZON = 480  # months: longer than any career has left
LOW, HIGH = "本岗起点", "本岗上限"
NEW_YEAR = "明年一月|"  # prefix of the columns that hold the yearly facts of the next 1 January


def grade_rule(pack: Pack) -> GradeRule:
    """The grade rule of a pack.

    Errors: PackError when the pack says nothing about grades.
    """
    if pack.grade is None:
        raise PackError(f"政策包「{pack.title}」没有等级规则", "请补上 等级.yaml，或选用带等级规则的政策包")
    return pack.grade


def grade_plan(pack: Pack) -> Plan:
    """The plan that gives the proposed grade, its coefficient and the bounds of the post class."""
    rule = grade_rule(pack)
    bounds = [
        Formula(name, Entity.PERSON, f"{table}[{rule.post_class}]", pack.tables[table].citation)
        for name, table in ((LOW, rule.start), (HIGH, rule.cap))
    ]
    targets = [rule.grade, rule.post_class, *([rule.coefficient] if rule.coefficient else [])]
    return compile_plan(pack, targets, extra=bounds)


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One person's grade.

    Shape: `proposed` None when facts are missing, which `missing` names; `confirmed` the grade in force
           as the records state it; `next_on` the first day of the next grade if nothing but time passes.
    """

    row: int
    worker_id: str
    name: str
    community: str
    street: str
    post_class: str | None
    proposed: int | None
    confirmed: int | None
    low: int | None
    high: int | None
    coefficient: str | None
    next_on: date | None
    missing: tuple[str, ...] = ()
    reason: str = ""

    @property
    def capped(self) -> bool:
        """At the top of the post class."""
        return self.proposed is not None and self.proposed == self.high

    @property
    def sentence(self) -> str:
        """The grade in words: the figure, the cap, the next date, or what is missing."""
        if self.proposed is None:
            return f"暂不能定级，缺：{'、'.join(self.missing)}"
        held = f"{self.proposed}级（{self.post_class} {self.low}—{self.high}级）"
        if self.capped:
            return f"{held}，已达本岗上限 {self.high} 级"
        ahead = f"，下一级预计 {self.next_on}" if self.next_on else "，此后只凭年限不再晋级"
        apart = f"；与核定等级 {self.confirmed} 级不一致" if self.differs else ""
        return f"{held}{ahead}{apart}"

    @property
    def differs(self) -> bool:
        """Does the proposed grade differ from the one in force?"""
        return self.confirmed is not None and self.proposed is not None and self.confirmed != self.proposed


@dataclass(frozen=True, slots=True)
class Grades:
    """Everyone's grade on a day, with what is needed to explain one of them."""

    pack: Pack
    on: date
    binding: Binding
    situation: Situation
    rows: tuple[GradeRow, ...]


def grades_by_formula(pack: Pack, records: Records, on: date, *, known_at: date | None = None) -> Grades:
    """Grade everyone employed on a day from the facts of that day.

    Errors: BlankError, PackError, FactError.
    """
    rule, plan = grade_rule(pack), grade_plan(pack)
    binding = bind(plan, pack, on=on, known_at=known_at)
    now = _foreseen(pack, records, situation(pack, records, plan.facts.values(), on), plan)
    outputs = run_month(binding, now.facts).outputs
    upcoming = next_dates(pack, binding, now.facts, outputs, known_at=known_at)
    confirmed = records.people["confirmed_grade"].to_list()
    rows = [
        grade_row(rule, binding, now, outputs, row, confirmed=confirmed[row], next_on=upcoming[row])
        for row in now.employed.arg_true().to_list()
    ]
    return Grades(pack, on, binding, now, tuple(rows))


def grade_row(
    rule: GradeRule,
    binding: Binding,
    now: Situation,
    outputs: pl.DataFrame,
    row: int,
    *,
    confirmed: int | None,
    next_on: date | None,
) -> GradeRow:
    """One person's row from the results of everyone."""
    proposed = outputs[rule.grade][row]
    wanting: tuple[str, ...] = ()
    if proposed is None:
        registers = run(binding, row_of(now.facts, row), {})
        wanting = missing(binding, registers, binding.plan.outputs[rule.grade])
    worker_id, name, community, street = now.people.row(row)
    return GradeRow(
        row=row,
        worker_id=worker_id,
        name=name,
        community=community,
        street=street,
        post_class=_shown(binding, outputs, rule.post_class, row),
        proposed=proposed,
        confirmed=confirmed,
        low=outputs[LOW][row],
        high=outputs[HIGH][row],
        coefficient=_shown(binding, outputs, rule.coefficient, row) if rule.coefficient else None,
        next_on=next_on,
        missing=wanting,
    )


def _shown(binding: Binding, outputs: pl.DataFrame, name: str, row: int) -> str | None:
    """A result in words; a coefficient is a bare number, whatever it was multiplied from."""
    raw = outputs[name][row]
    return None if raw is None else show_value(replace(binding.plan.type_of(name), unit=""), raw)


# -- letting time pass


def _foreseen(pack: Pack, records: Records, now: Situation, plan: Plan) -> Situation:
    """The situation, and beside it the yearly facts of the next 1 January: a first year is seldom whole."""
    yearly = [fact for fact in plan.facts.values() if advance_of(fact) is Advance.YEARLY]
    coming = situation(pack, records, yearly, date(now.on.year + 1, 1, 1)).facts
    columns = [coming[fact.name].alias(NEW_YEAR + fact.name) for fact in yearly]
    return replace(now, facts=now.facts.with_columns(columns))


def next_dates(
    pack: Pack,
    binding: Binding,
    facts: pl.DataFrame,
    outputs: pl.DataFrame,
    *,
    known_at: date | None = None,
) -> list[date | None]:
    """For each row, the first day of a later month on which the grade is higher, nothing else changing.

    Who is at the cap, has no grade, or never rises by time alone within HORIZON months has None.
    """
    rule, plan = grade_rule(pack), binding.plan
    found: list[date | None] = [None] * facts.height
    grade, high = outputs[rule.grade], outputs[HIGH]
    waiting = pl.Series("row", (grade < high).fill_null(value=False).arg_true(), dtype=pl.UInt32)
    growing = [fact for fact in plan.facts.values() if advance_of(fact) is not Advance.NEVER]
    for months in range(1, HORIZON + 1 if growing else 1):
        day = add_months(Month.of(binding.on).first_day, months)
        later = advanced(facts[waiting], growing, binding.on, day)
        higher = run_month(_rebound(binding, pack, day, known_at), later, names=[rule.grade]).outputs[
            rule.grade
        ]
        risen = (higher > grade.gather(waiting)).fill_null(value=False)
        for row in waiting.filter(risen):
            found[row] = day
        waiting = waiting.filter(~risen)
        if waiting.is_empty():
            break
    return found


def _rebound(binding: Binding, pack: Pack, day: date, known_at: date | None) -> Binding:
    """The plan on a later day; a parameter that is blank from then on keeps today's value."""
    try:
        return bind(binding.plan, pack, on=day, known_at=known_at)
    except BlankError:
        return binding


def advance_of(fact: FactDeclaration) -> Advance:
    """How a declared fact grows by itself."""
    entry = CATALOGUE.get(fact.source)
    if entry is None or entry.advances is Advance.NEVER:
        return Advance.NEVER
    return Advance.YEARLY if fact.effect is Effect.NEXT_JANUARY else entry.advances


def advanced(facts: pl.DataFrame, growing: Sequence[FactDeclaration], on: date, day: date) -> pl.DataFrame:
    """The facts on a later first of a month if only time passes."""
    return facts.with_columns(
        _later(fact, on, day, facts.columns).clip(fact.type.lo, fact.type.hi).alias(fact.name)
        for fact in growing
    )


def _later(fact: FactDeclaration, on: date, day: date, columns: Sequence[str]) -> pl.Expr:
    years = day.year - on.year
    if advance_of(fact) is Advance.MONTHLY:
        return pl.col(fact.name) + (Month.of(day).index - Month.of(on).index)
    if years and NEW_YEAR + fact.name in columns:
        return pl.col(NEW_YEAR + fact.name) + MONTHS_A_YEAR * (years - 1)
    return pl.col(fact.name) + MONTHS_A_YEAR * years
