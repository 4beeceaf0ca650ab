"""Planning what is decided of somebody in post: 身份, 等级, 合同, 考核, 奖惩."""

from __future__ import annotations

from datetime import date

from jishi.ledger import Refused
from jishi.registry.actions.particulars import Assessed, Awarded, Contracted, Graded, Identified
from jishi.registry.actions.plans.draft import Draft, check_forward, checked_text, overlapping, until
from jishi.registry.enums import AwardKind
from jishi.registry.models import Assessment, Award, Contract, Employment, GradeHeld, IdentityHeld

HIGHEST_GRADE = 30


def identify(draft: Draft, what: Identified) -> None:
    """The identity changes."""
    draft.employed()
    identity = checked_text(what.identity, "identity", "请选择人员身份。")
    draft.set_sole(IdentityHeld(person=draft.file.person, valid_from=draft.on, identity=identity))


def grade(draft: Draft, what: Graded) -> None:
    """The confirmed grade changes."""
    draft.employed()
    if not 1 <= what.grade <= HIGHEST_GRADE:
        raise Refused(f"等级应在 1 至 {HIGHEST_GRADE} 之间，请核对。", field="grade")
    held = draft.file.sole(GradeHeld, draft.on)
    if held is not None and held.grade == what.grade:
        raise Refused(f"{draft.who}现在就是 {what.grade} 级，没有变化，不必再登记。", field="grade")
    draft.set_sole(
        GradeHeld(
            person=draft.file.person,
            valid_from=draft.on,
            valid_before=draft.employment_end(),
            grade=what.grade,
            cause=what.cause,
        )
    )


def contract(draft: Draft, what: Contracted) -> None:
    """A contract begins; one without an end gives way to it."""
    draft.employed()
    add_contract(draft, what)


def add_contract(draft: Draft, what: Contracted) -> None:
    """Believe a contract from the day on.

    Errors: Refused when it runs backwards, was signed later than it ends, or overlaps another.
    """
    party = checked_text(what.party, "party", "请填写签约方，例如“桂园街道办事处”。")
    kind = checked_text(what.kind, "kind", "请选择合同种类。")
    ends = check_forward(draft.on, what.ends_before, "合同")
    if what.signed_on is not None and what.signed_on >= ends:
        raise Refused(f"签订日期 {what.signed_on} 晚于合同到期日，请核对。", field="signed_on")
    for other in draft.file.every(Contract):
        if other.is_open and other.valid_from < draft.on:
            draft.delta.end(other, draft.on)
        elif overlapping([other], draft.on, ends) is not None:
            raise Refused(
                f"与{draft.who}现有的{other.kind}（{other.valid_from} {until(other)}）重叠。"
                "请核对起止日期，或先更正那一份。",
                field="on",
            )
    draft.delta.add(
        Contract(
            person=draft.file.person,
            valid_from=draft.on,
            valid_before=ends,
            party=party,
            kind=kind,
            number=what.number,
            signed_on=what.signed_on,
        )
    )


def assess(draft: Draft, what: Assessed) -> None:
    """A year's result is confirmed."""
    result = checked_text(what.result, "result", "请选择考核结果。")
    if what.year > draft.on.year:
        raise Refused(
            f"{what.year} 年度还没有到，{draft.on} 不会有它的考核结果。请核对年度和确认日期。", field="year"
        )
    every = draft.file.every(Employment)
    if not every or not _worked_in(every, what.year):
        raise Refused(f"{draft.who}在 {what.year} 年没有在岗，没有这一年的考核。请核对年度。", field="year")
    known = next((each for each in draft.file.every(Assessment) if each.year == what.year), None)
    if known is not None:
        raise Refused(
            f"{draft.who} {what.year} 年度的考核已登记为“{known.result}”。如结果有误，请更正那一条。",
            field="year",
        )
    draft.delta.add(Assessment(person=draft.file.person, valid_from=draft.on, year=what.year, result=result))


def _worked_in(employments: list[Employment], year: int) -> bool:
    first, before = date(year, 1, 1), date(year + 1, 1, 1)
    return overlapping(employments, first, before) is not None


def award(draft: Draft, what: Awarded) -> None:
    """A reward or a penalty is given."""
    name = checked_text(what.name, "name", "请填写奖惩名称。")
    given = what.awarded_on or draft.on
    if given > draft.on:
        raise Refused(f"授予或作出日期 {given} 晚于生效日期 {draft.on}，请核对。", field="awarded_on")
    same = [
        each
        for each in draft.file.every(Award)
        if (each.name, each.awarded_on, each.kind) == (name, given, what.kind)
    ]
    if same:
        raise Refused(f"{draft.who}在 {given} 的“{name}”已经登记过。", field="name")
    draft.delta.add(
        Award(
            person=draft.file.person,
            valid_from=draft.on,
            valid_before=check_forward(draft.on, what.influences_before, "影响期", "influences_before"),
            kind=AwardKind(what.kind),
            name=name,
            issuer=what.issuer,
            awarded_on=given,
        )
    )
