"""What must be looked up before rows can be shown: names of units, months of service, what comes."""

from __future__ import annotations

from collections.abc import Sequence

from jishi.access.permissions import Sight
from jishi.registry.models import Standing
from jishi.registry.rulings.service import service_months
from jishi.registry.selectors.columns import Known, RosterColumn
from jishi.registry.selectors.narrowing import Day, coming_of
from jishi.registry.selectors.unit_names import Place, names_of


def known_for(
    rows: Sequence[Standing],
    columns: Sequence[RosterColumn],
    *,
    sight: Sight,
    day: Day,
    places: Sequence[Place] = (),
    in_full: bool = False,
) -> Known:
    """Look up what some columns of some rows need.

    Shape: `places` those within sight, where they are at hand; few queries, however many rows.
    """
    wanted = {column.needs for column in columns}
    return Known(
        sight=sight,
        on=day.on,
        units=names_of(rows, places, day),
        months=service_months(rows, on=day.on, known_at=day.known_at) if "months" in wanted else {},
        upcoming=coming_of(rows),
        in_full=in_full,
    )
