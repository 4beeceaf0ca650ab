"""Years of service out of a person's service segments, with what was counted, skipped and missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jishi.policy.decisions.figures import duration_text
from jishi.policy.facts.elapsed import DAYS_A_MONTH
from jishi.policy.period import Span, add_months, gaps, union, whole_months


@dataclass(frozen=True, slots=True)
class ServiceSegment:
    """One stretch of work as the file states it; whether it was verified and counts as community work."""

    span: Span
    unit: str = ""
    verified: bool = True
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """Uninterrupted counted service: whole months and the days left over."""

    span: Span
    months: int
    days: int

    def __str__(self) -> str:
        return f"{self.span}，{duration_text(self.months)}{f'零{self.days}天' if self.days else ''}"


@dataclass(frozen=True, slots=True)
class Service:
    """What a person's service comes to on a day, and why."""

    on: date
    stretches: tuple[Stretch, ...]
    interruptions: tuple[Span, ...]
    skipped: tuple[str, ...]

    @property
    def months(self) -> int:
        """Whole months: those of every stretch, and one more for every 30 days left over."""
        return sum(each.months for each in self.stretches) + self._spare_days // DAYS_A_MONTH

    @property
    def days(self) -> int:
        """Days left over after the whole months."""
        return self._spare_days % DAYS_A_MONTH

    @property
    def _spare_days(self) -> int:
        return sum(each.days for each in self.stretches)

    @property
    def sentence(self) -> str:
        rest = f"零{self.days}天" if self.days else ""
        return f"截至{self.on}，社区工作年限{duration_text(self.months)}{rest}，共{self.months}个月"

    @property
    def lines(self) -> tuple[str, ...]:
        """The breakdown, one line a stretch, an interruption and a segment not counted."""
        return (
            self.sentence,
            *(f"计入：{each}" for each in self.stretches),
            *(f"中断：{each}" for each in self.interruptions),
            *(f"不计：{each}" for each in self.skipped),
        )


def length_of_service(
    segments: Sequence[ServiceSegment], on: date, *, verified_only: bool = False
) -> Service:
    """Counts the service completed before a day.

    Overlapping and adjoining segments are one stretch, so nothing counts twice. Whole months are counted
    for each stretch; the days left over are added up over all of them, 30 days making a month.
    """
    skipped = [(each, _why_skipped(each, on, verified_only)) for each in segments]
    counted = [each.span.until(on) for each, why in skipped if not why]
    merged = union(span for span in counted if span)
    return Service(
        on=on,
        stretches=tuple(_stretch(span, on) for span in merged),
        interruptions=gaps(merged),
        skipped=tuple(f"{each.span}{each.unit}（{why}）" for each, why in skipped if why),
    )


def _why_skipped(segment: ServiceSegment, on: date, verified_only: bool) -> str:
    if segment.span.valid_from >= on:
        return "尚未开始"
    if not segment.counts:
        return "不计入社区工作年限"
    return "未经核实" if verified_only and not segment.verified else ""


def _stretch(span: Span, on: date) -> Stretch:
    end = span.valid_before or on
    months = whole_months(span.valid_from, end)
    return Stretch(span, months, (end - add_months(span.valid_from, months)).days)
