"""What results must satisfy before they are approved: each person, each community, the average."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jishi.policy.decisions.figures import decimal_text
from jishi.policy.facts.units import Scope
from jishi.policy.pack.model import Entity, Formula, Pack
from jishi.policy.pack.rules import Check
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.judging import judge_people, judge_units
from jishi.policy.uses.pay import PayMonth
from jishi.policy.uses.values import value_in_force

PER_PERSON, PER_COMMUNITY, AVERAGE = "每人", "每社区", "平均"
BLOCKS = "阻断"


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """Something that does not hold, of a person, a community or the whole month.

    Shape: `subject` is the person's or community's name, or 全部; `blocks` when it must be mended first.
    """

    check: str
    subject: str
    worker_id: str
    sentence: str
    blocks: bool
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AverageFinding:
    """An average against a multiple of a parameter: the figure always shown, met or not."""

    check: str
    people: int
    ratio: Fraction
    target: Fraction
    tolerance: Fraction
    met: bool
    sentence: str


def check_month(pack: Pack, records: Records, pay: PayMonth) -> tuple[CheckFinding, ...]:
    """Everything that does not hold in a month, by the checks of a pack.

    Shape:  a check that cannot be told for want of a fact finds nothing: the missing fact is reported
            where the result is missing.
    Errors: BlankError, PackError, FactError.
    """
    return (*_people(pack, records, pay), *_communities(pack, records, pay.month))


def _written(pack: Pack, method: str) -> list[Check]:
    return [check for check in pack.checks if check.method == method and check.condition is not None]


def _formula(check: Check, entity: Entity) -> Formula:
    return Formula(f"检查·{check.name}", entity, check.condition or "", check.citation, place=check.place)


def _people(pack: Pack, records: Records, pay: PayMonth) -> Iterator[CheckFinding]:
    checks = _written(pack, PER_PERSON)
    formulas = [_formula(check, Entity.PERSON) for check in checks]
    judged, _ = judge_people(pack, records, formulas, pay.month.first_day, before=pay.before)
    for check in checks:
        holds = judged.outputs[f"检查·{check.name}"].to_list()
        for row in pay.rows:
            if holds[row] is False:
                worker_id, name, *_ = judged.names.row(row)
                yield _finding(check, name, worker_id)


def _communities(pack: Pack, records: Records, month: Month) -> Iterator[CheckFinding]:
    checks = _written(pack, PER_COMMUNITY)
    formulas = [_formula(check, Entity.COMMUNITY) for check in checks]
    judged = judge_units(pack, records, formulas, month.first_day, Scope.COMMUNITY)
    for check in checks:
        for row, holds in enumerate(judged.outputs[f"检查·{check.name}"]):
            if holds is False:
                yield _finding(check, judged.names["unit"][row], "")


def _finding(check: Check, subject: str, worker_id: str) -> CheckFinding:
    blocks = check.severity == BLOCKS
    return CheckFinding(check.name, subject, worker_id, check.message, blocks, check.citation.refs)


def check_averages(pack: Pack, pay: PayMonth) -> tuple[AverageFinding, ...]:
    """Each average target of a pack against the month.

    Errors: BlankError when base, multiple or tolerance is 待填; PackError when the amount is no output.
    """
    return tuple(_average(pack, pay, check) for check in pack.checks if check.method == AVERAGE)


def _average(pack: Pack, pay: PayMonth, check: Check) -> AverageFinding:
    on = pay.month.first_day
    amount, base = check.amount or "", _number(pack, check.base, on)
    amounts = [value for value in pay.outputs[amount].gather(pay.rows) if value is not None]
    target, tolerance = _number(pack, check.multiple, on), _number(pack, check.tolerance, on)
    ratio = Fraction(sum(amounts), max(1, len(amounts))) / base
    met = abs(ratio - target) <= tolerance
    shown = f"{decimal_text(ratio)} 倍，目标 {decimal_text(target)} ± {decimal_text(tolerance)}"
    sentence = f"{check.name}：{len(amounts)} 人平均为 {shown}，{'符合' if met else check.message}"
    return AverageFinding(check.name, len(amounts), ratio, target, tolerance, met, sentence)


def _number(pack: Pack, name: str | None, on: date) -> Fraction:
    """A parameter as an exact number; money in 分. A tolerance that is not written is none."""
    if name is None:
        return Fraction(0)
    raw = value_in_force(pack, name, on).raw or 0
    return Fraction(raw, 10 ** pack.parameters[name].type.scale)
