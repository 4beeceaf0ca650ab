"""What a pack asks for, the locality's rules that facts depend on, and the day they are asked on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import polars as pl

from jishi.policy.calendar import WorkCalendar, national_calendar
from jishi.policy.errors import FactError, did_you_mean
from jishi.policy.facts.catalogue import CATALOGUE
from jishi.policy.pack.model import Entity
from jishi.policy.period import Effect, Month, anchor, last_counted_day
from jishi.policy.records import Records

FROM_ROSTER = "花名册"
FROM_COMMUNITY = "社区"


@dataclass(frozen=True, slots=True)
class FactSource:
    """A fact a pack wants: its own name, where it comes from, and since when a change counts."""

    name: str
    source: str
    effect: Effect = Effect.SAME_DAY
    entity: Entity = Entity.PERSON

    def __post_init__(self) -> None:
        sheets = [FROM_ROSTER, FROM_COMMUNITY] if self.entity is Entity.PERSON else [FROM_COMMUNITY]
        known = [*sheets, *(fact.name for fact in CATALOGUE.values() if fact.entity is self.entity)]
        if self.source not in known:
            raise FactError(
                f"事实「{self.name}」的来源「{self.source}」不在{self.entity}事实目录中",
                did_you_mean(self.source, known) or f"来源请写目录中的名称，或写{'、'.join(sheets)}",
            )


class DualHead(NamedTuple):
    """一肩挑: one person holds, in one community, a position of every group."""

    name: str
    groups: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class FactRules:
    """The locality's words the derivation has to know.

    Shape: post_classes from the lowest to the highest; class_of maps a position to its class; secretaries
           are the positions counted as 书记; levels maps a result to its neutral level, 1 best to 4 worst;
           frozen names the results whose year does not count in a grade; verified_only leaves unverified
           service segments out.
    """

    post_classes: tuple[str, ...] = ()
    class_of: Mapping[str, str] = field(default_factory=dict)
    dual_heads: tuple[DualHead, ...] = ()
    secretaries: frozenset[str] = frozenset()
    levels: Mapping[str, int] = field(default_factory=dict)
    frozen: frozenset[str] = frozenset()
    verified_only: bool = False
    calendar: WorkCalendar = field(default_factory=national_calendar)


@dataclass(frozen=True, slots=True)
class Scene:
    """The records as one effect rule sees them on a day."""

    records: Records
    rules: FactRules
    on: date
    month: Month
    effect: Effect

    @property
    def anchor(self) -> date:
        """The day durations are measured to."""
        return anchor(self.effect, self.on)

    @property
    def last_day(self) -> date:
        """The last day whose records count."""
        return last_counted_day(self.effect, self.on)

    @property
    def last_closed_year(self) -> int:
        """The last year whose assessment counts: it has ended by the last day."""
        day = self.last_day
        return day.year if (day.month, day.day) == (12, 31) else day.year - 1

    @property
    def people(self) -> pl.LazyFrame:
        """The people with their place in the records as the column row."""
        return self.records.people.lazy().with_row_index("row")

    def sheet(self, frame: pl.DataFrame) -> pl.LazyFrame:
        """The rows of a sheet that belong to somebody, with that person's row and home community."""
        owners = self.people.select("row", "worker_id", pl.col("community").alias("home"))
        return frame.lazy().join(owners, on="worker_id", how="inner")

    def per_person(self, found: pl.LazyFrame) -> pl.LazyFrame:
        """Everyone in order, with what was found for them by row, null where nothing was."""
        return self.people.join(found, on="row", how="left", maintain_order="left")
