"""数据质量与时效 in words: how soon streets record, what was recorded late, what files lack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from jishi.access.permissions import Sight
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Standing
from jishi.registry.presenters.links import PersonLinks
from jishi.registry.selectors.gaps import GAPS, Gap
from jishi.registry.selectors.narrowing import Criteria, can_ask
from jishi.registry.selectors.recent import Recorded
from jishi.ui.components import Band, Tone, percent

PERIODS: Final = (30, 90, 365)
_BANDS: Final[tuple[tuple[str, int, Tone], ...]] = (
    ("当日", 0, "ok"),
    ("7 天内", 7, "info"),
    ("8–15 天", 15, "warn"),
    ("16–30 天", 30, "warn"),
    ("30 天以上", 10**6, "bad"),
)
_TEAM: Final = ("present", "suspended")


@dataclass(slots=True)
class StreetDelays:
    """The delays of one street, one number a change, in days; `allowed` is within how many to record."""

    name: str
    allowed: int
    delays: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many changes were recorded."""
        return len(self.delays)

    @property
    def in_time(self) -> int:
        """How many of them within the days allowed."""
        return sum(delay <= self.allowed for delay in self.delays)

    @property
    def share(self) -> str:
        """Recorded in time: n/m(p%)."""
        return f"{self.in_time}/{self.count}（{percent(self.in_time, self.count)}）"

    @property
    def middle(self) -> int:
        """The delay half of the changes do not exceed."""
        return sorted(self.delays)[(self.count - 1) // 2] if self.delays else 0

    @property
    def longest(self) -> int:
        """The longest delay."""
        return max(self.delays, default=0)

    @property
    def bands(self) -> tuple[Band, ...]:
        """The delays as a distribution; the bands add up to all changes."""
        return bands_of(self.delays)


def bands_of(delays: Iterable[int]) -> tuple[Band, ...]:
    """How many delays fall into each band; together they are all of them."""
    counts = [0] * len(_BANDS)
    for delay in delays:
        counts[next(place for place, (_, most, _) in enumerate(_BANDS) if delay <= most)] += 1
    return tuple(Band(label, count, tone) for (label, _, tone), count in zip(_BANDS, counts, strict=True))


def by_street(
    delays: Iterable[tuple[int, int]], streets: Mapping[int, str], *, allowed: int
) -> list[StreetDelays]:
    """The delays of each street, the least timely first; a unit of no street is told as the district.

    Shape: `streets` the street's name for each unit that records.
    """
    found: dict[str, StreetDelays] = {}
    for unit, delay in delays:
        name = streets.get(unit, "") or "区级登记"
        found.setdefault(name, StreetDelays(name, allowed)).delays.append(delay)
    return sorted(found.values(), key=lambda each: (each.in_time * 1000 // each.count, each.name))


@dataclass(frozen=True, slots=True)
class Late:
    """A change recorded later than it should have been."""

    name: str
    url: str
    kind: str
    effective_on: date
    recorded_on: date
    delay: int
    by: str


def late_ones(changes: Sequence[Recorded], names: Mapping[int, tuple[str, str]]) -> list[Late]:
    """Changes recorded late with their people.

    Shape: `names` by person: name and address.
    """
    return [
        Late(
            *names.get(change.person_id, ("", "")),
            ChangeKind(change.kind).label,
            change.effective_on,
            change.recorded_on,
            change.delay,
            change.recorded_by,
        )
        for change in changes
    ]


@dataclass(frozen=True, slots=True)
class GapLine:
    """One thing files lack or say against themselves, and how many files do."""

    key: str
    label: str
    count: int
    contradiction: bool
    is_current: bool = False

    @property
    def url(self) -> str:
        """Where its people are listed."""
        return f"?missing={self.key}#gap-people"


def gaps_asked(sight: Sight) -> dict[str, Criteria]:
    """What must be counted: every gap somebody may know of."""
    return {gap.key: Criteria(presences=_TEAM, gaps=(gap.key,)) for gap in GAPS if can_ask(sight, gap.group)}


def gap_lines(counts: Mapping[str, int], chosen: str) -> list[GapLine]:
    """Every gap with its count, most first, contradictions before what is only missing."""
    lines = [
        GapLine(gap.key, gap.label, counts[gap.key], gap.contradiction, gap.key == chosen)
        for gap in GAPS
        if gap.key in counts
    ]
    return sorted(lines, key=lambda line: (not line.contradiction, -line.count))


@dataclass(frozen=True, slots=True)
class GapPerson:
    """Somebody whose file has a gap, and where it is mended."""

    name: str
    unit: str
    position: str
    url: str
    mend_url: str
    refusal: str = ""


def gap_people(standings: Sequence[Standing], gap: Gap, refusals: Mapping[int, str]) -> list[GapPerson]:
    """The people a gap concerns, each with the way to mend it, or the sentence why not here.

    Shape: `refusals` by person.
    """
    links = PersonLinks.made()
    return [
        GapPerson(
            standing.name,
            standing.unit.name,
            standing.position,
            (here := links.of(standing.person.uid)).person,
            here.mend(gap.mended_by),
            refusals.get(standing.person_id, ""),
        )
        for standing in standings
    ]
