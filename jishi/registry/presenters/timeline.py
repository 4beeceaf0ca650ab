"""The changes of a person as one story: what happened, when it counts, what was corrected and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.timezone import localdate

from jishi.registry.enums import ChangeKind
from jishi.registry.models import Change
from jishi.registry.selectors.timeline import TimelineEntry


class Standing(StrEnum):
    """How a change stands, seen from a day and an instant."""

    IN_FORCE = "in_force"
    PENDING = "pending"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


_YEAR = 365  # what is recorded later than that was brought in, not reported late
_WORDS = {
    Standing.IN_FORCE: "已生效",
    Standing.PENDING: "待生效",
    Standing.CORRECTED: "已更正",
    Standing.WITHDRAWN: "已撤销",
}
_TONES = {
    Standing.IN_FORCE: "ok",
    Standing.PENDING: "info",
    Standing.CORRECTED: "warn",
    Standing.WITHDRAWN: "mute",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as the timeline shows it."""

    pk: int
    kind: ChangeKind
    effective_on: date
    recorded_at: datetime
    recorded_by: str
    summary: str
    reason: str
    document: str
    standing: Standing
    because: str = ""  # why it was corrected or withdrawn
    corrects: int | None = None

    @property
    def label(self) -> str:
        """The kind in words."""
        return ChangeKind(self.kind).label

    @property
    def word(self) -> str:
        """How it stands, in a word."""
        return _WORDS[self.standing]

    @property
    def tone(self) -> str:
        """The colour of the word; never the only sign."""
        return _TONES[self.standing]

    @property
    def struck(self) -> bool:
        """Whether it is no longer believed and shown struck through."""
        return self.standing in {Standing.CORRECTED, Standing.WITHDRAWN}

    @property
    def open_to_correction(self) -> bool:
        """Whether correcting it makes sense: it is believed and states facts."""
        return not self.struck and self.kind is not ChangeKind.WITHDRAW

    @property
    def lateness(self) -> str:
        """How long after taking effect it was recorded, in words; empty when in time."""
        days = (localdate(self.recorded_at) - self.effective_on).days
        if days <= 0:
            return ""
        return f"晚 {days} 天" if days <= _YEAR else "补登"


@dataclass(frozen=True, slots=True)
class KindCount:
    """A kind to filter by, with how many there are."""

    kind: ChangeKind
    count: int


@dataclass(frozen=True, slots=True)
class Story:
    """The entries to show, the kinds to filter by and what is left out."""

    entries: tuple[Entry, ...]
    kinds: tuple[KindCount, ...]
    later: int  # changes taking effect after the day looked at, not shown

    def of(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one kind, or all."""
        return tuple(entry for entry in self.entries if not kind or entry.kind.value == kind)


def story(
    known: Sequence[TimelineEntry],
    *,
    on: date,
    today: date,
    known_at: datetime | None,
    visible: Callable[[ChangeKind], bool],
) -> Story:
    """Tell the changes known at an instant as seen from a day, newest first; kinds not visible are left out.

    What takes effect after a past day looked at is counted and not told.
    """
    kinds = {entry.change.pk: ChangeKind(entry.change.kind) for entry in known}
    mine = [entry for entry in known if visible(_matter(entry.change, kinds))]
    shown = [entry for entry in mine if entry.change.effective_on <= on or on >= today]
    entries = [_entry(entry, on, known_at) for entry in shown]
    entries.sort(key=lambda entry: (entry.effective_on, entry.recorded_at), reverse=True)
    return Story(tuple(entries), _counted(entries), len(mine) - len(shown))


def _matter(change: Change, kinds: Mapping[int, ChangeKind]) -> ChangeKind:
    """What a change is about; a correction or withdrawal is about what it concerns."""
    own = ChangeKind(change.kind)
    if own not in {ChangeKind.CORRECT, ChangeKind.WITHDRAW} or change.corrects_id is None:
        return own
    return kinds.get(change.corrects_id, own)


def _entry(told: TimelineEntry, on: date, known_at: datetime | None) -> Entry:
    change, after = told.change, told.corrected_by
    standing = _standing(change, after, on, known_at)
    return Entry(
        pk=change.pk,
        kind=ChangeKind(change.kind),
        effective_on=change.effective_on,
        recorded_at=change.recorded_at,
        recorded_by=change.recorded_by,
        summary=change.summary.removeprefix(f"{ChangeKind(change.kind).label}："),
        reason=change.reason,
        document=change.document,
        standing=standing,
        because=after.reason if after else "",
        corrects=change.corrects_id,
    )


def _standing(change: Change, after: Change | None, on: date, known_at: datetime | None) -> Standing:
    withdrawn = change.withdrawn_at is not None and (known_at is None or change.withdrawn_at <= known_at)
    if withdrawn or (after is not None and after.kind == ChangeKind.WITHDRAW):
        return Standing.WITHDRAWN
    if after is not None:
        return Standing.CORRECTED
    return Standing.PENDING if change.effective_on > on else Standing.IN_FORCE


def _counted(entries: Iterable[Entry]) -> tuple[KindCount, ...]:
    counts = Counter(entry.kind for entry in entries)
    return tuple(KindCount(kind, counts[kind]) for kind in ChangeKind if kind in counts)
