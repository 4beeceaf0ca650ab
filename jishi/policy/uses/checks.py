"""What results must satisfy before they are approved: each person, each community, the average."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jishi.policy.decisions.figures import decimal_text
from jishi.policy.errors import Blank, BlankError, PackError
from jishi.policy.facts.units import Scope
from jishi.policy.pack.model import BLANK, Entity, Formula, Pack
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


def _conditions(pack: Pack, method: str) -> list[Check]:
    return [check for check in pack.checks if check.method == method and check.condition is not None]


def _formula(check: Check, entity: Entity) -> Formula:
    return Formula(f"检查·{check.name}", entity, check.condition or "", check.citation, place=check.place)


def _people(pack: Pack, records: Records, pay: PayMonth) -> Iterator[CheckFinding]:
    checks = _conditions(pack, PER_PERSON)
    formulas = [_formula(check, Entity.PERSON) for check in checks]
    judged, _ = judge_people(pack, records, formulas, pay.month.first_day, before=pay.before)
    for check in checks:
        holds = judged.outputs[f"检查·{check.name}"].to_list()
        for row in pay.rows:
            if holds[row] is False:
                worker_id, name, *_ = judged.names.row(row)
                yield _finding(check, name, worker_id)


def _communities(pack: Pack, records: Records, month: Month) -> Iterator[CheckFinding]:
    checks = _conditions(pack, PER_COMMUNITY)
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

    Shape:  over those who have a result and are paid something: whom another employer pays (编制) would
            only press the average down.
    Errors: BlankError when something is 待填; PackError when the amount is no line or sum of pay, or
            nothing can be divided by the base.
    """
    return tuple(_average(pack, pay, check) for check in pack.checks if check.method == AVERAGE)


def _average(pack: Pack, pay: PayMonth, check: Check) -> AverageFinding:
    base, target = _number(pack, pay, check, "基准"), _number(pack, pay, check, "倍数")
    tolerance = _number(pack, pay, check, "容差")
    people, mean = _mean(pay, check)
    if not base:
        raise PackError(f"检查「{check.name}」的基准是 0", "请写一个不为 0 的参数", check.place)
    ratio = mean / base
    met = abs(ratio - target) <= tolerance
    shown = f"{decimal_text(ratio)} 倍，目标 {decimal_text(target)} ± {decimal_text(tolerance)}"
    sentence = f"{check.name}：{people} 人平均为 {shown}，{'符合' if met else check.message}"
    return AverageFinding(check.name, people, ratio, target, tolerance, met, sentence)


def _mean(pay: PayMonth, check: Check) -> tuple[int, Fraction]:
    """How many people the amount is averaged over, and the average; money in 分."""
    amount = _written(check, "量")
    if amount not in pay.binding.plan.targets:
        remedy = "请写 工资.yaml 的「项目」或「角色」中的一个名称"
        raise PackError(f"检查「{check.name}」的量「{amount}」不是工资的项目或合计", remedy, check.place)
    values = [value for value in pay.outputs[amount].gather(pay.finished) if value]
    return len(values), Fraction(sum(values), max(1, len(values)) * 10 ** pay.type_of(amount).scale)


def _number(pack: Pack, pay: PayMonth, check: Check, part: str) -> Fraction:
    """A parameter as an exact number; money in 分. A tolerance that is not written is none."""
    name = _written(check, part)
    if not name:
        return Fraction(0)
    raw = value_in_force(pack, name, pay.month.first_day).raw or 0
    return Fraction(raw, 10 ** pack.parameters[name].type.scale)


def _written(check: Check, part: str) -> str:
    """What a check names for a part; nothing when it names none."""
    parts = {"量": check.amount, "基准": check.base, "倍数": check.multiple, "容差": check.tolerance}
    written = parts[part] or ""
    if written == BLANK:
        question = f"「{check.name}」的{part}应当怎样规定"
        raise BlankError([Blank(f"{check.name}/{part}", question, check.citation.refs, "检查", check.place)])
    return written
