"""What must be looked up before rows can be shown: names of units, months of service, what comes."""

from __future__ import annotations

from collections.abc import Sequence

from jishi.access.permissions import Sight
from jishi.registry.models import Standing
from jishi.registry.rulings.service import service_months
from jishi.registry.selectors.columns import Known, RosterColumn
from jishi.registry.selectors.narrowing import Day, next_upcoming
from jishi.registry.selectors.unit_names import unit_names


def known_for(
    rows: Sequence[Standing],
    columns: Sequence[RosterColumn],
    *,
    sight: Sight,
    day: Day,
    in_full: bool = False,
) -> Known:
    """Look up what some columns of some rows need.

    Shape: three queries at most, however many rows.
    """
    wanted = {column.needs for column in columns}
    return Known(
        sight=sight,
        on=day.on,
        units=unit_names((row.unit_id for row in rows), day=day, is_now=day == Day(sight.on)),
        months=service_months(rows, on=day.on, known_at=day.known_at) if "months" in wanted else {},
        upcoming=next_upcoming([row.person_id for row in rows], day),
        in_full=in_full,
    )
