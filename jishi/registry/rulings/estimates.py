"""Grade and pay of a few files on the first of a month, quickly enough to look ahead at every keystroke.

The same plans and facts as for everyone, run by the scalar engine for each file; the facts of all files are
derived at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jishi.places.rulings import loaded
from jishi.policy.engines.encoding import row_of
from jishi.policy.engines.scalar import missing, run
from jishi.policy.errors import BlankError, PolicyError
from jishi.policy.facts import Advance
from jishi.policy.money import show_yuan
from jishi.policy.pack.model import Pack
from jishi.policy.period import MONTHS_A_YEAR, Month, add_months
from jishi.policy.plan import Binding, Plan, bind, compile_plan
from jishi.policy.records import Records
from jishi.policy.uses.climbing import grade_everyone
from jishi.policy.uses.grade import HIGH, HORIZON, LOW, advance_of, grade_plan, grade_rule
from jishi.policy.uses.pay import pay_rule
from jishi.policy.uses.situation import Observer

BASE = "基本"
LADDER = "阶梯"
Facts = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class GradeEstimate:
    """A proposed grade, or what is missing for one.

    Shape: `sentence` says why none can be given when `grade` is None.
    """

    grade: int | None
    post_class: str = ""
    low: int | None = None
    high: int | None = None
    next_on: date | None = None
    missing: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.grade is None:
            return f"暂不能定级，缺：{'、'.join(self.missing)}" if self.missing else "暂不能定级"
        return f"{self.grade} 级（{self.post_class} {self.low}—{self.high} 级）"


@dataclass(frozen=True, slots=True)
class PayEstimate:
    """Gross and base pay of a whole month in 分, or what is missing for them."""

    gross: int | None
    base: int | None = None
    missing: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.gross is None:
            return f"暂不能测算，缺：{'、'.join(self.missing)}" if self.missing else "暂不能测算"
        return f"应发 {show_yuan(self.gross)}" + (f"（基本 {show_yuan(self.base)}）" if self.base else "")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the policy gives for one file; None where somebody is not employed in the month."""

    grade: GradeEstimate | None
    pay: PayEstimate | None


def estimates(pack: Pack, records: Records, month: Month) -> list[Estimate]:
    """Grade and pay of every person of the records, on the first of a month and for it.

    A rule the pack lacks or leaves 待填 gives an estimate that says so, not an error.
    """
    grades, pays = _planned(pack.code, "grade"), _planned(pack.code, "pay")
    plans = [plan for plan in (grades, pays) if isinstance(plan, Plan)]
    declared = {fact.name: fact for plan in plans for fact in plan.facts.values()}
    observer = Observer.of(pack, records, declared.values())
    on = month.first_day
    now = observer.situation(on)
    later = observer.situation(date(on.year + 1, 1, 1)).facts if isinstance(grades, Plan) else now.facts
    ladder = _ladder(pack, records, on) if isinstance(grades, Plan) else {}
    found = []
    for row, employed in enumerate(now.employed):
        if not employed:
            found.append(Estimate(None, None))
            continue
        facts, ahead = row_of(now.facts, row), row_of(later, row)
        grade = ladder.get(row) or _grade(pack, grades, facts, ahead, on)
        found.append(Estimate(grade, _pay(pack, pays, facts, on)))
    return found


@lru_cache(maxsize=64)
def _planned(code: str, subject: str) -> Plan | str:
    """The plan of a pack's grade or pay, or why there is none."""
    pack = loaded(code)
    try:
        if subject == "grade":
            return grade_plan(pack)
        rule = pay_rule(pack)
        base = [item.name for item in rule.items if item.category == BASE]
        return compile_plan(pack, dict.fromkeys([str(rule.roles.gross), *base]))
    except PolicyError as error:
        return _briefly(error)


def _briefly(error: PolicyError) -> str:
    """Why nothing can be computed, in few words: the names of what is 待填, else the sentence."""
    if isinstance(error, BlankError):
        return "政策包待填：" + "、".join(blank.name for blank in error.blanks[:3])
    return error.what


def _bound(plan: Plan, pack: Pack, on: date) -> Binding | str:
    try:
        return bind(plan, pack, on=on)
    except PolicyError as error:
        return _briefly(error)


def _grade(pack: Pack, plan: Plan | str, facts: Facts, ahead: Facts, on: date) -> GradeEstimate:
    binding = plan if isinstance(plan, str) else _bound(plan, pack, on)
    if isinstance(binding, str):
        return GradeEstimate(None, missing=(binding,))
    rule, outputs = grade_rule(pack), binding.plan.outputs
    registers = run(binding, facts, {})
    grade, post_class = registers[outputs[rule.grade]], registers[outputs[rule.post_class]]
    if grade is None or post_class is None:
        return GradeEstimate(None, missing=missing(binding, registers, outputs[rule.grade]))
    low, high = registers[outputs[LOW]], registers[outputs[HIGH]]
    name = binding.plan.facts[rule.post_class].type.domain[post_class]
    next_on = _next_on(pack, binding, facts, ahead, grade) if high is not None and grade < high else None
    return GradeEstimate(grade, name, low, high, next_on)


def _next_on(pack: Pack, binding: Binding, facts: Facts, ahead: Facts, grade: int) -> date | None:
    """The first of a later month on which the grade is higher if only time passes."""
    register, on = binding.plan.outputs[grade_rule(pack).grade], binding.on
    growing = [fact for fact in binding.plan.facts.values() if advance_of(fact) is not Advance.NEVER]
    for months in range(1, HORIZON + 1 if growing else 1):
        day = add_months(on, months)
        later = dict(facts)
        for fact in growing:
            years = day.year - on.year
            if advance_of(fact) is Advance.MONTHLY:
                value, more = facts.get(fact.name), months
            elif years:
                value, more = ahead.get(fact.name), MONTHS_A_YEAR * (years - 1)
            else:
                value, more = facts.get(fact.name), 0
            if value is not None:
                later[fact.name] = min(max(value + more, fact.type.lo), fact.type.hi)
        bound = _bound(binding.plan, pack, day)
        risen = run(binding if isinstance(bound, str) else bound, later, {})[register]
        if risen is not None and risen > grade:
            return day
    return None


def _ladder(pack: Pack, records: Records, on: date) -> dict[int, GradeEstimate]:
    """Grades of a pack that climbs step by step, by row; none for a pack that does not."""
    if grade_rule(pack).strategy != LADDER:
        return {}
    try:
        rows = grade_everyone(pack, records, on).rows
    except PolicyError as error:
        return dict.fromkeys(range(records.people.height), GradeEstimate(None, missing=(_briefly(error),)))
    return {
        each.row: GradeEstimate(
            each.proposed, each.post_class or "", each.low, each.high, each.next_on, each.missing
        )
        for each in rows
    }


def _pay(pack: Pack, plan: Plan | str, facts: Facts, on: date) -> PayEstimate:
    binding = plan if isinstance(plan, str) else _bound(plan, pack, on)
    if isinstance(binding, str):
        return PayEstimate(None, missing=(binding,))
    outputs, rule = binding.plan.outputs, pay_rule(pack)
    registers = run(binding, facts, {})
    gross = registers[outputs[str(rule.roles.gross)]]
    if gross is None:
        return PayEstimate(None, missing=missing(binding, registers, outputs[str(rule.roles.gross)]))
    parts: Sequence[int | None] = [
        registers[outputs[item.name]] for item in rule.items if item.category == BASE
    ]
    base = sum(part for part in parts if part is not None) if None not in parts else None
    return PayEstimate(gross, base)
