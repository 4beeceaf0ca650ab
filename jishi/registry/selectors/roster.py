"""The roster as of a day and of what was known, and head counts that reconcile with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jishi.access.permissions import Sight
from jishi.registry.models.standing import StandingQuerySet


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFilter:
    """What a roster is narrowed to; an empty value does not narrow.

    Shape: `unit_path` the path of a street or community; `text` matches name, spelling or the ID tail.
    """

    text: str = ""
    unit_path: str = ""
    presence: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    position: tuple[str, ...] = ()
    post_class: tuple[str, ...] = ()
    grade: tuple[int, ...] = ()
    education: tuple[str, ...] = ()
    certificate: tuple[str, ...] = ()
    sex: str = ""
    political_status: tuple[str, ...] = ()
    dual_head: bool | None = None
    full_time: bool | None = None
    contract_before: date | None = None  # contracts that end before a day
    born_from: date | None = None
    born_before: date | None = None


class CountBy(StrEnum):
    """What heads are counted by."""

    UNIT = "unit_id"
    PRESENCE = "presence"
    POST_CLASS = "post_class"
    IDENTITY = "identity"
    EDUCATION = "education"
    GRADE = "grade"
    CERTIFICATE = "certificate"


def roster(
    sight: Sight, on: date, known_at: datetime | None = None, wanted: RosterFilter | None = None
) -> StandingQuerySet:
    """Everybody within sight as they stood on a day; ordered by spelling, not yet sliced."""
    raise NotImplementedError


def head_counts(
    sight: Sight, on: date, known_at: datetime | None = None, *, by: CountBy = CountBy.UNIT
) -> dict[object, int]:
    """How many people in the team (在岗, 停职) fall under each value; the sum is that of the roster."""
    raise NotImplementedError
