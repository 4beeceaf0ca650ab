"""Planning posts and duties: 任职, 免职, 分工."""

from __future__ import annotations

from jishi.ledger import Refused
from jishi.ledger.models import FOREVER
from jishi.registry.actions.particulars import Appointed, Assigned, Removed
from jishi.registry.actions.plans.draft import Draft, check_forward, checked_text, overlapping, until
from jishi.registry.models import Appointment, Assignment


def appoint(draft: Draft, what: Appointed) -> None:
    """A post begins; it replaces those held, or is added to them."""
    employment = draft.employed()
    position = checked_text(what.position, "position", "请选择职务。")
    unit = what.unit or employment.using_unit
    if unit.pk != employment.using_unit_id and not what.adds:
        raise Refused(
            f"{draft.who}由“{employment.using_unit.name}”使用，到“{unit.name}”任职请先办理调动；"
            "如是兼任，请选“兼任”。",
            field="unit",
        )
    ends = check_forward(draft.on, what.ends_before, "任职")
    held = [] if what.adds else draft.file.posts(draft.on)
    _check_replaces(draft, held)
    if held:
        ends = min(ends, max(post.valid_before for post in held))
    known_end = draft.use_end() if unit.pk == employment.using_unit_id else draft.employment_end()
    new = Appointment(
        person=draft.file.person,
        valid_from=draft.on,
        valid_before=min(ends, known_end),
        unit=unit,
        position=position,
        mode=what.mode,
        term=what.term,
        filing_number=what.filing_number,
    )
    others = [post for post in draft.file.every(Appointment) if post not in held]
    same = [post for post in others if post.unit_id == unit.pk and post.position == position]
    if (twice := overlapping(same, new.valid_from, new.valid_before)) is not None:
        raise Refused(
            f"{draft.who}已任“{unit.name}”{position}（{twice.valid_from} {until(twice)}），起止日期重叠。",
            field="position",
        )
    for post in held:
        draft.delta.end(post, draft.on)
    draft.delta.add(new)


def _check_replaces(draft: Draft, held: list[Appointment]) -> None:
    today = next((post for post in held if post.valid_from == draft.on), None)
    if today is not None:
        raise Refused(
            f"{draft.who}在 {draft.on} 已登记任{today.position}。"
            "如那一条有误请更正它；如同时任两个职务，请选“兼任”。",
            field="on",
        )


def remove(draft: Draft, what: Removed) -> None:
    """One post ends on the eve of the day."""
    post = next((each for each in draft.file.every(Appointment) if each.pk == what.appointment), None)
    if post is None:
        raise Refused("没有找到要免去的职务，可能刚被别人改过。请刷新后重新选择。", field="appointment")
    if draft.on <= post.valid_from:
        raise Refused(
            f"免职日期 {draft.on} 不晚于任职日期 {post.valid_from}。"
            "请核对日期；如是误登任职，请撤销那条任职。",
            field="on",
        )
    if draft.on >= post.valid_before:
        raise Refused(f"{draft.who}的{post.position}任职{until(post)}，已经结束，不必再免。", field="on")
    draft.employed()
    draft.delta.end(post, draft.on)


def assign(draft: Draft, what: Assigned) -> None:
    """A duty begins; what was assigned before ends when it is replaced."""
    draft.employed()
    held = draft.file.held(Assignment, draft.on)
    if what.unit is None and not what.replaces:
        raise Refused("请选择网格或社区；只是结束现有分工的，请选“替换现有分工”。", field="unit")
    if what.unit is None and not held:
        raise Refused(f"{draft.who}在 {draft.on} 没有分工，不必结束。", field="on")
    if what.replaces:
        for duty in held:
            draft.delta.end(duty, draft.on)
    if what.unit is None:
        return
    kept = [duty for duty in draft.file.every(Assignment) if not (what.replaces and duty in held)]
    same = [
        duty
        for duty in kept
        if (duty.unit_id, duty.duty, duty.as_deputy) == (what.unit.pk, what.duty, what.as_deputy)
    ]
    if overlapping(same, draft.on, FOREVER) is not None:
        raise Refused(f"{draft.who}已有“{what.unit.name}”的同一项分工，不必再登记。", field="unit")
    draft.delta.add(
        Assignment(
            person=draft.file.person,
            valid_from=draft.on,
            valid_before=draft.employment_end(),
            unit=what.unit,
            duty=what.duty,
            as_deputy=what.as_deputy,
        )
    )
