"""When a person's next training is due (R-203, R-204)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jishi.policy.period import add_months


@dataclass(frozen=True, slots=True)
class Cadence:
    """So many trainings in any stretch of so many months."""

    interval_months: int
    times: int = 1

    def __post_init__(self) -> None:
        if self.interval_months < 1 or self.times < 1:
            raise ValueError("培训周期的间隔月数和次数都须不少于1，请检查培训周期")

    def __str__(self) -> str:
        return f"每{self.interval_months}个月培训{self.times}次"


@dataclass(frozen=True, slots=True)
class TrainingDue:
    """The last day by which the next training must be done, and how far behind a person is."""

    due_on: date
    overdue_days: int
    sentence: str


def next_training(cadence: Cadence, since: date, trained_on: Sequence[date], on: date) -> TrainingDue:
    """Finds the day by which the next training must be done.

    The cadence holds for any stretch of its length, wherever it begins: the next training is due before
    the n-th latest one is a whole interval ago. Before there are n, it runs from the day the rule began to
    apply to the person (since); trainings before that day and after the day asked count for nothing.
    """
    attended = sorted(day for day in trained_on if since <= day <= on)
    complete = len(attended) >= cadence.times
    start = attended[-cadence.times] if complete else since
    due = add_months(start, cadence.interval_months)
    overdue = max(0, (on - due).days)
    latest = f"最近一次{attended[-1]}" if attended else "尚未参加"
    state = f"已逾期{overdue}天" if overdue else f"还有{(due - on).days}天"
    return TrainingDue(due, overdue, f"应{cadence}，{latest}，下一次最迟{due}完成，{state}")
