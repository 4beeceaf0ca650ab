"""The grade ladder: a clock of months in grade that 优秀 years shorten and frozen years stop.

The clock runs in whole calendar months from the first month in a grade. A year's result is known when the
year has closed, so an 优秀 of 2026 is credited on 1 January 2027, to the interval then ending or running;
the twelve months of a frozen year never count. Sources: domain rules A8 to A11.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

from jishi.policy.period import MONTHS_A_YEAR, Month


class Promotion(StrEnum):
    """When a grade takes effect once its months are full."""

    THIS_MONTH = "当月"
    NEXT_MONTH = "次月"
    NEXT_JANUARY = "次年一月"


@dataclass(frozen=True, slots=True)
class LadderRule:
    """How long a step takes, what shortens it, whether months beyond it are kept for the next one.

    Units: step_months at least 1 and months_per_excellent at least 0, both in months.
    """

    step_months: int
    months_per_excellent: int
    carry_over: bool
    effect: Promotion

    def __post_init__(self) -> None:
        if self.step_months < 1 or self.months_per_excellent < 0:
            raise ValueError("晋级月数须不少于1个月，优秀缩短月数须不少于0个月，请检查等级阶梯的参数")


def clock_start(on: date, effect: Promotion) -> Month:
    """The first month that counts for someone in grade since a day.

    A grade that takes effect from the next month only starts its clock with the first whole month.
    """
    month = Month.of(on)
    return month if on.day == 1 or effect is Promotion.THIS_MONTH else month + 1


@dataclass(frozen=True, slots=True)
class Clock:
    """Months counted since the beginning of the calendar, as a function of the month that never falls.

    It runs straight between the corners: one a month, nothing in a frozen year, a jump on the 1 January
    after an 优秀 year. So a promotion is one look-up, not a walk through the months.
    Shape: one entry a corner in each; corners are month indexes, counts and bonuses months up to there.
    """

    corners: Sequence[int]
    counts: Sequence[int]
    bonuses: Sequence[int]
    slopes: Sequence[int]

    def count(self, month: int) -> int:
        """Months counted up to the beginning of a month."""
        last = bisect_right(self.corners, month) - 1
        return self.counts[last] + self.slopes[last] * (month - self.corners[last])

    def credited(self, month: int) -> int:
        """Months credited for 优秀 up to the beginning of a month."""
        return self.bonuses[bisect_right(self.corners, month) - 1]

    def month_of(self, count: int) -> int:
        """The first month at whose beginning so many months are counted."""
        after = bisect_left(self.counts, count)
        straight = self.corners[after - 1] + count - self.counts[after - 1]
        if after == len(self.corners):
            return straight
        return min(straight, self.corners[after]) if self.slopes[after - 1] else self.corners[after]


def _clock(excellent: Collection[int], frozen: Collection[int], credit: int) -> Clock:
    """Lays the corners of a clock: each frozen year begins and ends one, each 优秀 year leaves one behind."""
    corners, counts, bonuses, slopes = [0], [0], [0], [1]
    for year in sorted({*frozen, *(year + 1 for year in (*frozen, *excellent))}):
        corner, jump = year * MONTHS_A_YEAR, credit if year - 1 in excellent else 0
        counts.append(counts[-1] + slopes[-1] * (corner - corners[-1]) + jump)
        bonuses.append(bonuses[-1] + jump)
        slopes.append(0 if year in frozen else 1)
        corners.append(corner)
    return Clock(corners, counts, bonuses, slopes)


class GradeStep(NamedTuple):
    """One promotion. A tuple, because a province has millions of them; the sentence is made when asked for.

    Units: since, full and taken are month indexes (see Month.index): the first month in the old grade, the
           month its months were full, the first month in the new one. carried are months kept from before.
    """

    grade: int
    taken: int
    full: int
    since: int
    carried: int
    clock: Clock

    @property
    def on(self) -> date:
        """The first day in the new grade."""
        return Month.from_index(self.taken).first_day

    @property
    def credited(self) -> int:
        """Months 优秀 years took off this step."""
        return self.clock.credited(self.full) - self.clock.credited(self.since)

    @property
    def served(self) -> int:
        """Calendar months of the step that counted."""
        return self.clock.count(self.full) - self.clock.count(self.since) - self.credited

    @property
    def frozen(self) -> int:
        """Calendar months of the step that did not count."""
        return self.full - self.since - self.served

    @property
    def reason(self) -> str:
        """Why the grade is due, in one sentence."""
        parts = [f"实际计{self.served}个月"]
        parts += [f"优秀缩短{self.credited}个月"] * bool(self.credited)
        parts += [f"上一级结转{self.carried}个月"] * bool(self.carried)
        parts += [f"{self.frozen}个月因考核结果不计"] * bool(self.frozen)
        full = Month.from_index(self.full)
        wait = f"{full}期满，自次年一月执行" if self.taken > self.full else "期满"
        return f"自{Month.from_index(self.since)}起{'、'.join(parts)}，{wait}，{self.on}晋升为{self.grade}级"


@dataclass(frozen=True, slots=True)
class Ladder:
    """One person's ladder: the grade held, since when, how far it may rise, and the years that matter.

    Shape: excellent and frozen are calendar years; a year in neither counts as it is.
    """

    start: Month
    grade: int
    cap: int
    excellent: Collection[int] = ()
    frozen: Collection[int] = ()


def steps(ladder: Ladder, rule: LadderRule) -> Iterator[GradeStep]:
    """Yields every promotion up to the cap, however far ahead, in order.

    Years without a result are taken to count and to shorten nothing: that is the assumption behind every
    date that lies ahead. To see another, put the assumed years into the ladder.
    """
    clock = _clock(ladder.excellent, ladder.frozen, rule.months_per_excellent)
    in_january, step, keep = rule.effect is Promotion.NEXT_JANUARY, rule.step_months, rule.carry_over
    since = ladder.start.index
    begun = base = clock.count(since)
    for grade in range(ladder.grade + 1, ladder.cap + 1):
        full = max(clock.month_of(base + step), since)
        taken = full + -full % MONTHS_A_YEAR if in_january else full
        yield GradeStep(grade, taken, full, since, begun - base, clock)
        since, begun = taken, clock.count(taken)
        base = base + step if keep else begun


def steps_until(ladder: Ladder, rule: LadderRule, on: date) -> tuple[GradeStep, ...]:
    """The promotions that have taken effect by a day, in order."""
    today = Month.of(on).index
    return tuple(takewhile(lambda step: step.taken <= today, steps(ladder, rule)))


def next_step(ladder: Ladder, rule: LadderRule, on: date) -> GradeStep | None:
    """The first promotion after a day, or None at the cap (已达本岗上限)."""
    today = Month.of(on).index
    return next((step for step in steps(ladder, rule) if step.taken > today), None)
