"""Filters of a list page: which there are, how a query string is read into them, the chips that show them.

A value that cannot be right is left out and said in a notice; a list never fails for what its address says.
What rows a filter lets through is decided by the selectors of the room that owns the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.http import QueryDict

FilterKind = Literal["search", "choice", "many", "flag", "day", "days"]
Values = dict[str, tuple[str, ...]]

LONGEST_TEXT = 60
MOST_CHOICES = 50

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a filter can take and the word for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. `primary` ones (three at most) stand in the bar, the others in the drawer.

    `days` reads two parameters, `<key>_from` and `<key>_to`; every other kind reads `<key>`.
    """

    key: str
    label: str
    kind: FilterKind
    choices: tuple[Choice, ...] = ()
    primary: bool = False
    hint: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Name the parameters of the query string that belong to this filter."""
        return (f"{self.key}_from", f"{self.key}_to") if self.kind == "days" else (self.key,)

    def word_for(self, value: str) -> str:
        """Give the word for one of its values."""
        return next((choice.label for choice in self.choices if choice.value == value), value)


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied filter as words, with the address of the list without it."""

    label: str
    value: str
    remove_url: str


@dataclass(slots=True)
class Reading:
    """What came of reading a query string: values by parameter, and a sentence for each value left out."""

    values: Values = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def refuse(self, label: str, remedy: str) -> None:
        """Leave a value out and say how it must be written."""
        sentence = f"筛选条件“{label}”没有生效：{remedy}。"
        if sentence not in self.notices:
            self.notices.append(sentence)


def read_filters(query: QueryDict, filters: tuple[Filter, ...]) -> Reading:
    """Read the filters of a list from its query string."""
    reading = Reading()
    for each in filters:
        _READERS[each.kind](query, each, reading)
    return reading


def clean_text(text: str) -> str:
    """Take control characters out of typed text and shorten it to what a search can mean."""
    return _CONTROL.sub("", text).strip()[:LONGEST_TEXT]


def read_day(text: str) -> date | None:
    """Read 2026-11-01; anything else is no day."""
    if not re.fullmatch(r"[12]\d{3}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_search(query: QueryDict, each: Filter, reading: Reading) -> None:
    if text := clean_text(query.get(each.key) or ""):
        reading.values[each.key] = (text,)


def _read_choice(query: QueryDict, each: Filter, reading: Reading) -> None:
    given = [value for value in query.getlist(each.key) if value]
    known = {choice.value for choice in each.choices}
    most = MOST_CHOICES if each.kind == "many" else 1
    kept = tuple(dict.fromkeys(value for value in given if value in known))[:most]
    if len(kept) < len(set(given)):
        reading.refuse(each.label, "请从列出的选项中选择")
    if kept:
        reading.values[each.key] = kept


def _read_flag(query: QueryDict, each: Filter, reading: Reading) -> None:
    given = query.get(each.key) or ""
    if given == "1":
        reading.values[each.key] = ("1",)
    elif given:
        reading.refuse(each.label, "只能勾选或不勾选")


def _read_days(query: QueryDict, each: Filter, reading: Reading) -> None:
    days: dict[str, date] = {}
    for parameter in each.parameters:
        text = (query.get(parameter) or "").strip()
        read = read_day(text)
        if read is not None:
            days[parameter] = read
        elif text:
            reading.refuse(each.label, "日期请写成 2026-11-01 的样子")
    ordered = list(days.values())
    if ordered != sorted(ordered):
        reading.refuse(each.label, "开始日期不能晚于结束日期")
        return
    reading.values.update({parameter: (day.isoformat(),) for parameter, day in days.items()})


_READERS: dict[FilterKind, Callable[[QueryDict, Filter, Reading], None]] = {
    "search": _read_search,
    "choice": _read_choice,
    "many": _read_choice,
    "flag": _read_flag,
    "day": _read_days,
    "days": _read_days,
}
