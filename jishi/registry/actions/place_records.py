"""Recording of a unit in sight what moves nobody: founding, name, counts, tags; and trying things out.

What moves people is in `jishi.registry.actions.restructuring`; what may be of the map is decided by
`jishi.places.actions`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from jishi.access.enums import Permission
from jishi.access.permissions import Sight
from jishi.places.actions.undertakings import Outcome
from jishi.places.models import Unit
from jishi.registry import permissions
from jishi.registry.actions.restructuring import Restructured
from jishi.registry.actions.standings import reproject_units

_Told = TypeVar("_Told")


class _Rehearsed(Exception):
    """Ends a transaction that is to leave nothing behind."""


def record(*, unit: Unit, deed: Callable[[], Outcome], sight: Sight, is_local: bool = False) -> Restructured:
    """Carry out a change of a unit in sight that moves nobody, and let the lists follow.

    Shape:  `is_local` for what a street may record of its own communities: counts, tags, grids.
    Errors: Forbidden beyond one's rights; Unit.DoesNotExist out of sight; whatever the deed refuses.
    """
    check_can_record(sight, unit, is_local=is_local)
    with transaction.atomic():
        outcome = deed()
        reproject_units([unit.pk], outcome.change.recorded_at)
        return Restructured(outcome)


def check_can_record(sight: Sight, unit: Unit, *, is_local: bool) -> None:
    """Refuse a change of a unit out of sight or beyond one's rights.

    Errors: Forbidden; Unit.DoesNotExist out of sight.
    """
    if not is_local:
        permissions.check_can_restructure(sight, [unit])
    if not sight.within(unit.path):
        raise Unit.DoesNotExist
    sight.check_may(Permission.PLACE_EDIT)


def rehearse(deed: Callable[[], Restructured], tell: Callable[[Restructured], _Told]) -> _Told:
    """Carry out a change, tell of it and leave nothing behind: what a form shows before it is sent.

    Errors: whatever the deed refuses.
    """
    told: list[_Told] = []
    try:
        with transaction.atomic():
            told.append(tell(deed()))
            raise _Rehearsed
    except _Rehearsed:
        return told[0]
