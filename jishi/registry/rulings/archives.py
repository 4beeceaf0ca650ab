"""Turning the policy core's records into archives of people, ready to be taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from jishi.places.models import Unit
from jishi.policy.records import Records
from jishi.registry.enums import ChangeKind
from jishi.registry.models import PersonFact

RecordedPolicy = Callable[[date], datetime]  # a day something took effect → the instant it was recorded


@dataclass(slots=True)
class ArchivedChange:
    """A change of the past and the facts it recorded, whose times they bring along.

    Shape: every fact has `recorded_at` equal to that of the change; `superseded_at` is the instant a later
           change of the same person superseded it, else UNTIL_NOW.
    """

    kind: ChangeKind
    effective_on: date
    recorded_at: datetime
    facts: list[PersonFact] = field(default_factory=list)
    summary: str = ""  # empty: made from kind and facts
    reason: str = ""
    document: str = ""
    recorded_by: str = ""


@dataclass(slots=True)
class PersonArchive:
    """A person to be taken over: who, and every change of the past, oldest recorded first."""

    id_number: str
    worker_number: str
    created_at: datetime
    changes: list[ArchivedChange] = field(default_factory=list)
    uid: str = ""  # given when sealed fields were bound to it already


def archives_from(
    records: Records, *, units: Mapping[tuple[str, str], Unit], recorded: RecordedPolicy
) -> Iterator[PersonArchive]:
    """One archive a person of the records.

    Shape: `units` by (street, community); own columns of the roster become figures, 手机号 and 政治面貌
           contact and profile. Facts that have ended were once recorded as open and later as ended.
    Errors: KeyError for a place that is not among the units.
    """
    raise NotImplementedError
