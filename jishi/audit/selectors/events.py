"""Finding events: by subject, by account, by verb and period, page after page, always within given chains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.db.models import Q, QuerySet

from jishi.audit.enums import verbs
from jishi.audit.models import Event, instant

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What is looked for.

    Shape: `chains` are the tenants the reader may see; none gives nothing, None gives all of them.
           `since` counts, `before` does not. Empty words do not narrow.
    """

    chains: Sequence[str] | None
    account: str = ""
    subject_kind: str = ""
    subject_key: str = ""
    verb: Sequence[str] = ()
    since: datetime | None = None
    before: datetime | None = None

    @classmethod
    def about(cls, kind: str, key: str, *, chains: Sequence[str] | None) -> Self:
        """Everything about one thing."""
        return cls(chains, subject_kind=kind, subject_key=key)

    @classmethod
    def by(cls, account: str, *, chains: Sequence[str] | None) -> Self:
        """Everything one account did or saw."""
        return cls(chains, account=account)

    def views_only(self) -> Self:
        """Only what was seen or exported, nothing that changed anything."""
        return replace(self, verb=tuple(verb.code for verb in verbs if verb.is_view))


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the order of events, as addresses carry it."""

    at: datetime
    id: int

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """Read a position from an address; None when it is not one."""
        moment, _, key = text.rpartition("_")
        try:
            found = cls(datetime.fromisoformat(moment), int(key))
        except ValueError:
            return None
        return found if found.at.tzinfo else None

    def __str__(self) -> str:
        return f"{instant(self.at)}_{self.id}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of events, newest first; `following` is where the next page starts, None on the last."""

    events: Sequence[Event]
    following: Position | None


def events(where: EventFilter, *, after: Position | None = None, size: int = PAGE_SIZE) -> Page:
    """The events looked for, newest first, from behind a position."""
    found = _found(where).order_by("-at", "-id")
    if after is not None:
        found = found.filter(Q(at__lt=after.at) | Q(at=after.at, id__lt=after.id), at__lte=after.at)
    rows = list(found[: size + 1])
    shown = rows[:size]
    return Page(shown, Position(shown[-1].at, shown[-1].pk) if len(rows) > size else None)


def events_about(kind: str, key: str, *, chains: Sequence[str] | None, after: Position | None = None) -> Page:
    """Who saw and did what with this person, unit or account (“谁看过这个人”)."""
    return events(EventFilter.about(kind, key, chains=chains), after=after)


def events_by(account: str, *, chains: Sequence[str] | None, after: Position | None = None) -> Page:
    """What this account saw and did (“这个账号看过什么”)."""
    return events(EventFilter.by(account, chains=chains), after=after)


def every_event(where: EventFilter) -> Iterator[Event]:
    """All the events looked for, oldest first, in constant memory: for an export."""
    return _found(where).order_by("at", "id").iterator(chunk_size=2000)


def _found(where: EventFilter) -> QuerySet[Event]:
    equal = {
        "account": where.account,
        "subject_kind": where.subject_kind,
        "subject_key": where.subject_key,
    }
    narrowed = Q(**{name: word for name, word in equal.items() if word})
    if where.chains is not None:
        narrowed &= Q(chain__in=list(where.chains))
    if where.verb:
        narrowed &= Q(verb__in=list(where.verb))
    if where.since is not None:
        narrowed &= Q(at__gte=where.since)
    if where.before is not None:
        narrowed &= Q(at__lt=where.before)
    return Event.objects.filter(narrowed)
