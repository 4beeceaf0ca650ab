"""The page of one case: where it stands, what it asks, what was said, what may be done now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast, get_args

from jishi.process.actions.kinds import kind_names
from jishi.process.enums import CaseState, SeatState, Verdict
from jishi.process.models import Case, Opinion, Question, Seat, StepPlan
from jishi.process.presenters.todo import step_words
from jishi.process.presenters.words import STATE_TONES, VERDICT_TONES, limit, waited
from jishi.ui.components import Difference, Effect, Entry, Fact, Signature, Step, StepState, Tag, Tone
from jishi.ui.templatetags.formats import moment

Holders = Mapping[tuple[int, str], tuple[str, ...]]
_TONES: tuple[str, ...] = get_args(Tone)
FORM_VERSION = "SP-01 · 2026 年第 1 版"


@dataclass(frozen=True, slots=True)
class Course:
    """Everything the stepper and the timeline are drawn from."""

    case: Case
    opinions: Sequence[Opinion]
    questions: Sequence[Question]
    seats: Sequence[Seat]
    holders: Holders
    today: date


def tags_of(case: Case) -> tuple[Tag, ...]:
    """The state of a case, and its kind."""
    state = CaseState(case.state)
    kind = dict(kind_names()).get(case.kind, case.kind)
    return Tag(str(state.label), STATE_TONES[state]), Tag(kind)


def subtitle_of(case: Case) -> str:
    """Number, from where, when."""
    sent = f" · {moment(case.submitted_at)} 提交" if case.submitted_at else ""
    return f"单号 {case.number} · {case.unit.name}{sent}"


def facts_of(course: Course) -> tuple[Fact, ...]:
    """Who asked, whose turn it is, how long it has waited and until when."""
    case, waiting = course.case, _waiting(course)
    offices = "、".join(seat.label for seat in waiting) or ("经办人" if _is_back(case) else "已办结")
    facts = [
        Fact("发起", case.prepared_name, note=case.unit.name),
        Fact("当前处理", offices, note="、".join(_names(course, waiting))),
        Fact("环节", step_words(case)),
    ]
    if waiting:
        first = min(waiting, key=lambda seat: seat.due_on)
        words = limit(first.due_on, course.today)
        facts.append(Fact("已等待", waited(first.opened_at, course.today)))
        facts.append(Fact("办理期限", str(first.due_on) if words else "不限", note=words))
    elif case.closed_at:
        facts.append(Fact("办结", moment(case.closed_at)))
    return tuple(facts)


def _is_back(case: Case) -> bool:
    return case.state in {CaseState.DRAFT, CaseState.RETURNED}


def _waiting(course: Course) -> list[Seat]:
    return [seat for seat in course.seats if seat.state in {SeatState.WAITING, SeatState.ASKING}]


def _names(course: Course, seats: Sequence[Seat]) -> list[str]:
    held = [
        name for seat in seats for role in seat.roles for name in course.holders.get((seat.unit_id, role), ())
    ]
    return list(dict.fromkeys(held))


def steps_of(course: Course) -> tuple[Step, ...]:
    """The stepper: who sent it, every step with its offices, who spoke or has to, since when."""
    return _sent(course.case), *(
        _step(course, place, plan) for place, plan in enumerate(plans_of(course.case))
    )


def plans_of(case: Case) -> tuple[StepPlan, ...]:
    """The steps of a case; none before it was first sent."""
    return case.planned().steps if case.course else ()


def _sent(case: Case) -> Step:
    state: StepState = "done"
    if case.state in {CaseState.DRAFT, CaseState.RETURNED}:
        state = "now" if case.state == CaseState.DRAFT else "returned"
    when = moment(case.submitted_at) if case.submitted_at else "尚未提交"
    return Step("提交", state, case.unit.name, case.prepared_name, when)


def _step(course: Course, place: int, plan: StepPlan) -> Step:
    case = course.case
    offices = "、".join(seat.label for seat in plan.seats)
    said = [each for each in course.opinions if (each.seat.round, each.seat.step) == (case.round, place)]
    if case.state == CaseState.OPEN and place == case.step:
        return _step_now(course, plan, offices, said)
    if not said:
        return Step(plan.name, "todo", offices, when=f"{plan.days} 个工作日" if plan.days else "")
    verdict = Verdict(said[-1].verdict)
    state: StepState = "done" if verdict is Verdict.AGREE else "returned"
    spoken = "、".join(each.author_name for each in said)
    return Step(plan.name, state, offices, spoken, moment(said[-1].at), str(verdict.label))


def _step_now(course: Course, plan: StepPlan, offices: str, said: Sequence[Opinion]) -> Step:
    waiting = _waiting(course)
    names = "、".join(_names(course, waiting))
    when = []
    if waiting:
        since = min(seat.opened_at for seat in waiting)
        when = [f"已等 {waited(since, course.today)}", limit(min(s.due_on for s in waiting), course.today)]
    note = f"已办 {len(said)}/{plan.needed}" if plan.needed > 1 else ""
    if any(seat.state == SeatState.ASKING for seat in waiting):
        note = "等经办人答复"
    told = " · ".join(part for part in when if part)
    return Step(plan.name, "now", offices, f"待 {names} 办理" if names else "", told, note)


def differences_of(case: Case) -> tuple[Difference, ...]:
    """What the case asks to change, as its preparer and every office saw it."""
    return tuple(Difference(*map(str, row)) for row in case.content.get("shown", ()))


def effects_of(case: Case) -> tuple[Effect, ...]:
    """What agreeing brings about, as it was worked out when the case was sent."""
    return tuple(_effect(row) for row in case.effects)


def _effect(row: Mapping[str, Any]) -> Effect:
    tone = cast("Tone", row["tone"]) if row.get("tone") in _TONES else "info"
    note = f"（{str(row['note']).rstrip('。')}）" if row.get("note") else ""
    label, before, after, clause = (str(row.get(key, "")) for key in ("label", "before", "after", "clause"))
    return Effect(label, before, f"{after}{note}", clause, tone)


def entries_of(course: Course) -> tuple[Entry, ...]:
    """What happened, the newest first."""
    case = course.case
    told = [(each.at, _said(each)) for each in course.opinions]
    by, office = case.prepared_name, case.unit.name
    if case.submitted_at:
        reason, tag = str(case.content.get("reason", "")), Tag("提交", "info")
        told.append((case.submitted_at, Entry(moment(case.submitted_at), by, reason, office, tag)))
    if case.closed_at and case.state == CaseState.WITHDRAWN:
        told.append((case.closed_at, Entry(moment(case.closed_at), by, "", office, Tag("撤回"))))
    told.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(entry for _, entry in told)


def _said(opinion: Opinion) -> Entry:
    verdict = Verdict(opinion.verdict)
    proxy = f"（代理{opinion.on_behalf_of}）" if opinion.on_behalf_of else ""
    tone = VERDICT_TONES[verdict]
    words = opinion.text or ("同意。" if verdict is Verdict.AGREE else "")
    tag = Tag(str(verdict.label), tone)
    return Entry(moment(opinion.at), f"{opinion.author_name}{proxy}", words, opinion.seat.label, tag, tone)


def returns_of(case: Case) -> tuple[tuple[int, str], ...]:
    """Where the present step may send a case back to."""
    names = [str(step["name"]) for step in case.course]
    earlier = ((place, names[place]) for place in range(max(case.step, 0)))
    return (-1, f"经办人（{case.prepared_name}）"), *earlier


def signatures_of(course: Course) -> tuple[Signature, ...]:
    """The places to sign on the printed form, with what was said there."""
    said = {(each.seat.round, each.seat.step, each.seat.place): each for each in course.opinions}
    return tuple(
        Signature(f"{seat.label}意见", _signed(said.get((course.case.round, number, place))))
        for number, plan in enumerate(plans_of(course.case))
        for place, seat in enumerate(plan.seats)
    )


def _signed(said: Opinion | None) -> str:
    if said is None:
        return ""
    return f"{Verdict(said.verdict).label}。{said.text}　{said.author_name}　{moment(said.at)}"
