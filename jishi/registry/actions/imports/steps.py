"""Starting the long steps of an import as jobs, and putting rows right in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from jishi.access.permissions import Sight
from jishi.audit.enums import Actor
from jishi.jobs.actions import starting
from jishi.jobs.actions.starting import Order
from jishi.jobs.enums import JobState
from jishi.jobs.models import Job
from jishi.ledger import Refused, Stale
from jishi.registry import permissions
from jishi.registry.actions.imports import files, undoing
from jishi.registry.enums import ImportState
from jishi.registry.models import ImportJob

CHECK, TAKE_IN, UNDO = "import-check", "import-take-in", "import-undo"
UNDO_DAYS = timedelta(days=7)
_TITLES = {CHECK: "核对", TAKE_IN: "导入", UNDO: "撤销导入"}
_AT_WORK = {
    CHECK: ImportState.CHECKING,
    TAKE_IN: ImportState.IMPORTING,
    UNDO: ImportState.UNDOING,
}
_FROM = {
    CHECK: (ImportState.UPLOADED, ImportState.CHECKED, ImportState.PARTIAL),
    TAKE_IN: (ImportState.CHECKED, ImportState.PARTIAL),
    UNDO: (ImportState.PARTIAL, ImportState.IMPORTED),
}
Enqueue = Callable[[int], object]


def start(  # what, which, under which duty, by whom, when, and the queue
    *,
    step: str,
    of: ImportJob,
    grant_id: int,
    enqueue: Enqueue,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Job:
    """Start a step of an import as a job; asked for twice, it is one job.

    Errors: Stale when the import stands elsewhere by now; Refused when it is too late to undo or something
            was built on it; Forbidden; ImportJob.DoesNotExist out of sight.
    """
    permissions.check_can_import(sight, of)
    if step == UNDO:
        _check_in_time(of, at)
        undoing.check_nothing_built_on(of)
    with transaction.atomic():
        of = ImportJob.objects.select_for_update(of=("self",)).select_related("job").get(pk=of.pk)
        of.state = standing(of)
        if of.state == _AT_WORK[step] and of.job is not None:
            return of.job
        if of.state not in _FROM[step]:
            raise Stale(
                f"这次导入现在是“{ImportState(of.state).label}”，不能{_TITLES[step]}。请刷新页面查看。"
            )
        of.round += 1
        of.state, of.failure = _AT_WORK[step], ""
        of.job = starting.start(
            order=Order(
                step,
                f"{_TITLES[step]} {of.filename}"[:80],
                {"import": of.pk},
                token=f"import:{of.pk}:{of.round}",
            ),
            district_id=of.district_id,
            grant_id=grant_id,
            enqueue=enqueue,
            by=by,
            at=at,
        )
        of.save(update_fields=["round", "state", "job", "failure"])
    return of.job


def _check_in_time(of: ImportJob, at: datetime) -> None:
    if of.imported_at is None or at > of.imported_at + UNDO_DAYS:
        raise Refused("导入满 7 天后不能整批撤销。请在每个人的时间线上逐条撤销或更正。")


def standing(of: ImportJob) -> ImportState:
    """Where an import stands: where it was before, when the job that was at it ended without carrying it."""
    at_work = of.state in _AT_WORK.values()
    if at_work and of.job is not None and of.job.state in (JobState.FAILED, JobState.CANCELLED):
        return _before(of, of.state == ImportState.UNDOING)
    return ImportState(of.state)


def _before(of: ImportJob, undoing: bool) -> ImportState:
    if undoing:
        return ImportState.IMPORTED
    if of.imported_at:
        return ImportState.PARTIAL
    return ImportState.CHECKED if of.counts else ImportState.UPLOADED


def fall_back(of: ImportJob, step: str, sentence: str) -> None:
    """Let an import whose step did not come to its end be taken up again where it was before."""
    back = _before(of, step == UNDO)
    ImportJob.objects.filter(pk=of.pk, state=_AT_WORK[step]).update(state=back, failure=sentence[:300])


def put_right(
    *, of: ImportJob, edits: Mapping[str, Mapping[int, Sequence[str]]], accepted: Sequence[str], sight: Sight
) -> ImportJob:
    """Keep cells put right on screen, and streets said to be new; the next check reads them.

    Errors: Stale while work is under way; Forbidden; ImportJob.DoesNotExist out of sight.
    """
    permissions.check_can_import(sight, of)
    with transaction.atomic():
        of = ImportJob.objects.select_for_update(of=("self",)).select_related("job").get(pk=of.pk)
        of.state = standing(of)
        if of.state not in _FROM[TAKE_IN]:
            raise Stale("后台正在处理这次导入，您的改动没有保存。请等它结束后再改。")
        kept = files.edits_of(of)
        for sheet, rows in edits.items():
            kept.setdefault(sheet, {}).update({str(number): list(cells) for number, cells in rows.items()})
        of.edits_sealed = files.sealed_json(kept, of.seal_key, "edits")
        of.accepted = sorted({*of.accepted, *accepted})
        of.save(update_fields=["edits_sealed", "accepted", "state"])
    return of
