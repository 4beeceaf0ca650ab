"""Undoing a whole import as long as nothing was built on it: what came last is withdrawn first."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from jishi.audit.actions import record
from jishi.audit.enums import Subject
from jishi.ledger import Refused
from jishi.places.actions.changes import withdraw as withdraw_place
from jishi.places.models import UnitStanding
from jishi.registry import permissions
from jishi.registry.actions import changes
from jishi.registry.actions.imports import files
from jishi.registry.actions.imports.admitting import Hand
from jishi.registry.enums import IMPORT_UNDO, ChangeKind, ImportState, RowState
from jishi.registry.models import Change, Employment, ImportedPlace, ImportJob, ImportRow
from jishi.registry.selectors.imports import name_of

_REASON = "撤销整批导入"
_NAMED, _MOST = 5, 100_000


def check_nothing_built_on(of: ImportJob) -> None:
    """Refuse to undo an import that later changes, or people in its places, lean on.

    Errors: Refused naming what came later.
    """
    found = [*_later_changes(of), *_people_in_places(of)]
    if found:
        more = f"等 {len(found)} 件" if len(found) > _NAMED else ""
        raise Refused(
            f"导入之后已有新的登记，不能整批撤销：{'；'.join(found[:_NAMED])}{more}。请先撤销这些登记。"
        )


def _later_changes(of: ImportJob) -> list[str]:
    """Changes of the people an import recorded, later than its own and still standing."""
    rows = of.rows.filter(state=RowState.DONE, person__isnull=False)
    last = {person: max(pks) for person, pks in rows.values_list("person_id", "changes") if pks}
    own = {pk for pks in rows.values_list("changes", flat=True) for pk in pks}
    later = Change.objects.filter(person__in=rows.values("person"), pk__gt=min(last.values(), default=0))
    standing = later.filter(withdrawn_at=None).exclude(kind=ChangeKind.WITHDRAW).select_related("person")
    return [
        f"{name_of(change.person)}，{ChangeKind(change.kind).label}（{change.recorded_by}登记）"
        for change in standing.order_by("pk")[:_MOST]
        if change.pk not in own and change.pk > last.get(change.person_id, 0)
    ]


def _people_in_places(of: ImportJob) -> list[str]:
    """Who works in a community this import founded."""
    founded = [each.change_id for each in of.places.all()]
    if not founded:
        return []
    units = UnitStanding.objects.known_at(None).filter(change_id__in=founded).values("unit_id")
    employed = (
        Employment.objects.known_at(None)
        .filter(using_unit_id__in=units)
        .select_related("person", "using_unit")
    )
    return [f"{name_of(each.person)}在{each.using_unit.name}" for each in employed[: _NAMED + 1]]


def undo(*, of: ImportJob, hand: Hand) -> int:
    """Withdraw what an import recorded, person by person; how many rows. Carried again, it goes on.

    Errors: Refused naming what came in between; Forbidden; ImportJob.DoesNotExist out of sight.
    """
    permissions.check_can_import(hand.sight, of)
    rows = list(of.rows.filter(state=RowState.DONE).order_by("-number").values_list("pk", flat=True))
    _withdraw_places(of, hand)
    hand.told(0, len(rows))
    for done, pk in enumerate(rows, start=1):
        _undo_row(pk, hand)
        hand.told(done, len(rows))
    _end(of, len(rows), hand)
    return len(rows)


@transaction.atomic
def _withdraw_places(of: ImportJob, hand: Hand) -> None:
    made = ImportedPlace.objects.select_for_update(of=("self",)).filter(of=of).select_related("change")
    for each in sorted(made, key=lambda place: -place.change_id):
        withdraw_place(change=each.change, reason=_REASON, by=hand.by, at=hand.clock())
        each.delete()


@transaction.atomic
def _undo_row(pk: int, hand: Hand) -> None:
    row = ImportRow.objects.select_for_update().get(pk=pk)
    if row.state != RowState.DONE:
        return
    for change in _latest_first(row.changes):
        changes.withdraw(change=change, reason=_REASON, sight=hand.sight, by=hand.by, at=hand.clock())
    row.state = RowState.UNDONE
    row.save(update_fields=["state"])


def _latest_first(pks: Iterable[int]) -> list[Change]:
    found = Change.objects.filter(pk__in=list(pks), withdrawn_at=None).select_related("person__district")
    return sorted(found, key=lambda change: change.recorded_at, reverse=True)


@transaction.atomic
def _end(of: ImportJob, count: int, hand: Hand) -> None:
    of = ImportJob.objects.select_for_update(of=("self",)).get(pk=of.pk)
    if of.state == ImportState.UNDONE:
        return
    stored, of.stored, of.state, of.undone_at = of.stored, "", ImportState.UNDONE, hand.clock()
    of.outline_sealed = of.edits_sealed = ""
    of.rows.update(cells_sealed="")
    of.save()
    record(
        verb=IMPORT_UNDO,
        subject=Subject("import", str(of.pk), of.filename),
        by=hand.by,
        at=hand.clock(),
        chain=f"district-{of.district_id}",
        particulars={"count": count},
    )
    transaction.on_commit(lambda: files.discard(stored))
