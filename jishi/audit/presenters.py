"""Events and verifications in words: one sentence for each event, what changed beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from jishi.audit.enums import Verb, verbs
from jishi.audit.models import Event
from jishi.audit.selectors import Report, Verification
from jishi.ui.components import Tone

_PLACE = re.compile(r"\{(\w+)\}")
_APART = {"before", "after"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One more thing an event tells."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as a list shows it."""

    id: int
    chain: str
    seq: int
    at: datetime
    who: str
    account: str
    role: str
    address: str
    label: str
    sentence: str
    subject_kind: str
    subject_key: str
    subject: str
    changes: Sequence[Change]
    told: Sequence[Told]
    reason: str
    is_view: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One chain's verification as a page shows it."""

    chain: str
    is_sound: bool
    summary: str
    faults: Sequence[str]


@dataclass(frozen=True, slots=True)
class VerificationPanel:
    """A whole verification as `audit/_verification.html` shows it."""

    verdict: str
    tone: Tone
    reports: Sequence[ReportRow]
    anchor_faults: Sequence[str]
    anchor_count: int
    anchored_at: datetime | None


def verification_panel(verification: Verification) -> VerificationPanel:
    """A verification as a page shows it."""
    return VerificationPanel(
        verdict(verification),
        "ok" if verification.is_sound else "bad",
        report_rows(verification),
        verification.anchor_faults,
        verification.anchor_count,
        verification.anchored_at,
    )


def sentence(event: Event) -> str:
    """What happened, as one sentence about whoever did it."""
    verb, details = verbs.find(event.verb), event.details
    if verb is None:
        return f"对{_subject(event)}做了“{event.verb}”。"
    words = {**_words(details, verb), "subject": _subject(event)}
    return _PLACE.sub(lambda place: words.get(place[1], "（未记）"), verb.sentence) + "。"


def event_rows(events: Iterable[Event]) -> list[EventRow]:
    """Events as a list shows them."""
    return [_row(event) for event in events]


def verb_label(code: str) -> str:
    """The short word for a verb, for filters and columns."""
    verb = verbs.find(code)
    return code if verb is None else verb.label


def report_rows(verification: Verification) -> list[ReportRow]:
    """A verification, chain by chain."""
    return [
        ReportRow(report.chain, report.is_sound, summary(report), [fault.sentence for fault in report.faults])
        for report in verification.reports
    ]


def summary(report: Report) -> str:
    """One chain's verification in one sentence."""
    if not report.is_sound:
        return f"审计链“{report.chain}”共 {report.count} 条，发现 {len(report.faults)} 处问题。"
    covered = f"其中最近 {report.unanchored_count} 条还没有库外锚定。" if report.unanchored_count else ""
    return f"审计链“{report.chain}”共 {report.count} 条，逐条核对无误。{covered}"


def verdict(verification: Verification) -> str:
    """The whole verification in one sentence."""
    if not verification.is_sound:
        count = len(verification.anchor_faults) + sum(len(r.faults) for r in verification.reports)
        return f"发现 {count} 处问题：请保护现场，不要清理数据库和锚定文件，并报告审计管理员。"
    anchored = (
        f"最近一次库外锚定在 {timezone.localtime(verification.anchored_at):%Y-%m-%d %H:%M}。"
        if verification.anchored_at
        else "还没有库外锚定：请确认锚定任务在运行。"
    )
    chains = len(verification.reports)
    return f"{chains} 条审计链共 {verification.event_count} 条记录，与登记时一致。{anchored}"


def _row(event: Event) -> EventRow:
    verb = verbs.find(event.verb)
    return EventRow(
        id=event.pk,
        chain=event.chain,
        seq=event.seq,
        at=event.at,
        who=_who(event),
        account=event.account,
        role=event.role,
        address=event.address,
        label=verb_label(event.verb),
        sentence=sentence(event),
        subject_kind=event.subject_kind,
        subject_key=event.subject_key,
        subject=_subject(event),
        changes=_changes(event.details, verb),
        told=_told(event.details, verb),
        reason=event.reason,
        is_view=verb is not None and verb.is_view,
    )


def _who(event: Event) -> str:
    return f"{event.actor_name}（代{event.on_behalf_of}）" if event.on_behalf_of else event.actor_name


def _subject(event: Event) -> str:
    return event.subject_label or event.subject_key or event.subject_kind


def _name(key: str, verb: Verb | None) -> str:
    return key if verb is None else verb.names.get(key, key)


def _changes(details: Mapping[str, Any], verb: Verb | None) -> list[Change]:
    before, after = _side(details, "before"), _side(details, "after")
    return [
        Change(_name(key, verb), _text(before.get(key)), _text(after.get(key))) for key in {**before, **after}
    ]


def _side(details: Mapping[str, Any], side: str) -> Mapping[str, Any]:
    found = details.get(side)
    return found if isinstance(found, dict) else {}


def _told(details: Mapping[str, Any], verb: Verb | None) -> list[Told]:
    return [
        Told(_name(key, verb), _text(value)) for key, value in details.items() if key not in _APART and value
    ]


def _words(details: Mapping[str, Any], verb: Verb) -> dict[str, str]:
    words = {key: _text(value) for key, value in details.items()}
    changed = [_name(key, verb) for key in {**_side(details, "before"), **_side(details, "after")}]
    return {"changed": "、".join(changed) or "（无）", **words}


def _text(value: object) -> str:
    """A value of the particulars as a reader sees it; nothing is an empty text."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case list():
            return "、".join(_text(item) for item in value)
        case dict():
            return "；".join(f"{key}：{_text(item)}" for key, item in value.items())
        case _:
            return str(value)
