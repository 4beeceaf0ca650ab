"""A batch in words: what it would bring about, for whom it is refused, what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jishi.registry.actions.changes import BatchResult, Preview
from jishi.registry.models import Standing
from jishi.registry.presenters.changes import Consequence, consequences


@dataclass(frozen=True, slots=True)
class Line:
    """What a batch would do with one person, or the sentence that refuses it."""

    name: str
    unit: str
    summary: str = ""
    refusal: str = ""
    effects: tuple[Consequence, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """The effect table of a batch.

    Shape: `shown` those worked out in full, `refused` those it is refused for; `unshown` how many of the
           others are only looked at when it is confirmed.
    """

    total: int
    shown: tuple[Line, ...]
    refused: tuple[Line, ...]

    @property
    def open_count(self) -> int:
        """For how many nothing speaks against it so far."""
        return self.total - len(self.refused)

    @property
    def unshown(self) -> int:
        """How many of them are not worked out in the table."""
        return self.open_count - len(self.shown)


@dataclass(frozen=True, slots=True)
class Done:
    """Somebody a change was recorded of."""

    name: str
    summary: str
    change_id: int


@dataclass(frozen=True, slots=True)
class NotDone:
    """Somebody nothing was recorded of, and why."""

    name: str
    refusal: str
    uid: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch."""

    done: tuple[Done, ...]
    refused: tuple[NotDone, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A change that was withdrawn, or the sentence why not."""

    name: str
    summary: str
    refusal: str = ""


def refused(standing: Standing, sentence: str) -> Line:
    """The line of somebody a batch is refused for."""
    return Line(standing.name, standing.unit.name, refusal=sentence)


def foreseen(standing: Standing, seen: Preview) -> Line:
    """The line of somebody a batch would change."""
    told = tuple(each for each in consequences(seen.effects) if each.is_change)
    return Line(standing.name, standing.unit.name, seen.summary, effects=told, warnings=seen.warnings)


def board_of(lines: Iterable[Line], *, total: int) -> Board:
    """Part the lines of a batch into those that go through and those refused."""
    listed = tuple(lines)
    return Board(
        total,
        tuple(line for line in listed if not line.refusal),
        tuple(line for line in listed if line.refusal),
    )


def outcome_of(result: BatchResult, standings: Sequence[Standing]) -> Outcome:
    """What became of a batch, by name."""
    names = {standing.person_id: standing.name for standing in standings}
    done = [
        Done(names[each.person.pk], each.change.summary, each.change.pk)
        for each in result.outcomes
        if each.change is not None
    ]
    not_done = [NotDone(names[each.person.pk], each.refusal, each.person.uid) for each in result.refused]
    return Outcome(tuple(done), tuple(not_done))
