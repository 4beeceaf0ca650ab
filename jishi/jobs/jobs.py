"""Where the task library meets the job's own row; the only clock of this room."""

from __future__ import annotations

import os
import socket
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from jishi.audit.enums import SYSTEM
from jishi.jobs.actions import carrying, starting

WAITING = timedelta(minutes=5)


@task()
def carry_job(job_id: int) -> str:
    """What the library calls: carries one job out."""
    worker = f"{socket.gethostname()[:20]}-{os.getpid()}"
    state = carrying.carry(job_id, worker=worker, clock=timezone.now)
    return state.value if state else ""


def enqueue(job_id: int) -> None:
    """Hand a job to the library, in the transaction under way."""
    carry_job.enqueue(job_id)


def tend() -> int:
    """One look round: what is due is begun, what was left is queued again."""
    now = timezone.now()
    begun = starting.begin_rounds(enqueue=enqueue, by=SYSTEM, at=now)
    return begun + starting.sweep(enqueue=enqueue, at=now, waiting=WAITING)
