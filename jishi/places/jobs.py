"""What places need done by the day, with nobody asking."""

from __future__ import annotations

from datetime import date, datetime

from jishi.places.actions import present
from jishi.places.actions.present import Relocation


def bring_up_to_date(*, on: date, at: datetime) -> tuple[Relocation, ...]:
    """Let every unit row say what holds on a day: changes dated ahead take effect. Safe to run again.

    Nothing read by day depends on it; returns the units whose path is another now.
    """
    return present.bring_up_to_date(on=on, at=at)
