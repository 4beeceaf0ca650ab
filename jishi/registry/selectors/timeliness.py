"""How soon changes are recorded after they take effect, street by street (R-259)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jishi.access.permissions import Sight
from jishi.places.models import Unit
from jishi.registry.models import Change

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
    """A span of recording: each street, and the changes recorded late, the latest first."""

    days: int
    streets: tuple[StreetTimeliness, ...]
    late: tuple[tuple[Change, int], ...]  # the change and its delay in days


def timeliness(sight: Sight, first: date, before: date, *, days: int = DAYS) -> Timeliness:
    """Changes recorded from a day up to and without another, by the street they were recorded in."""
    raise NotImplementedError
