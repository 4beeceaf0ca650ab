"""What comes round every day: changes of the map take effect on their day, what has lapsed is cleared away.

No figure depends on it: selectors find what holds on any day by themselves. It brings what stands "now" in
step for those who look at the tables directly, and keeps drafts and sessions from piling up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from jishi.access.models import Account, Grant
from jishi.access.selectors import sight_for
from jishi.access.selectors.duties import holds
from jishi.jobs.actions.carrying import Cancelled
from jishi.jobs.actions.kinds import JobKind, Progress
from jishi.jobs.models import Job
from jishi.ledger import Refused
from jishi.registry.actions.imports import admitting, checking, steps, undoing
from jishi.registry.actions.imports.admitting import Hand
from jishi.registry.actions.restructuring import bring_up_to_date
from jishi.registry.models import ImportJob
from jishi.ui.actions import purge_drafts

A_DAY = 24 * 60
_STOPPED = "任务已取消，已经导入的保留，其余可以继续。"


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


def hand_of(job: Job, progress: Progress) -> Hand:
    """Who carries a step of an import: the account that asked, with the rights its duty has by now.

    Errors: Refused when the duty has ended meanwhile.
    """
    today = timezone.localdate()
    account = Account.objects.filter(username=job.account, is_active=True).first()
    grants = Grant.objects.select_related("unit__district", "delegated_from__account")
    grant = grants.filter(pk=job.grant_id or 0, account=account).first()
    if account is None or grant is None or not holds(grant, today):
        raise Refused("发起这项任务的身份已经停用，任务没有继续。请由在岗人员重新发起。")
    sight = sight_for(account, grant, today)
    return Hand(sight, sight.actor, today, timezone.now, progress)


def _carried(step: str, carry: Callable[[ImportJob, Hand], Mapping[str, Any]]) -> JobKind:
    """A kind of job that carries a step of an import; a refusal lets the import be taken up again."""

    def carry_step(job: Job, progress: Progress) -> Mapping[str, Any]:
        of = ImportJob.objects.select_related("district", "unit").get(pk=job.params["import"])
        try:
            return carry(of, hand_of(job, progress))
        except (Cancelled, Refused, ImportJob.DoesNotExist) as reason:
            steps.fall_back(
                of, step, getattr(reason, "sentence", "任务已取消，已经导入的保留，其余可以继续。")
            )
            raise

    return JobKind(step, carry_step)


def _check(of: ImportJob, hand: Hand) -> Mapping[str, Any]:
    counts = checking.check(of=of, sight=hand.sight, on=hand.on)
    total = sum(counts.values())
    hand.told(total, total)
    return counts


def _take_in(of: ImportJob, hand: Hand) -> Mapping[str, Any]:
    return {"rows": admitting.take_in(of=of, hand=hand)}


def _undo(of: ImportJob, hand: Hand) -> Mapping[str, Any]:
    return {"rows": undoing.undo(of=of, hand=hand)}


IMPORT_STEPS = (
    _carried(steps.CHECK, _check),
    _carried(steps.TAKE_IN, _take_in),
    _carried(steps.UNDO, _undo),
)
