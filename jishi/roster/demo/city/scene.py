"""What every story of a district is told against: its words, its times, who records, how late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from jishi.roster.demo.city.chronicle import Place, at_desk
from jishi.roster.demo.city.plans import DistrictPlan
from jishi.roster.demo.city.staff import Times
from jishi.roster.demo.dice import Dice
from jishi.roster.demo.naming import person_name

GradePath = Mapping[
    str, Sequence[tuple[date, int]]
]  # the grades somebody held, by worker number, oldest first
_LATE, _VERY_LATE = 12, 4  # of a hundred


@dataclass(frozen=True, slots=True)
class Words:
    """A pack's own names: the four results from best to worst, its entry channels, its community tags."""

    results: tuple[str, ...] = ("优秀", "合格", "基本合格", "不合格")
    channels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A district while its stories are told."""

    plan: DistrictPlan
    times: Times
    dice: Dice
    duties: Mapping[str, Sequence[tuple[Place, bool]]]  # by worker number: grids, and whether as deputy
    grades: GradePath
    clerks: dict[str, str] = field(default_factory=dict)

    def clerk(self, street: str) -> str:
        """Who records in a street: always the same name."""
        if street not in self.clerks:
            self.clerks[street] = person_name(self.dice)
        return self.clerks[street]

    def soon_after(self, day: date, *, within: int = 6) -> datetime:
        """When something of a day came to be recorded: mostly soon, sometimes late, before the demo's day."""
        dice = self.dice
        days = dice.between(0, within)
        if dice.chance(_VERY_LATE):
            days = dice.between(70, 150)
        elif dice.chance(_LATE):
            days = dice.between(16, 45)
        last = self.times.on - timedelta(days=1)
        return at_desk(max(self.times.opened, min(day + timedelta(days=days), last)), dice)

    def lately(self) -> datetime:
        """An instant of the last two weeks, for what is still to come."""
        return at_desk(self.times.on - timedelta(days=self.dice.between(1, 12)), self.dice)
