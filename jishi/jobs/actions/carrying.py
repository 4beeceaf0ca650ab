"""Carrying a job out: one worker at a time, by a lease that progress renews.

The library may hand the same job to two workers, or to nobody after a kill; the row decides. Whoever claims
it carries it from the start, and a worker whose lease was taken over writes nothing more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from jishi.jobs.actions.kinds import kind_of
from jishi.jobs.enums import JobState
from jishi.jobs.models import Job, Round
from jishi.ledger import Refused

_log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
Clock = Callable[[], datetime]


class Cancelled(Exception):
    """The owner asked the job to stop."""


class TakenOver(Exception):
    """Another worker holds the job by now."""


def claim(job_id: int, *, worker: str, at: datetime) -> Job | None:
    """Take a job that waits or whose worker fell silent; None when another has it or it has ended."""
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=at)
    taken = Job.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING,
        worker=worker,
        lease_until=at + LEASE,
        attempts=F("attempts") + 1,
        started_at=at,
    )
    return Job.objects.get(pk=job_id) if taken else None


@dataclass(slots=True)
class _Telling:
    """Writes progress under the worker's own lease."""

    job: Job
    clock: Clock

    def __call__(self, done: int, total: int) -> None:
        now = self.clock()
        kept = _own(self.job).update(done=done, total=total, lease_until=now + LEASE)
        if not kept:
            raise TakenOver
        if _own(self.job).filter(cancel_asked=True).exists():
            raise Cancelled


def _own(job: Job) -> QuerySet[Job]:
    """The job as long as the same worker holds it for the same attempt."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempts=job.attempts)


def carry(job_id: int, *, worker: str, clock: Clock) -> JobState | None:
    """Carry a job out to an end; None when it was not ours to carry.

    A fault of the job itself ends it with a sentence and does not stop the worker.
    """
    job = claim(job_id, worker=worker, at=clock())
    if job is None:
        return None
    if job.attempts > MOST_ATTEMPTS:
        return _end(job, JobState.FAILED, clock(), failure="任务多次中断，没有完成。请联系系统管理员查看。")
    try:
        result = kind_of(job.kind).carry(job, _Telling(job, clock))
    except Cancelled:
        return _end(job, JobState.CANCELLED, clock())
    except TakenOver:
        return None
    except Refused as refusal:
        return _end(job, JobState.FAILED, clock(), failure=refusal.sentence)
    except Exception as fault:  # noqa: BLE001 # the edge of a job: one fault must not stop the queue
        kind = type(fault).__name__
        _log.error("job failed", extra={"told": {"job": job.pk, "kind": job.kind}}, exc_info=fault)
        return _end(
            job, JobState.FAILED, clock(), failure=f"任务出错（{kind}），没有完成。请重试或联系管理员。"
        )
    return _end(job, JobState.DONE, clock(), result=dict(result))


def _end(job: Job, state: JobState, at: datetime, **values: object) -> JobState | None:
    if not _own(job).update(state=state, finished_at=at, lease_until=None, **values):
        return None
    if state is JobState.DONE:
        Round.objects.filter(kind=job.kind).update(last_done_at=at)
    return state
