"""How soon changes are recorded after they take effect, street by street (R-259)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone, localdate

from jishi.access.permissions import Sight
from jishi.places.models import Unit
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Change
from jishi.registry.selectors.people import people_visible_to

DAYS = 7  # 示例值: within how many days, where the district's policy does not say


@dataclass(frozen=True, slots=True)
class StreetTimeliness:
    """One street: how many changes were recorded in time, and by how many days the others were late."""

    street: Unit
    recorded: int
    in_time: int
    mean_delay: int  # days, rounded down, over all changes recorded
    longest_delay: int

    @property
    def share(self) -> int | None:
        """Recorded in time, in thousandths; None when nothing was recorded."""
        return self.in_time * 1000 // self.recorded if self.recorded else None


@dataclass(frozen=True, slots=True)
class Timeliness:
    """A span of recording: each street, and the changes recorded late, the latest recorded first.

    Shape: `late` the change and its delay in days.
    """

    days: int
    streets: tuple[StreetTimeliness, ...]
    late: tuple[tuple[Change, int], ...]


def timeliness(sight: Sight, first: date, before: date, *, days: int = DAYS) -> Timeliness:
    """Changes recorded from a day up to and without another, by the street they were recorded in.

    Shape: withdrawals and what was withdrawn do not count; recorded ahead of time is in time.
    """
    found: dict[int, list[int]] = defaultdict(list)
    late: list[tuple[Change, int]] = []
    changes = list(_recorded(sight, first, before))
    for change in changes:
        delay = delay_of(change)
        found[change.unit_id].append(delay)
        if delay > days:
            late.append((change, delay))
    units = {change.unit_id: change.unit for change in changes}
    streets = [_street(units[key], delays, days) for key, delays in found.items()]
    return Timeliness(days, tuple(sorted(streets, key=lambda each: each.street.path)), tuple(late))


def delay_of(change: Change) -> int:
    """How many days after it took effect a change was recorded; none when recorded ahead."""
    return max(0, (localdate(change.recorded_at) - change.effective_on).days)


def _recorded(sight: Sight, first: date, before: date) -> QuerySet[Change]:
    zone = get_current_timezone()
    since, until = (datetime.combine(day, time(), zone) for day in (first, before))
    changes = Change.objects.filter(
        recorded_at__gte=since, recorded_at__lt=until, withdrawn_at=None, person__in=people_visible_to(sight)
    )
    within = changes.filter(unit__path__startswith=sight.path) if sight.path else changes.none()
    return within.exclude(kind=ChangeKind.WITHDRAW).select_related("person", "unit").order_by("-recorded_at")


def _street(street: Unit, delays: Sequence[int], days: int) -> StreetTimeliness:
    in_time = sum(delay <= days for delay in delays)
    return StreetTimeliness(street, len(delays), in_time, sum(delays) // len(delays), max(delays))
