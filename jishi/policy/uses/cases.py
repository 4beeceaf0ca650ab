"""The worked cases of a pack: the figures a document or an officer gives, computed and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from jishi.policy.decisions.ladder import Ladder, clock_start, next_step, steps_until
from jishi.policy.decisions.leaving import exit_finding
from jishi.policy.engines.columns import run_month
from jishi.policy.engines.scalar import Registers, missing, next_state, run
from jishi.policy.errors import LiteralError, PackError, Place, PolicyError, did_you_mean
from jishi.policy.pack.model import Case, Pack
from jishi.policy.pack.overlay import overlay
from jishi.policy.pack.quantity import Kind, parse_literal, show_value
from jishi.policy.period import Month, Span
from jishi.policy.plan import Binding, Plan, bind, compile_plan
from jishi.policy.uses.climbing import ladder_rule
from jishi.policy.uses.conditions import MET, OPEN, UNMET, condition_formulas, verdict_word
from jishi.policy.uses.exits import exit_rule
from jishi.policy.uses.grade import HIGH, grade_plan, grade_rule, next_dates
from jishi.policy.uses.situation import frozen_results

GRADE, NEXT = "等级", "下一等级日期"
LADDER = "阶梯"
VERDICTS = (MET, UNMET, OPEN)
NO_RESULT = "无结果"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A figure of a case that does not come out: what was expected, what was computed.

    Shape: `name` is empty when the case stops altogether; `got` then says why.
    """

    case: str
    name: str
    expected: str
    got: str
    place: Place

    def __str__(self) -> str:
        case = f"{self.place}：算例「{self.case}」的"
        if not self.name:
            return f"{case}结果算不出：{self.got.removeprefix(f'{self.place}：')}"
        return f"{case}「{self.name}」算得 {self.got}，应为 {self.expected}"


def check_cases(pack: Pack) -> tuple[Mismatch, ...]:
    """Run every worked case of a pack; an empty result means all come out."""
    return tuple(mismatch for case in pack.cases for mismatch in check_case(pack, case))


def check_case(pack: Pack, case: Case) -> tuple[Mismatch, ...]:
    """Run one worked case; what stops it (a blank, a missing value) is a mismatch too."""
    try:
        return tuple(_mismatches(overlay(pack, case.settings), case))
    except PolicyError as error:
        return (Mismatch(case.title, "", "", str(error), case.place),)


def _mismatches(pack: Pack, case: Case) -> Iterator[Mismatch]:
    figures = {} if case.strategy == LADDER else _figures(pack, case)
    plan = _plan(pack, case, figures)
    binding, registers = _run(pack, case, plan)
    for name, expected in case.expected.items():
        if name in figures:
            got = _figure(binding, registers, name, expected)
        else:
            got = _decision(pack, case, binding, registers, name)
        if got != expected:
            yield Mismatch(case.title, name, expected, got, case.place)


def _figures(pack: Pack, case: Case) -> Mapping[str, str]:
    """The expected results that are quantities of the plan; a verdict on a condition is not."""
    named = pack.formulas.keys() | pack.facts.keys()
    return {name: text for name, text in case.expected.items() if name in named and text not in VERDICTS}


def _plan(pack: Pack, case: Case, figures: Mapping[str, str]) -> Plan:
    wanted = {name: each for name, each in condition_formulas(pack).items() if name in case.expected}
    return compile_plan(pack, figures, entity=case.entity, extra=wanted.values())


def _run(pack: Pack, case: Case, plan: Plan) -> tuple[Binding, Registers]:
    """The registers of the case's month, the months before it run for their state."""
    last = Month.of(case.on)
    start = Month.of(case.runs_from) if case.runs_from else Month(last.year, 1) if plan.states else last
    facts = _facts(pack, case)
    state: dict[str, int | None] = {}
    binding, registers = bind(plan, pack, on=case.on), []
    for index in range(start.index, last.index + 1):
        month = Month.from_index(index)
        for since in sorted(day for day in case.changes if day <= month.first_day):
            facts |= case.changes[since]
        binding = bind(plan, pack, on=case.on if month == last else month.first_day)
        registers = run(binding, facts, {} if month.month == 1 else state)
        state = next_state(binding, registers)
    return binding, registers


def _facts(pack: Pack, case: Case) -> dict[str, int]:
    """The facts of a case; one left out means what an empty cell means."""
    meant = {fact.name: fact.blank_means for fact in pack.facts.values() if fact.blank_means is not None}
    return meant | dict(case.facts)


def _figure(binding: Binding, registers: Registers, name: str, expected: str) -> str:
    """The expected text itself when it comes out, else what did."""
    register = binding.plan.outputs[name]
    raw, kind = registers[register], binding.plan.types[register]
    if raw is None:
        lacking = "、".join(missing(binding, registers, register))
        return NO_RESULT if expected == NO_RESULT else f"{NO_RESULT}（缺 {lacking}）"
    if expected == NO_RESULT:
        return show_value(kind, raw)
    try:
        same = parse_literal(expected, kind) == raw
    except LiteralError as error:
        return f"{show_value(kind, raw)}（「{expected}」{error.what}）"
    return expected if same else show_value(kind, raw)


def _decision(pack: Pack, case: Case, binding: Binding, registers: Registers, name: str) -> str:
    """A result that is not a figure of the plan."""
    judged = condition_formulas(pack).get(name)
    if judged is not None:
        return verdict_word(registers[binding.plan.outputs[judged.name]])
    for rule in pack.lists.exit_rules:
        if name in (rule.code, rule.name):
            levels = {each.name: each.level for each in pack.lists.assessment_results}
            results = {year: levels.get(result) for year, result in case.assessments.items()}
            term = Span(*case.term) if case.term else None
            return exit_finding(exit_rule(pack, rule, case.on), results, term).verdict
    if case.strategy == LADDER and name in (GRADE, NEXT):
        return _climbed(pack, case, name)
    if case.strategy == LADDER:
        raise PackError(f"阶梯算例不能算「{name}」", f"阶梯算例的应得只写「{GRADE}」和「{NEXT}」", case.place)
    if name == NEXT:
        return _next_date(pack, case)
    remedy = did_you_mean(name, [*pack.formulas, *pack.facts, NEXT]) or "请写公式、准入条件或退出规则的名称"
    raise PackError(f"算例写了不认识的结果「{name}」", remedy, case.place)


def _next_date(pack: Pack, case: Case) -> str:
    plan = grade_plan(pack)
    binding = bind(plan, pack, on=case.on)
    facts = pl.DataFrame([_column(plan, name, _facts(pack, case)) for name in plan.facts])
    found = next_dates(pack, binding, facts, run_month(binding, facts).outputs)[0]
    return str(found) if found else "无"


def _column(plan: Plan, name: str, facts: Mapping[str, int]) -> pl.Series:
    raw = facts.get(name)
    if plan.facts[name].type.kind is Kind.TRUTH:
        return pl.Series(name, [None if raw is None else bool(raw)], dtype=pl.Boolean)
    return pl.Series(name, [raw], dtype=pl.Int64)


def _climbed(pack: Pack, case: Case, name: str) -> str:
    if case.ladder_start is None:
        raise PackError("阶梯算例没有写「阶梯: {起: …, 等级: …}」", "请写明现等级和起始日期", case.place)
    since, grade = case.ladder_start
    rule, freezing = ladder_rule(pack, case.on), frozen_results(pack)
    frozen = {year for year, result in case.assessments.items() if result in freezing}
    best = {each.name for each in pack.lists.assessment_results if each.level == 1}
    excellent = {year for year, result in case.assessments.items() if result in best}
    ladder = Ladder(clock_start(since, rule.effect), grade, _cap(pack, case), excellent, frozen)
    if name == NEXT:
        ahead = next_step(ladder, rule, case.on)
        return str(ahead.on) if ahead else "无"
    done = steps_until(ladder, rule, case.on)
    return f"{done[-1].grade if done else grade}级"


def _cap(pack: Pack, case: Case) -> int:
    plan = grade_plan(pack)
    binding = bind(plan, pack, on=case.on)
    cap = run(binding, _facts(pack, case), {})[plan.outputs[HIGH]]
    if cap is None:
        raise PackError(
            "阶梯算例没有写岗位类别", f"请在「人员」中写 {grade_rule(pack).post_class}", case.place
        )
    return cap
