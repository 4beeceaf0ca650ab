"""The timeline of one person: every change recorded, with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jishi.registry.models import Change, Person


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One change on the timeline.

    Shape: `corrected_by` the change that corrected or withdrew it, None while it holds.
    """

    change: Change
    corrected_by: Change | None


def timeline(person: Person, known_at: datetime | None = None) -> list[TimelineEntry]:
    """The changes of a person known at an instant, the latest effective first."""
    changes = Change.objects.filter(person=person).select_related("unit").order_by("-effective_on", "-pk")
    if known_at is not None:
        changes = changes.filter(recorded_at__lte=known_at)
    listed = list(changes)
    later = {change.corrects_id: change for change in reversed(listed) if change.corrects_id is not None}
    return [TimelineEntry(change, later.get(change.pk)) for change in listed]
