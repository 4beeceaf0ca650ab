"""Opening and closing the seats of a step, and the clocks on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from jishi.ledger.models import FOREVER
from jishi.policy.calendar import national_calendar
from jishi.policy.period import ONE_DAY
from jishi.process.enums import SeatState
from jishi.process.models import Case, Seat


def after_work_days(day: date, count: int) -> date:
    """The day by which something that takes so many work days is due; the first counts from the next day."""
    calendar, left = national_calendar(), count
    while left > 0:
        day += ONE_DAY
        left -= calendar.is_work_day(day)
    return day


def open_seats(case: Case, *, at: datetime) -> None:
    """Give every seat of the current step its turn."""
    step = case.planned().steps[case.step]
    due = FOREVER if step.days is None else after_work_days(timezone.localdate(at), step.days)
    Seat.objects.bulk_create(
        Seat(
            case=case,
            step=case.step,
            round=case.round,
            place=place,
            label=seat.label,
            roles=list(seat.roles),
            role_key=f",{','.join(seat.roles)},",
            unit_id=seat.unit_id,
            opened_at=at,
            due_on=due,
        )
        for place, seat in enumerate(step.seats)
    )


def lapse_waiting(case: Case) -> None:
    """Nobody's turn any more."""
    waiting = (SeatState.WAITING, SeatState.ASKING)
    Seat.objects.filter(case=case, state__in=waiting).update(state=SeatState.LAPSED)


def stop_clock(seat: Seat) -> None:
    """Let a seat wait for an answer without its time running."""
    seat.state = SeatState.ASKING
    seat.save(update_fields=["state"])


def restart_clock(seat: Seat, *, asked_on: date, answered_on: date) -> None:
    """Let a seat's time run on, later by the days the answer took."""
    if seat.is_limited:
        seat.due_on += max(answered_on - asked_on, timedelta(0))
    seat.state = SeatState.WAITING
    seat.save(update_fields=["state", "due_on"])
