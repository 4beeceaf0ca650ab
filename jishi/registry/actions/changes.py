"""Recording changes of people: look ahead, record, record for many, withdraw, correct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jishi.access.permissions import Sight
from jishi.audit.enums import Actor
from jishi.registry.actions.particulars import Particulars
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Change, Person
from jishi.registry.rulings.effects import Effect


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would say and bring about; nothing is written."""

    summary: str
    effects: tuple[Effect, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one person of a batch: the change, or the sentence that refused it."""

    person: Person
    change: Change | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of everybody of a batch, in their order."""

    outcomes: tuple[Outcome, ...]

    @property
    def done(self) -> list[Change]:
        """The changes recorded."""
        return [each.change for each in self.outcomes if each.change is not None]

    @property
    def refused(self) -> list[Outcome]:
        """Those refused, with the sentence."""
        return [each for each in self.outcomes if each.change is None]


def preview(*, person: Person, kind: ChangeKind, particulars: Particulars, on: date, sight: Sight) -> Preview:
    """Plan a change in memory and say what it would bring about.

    Errors: Refused for what could not be recorded; Person.DoesNotExist out of sight.
    """
    raise NotImplementedError


def record(  # noqa: PLR0913 # subject, particulars, on, reason, by, at and what guards against two tabs
    *,
    person: Person,
    kind: ChangeKind,
    particulars: Particulars,
    on: date,
    reason: str = "",
    document: str = "",
    version: int | None = None,
    token: str | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Change:
    """Record a change of a person and what follows for the lists, with its audit event.

    Shape:  `version` is that of the person when the form was opened, None not to compare; the same `token`
            sent twice gives the first change again.
    Errors: Refused, Stale; Forbidden; Person.DoesNotExist out of sight.
    """
    raise NotImplementedError


def record_many(  # noqa: PLR0913 # as `record`
    *,
    people: Sequence[Person],
    kind: ChangeKind,
    particulars: Particulars,
    on: date,
    reason: str = "",
    document: str = "",
    token: str | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> BatchResult:
    """Record the same change of several people, each by itself: one refused does not hold up the others."""
    raise NotImplementedError


def withdraw(
    *, change: Change, reason: str, sight: Sight, by: Actor, at: datetime, token: str | None = None
) -> Change:
    """Undo a change as long as nothing later touched its facts; gives the change that withdrew it.

    Errors: Refused when later changes built on it; Forbidden; Person.DoesNotExist out of sight.
    """
    raise NotImplementedError


def correct(  # noqa: PLR0913 # as `record`
    *,
    change: Change,
    kind: ChangeKind,
    particulars: Particulars,
    on: date,
    reason: str,
    document: str = "",
    token: str | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Change:
    """Record what a change should have said; what it said stays visible at earlier 知悉日期.

    Errors: Refused when later changes built on it or the reason is empty; Forbidden; Person.DoesNotExist.
    """
    raise NotImplementedError
