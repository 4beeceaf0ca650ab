"""Who looked at somebody's file: the office and the duty of each reader, never the name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jishi.access.models import Account
from jishi.audit.selectors import EventFilter, events
from jishi.registry.models import Person

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at a file, by an office."""

    at: datetime
    office: str
    role: str
    fields: tuple[str, ...]
    reason: str


def readings_of(person: Person, *, by_account: str) -> tuple[Reading, ...]:
    """The latest looks at a file, one's own left out.

    Shape: two queries; newest first.
    """
    chain = f"district-{person.district_id}"
    where = EventFilter.about("person", person.uid, chains=[chain]).views_only()
    found = [event for event in events(where, size=_SHOWN).events if event.account != by_account]
    accounts = Account.objects.filter(username__in={event.account for event in found})
    offices = dict(accounts.values_list("username", "unit__name"))
    return tuple(
        Reading(
            at=event.at,
            office=offices.get(event.account, ""),
            role=event.role,
            fields=_fields(event.details),
            reason=event.reason,
        )
        for event in found
    )


def _fields(details: dict[str, Any]) -> tuple[str, ...]:
    told = details.get("fields", [])
    return tuple(str(each) for each in told) if isinstance(told, list) else ()
