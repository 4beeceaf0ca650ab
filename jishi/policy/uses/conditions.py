"""Conditions of a pack's lists judged for one worker, each in words: 符合, 不符合 or 待核 (R-050, R-008)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jishi.policy.engines.scalar import missing, run
from jishi.policy.engines.trace import Step, explain
from jishi.policy.pack.lists.entry import EligibilityCondition
from jishi.policy.pack.model import BLANK, Entity, Formula, Pack
from jishi.policy.plan import Binding

BY_HAND = "人工"
MET, UNMET, OPEN = "符合", "不符合", "待核"


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition's verdict with its sentence, clause and derivation."""

    name: str
    verdict: str
    sentence: str
    clauses: tuple[str, ...]
    step: Step | None = None


def condition_formulas(pack: Pack) -> Mapping[str, Formula]:
    """The entry conditions a machine can judge, by name."""
    judged = (each for each in pack.lists.eligibility if each.condition not in (BY_HAND, BLANK))
    return {each.name: _formula(each) for each in judged}


def _formula(each: EligibilityCondition) -> Formula:
    return Formula(f"准入·{each.name}", Entity.PERSON, each.condition, each.citation, place=each.place)


def verdict_word(raw: int | None) -> str:
    """是 → 符合, 否 → 不符合, not to be told → 待核."""
    return OPEN if raw is None else MET if raw else UNMET


def judge_conditions(pack: Pack, binding: Binding, facts: Mapping[str, int | None]) -> tuple[Finding, ...]:
    """Judge every entry condition of a pack for one person.

    Shape: `binding` is of a plan compiled with `condition_formulas` as extras; `facts` raw integers.
    """
    registers = run(binding, facts, {})
    judged = condition_formulas(pack)
    found = []
    for each in pack.lists.eligibility:
        if each.name not in judged:
            why = "本地尚未填写这一条件" if each.condition == BLANK else "须由审查人逐项核对并签署意见"
            found.append(Finding(each.name, OPEN, why, each.citation.refs))
            continue
        register = binding.plan.outputs[judged[each.name].name]
        verdict = verdict_word(registers[register])
        wanting = "、".join(missing(binding, registers, register))
        sentence = {MET: f"{each.condition}，成立", UNMET: each.unmet, OPEN: f"缺：{wanting}"}[verdict]
        step = explain(binding, pack, registers, judged[each.name].name)
        found.append(Finding(each.name, verdict, sentence, each.citation.refs, step))
    return tuple(found)
