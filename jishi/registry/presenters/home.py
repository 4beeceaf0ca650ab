"""工作台 in words: figures that lead to their people, what was recorded last, three things to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from jishi.access.permissions import Sight
from jishi.registry.enums import ChangeKind, Presence
from jishi.registry.models import Change
from jishi.registry.selectors.gaps import GAPS, OVERDUE
from jishi.registry.selectors.narrowing import Criteria, can_ask
from jishi.ui.components import Entry, Link, Tone

_TEAM: Final = (Presence.PRESENT.value, Presence.SUSPENDED.value)
_EVERYBODY: Final = tuple(Presence.values)
_ANY_STATE: Final = urlencode([("state", value) for value in _EVERYBODY])


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the home page: what it counts, in which words, and the address of its people."""

    key: str
    label: str
    criteria: Criteria
    query: str
    icon: str
    note: str = ""
    tone: Tone = "info"


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure with its number."""

    label: str
    value: int
    url: str
    icon: str
    note: str
    tone: Tone


def figures_for(sight: Sight, on: date) -> tuple[Figure, ...]:
    """The figures of a day: in the team, entered and left this month, to come, overdue, with gaps."""
    team = Figure("team", "在岗", Criteria(presences=_TEAM), "", "users", "含停职")
    return (team, *_of_the_month(on), *_to_be_done(sight))


def _of_the_month(on: date) -> Iterator[Figure]:
    """Who came and who left since the first."""
    first = on.replace(day=1)
    span, days = (first, on), f"{first:%m-%d} 至 {on:%m-%d}"
    entered = urlencode({"entered_from": first.isoformat(), "entered_to": on.isoformat()})
    left = urlencode({"left_from": first.isoformat(), "left_to": on.isoformat()})
    came = Criteria(presences=_EVERYBODY, entered=span)
    gone = Criteria(presences=(Presence.LEFT.value,), left=span)
    yield Figure("entered", "本月新进", came, f"{entered}&{_ANY_STATE}", "user-plus", days, "ok")
    yield Figure("left", "本月退出", gone, left, "door-exit", days)


def _to_be_done(sight: Sight) -> Iterator[Figure]:
    """What waits for its day, what should have been recorded, what is missing."""
    gaps = tuple(gap.key for gap in GAPS if not gap.contradiction and can_ask(sight, gap.group))
    upcoming = Criteria(presences=_EVERYBODY, upcoming=True)
    overdue = Criteria(presences=_TEAM, gaps=(OVERDUE,))
    late = urlencode({"missing": OVERDUE})
    note = "合同到期后没有登记续签或退出"
    yield Figure("upcoming", "待生效", upcoming, f"upcoming=1&{_ANY_STATE}", "clock")
    yield Figure("overdue", "逾期未录", overdue, late, "alert-triangle", note, "warn")
    missing = urlencode([("missing", key) for key in gaps])
    yield Figure(
        "gaps", "资料缺项", Criteria(presences=_TEAM, gaps=gaps), missing, "clipboard-list", tone="warn"
    )


def shown_figures(figures: Sequence[Figure], counts: Mapping[str, int]) -> list[ShownFigure]:
    """Figures with their numbers; each leads to the roster of exactly those counted."""
    roster = reverse("registry:roster")
    return [
        ShownFigure(
            each.label,
            counts[each.key],
            f"{roster}?{each.query}" if each.query else roster,
            each.icon,
            each.note,
            each.tone,
        )
        for each in figures
    ]


_SUGGESTED: Final = {
    "contract": (
        Criteria(presences=_TEAM, contract_within=30),
        "contract_within=30",
        "{} 人的合同 30 天内到期",
        "看名单，办理续签",
    ),
    "education_date": (
        Criteria(presences=_TEAM, gaps=("education_date",)),
        "missing=education_date",
        "{} 人没有学历取得日期，等级测算用不上学历",
        "看名单，补录日期",
    ),
    "grade": (
        Criteria(presences=_TEAM, gaps=("grade",)),
        "missing=grade",
        "{} 人还没有核定等级",
        "看名单，登记等级",
    ),
    "identity": (
        Criteria(presences=_TEAM, gaps=("identity",)),
        "missing=identity",
        "{} 人没有登记人员身份，无法判断是否纳入",
        "看名单，补录身份",
    ),
    "phone": (
        Criteria(presences=_TEAM, gaps=("phone",)),
        "missing=phone",
        "{} 人没有手机号，通知发不到",
        "看名单，补录手机",
    ),
}
_MOST_SUGGESTED: Final = 3


def suggested_questions() -> dict[str, Criteria]:
    """What must be counted to tell what there is to do today."""
    return {f"do_{key}": criteria for key, (criteria, *_) in _SUGGESTED.items()}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to do today, with the way to it."""

    sentence: str
    action: Link


def suggestions_of(counts: Mapping[str, int]) -> list[Suggestion]:
    """At most three things to do today, those that somebody waits for first."""
    roster = reverse("registry:roster")
    found = [
        Suggestion(sentence.format(counts[f"do_{key}"]), Link(verb, f"{roster}?{query}"))
        for key, (_, query, sentence, verb) in _SUGGESTED.items()
        if counts[f"do_{key}"]
    ]
    return found[:_MOST_SUGGESTED]


def greeting(name: str, at: datetime) -> str:
    """A greeting by the time of day."""
    hour = timezone.localtime(at).hour
    words = ((5, "夜深了"), (12, "上午好"), (14, "中午好"), (18, "下午好"), (24, "晚上好"))
    return f"{next(word for end, word in words if hour < end)}，{name}"


def entries_of(changes: Sequence[Change], names: Mapping[int, tuple[str, str]], on: date) -> list[Entry]:
    """The changes recorded last, each leading to its person.

    Shape: `names` by person: name and address.
    """
    return [_entry(change, *names.get(change.person_id, ("", "")), on) for change in changes]


def _entry(change: Change, name: str, url: str, on: date) -> Entry:
    waits = change.effective_on > on
    recorded = timezone.localtime(change.recorded_at)
    return Entry(
        when=f"{recorded:%Y-%m-%d}",
        title=f"{name} · {ChangeKind(change.kind).label}",
        text=f"{change.effective_on.isoformat()} 起：{change.summary}",
        by=f"{change.recorded_by} 登记",
        tone="info" if waits else "mute",
        url=url,
    )
