"""The changes of a person as one story: what happened, when it counts, what was corrected and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jishi.registry.enums import ChangeKind
from jishi.registry.models import Change


class Standing(StrEnum):
    """How a change stands, seen from a day and an instant."""

    IN_FORCE = "in_force"
    PENDING = "pending"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


_WORDS = {
    Standing.IN_FORCE: "已生效",
    Standing.PENDING: "待生效",
    Standing.CORRECTED: "已更正",
    Standing.WITHDRAWN: "已撤销",
}
_TONES = {
    Standing.IN_FORCE: "success",
    Standing.PENDING: "info",
    Standing.CORRECTED: "warning",
    Standing.WITHDRAWN: "neutral",
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
    def late_days(self) -> int:
        """How many days after taking effect it was recorded; 0 when in time."""
        return max(0, (self.recorded_at.date() - self.effective_on).days)


@dataclass(frozen=True, slots=True)
class Story:
    """The entries to show, the kinds to filter by and what is left out."""

    entries: tuple[Entry, ...]
    kinds: tuple[tuple[str, str, int], ...]  # value, word, count
    later: int  # changes taking effect after the day looked at, not shown


def story(
    changes: Sequence[Change], *, on: date, today: date, known_at: datetime | None, kind: str = ""
) -> Story:
    """Tell the changes known at an instant as seen from a day, newest first."""
    known = [change for change in changes if known_at is None or change.recorded_at <= known_at]
    over = _because(known)
    shown = [change for change in known if change.effective_on <= on or on >= today]
    entries = [_entry(change, over, on, known_at) for change in shown]
    entries.sort(key=lambda entry: (entry.effective_on, entry.recorded_at), reverse=True)
    return Story(
        tuple(entry for entry in entries if not kind or entry.kind.value == kind),
        _counted(entries),
        len(known) - len(shown),
    )


def _because(changes: Iterable[Change]) -> dict[int, Change]:
    """The change that corrected or withdrew each, by the number of the one it concerns."""
    return {change.corrects_id: change for change in changes if change.corrects_id is not None}


def _entry(change: Change, over: dict[int, Change], on: date, known_at: datetime | None) -> Entry:
    after = over.get(change.pk)
    standing = _standing(change, after, on, known_at)
    return Entry(
        pk=change.pk,
        kind=ChangeKind(change.kind),
        effective_on=change.effective_on,
        recorded_at=change.recorded_at,
        recorded_by=change.recorded_by,
        summary=change.summary,
        reason=change.reason,
        document=change.document,
        standing=standing,
        because=after.reason if after and standing in {Standing.CORRECTED, Standing.WITHDRAWN} else "",
        corrects=change.corrects_id,
    )


def _standing(change: Change, after: Change | None, on: date, known_at: datetime | None) -> Standing:
    withdrawn = change.withdrawn_at is not None and (known_at is None or change.withdrawn_at <= known_at)
    if withdrawn or (after is not None and after.kind == ChangeKind.WITHDRAW):
        return Standing.WITHDRAWN
    if after is not None:
        return Standing.CORRECTED
    return Standing.PENDING if change.effective_on > on else Standing.IN_FORCE


def _counted(entries: Iterable[Entry]) -> tuple[tuple[str, str, int], ...]:
    counts: dict[ChangeKind, int] = {}
    for entry in entries:
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    return tuple((kind.value, kind.label, counts[kind]) for kind in ChangeKind if kind in counts)
