"""只下载失败行: the rows an import did not take in, as they were typed, each with its reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jishi.access.permissions import Sight
from jishi.audit.actions import record
from jishi.audit.enums import Actor, Subject
from jishi.registry import permissions
from jishi.registry.actions.imports.reading import read_returned
from jishi.registry.enums import IMPORT_EXPORT, RowState
from jishi.registry.models import ImportJob, ImportRow
from jishi.registry.rulings.imports import FAULT


def failed_rows(*, of: ImportJob, on: date, sight: Sight, by: Actor, at: datetime) -> bytes:
    """The workbook, and the event of who took it: it holds ID numbers as they were typed.

    Errors: Refused when the file is gone; Forbidden; ImportJob.DoesNotExist out of sight.
    """
    permissions.check_can_import(sight, of)
    rows = list(of.rows.filter(state=RowState.FAULTY).order_by("sheet", "number"))
    reasons = [
        (
            row.sheet,
            row.number,
            "".join(
                f"{c}：{what}。{remedy}。" for c, _, level, what, remedy in row.problems if level == FAULT
            ),
        )
        for row in rows
    ]
    workbook = read_returned(of, sight, on, reasons)
    with transaction.atomic():
        record(
            verb=IMPORT_EXPORT,
            subject=Subject("import", str(of.pk), of.filename),
            by=by,
            at=at,
            chain=f"district-{of.district_id}",
            particulars={"count": len(rows)},
        )
    return workbook


def _reason(row: ImportRow) -> str:
    """Why a row was not taken in."""
    faults = (each for each in row.problems if each[2] == FAULT)
    return "".join(f"{column}：{what}。{remedy}。" for column, _, _, what, remedy in faults)
