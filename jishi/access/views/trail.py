"""What an address of the audit page asks for, read into a filter, and the words above the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from jishi.audit.enums import AuditVerb, verbs
from jishi.audit.selectors import EventFilter, Position
from jishi.ui.components import Tab
from jishi.ui.filters import Choice, Filter, clean_text, read_filters

_KINDS = {"person": "人员", "account": "账号", "unit": "单位"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, as typed and as a filter."""

    where: EventFilter
    account: str
    kind: str
    key: str
    verb: str
    first: str
    last: str
    after: Position | None
    notices: tuple[str, ...]

    @property
    def query(self) -> str:
        """The address of the same search without its place."""
        return urlencode({name: text for name, text in self._words if text})

    @property
    def _words(self) -> Sequence[tuple[str, str]]:
        return (
            ("account", self.account), ("kind", self.kind), ("key", self.key),
            ("verb", self.verb), ("at_from", self.first), ("at_to", self.last),
        )  # fmt: skip

    @property
    def heading(self) -> str:
        """What the list tells, in a sentence."""
        if self.kind == "person" and self.key:
            return "谁看过、办过这个人的资料"
        if self.account and self.verb == "views":
            return "这个账号看过什么"
        if self.account:
            return "这个账号看过、做过什么"
        return "导出了什么、由谁导出" if self.verb == AuditVerb.EXPORT else ""

    @property
    def subject_word(self) -> str:
        """The kind of thing looked for, in a word."""
        return _KINDS.get(self.kind, self.kind)


def verb_choices() -> tuple[Choice, ...]:
    """What can have been done, to choose from."""
    known = tuple(Choice(verb.code, verb.label) for verb in verbs)
    return (Choice("views", "全部查看与导出"), *known)


def asked(query: QueryDict, chains: Sequence[str]) -> Asked:
    """Read the address of the audit page; what cannot be right is left out and said."""
    reading = read_filters(query, _filters())

    def word(name: str) -> str:
        return next(iter(reading.values.get(name, ())), "")

    verb, first, last = word("verb"), word("at_from"), word("at_to")
    where = EventFilter(
        chains,
        account=word("account").lower(),
        subject_kind=word("kind"),
        subject_key=clean_text(query.get("key") or ""),
        verb=(verb,) if verb and verb != "views" else (),
        since=_start(first),
        before=_start(last, days=1),
    )
    return Asked(
        where=where.views_only() if verb == "views" else where,
        account=where.account,
        kind=where.subject_kind,
        key=where.subject_key,
        verb=verb,
        first=first,
        last=last,
        after=Position.parsed(query.get("after") or ""),
        notices=tuple(reading.notices),
    )


def quick_views(asked_for: Asked) -> list[Tab]:
    """The usual questions as tabs."""
    return [
        Tab("全部记录", "?", is_current=not asked_for.verb),
        Tab("查看与导出", "?verb=views", is_current=asked_for.verb == "views"),
        Tab("导出记录", f"?verb={AuditVerb.EXPORT}", is_current=asked_for.verb == AuditVerb.EXPORT),
    ]


def _filters() -> tuple[Filter, ...]:
    return (
        Filter("account", "账号", "search"),
        Filter("kind", "对象类别", "search"),
        Filter("verb", "动作", "choice", verb_choices()),
        Filter("at", "日期", "days"),
    )


def _start(text: str, *, days: int = 0) -> datetime | None:
    """The instant a day begins, or a later day does."""
    if not text:
        return None
    return timezone.make_aware(datetime.combine(date.fromisoformat(text) + timedelta(days=days), time.min))
