"""One event a request for what was read by a token: how much of what, never whom one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jishi.access.permissions import Sight
from jishi.api.enums import ApiVerb
from jishi.api.models import Token
from jishi.audit import actions as audit
from jishi.audit.enums import Subject

PERSON = "person"  # how the audit names who an event is about


@dataclass(frozen=True, slots=True)
class Reading:
    """What a request read: rows of what, as of when, or from where on; `person` when it was one."""

    what: str
    rows: int
    on: date | None = None
    known_at: datetime | None = None
    after: int | None = None
    person: tuple[str, str] | None = None  # uid and name


@transaction.atomic
def note(*, reading: Reading, token: Token, sight: Sight, at: datetime) -> None:
    """Record what a request read, before the answer leaves."""
    told = {
        "token": token.prefix,
        "what": reading.what,
        "rows": reading.rows,
        "on": reading.on,
        "known": reading.known_at and reading.known_at.isoformat(),
        "after": reading.after,
    }
    one = Subject(PERSON, *reading.person) if reading.person else Subject("api", reading.what, reading.what)
    chain = "platform" if sight.district_id is None else f"district-{sight.district_id}"
    particulars = {key: value for key, value in told.items() if value is not None}
    audit.record(verb=ApiVerb.READ, subject=one, by=sight.actor, at=at, chain=chain, particulars=particulars)
