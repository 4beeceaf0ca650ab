"""The one-line sentence of a change on the timeline. It names places and posts, never an identifier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from jishi.registry.actions.particulars import (
    Appointed,
    Assessed,
    Assigned,
    Awarded,
    Certified,
    Contracted,
    Described,
    Entered,
    Figured,
    Graded,
    Graduated,
    Identified,
    Left,
    Particulars,
    Reached,
    Removed,
    Served,
    Transferred,
)
from jishi.registry.enums import AwardKind, ChangeKind
from jishi.registry.models import Appointment, GradeHeld, IdentityHeld
from jishi.registry.selectors.files import PersonFile

LONGEST = 240


class Seen(NamedTuple):
    """What a sentence is told from: the file before the change, and the day."""

    file: PersonFile
    on: date


def summary(file: PersonFile, kind: ChangeKind, what: Particulars, on: date) -> str:
    """What a change says, seen from the file before it: “调动：桂园社区 → 松湾社区”."""
    return f"{kind.label}：{_SENTENCES[kind](Seen(file, on), what)}"[:LONGEST]


def _entered(seen: Seen, what: Entered) -> str:
    return f"{what.using_unit.name}，{what.position}（{what.channel}，{what.identity}），自 {seen.on}"


def _left(seen: Seen, what: Left) -> str:
    return f"{what.ground}，自 {seen.on} 起不再在岗"


def _transferred(seen: Seen, what: Transferred) -> str:
    held = seen.file.employed(seen.on)
    return f"{held.using_unit.name if held else '—'} → {what.using_unit.name}"


def _appointed(seen: Seen, what: Appointed) -> str:
    held = seen.file.employed(seen.on)
    unit = what.unit or (held.using_unit if held else None)
    extra = "，".join(part for part in (what.mode, what.term, what.filing_number) if part)
    verb, place = "兼任" if what.adds else "任", unit.name if unit else ""
    return f"{verb}{place}{what.position}{f'（{extra}）' if extra else ''}"


def _removed(seen: Seen, what: Removed) -> str:
    post = next((each for each in seen.file.every(Appointment) if each.pk == what.appointment), None)
    return f"不再任{post.unit.name}{post.position}" if post else "不再任职"


def _identified(seen: Seen, what: Identified) -> str:
    held = seen.file.sole(IdentityHeld, seen.on)
    return f"{held.identity} → {what.identity}" if held else what.identity


def _graduated(_: Seen, what: Graduated) -> str:
    degree = f"（{what.degree}）" if what.degree and what.degree != "无" else ""
    return f"{what.level}{degree}{f'，{what.school}' if what.school else ''}"


def _certified(_: Seen, what: Certified) -> str:
    return f"{what.name}{f'，{what.obtained_on} 取得' if what.obtained_on else ''}"


def _assessed(_: Seen, what: Assessed) -> str:
    return f"{what.year} 年度{what.result}"


def _graded(seen: Seen, what: Graded) -> str:
    held = seen.file.sole(GradeHeld, seen.on)
    before = f"{held.grade} 级 → " if held else "定为 "
    return f"{before}{what.grade} 级{f'（{what.cause}）' if what.cause else ''}"


def _contracted(seen: Seen, what: Contracted) -> str:
    ends = f"至 {what.ends_before}（不含）" if what.ends_before else "无固定期限"
    return f"与{what.party}签订{what.kind}，{seen.on} 起{ends}"


def _awarded(_: Seen, what: Awarded) -> str:
    return f"{AwardKind(what.kind).label}“{what.name}”{f'，{what.issuer}' if what.issuer else ''}"


def _served(seen: Seen, what: Served) -> str:
    ends = f"至 {what.ends_before}（不含）" if what.ends_before else "至今"
    return f"{what.workplace}，{seen.on} {ends}，{'计入' if what.counts else '不计入'}社区工作年限"


def _assigned(_: Seen, what: Assigned) -> str:
    if what.unit is None:
        return "现有分工结束"
    duty = f"，{what.duty}" if what.duty else ""
    return f"{what.unit.name}{duty}{'（B岗）' if what.as_deputy else ''}"


def _described(_: Seen, what: Described) -> str:
    labels = {
        "name": "姓名",
        "sex": "性别",
        "birth_on": "出生日期",
        "ethnicity": "民族",
        "political_status": "政治面貌",
        "native_place": "籍贯",
        "retirement_category": "退休年龄类别",
    }
    return "、".join(label for name, label in labels.items() if getattr(what, name) is not None)


def _reached(_: Seen, what: Reached) -> str:
    parts = ["手机号"] if what.phone is not None else []
    if what.bank_card is not None or what.bank_name is not None:
        parts.append("银行卡")
    return "、".join(parts)


def _figured(_: Seen, what: Figured) -> str:
    return f"{what.name} {what.value or '不再登记'}"


_SENTENCES: Mapping[ChangeKind, Callable[[Seen, Any], str]] = {
    ChangeKind.ENTER: _entered,
    ChangeKind.EXIT: _left,
    ChangeKind.TRANSFER: _transferred,
    ChangeKind.APPOINT: _appointed,
    ChangeKind.REMOVE: _removed,
    ChangeKind.IDENTITY: _identified,
    ChangeKind.EDUCATION: _graduated,
    ChangeKind.CERTIFICATE: _certified,
    ChangeKind.ASSESSMENT: _assessed,
    ChangeKind.GRADE: _graded,
    ChangeKind.CONTRACT: _contracted,
    ChangeKind.AWARD: _awarded,
    ChangeKind.SERVICE: _served,
    ChangeKind.ASSIGNMENT: _assigned,
    ChangeKind.PROFILE: _described,
    ChangeKind.CONTACT: _reached,
    ChangeKind.FIGURE: _figured,
}
