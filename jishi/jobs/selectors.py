"""Reading jobs: one's own, and whether what comes round has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from jishi.jobs.enums import JobState
from jishi.jobs.models import Job, Round

LATE = 3  # so many times the interval without a good end is late


def late_rounds(at: datetime) -> list[Round]:
    """What should have come round and has not: for the health page to turn red."""
    return [each for each in Round.objects.all() if _is_late(each, at)]


def _is_late(each: Round, at: datetime) -> bool:
    allowed = timedelta(minutes=each.every_minutes * LATE)
    since = each.last_done_at or each.last_started_at
    return since is not None and at - since > allowed


def waiting_since(at: datetime) -> timedelta | None:
    """How long the job at the head of the queue has waited for its first worker; None when none waits."""
    waiting = Job.objects.filter(state=JobState.QUEUED, started_at=None).order_by("created_at").first()
    return None if waiting is None else at - waiting.created_at
