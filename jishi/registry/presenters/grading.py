"""A grade in words and blocks: what it is made of, when the next one comes, what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jishi.places.models import Unit
from jishi.registry.rulings.clauses import ClauseText, clause_texts
from jishi.registry.rulings.estimates import Estimate
from jishi.registry.rulings.grades import GradeExplanation, Hold, Prospect, Step, Told
from jishi.ui.components import Tag, TraceBlock, TraceNode

_MOST_CLAUSES = 8
_GRADES = re.compile(r"-?\d+级?")


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that would speed the next grade up, or holds it back."""

    name: str
    sentence: str
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class GradeStory:
    """A grade as pages tell it.

    Shape: `sentence` alone when nothing can be computed; `blocks` empty when the formula is no plain sum.
    """

    sentence: str
    confirmed: int | None = None
    proposed: int | None = None
    differs: bool = False
    blocks: tuple[TraceBlock, ...] = ()
    tree: TraceNode | None = None
    clauses: tuple[ClauseText, ...] = ()
    missing: tuple[str, ...] = ()
    next_sentence: str = ""
    faster: tuple[Reason, ...] = ()
    holds: tuple[Reason, ...] = ()


def grade_story(told: Told, district: Unit, *, confirmed: int | None, on: date) -> GradeStory:
    """Tell a grade as of a day; what is missing is named, never assumed."""
    explained = told.grade
    if explained is None:
        return GradeStory(told.sentence, confirmed)
    row = explained.row
    differs = confirmed is not None and row.proposed is not None and confirmed != row.proposed
    return GradeStory(
        sentence=row.sentence,
        confirmed=confirmed,
        proposed=row.proposed,
        differs=differs,
        blocks=_blocks(explained),
        tree=_node(explained.step),
        clauses=clause_texts(district, _cited(explained.step))[:_MOST_CLAUSES],
        missing=row.missing,
        next_sentence=_next(explained, on),
        faster=tuple(_faster(each) for each in explained.prospects if each.next_on != row.next_on),
        holds=tuple(_hold(each) for each in explained.holds),
    )


def brief_story(estimate: Estimate | None, *, confirmed: int | None, on: date) -> GradeStory:
    """Tell a grade in figures alone: confirmed, proposed, the next one, what is missing."""
    grade = estimate.grade if estimate else None
    if grade is None:
        return GradeStory("按现行政策暂不能测算，原因见“等级”页的算式。", confirmed)
    ahead = ""
    if grade.grade is not None and grade.next_on is not None:
        months = _months(on, grade.next_on)
        ahead = f"下一级：{grade.grade + 1} 级，预计 {grade.next_on}（还差 {months} 个月）。"
    return GradeStory(
        sentence=str(grade),
        confirmed=confirmed,
        proposed=grade.grade,
        differs=None not in (confirmed, grade.grade) and confirmed != grade.grade,
        missing=grade.missing,
        next_sentence=ahead,
    )


def _months(on: date, ahead: date) -> int:
    """Whole calendar months to go."""
    return max(0, (ahead.year - on.year) * 12 + ahead.month - on.month)


def _next(explained: GradeExplanation, on: date) -> str:
    row = explained.row
    if row.proposed is None:
        return ""
    if row.capped:
        return f"已达本岗上限 {row.high} 级。"
    if row.next_on is None:
        return "此后只凭年限不再晋级。"
    months = _months(on, row.next_on)
    return f"下一级：{row.proposed + 1} 级，预计 {row.next_on}（还差 {months} 个月）。"


def _blocks(explained: GradeExplanation) -> tuple[TraceBlock, ...]:
    """The terms of the grade when they add up to it; the first is where the post class starts."""
    step, proposed = explained.step, explained.row.proposed
    starts = [each for each in step.inputs if each.kind == "表"][:1]
    formulas = [each for each in step.inputs if each.kind == "公式" and each.raw]
    terms = [each for each in formulas if _GRADES.fullmatch(each.value)]
    if proposed is None or not starts or starts[0].raw is None:
        return ()
    signed = [(each, _sign(step.text, each.name)) for each in terms]
    total = starts[0].raw + sum((each.raw or 0) * (1 if sign == "+" else -1) for each, sign in signed)
    if total != proposed:
        return ()
    first = TraceBlock(starts[0].name.partition("[")[0].removesuffix("等级"), str(starts[0].raw))
    return (first, *(TraceBlock(each.name, each.value, sign) for each, sign in signed))


def _sign(text: str, name: str) -> str:
    return "-" if re.search(rf"-\s*{re.escape(name)}(?!\w)", text) else "+"


def _node(step: Step) -> TraceNode:
    notes = [f"{step.since} 起" if step.since else "", step.mark]
    return TraceNode(
        label=step.name,
        value=step.value,
        formula=step.text,
        clause="、".join(step.clauses),
        source="；".join(part for part in notes if part),
        children=tuple(_node(each) for each in step.inputs),
    )


def _cited(step: Step) -> Iterable[str]:
    return (reference for each in step.walk() for reference in each.clauses)


def _faster(prospect: Prospect) -> Reason:
    return Reason(prospect.name, f"{prospect.sentence}。")


def _hold(hold: Hold) -> Reason:
    if hold.met is None:
        return Reason(hold.name, hold.sentence, Tag("待核", "warn"))
    return Reason(hold.name, "", Tag("已符合", "ok")) if hold.met else _unmet(hold)


def _unmet(hold: Hold) -> Reason:
    return Reason(hold.name, hold.sentence, Tag("未符合", "bad"))
