"""One worker's grade and pay with the reasons, as a worker, a clerk and an auditor read them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from jishi.policy.decisions.class_change import ClassChange
from jishi.policy.engines.encoding import row_of
from jishi.policy.engines.scalar import run
from jishi.policy.engines.trace import Step, explain, explain_all
from jishi.policy.errors import FactError
from jishi.policy.pack.model import BLANK, Pack
from jishi.policy.period import Month
from jishi.policy.plan import bind, compile_plan
from jishi.policy.records import Records
from jishi.policy.uses.climbing import grade_everyone
from jishi.policy.uses.conditions import Finding, condition_formulas, judge_conditions
from jishi.policy.uses.exits import ExitHit, judge_exits
from jishi.policy.uses.grade import GradeRow, Grades, grade_rule
from jishi.policy.uses.moving import class_changes
from jishi.policy.uses.pay import PayMonth, pay_months
from jishi.policy.uses.prospects import Hold, Prospect, hold_formulas, holds, prospects
from jishi.policy.uses.situation import situation

TOTALS = ("gross", "deductions", "net", "employer_cost")


@dataclass(frozen=True, slots=True)
class GradeExplanation:
    """A worker's grade: the row, the derivation, what would speed it up, what holds it back, and what
    another post class would bring (empty while the rule of passage is 待填).
    """

    row: GradeRow
    step: Step
    prospects: tuple[Prospect, ...]
    holds: tuple[Hold, ...]
    moves: tuple[ClassChange, ...]


def only(records: Records, worker_id: str) -> Records:
    """The records of one worker and the places.

    Errors: FactError when nobody has that number.
    """
    mine = pl.col("worker_id") == worker_id
    people = records.people.filter(mine)
    if people.is_empty():
        raise FactError(f"没有编号为「{worker_id}」的人", "请核对工号；没有工号的花名册请用身份证号")
    return replace(
        records,
        people=people,
        appointments=records.appointments.filter(mine),
        service=records.service.filter(mine),
        education=records.education.filter(mine),
        certificates=records.certificates.filter(mine),
        assessments=records.assessments.filter(mine),
    )


def explain_grade(pack: Pack, records: Records, worker_id: str, month: Month) -> GradeExplanation:
    """Why a worker's grade is what it is on the first of a month, and what lies ahead.

    Errors: FactError when the worker is unknown or not employed in the month; BlankError, PackError.
    """
    mine = only(records, worker_id)
    grades = grade_everyone(pack, mine, month.first_day)
    if not grades.rows:
        raise FactError(f"「{worker_id}」在 {month} 不在职", "请换一个在职的月份")
    row = grades.rows[0]
    facts = grades.situation.facts
    return GradeExplanation(
        row,
        _grade_step(grades),
        prospects(pack, grades.binding, facts, row.next_on),
        _holds(pack, mine, month),
        () if grade_rule(pack).on_class_change == BLANK else class_changes(pack, grades.binding, facts, row),
    )


def _grade_step(grades: Grades) -> Step:
    registers = run(grades.binding, row_of(grades.situation.facts, 0), {})
    return explain(grades.binding, grades.pack, registers, grade_rule(grades.pack).grade)


def _holds(pack: Pack, records: Records, month: Month) -> tuple[Hold, ...]:
    plan = compile_plan(pack, (), extra=hold_formulas(pack).values())
    now = situation(pack, records, plan.facts.values(), month.first_day)
    return holds(pack, row_of(now.facts, 0), month.first_day)


def explain_entry(pack: Pack, records: Records, worker_id: str, month: Month) -> tuple[Finding, ...]:
    """Every entry condition of the pack, judged for one worker on the first of a month.

    Errors: FactError when the worker is unknown; BlankError, PackError.
    """
    mine = only(records, worker_id)
    plan = compile_plan(pack, (), extra=condition_formulas(pack).values())
    now = situation(pack, mine, plan.facts.values(), month.first_day)
    return judge_conditions(pack, bind(plan, pack, on=month.first_day), row_of(now.facts, 0))


def explain_exit(pack: Pack, records: Records, worker_id: str, month: Month) -> tuple[ExitHit, ...]:
    """What every exit rule of the pack says of one worker's assessments.

    Errors: FactError when the worker is unknown; BlankError.
    """
    return tuple(judge_exits(pack, only(records, worker_id), month.first_day))


@dataclass(frozen=True, slots=True)
class PayExplanation:
    """A worker's pay slip: the month, and a derivation for every item and role."""

    pay: PayMonth
    row: int
    steps: tuple[Step, ...]


def explain_pay(pack: Pack, records: Records, worker_id: str, month: Month) -> PayExplanation:
    """Why a worker's pay is what it is.

    Errors: FactError when the worker is unknown or not employed in the month; BlankError, PackError.
    """
    pay = pay_months(pack, only(records, worker_id), month, month)[0]
    if not pay.rows:
        raise FactError(f"「{worker_id}」在 {month} 不在职", "请换一个在职的月份")
    return PayExplanation(pay, 0, slip(pack, pay, 0))


def slip(pack: Pack, pay: PayMonth, row: int) -> tuple[Step, ...]:
    """The derivation of every line of one person's slip, then of the totals."""
    registers = pay.registers(row)
    totals = (pay.roles[part] for part in TOTALS if part in pay.roles)
    names = dict.fromkeys([*(item.name for item in pay.items), *totals])
    return explain_all(pay.binding, pack, registers, names)
