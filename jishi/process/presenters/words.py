"""Sentences about time and people that every page of cases uses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from jishi.ledger.models import FOREVER
from jishi.process.enums import CaseState, Verdict
from jishi.ui.components import Tone
from jishi.ui.tables import Cell

STATE_TONES: Mapping[CaseState, Tone] = {
    CaseState.DRAFT: "mute",
    CaseState.OPEN: "info",
    CaseState.RETURNED: "warn",
    CaseState.APPROVED: "ok",
    CaseState.REFUSED: "bad",
    CaseState.WITHDRAWN: "mute",
}
VERDICT_TONES: Mapping[Verdict, Tone] = {
    Verdict.AGREE: "ok",
    Verdict.RETURN: "warn",
    Verdict.REFUSE: "bad",
}


def waited(since: datetime, today: date) -> str:
    """How long something has waited, in whole days."""
    days = (today - localdate(since)).days
    return f"{days} 天" if days > 0 else "不到 1 天"


def limit(due_on: date, today: date) -> str:
    """A limit in words: how much is left, or how long it is overdue; empty without one."""
    if due_on == FOREVER:
        return ""
    left = (due_on - today).days
    if left < 0:
        return f"已逾期 {-left} 天"
    return "今天到期" if left == 0 else f"剩 {left} 天"


def limit_tone(due_on: date, today: date) -> Tone:
    """How loudly a limit is said."""
    left = (due_on - today).days
    return "bad" if left < 0 else "warn" if left <= 1 else "mute"


def limit_cell(due_on: date, today: date) -> Cell:
    """A limit in a list: the day and, when it presses, in words."""
    if due_on == FOREVER:
        return Cell("不限")
    words = limit(due_on, today)
    return (
        Cell(f"{due_on} {words}", limit_tone(due_on, today))
        if due_on <= today
        else Cell(str(due_on), note=words)
    )
