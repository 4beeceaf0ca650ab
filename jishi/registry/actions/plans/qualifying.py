"""Planning what somebody brings or earns: 学历, 证书, 工作经历."""

from __future__ import annotations

from datetime import date

from jishi.ledger import Refused
from jishi.policy.period import full_years
from jishi.registry.actions.particulars import Certified, Graduated, Served
from jishi.registry.actions.plans.draft import Draft, check_forward, checked_text, overlapping, until
from jishi.registry.models import Certificate, Education, Profile, Service

YOUNGEST_GRADUATE = 15  # years


def graduate(draft: Draft, what: Graduated) -> None:
    """A level of schooling or a degree was reached."""
    profile = draft.file.nearest(Profile, draft.on)
    if profile is None:
        raise Refused("该同志还没有基本信息，请先办理入职。", field="person")
    add_education(draft, what, profile.birth_on)


def add_education(draft: Draft, what: Graduated, birth_on: date) -> None:
    """Believe an education from the day it was obtained, or from the day of the change.

    Errors: Refused when obtained later than the day, too early in life, or known already.
    """
    level = checked_text(what.level, "level", "请选择学历。")
    obtained = what.obtained_on
    if obtained is not None and obtained > draft.on:
        raise Refused(f"取得日期 {obtained} 晚于生效日期 {draft.on}，请核对。", field="obtained_on")
    day = obtained or draft.on
    if full_years(birth_on, day) < YOUNGEST_GRADUATE:
        raise Refused(
            f"{day} 时{draft.who}还不满 {YOUNGEST_GRADUATE} 周岁，取得{level}学历的日期不合常理。"
            "请核对取得日期和出生日期。",
            field="obtained_on",
        )
    for known in draft.file.every(Education):
        if (known.level, known.degree) == (level, what.degree) and known.obtained_on in {None, obtained}:
            raise Refused(f"{draft.who}的{level}学历已经登记过。如有出入，请更正那一条。", field="level")
    draft.delta.add(
        Education(
            person=draft.file.person,
            valid_from=day,
            level=level,
            degree=what.degree,
            school=what.school,
            major=what.major,
            obtained_on=obtained,
        )
    )


def certify(draft: Draft, what: Certified) -> None:
    """A certificate was obtained."""
    name = checked_text(what.name, "name", "请选择证书。")
    obtained = what.obtained_on
    if obtained is not None and obtained > draft.on:
        raise Refused(f"取得日期 {obtained} 晚于生效日期 {draft.on}，请核对。", field="obtained_on")
    day = obtained or draft.on
    check_forward(day, what.registered_before, "登记有效期", "registered_before")
    for known in draft.file.every(Certificate):
        numbered = what.number and known.number == what.number
        if numbered or (known.name == name and known.obtained_on in {None, obtained}):
            shown = f"{known.name}（{known.number}）" if known.number else known.name
            raise Refused(
                f"{draft.who}的{shown}已经登记过，请核对证书编号。",
                field="number" if numbered else "name",
            )
    draft.delta.add(
        Certificate(
            person=draft.file.person,
            valid_from=day,
            name=name,
            number=what.number,
            obtained_on=obtained,
            registered_before=what.registered_before,
        )
    )


def serve(draft: Draft, what: Served) -> None:
    """A stretch of work is added to the history."""
    place = checked_text(what.workplace, "workplace", "请填写工作单位。")
    ends = check_forward(draft.on, what.ends_before, "工作经历")
    counted = [each for each in draft.file.every(Service) if each.counts]
    clash = overlapping(counted, draft.on, ends) if what.counts else None
    if clash is not None:
        raise Refused(
            f"与已登记的“{clash.workplace}”（{clash.valid_from} {until(clash)}）重叠，"
            "同一段时间不能计两次年限。请核对起止日期，或标为不计入年限。",
            field="on",
        )
    draft.delta.add(
        Service(
            person=draft.file.person,
            valid_from=draft.on,
            valid_before=ends,
            workplace=place,
            verified=what.verified,
            counts=what.counts,
        )
    )
