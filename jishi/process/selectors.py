"""Reading cases: whose turn it is, what one has done, and what a case has been through."""

from __future__ import annotations

from django.db.models import QuerySet

from jishi.access.permissions import Sight
from jishi.process.enums import SeatState
from jishi.process.models import Case, Opinion, Seat


def waiting_seats(sight: Sight) -> QuerySet[Seat]:
    """待办: the seats whose turn it is and that a sight holds, the most urgent first."""
    held = Seat.objects.filter(
        unit_id=sight.unit_id, state=SeatState.WAITING, role_key__contains=f",{sight.role.value},"
    )
    return held.select_related("case").order_by("due_on", "opened_at", "id")


def done_by(sight: Sight) -> QuerySet[Opinion]:
    """已办: the opinions an account has given, the latest first."""
    return Opinion.objects.filter(author=sight.actor.account).select_related("case", "seat").order_by("-id")


def started_by(sight: Sight) -> QuerySet[Case]:
    """我发起: the cases an account opened, the latest first."""
    return Case.objects.filter(prepared_by=sight.actor.account).order_by("-id")


def case_visible_to(sight: Sight, pk: int) -> Case:
    """A case somebody prepared, sits in, or has within their part of the tree.

    Errors: Case.DoesNotExist outside one's sight.
    """
    case = Case.objects.get(pk=pk)
    if case.prepared_by == sight.actor.account or sight.within(case.path):
        return case
    if case.seats.filter(unit_id=sight.unit_id, role_key__contains=f",{sight.role.value},").exists():
        return case
    raise Case.DoesNotExist
