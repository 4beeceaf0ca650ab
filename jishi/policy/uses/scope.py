"""Who counts as a community worker here: the first rule that holds decides, and says why (R-008, R-009)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jishi.policy.pack.lists.entry import ScopeRule
from jishi.policy.pack.model import BLANK, Entity, Formula, Pack
from jishi.policy.records import Records
from jishi.policy.uses.judging import Judged, judge_people

IN, OUT, OPEN = "纳入", "不纳入", "待核"
UNDECIDED = "政策包没有写明这种情形是否纳入"


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One person's standing: 纳入, 不纳入 or 待核, with the rule, the reason and the clause."""

    row: int
    worker_id: str
    name: str
    verdict: str
    rule: str
    reason: str
    clauses: tuple[str, ...]


def scope_everyone(pack: Pack, records: Records, on: date) -> tuple[ScopeRow, ...]:
    """Apply the scope rules of a pack to everyone employed in the month of a day.

    A rule that cannot be told for want of a fact, or whose verdict is 待填, makes the person 待核: a later
    rule must not decide what an earlier one might have. A pack without rules takes everyone in.
    Errors: BlankError, PackError, FactError.
    """
    rules = pack.lists.scope_rules
    judged, now = judge_people(pack, records, [_formula(rule) for rule in rules], on)
    return tuple(_row(judged, rules, row) for row in now.employed.arg_true().to_list())


def _formula(rule: ScopeRule) -> Formula:
    return Formula(f"范围·{rule.name}", Entity.PERSON, rule.condition, rule.citation, place=rule.place)


def _row(judged: Judged, rules: tuple[ScopeRule, ...], row: int) -> ScopeRow:
    worker_id, name, *_ = judged.names.row(row)
    for rule in rules:
        if ruling := _ruling(judged, rule, row):
            verdict, reason = ruling
            return ScopeRow(row, worker_id, name, verdict, rule.name, reason, rule.citation.refs)
    verdict = OUT if any(rule.verdict == IN for rule in rules) else IN
    reason = "没有规则提到这种情形" if rules else "政策包没有范围规则"
    return ScopeRow(row, worker_id, name, verdict, "", reason, ())


def _ruling(judged: Judged, rule: ScopeRule, row: int) -> tuple[str, str] | None:
    """What a rule says of a person, with the reason; None when it does not hold."""
    output = f"范围·{rule.name}"
    holds = judged.outputs[output][row]
    if holds is None:
        return OPEN, f"缺：{'、'.join(judged.missing(row, output))}"
    if not holds:
        return None
    return (OPEN, UNDECIDED) if rule.verdict == BLANK else (rule.verdict, rule.reason)
