"""What comes round every day: changes of the map take effect on their day, what has lapsed is cleared away.

No figure depends on it: selectors find what holds on any day by themselves. It brings what stands "now" in
step for those who look at the tables directly, and keeps drafts and sessions from piling up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from jishi.jobs.actions.kinds import JobKind, Progress
from jishi.jobs.models import Job
from jishi.registry.actions.restructuring import bring_up_to_date
from jishi.ui.actions import purge_drafts

A_DAY = 24 * 60


def carry_daily(job: Job, progress: Progress) -> Mapping[str, Any]:
    """Carry the day's work out; carried out again, it finds nothing left to do."""
    now = timezone.now()
    moved = bring_up_to_date(on=timezone.localdate(now), at=now)
    progress(1, 3)
    drafts = purge_drafts(at=now)
    progress(2, 3)
    SessionStore.clear_expired()
    progress(3, 3)
    return {"units": moved, "drafts": drafts, "job": job.pk}


DAILY = JobKind("daily", carry_daily, every_minutes=A_DAY)
