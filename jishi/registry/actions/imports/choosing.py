"""Comparing somebody on file with their row, at the moment the choice is made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from jishi.access.permissions import Sight
from jishi.ledger import Refused
from jishi.registry import permissions
from jishi.registry.actions.imports.admitting import finish
from jishi.registry.actions.imports.differences import Difference, differences
from jishi.registry.actions.imports.reading import read
from jishi.registry.models import ImportJob, ImportRow
from jishi.registry.rulings.imports import people_of
from jishi.registry.selectors.files import person_file
from jishi.registry.selectors.imports import communities_within

Found = Sequence[Difference]


def differences_of(of: ImportJob, row: ImportRow, sight: Sight, on: date) -> list[Difference]:
    """What the row says otherwise than the file does now.

    Errors: Refused when the file of the import is gone; Forbidden; ImportJob.DoesNotExist out of sight.
    """
    permissions.check_can_import(sight, of)
    answer = read(of, sight, on)
    rows = next((each for each in people_of(answer) if each.number == row.number), None)
    if rows is None or row.person is None:
        raise Refused("这一行现在不能导入。请返回导入页重新核对。")
    return differences(person_file(row.person), rows, communities_within(sight, of.district), of.since)


@transaction.atomic
def count_again(of: ImportJob, at: datetime) -> None:
    """Bring the figures of an import in step after a choice."""
    finish(of, at)
