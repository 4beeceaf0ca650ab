"""When a person reaches the statutory retirement age, and what must have been paid in until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jishi.policy.decisions.figures import duration_text
from jishi.policy.facts.retirement import FIRST_YEAR, SCHEDULES
from jishi.policy.period import MONTHS_A_YEAR, Month, add_months

FLEXIBLE_MONTHS = 36

_LEAST_MONTHS, _MOST_MONTHS, _MONTHS_A_STEP, _LAST_UNRAISED_YEAR = 180, 240, 6, 2029


@dataclass(frozen=True, slots=True)
class Retirement:
    """A person's statutory retirement.

    Units: delay_months, months.
    """

    category: str
    on: date
    age_months: int
    delay_months: int
    earliest_on: date
    latest_on: date

    @property
    def age_text(self) -> str:
        """The statutory age in words: 61岁5个月."""
        years, months = divmod(self.age_months, MONTHS_A_YEAR)
        return f"{years}岁{months}个月" if months else f"{years}岁"

    def months_left(self, on: date) -> int:
        """Months from the month of a day to the month of retirement; 0 when it has been reached."""
        return max(0, Month.of(self.on).index - Month.of(on).index)

    def sentence(self, on: date) -> str:
        """Says the age, the day, how long it is still, and what must have been paid in."""
        left = self.months_left(on)
        wait = f"距退休还有{left}个月" if left else "已达到法定退休年龄"
        least = duration_text(minimum_contribution_months(self.on.year))
        return (
            f"原{self.category[0]}性{self.category[1:]}周岁，延迟{self.delay_months}个月，法定退休年龄"
            f"{self.age_text}，{self.on}到龄，{wait}；最低缴费年限{least}"
        )


def statutory_retirement(birth: date, category: str) -> Retirement:
    """Decides the statutory retirement of someone born on a day, in one of the three categories.

    Flexible retirement lies within three years of it, and never before the original age.
    """
    schedule = SCHEDULES.get(category)
    if schedule is None:
        raise ValueError(f"没有「{category}」这一退休年龄类别，可用：{'、'.join(SCHEDULES)}")
    original = schedule.original_age * MONTHS_A_YEAR
    late = max(0, Month.of(birth).index + original - FIRST_YEAR * MONTHS_A_YEAR + 1)
    delay = min(-(-late // schedule.months_per_delay), schedule.greatest_delay)
    age = original + delay
    return Retirement(
        category=category,
        on=add_months(birth, age),
        age_months=age,
        delay_months=delay,
        earliest_on=add_months(birth, max(original, age - FLEXIBLE_MONTHS)),
        latest_on=add_months(birth, age + FLEXIBLE_MONTHS),
    )


def minimum_contribution_months(year: int) -> int:
    """The months of pension contributions a monthly pension asks for in a year: 15 years, from 2030 more."""
    raised = _LEAST_MONTHS + _MONTHS_A_STEP * max(0, year - _LAST_UNRAISED_YEAR)
    return min(raised, _MOST_MONTHS)
