"""Taking people in: one new person through the form, or a whole archive at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from jishi.access.permissions import Sight
from jishi.audit.enums import Actor
from jishi.places.models import Unit
from jishi.registry.actions.particulars import Entered
from jishi.registry.models import Change
from jishi.registry.rulings.archives import PersonArchive


def admit(  # noqa: PLR0913 # subject, particulars, on, reason, by, at and what guards against two tabs
    *,
    district: Unit,
    particulars: Entered,
    on: date,
    reason: str = "",
    document: str = "",
    token: str | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Change:
    """Take in a person new to the platform; the change that did names them (`change.person`).

    Errors: Refused, the same sentence whether somebody is known in this district or in another; Forbidden.
    """
    raise NotImplementedError


def admit_archive(*, district: Unit, archives: Iterable[PersonArchive], by: Actor, at: datetime) -> int:
    """Take over people with their history and project their standings; how many were taken over.

    Shape: one audit event a batch; facts keep the times they bring along.
    """
    raise NotImplementedError
