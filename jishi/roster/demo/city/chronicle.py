"""Telling happenings in the order they were recorded: which facts were believed from when until when.

A happening begins facts, ends facts and withdraws facts; what was believed before keeps its row with the
instant it was no longer believed. Keys name the facts of one person while their story is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from jishi.roster.demo.dice import Dice

CLOCK = timezone(timedelta(hours=8))
Content = Mapping[str, object]


class Place(NamedTuple):
    """A street, a community of it, a grid of that; all empty stands for the district."""

    street: str = ""
    community: str = ""
    grid: str = ""


@dataclass(frozen=True, slots=True)
class Begin:
    """A fact that holds from a day on, `before` None as long as nothing ends it."""

    key: str
    kind: str  # the name of the platform's model
    since: date
    content: Content
    before: date | None = None


@dataclass(frozen=True, slots=True)
class End:
    """A fact that no longer holds from a day on; its last stretch may say something more."""

    key: str
    before: date
    different: Content = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a person, by the name of its kind of change."""

    kind: str
    on: date
    recorded: datetime
    begins: tuple[Begin, ...] = ()
    ends: tuple[End, ...] = ()
    withdraws: tuple[str, ...] = ()
    reason: str = ""
    document: str = ""
    by: str = ""


@dataclass(slots=True)
class Stretch:
    """A fact as it was believed from one instant until another."""

    kind: str
    content: Content
    valid_from: date
    valid_before: date | None
    recorded_at: datetime
    superseded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A happening and the facts it recorded."""

    happening: Happening
    facts: tuple[Stretch, ...]


def tell(happenings: Iterable[Happening]) -> list[Told]:
    """Replay happenings as they were recorded; no two of a person at the same instant."""
    believed: dict[str, Stretch] = {}
    told: list[Told] = []
    last: datetime | None = None
    for happening in sorted(happenings, key=lambda each: each.recorded):
        at = happening.recorded if last is None or happening.recorded > last else last + timedelta(seconds=7)
        last = at
        facts = [*_ended(happening, believed, at), *_begun(happening, believed, at)]
        told.append(Told(replace(happening, recorded=at), tuple(facts)))
    return told


def _ended(happening: Happening, believed: dict[str, Stretch], at: datetime) -> Iterable[Stretch]:
    for key in happening.withdraws:
        believed.pop(key).superseded_at = at
    for end in happening.ends:
        old = believed.pop(end.key)
        old.superseded_at = at
        if old.valid_from < end.before:
            content = {**old.content, **end.different}
            yield Stretch(old.kind, content, old.valid_from, end.before, at)


def _begun(happening: Happening, believed: dict[str, Stretch], at: datetime) -> Iterable[Stretch]:
    for begin in happening.begins:
        fact = Stretch(begin.kind, begin.content, begin.since, begin.before, at)
        believed[begin.key] = fact
        yield fact


def at_desk(day: date, dice: Dice) -> datetime:
    """An instant in office hours of a day, or of the Friday before when it falls on a weekend."""
    day -= timedelta(days=max(0, day.weekday() - 4))
    minutes = dice.between(0, 8 * 60)
    return datetime(day.year, day.month, day.day, 9, tzinfo=CLOCK) + timedelta(minutes=minutes)
