"""Work days, days off and paid days, from the yearly notices of the State Council.

A year whose notice is not in the table falls back to plain weekends; `published` tells which years those
are not, and whoever shows a figure resting on one says so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from jishi.policy.errors import PackError, Place
from jishi.policy.period import Month, Span

SATURDAY = 5
COLUMNS = ("年度", "日期", "类别", "名称", "依据")


class DayKind(StrEnum):
    """What a notice makes of a day."""

    STATUTORY = "法定"
    DAY_OFF = "休假"
    MAKE_UP = "调休上班"


class CalendarDay(NamedTuple):
    """One row of the table: the year whose notice names the day, the day, its kind, and the notice."""

    year: int
    day: date
    kind: DayKind
    name: str
    notice: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked, and which are paid.

    Shape: `kinds` holds the days a notice changes; every other day follows its weekday.
           `notices` holds the document number of each published year.
    """

    kinds: Mapping[date, DayKind]
    notices: Mapping[int, str]

    def published(self, year: int) -> bool:
        """Whether the year's notice is in the table; if not, plain weekends are assumed."""
        return year in self.notices

    def is_work_day(self, day: date) -> bool:
        """Whether the day is worked."""
        kind = self.kinds.get(day)
        return _is_weekday(day) if kind is None else kind is DayKind.MAKE_UP

    def is_paid_day(self, day: date) -> bool:
        """Whether the day counts for pay: worked, or a statutory holiday that falls on a weekday."""
        statutory = self.kinds.get(day) is DayKind.STATUTORY
        return self.is_work_day(day) or (statutory and _is_weekday(day))

    def work_days(self, month: Month) -> int:
        """Counts the days worked in a month."""
        return sum(self.is_work_day(day) for day in _days(month.span))

    def paid_days(self, span: Span) -> int:
        """Counts the paid days of a span that has an end."""
        return sum(self.is_paid_day(day) for day in _days(span))

    def paid_mask(self, month: Month) -> int:
        """Writes the paid days of a month as bits, the first of the month lowest.

        One integer holds a month, so that the paid days of any stretches of anybody are one `&` away.
        """
        return sum(1 << day.day - 1 for day in _days(month.span) if self.is_paid_day(day))


def _is_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY


def _days(span: Span) -> Iterable[date]:
    if span.valid_before is None:
        raise ValueError(f"{span}没有截止日期，无法计算天数，请先写明截止日期")
    length = (span.valid_before - span.valid_from).days
    return (span.valid_from + timedelta(days=n) for n in range(length))


def load_calendar(table: Traversable) -> WorkCalendar:
    """Reads a calendar table; PackError names the line that cannot be used."""
    lines = csv.reader(table.read_text(encoding="utf-8-sig").splitlines())
    header = tuple(next(lines, ()))
    if header != COLUMNS:
        raise PackError(
            f"工作日历的表头是「{'、'.join(header)}」",
            f"请依次写「{'、'.join(COLUMNS)}」",
            Place(table.name, 1),
        )
    days = [_read_day(row, Place(table.name, line)) for line, row in enumerate(lines, 2)]
    return WorkCalendar(
        kinds={each.day: each.kind for each in days},
        notices={each.year: each.notice for each in days},
    )


def _read_day(row: list[str], place: Place) -> CalendarDay:
    try:
        year, day, kind, name, notice = row
        return CalendarDay(int(year), date.fromisoformat(day), DayKind(kind), name, notice)
    except ValueError as error:
        raise PackError(
            f"「{','.join(row)}」不是日历的一行",
            "请写年度、日期（2026-02-14）、类别（法定、休假或调休上班）、节日名称和通知文号",
            place,
        ) from error


@cache
def national_calendar() -> WorkCalendar:
    """The calendar shipped with the product."""
    return load_calendar(files("jishi.policy") / "packs" / "national" / "表" / "工作日历.csv")
