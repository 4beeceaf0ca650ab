"""Starting a job, asking it to stop, trying it again, and what comes round by the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from jishi.audit.actions import record
from jishi.audit.enums import Actor, Subject
from jishi.jobs.actions.kinds import kind_of, rounds
from jishi.jobs.enums import JOB_START, UNFINISHED, JobState
from jishi.jobs.models import Job, Round
from jishi.ledger import Refused, Stale

Enqueue = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: a kind, a title for its owner, identifiers, and a token that makes it one job."""

    kind: str
    title: str
    params: Mapping[str, Any] = field(default_factory=dict)
    token: str | None = None


def start(
    *, order: Order, district_id: int | None, grant_id: int | None, enqueue: Enqueue, by: Actor, at: datetime
) -> Job:
    """Start a job; it is queued in the transaction that made it, or not at all. The same token is one job."""
    kind_of(order.kind)
    with transaction.atomic():
        job, is_new = (
            Job.objects.get_or_create(
                token=order.token,
                defaults=_values(order, district_id, grant_id, by, at),
            )
            if order.token
            else (Job.objects.create(**_values(order, district_id, grant_id, by, at)), True)
        )
        if is_new:
            record(
                verb=JOB_START,
                subject=Subject("job", str(job.pk), job.title),
                by=by,
                at=at,
                chain=f"district-{district_id}" if district_id else "platform",
            )
            enqueue(job.pk)
    return job


def _values(
    order: Order, district_id: int | None, grant_id: int | None, by: Actor, at: datetime
) -> dict[str, Any]:
    return {
        "kind": order.kind,
        "title": order.title,
        "params": dict(order.params),
        "token": order.token,
        "account": by.account,
        "grant_id": grant_id,
        "district_id": district_id,
        "created_at": at,
    }


def ask_to_stop(*, job: Job, at: datetime) -> Job:
    """Ask a job to stop: a waiting one ends at once, a running one at its next word of progress."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.state not in UNFINISHED:
            raise Stale("任务已经结束，不需要再取消。")
        if job.state == JobState.QUEUED:
            job.state, job.finished_at = JobState.CANCELLED, at
        job.cancel_asked = True
        job.save(update_fields=["state", "finished_at", "cancel_asked"])
    return job


def try_again(*, job: Job, enqueue: Enqueue) -> Job:
    """Queue a job that failed or was cancelled once more."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.state not in {JobState.FAILED, JobState.CANCELLED}:
            raise Refused("只有未完成或已取消的任务可以重试。")
        job.state, job.failure, job.cancel_asked = JobState.QUEUED, "", False
        job.attempts, job.finished_at, job.lease_until = 0, None, None
        job.save()
        enqueue(job.pk)
    return job


def sweep(*, enqueue: Enqueue, at: datetime, waiting: timedelta) -> int:
    """Queue again what killed workers left: silent ones, and those that wait longer than they should.

    Queueing twice does no harm: a job is claimed once. Gives how many were queued.
    """
    silent = Q(state=JobState.RUNNING, lease_until__lt=at)
    forgotten = Q(state=JobState.QUEUED, created_at__lt=at - waiting)
    left = list(Job.objects.filter(silent | forgotten).values_list("pk", flat=True)[:500])
    for pk in left:
        enqueue(pk)
    return len(left)


def begin_rounds(*, enqueue: Enqueue, by: Actor, at: datetime) -> int:
    """Start whatever is due by the clock; several clocks start it once, by the token of its hour."""
    for kind, minutes in rounds().items():
        Round.objects.get_or_create(kind=kind, defaults={"every_minutes": minutes})
    started = 0
    for each in Round.objects.all():
        number = int(at.timestamp()) // 60 // each.every_minutes
        order = Order(each.kind, each.kind, token=f"round:{each.kind}:{number}")
        before = Job.objects.filter(token=order.token).exists()
        if not before:
            start(order=order, district_id=None, grant_id=None, enqueue=enqueue, by=by, at=at)
            Round.objects.filter(pk=each.pk).update(last_started_at=at)
            started += 1
    return started
