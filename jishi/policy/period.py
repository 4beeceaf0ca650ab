"""Months, half-open spans of days, and the one way this system counts elapsed months.

Months are counted as the Civil Code counts them (articles 201 and 202): a period of n months that began on
the d-th ends on the d-th, and where the month has no d-th, on its last day. So 31 January to 28 February is
one whole month, and someone born on 29 February turns a year older on 28 February of a common year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

MONTHS_A_YEAR = 12
ONE_DAY = timedelta(days=1)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; months order and add as whole numbers do."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= MONTHS_A_YEAR and date.min.year <= self.year <= date.max.year):
            raise ValueError(f"没有「{self.year}年{self.month}月」这个月份，请写成 2026-11 的样子")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Reads `2026-11`; anything else is a ValueError that says how to write it."""
        match = _MONTH.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"「{text}」不是月份，请写成 2026-11 的样子")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def from_index(cls, index: int) -> Month:
        """The month whose `index` this is."""
        return cls(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1)

    @property
    def index(self) -> int:
        """Months since the beginning of the calendar: the number a month is stored and subtracted as."""
        return self.year * MONTHS_A_YEAR + self.month - 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next_first_day(self) -> date:
        return (self + 1).first_day

    @property
    def days(self) -> int:
        return (self.next_first_day - self.first_day).days

    @property
    def span(self) -> Span:
        return Span(self.first_day, self.next_first_day)

    def __add__(self, months: int) -> Month:
        return Month.from_index(self.index + months)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `valid_from` up to and without `valid_before`; without an end it still runs."""

    valid_from: date
    valid_before: date | None = None

    def __post_init__(self) -> None:
        if self.valid_before is not None and self.valid_before < self.valid_from:
            raise ValueError(f"起止日期颠倒：{self.valid_from}起、{self.valid_before}前，请核对起止日期")

    def contains(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.valid_from <= day and (self.valid_before is None or day < self.valid_before)

    def overlap(self, other: Span) -> Span | None:
        """The days both spans have, or None."""
        first = max(self.valid_from, other.valid_from)
        before = _earlier(self.valid_before, other.valid_before)
        return Span(first, before) if before is None or first < before else None

    def until(self, day: date) -> Span | None:
        """What of the span lies before the day, or None."""
        return self.overlap(Span(date.min, day))

    def __str__(self) -> str:
        if self.valid_before is None:
            return f"{self.valid_from}起至今"
        return f"{self.valid_from}至{self.valid_before - ONE_DAY}"


def _earlier(one: date | None, other: date | None) -> date | None:
    ends = [day for day in (one, other) if day is not None]
    return min(ends, default=None)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Merges spans that overlap or touch; the result is in order and leaves a gap between any two."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.valid_from):
        last = merged[-1] if merged else None
        if last is None or (last.valid_before is not None and last.valid_before < span.valid_from):
            merged.append(span)
        elif last.valid_before is not None and (
            span.valid_before is None or span.valid_before > last.valid_before
        ):
            merged[-1] = Span(last.valid_from, span.valid_before)
    return tuple(merged)


def gaps(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The days between the first and the last of some spans that none of them has."""
    merged = union(spans)
    between = pairwise(merged)
    return tuple(Span(one.valid_before, two.valid_from) for one, two in between if one.valid_before)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the month's last day where it has no such day."""
    month = Month.of(day) + months
    return month.first_day.replace(day=min(day.day, month.days))


def whole_months(start: date, end: date) -> int:
    """Counts the months completed from one day to another: the greatest n with add_months(start, n) ≤ end.

    An end before the start completes none.
    """
    if end <= start:
        return 0
    end_month = Month.of(end)
    months = end_month.index - Month.of(start).index
    return months if end.day >= min(start.day, end_month.days) else months - 1


def full_years(birth: date, on: date) -> int:
    """Counts completed years of age; the birthday itself already counts."""
    return whole_months(birth, on) // MONTHS_A_YEAR


class Effect(StrEnum):
    """Since when a recorded change counts."""

    SAME_DAY = "当日"
    NEXT_MONTH = "次月"
    NEXT_JANUARY = "次年一月"


def anchor(effect: Effect, on: date) -> date:
    """The day up to which durations are measured when something is asked on a day."""
    if effect is Effect.SAME_DAY:
        return on
    return on.replace(day=1) if effect is Effect.NEXT_MONTH else date(on.year, 1, 1)


def last_counted_day(effect: Effect, on: date) -> date:
    """The last day whose records count: the day itself, else the eve of the anchor."""
    return on if effect is Effect.SAME_DAY else anchor(effect, on) - ONE_DAY
