"""A session from sign-in to its end: whose it is, which factors it has shown, when it ends by itself.

The session holds one entry, `duty`. Everything in it is compared with the account at every request, so that a
session ends with the request after the account is disabled or changed, its duty ends, or time runs out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest

from jishi.access.enums import Role
from jishi.access.models import Account, Grant

DUTY = "duty"
_TOUCH = 60  # seconds between two records of being seen: a page of ten requests writes once

STAFF_IDLE, STAFF_WHOLE = timedelta(minutes=15), timedelta(hours=8)
WORKER_IDLE, WORKER_WHOLE = timedelta(hours=12), timedelta(days=7)  # a worker's own phone


@dataclass(frozen=True, slots=True)
class Duty:
    """What a session says of itself.

    Units: `began` and `seen` in seconds since 1970.
    """

    account: int
    stamp: int
    began: int
    seen: int
    grant: int | None = None
    owes_factor: bool = True


def begin(request: HttpRequest, account: Account, at: datetime, *, owes_factor: bool) -> Duty:
    """Let a session be an account's from now on, its second factor still owed or not."""
    now = int(at.timestamp())
    duty = Duty(account.pk, account.stamp, now, now, owes_factor=owes_factor)
    keep(request, duty)
    return duty


def kept(request: HttpRequest) -> Duty | None:
    """What the session says; None when nobody signed in, or what it says makes no sense."""
    stored: Any = request.session.get(DUTY)
    try:
        return Duty(**stored) if stored else None
    except TypeError:
        return None


def keep(request: HttpRequest, duty: Duty) -> None:
    """Store what the session says of itself."""
    request.session[DUTY] = asdict(duty)


def touched(request: HttpRequest, duty: Duty, at: datetime) -> Duty:
    """Note that the session is in use, once a minute at most; gives what the session now says."""
    now = int(at.timestamp())
    if 0 <= now - duty.seen < _TOUCH:
        return duty
    used = replace(duty, seen=now)
    keep(request, used)
    return used


def is_over(duty: Duty, account: Account, grants: Sequence[Grant], at: datetime) -> bool:
    """Whether a session has ended: the account changed, or it was idle or open too long."""
    if duty.account != account.pk or duty.stamp != account.stamp or not account.is_active:
        return True
    idle, whole = life(grants)
    now = int(at.timestamp())
    return now - duty.seen > idle.total_seconds() or now - duty.began > whole.total_seconds()


def life(grants: Sequence[Grant]) -> tuple[timedelta, timedelta]:
    """How long a session may lie idle and how long it may last in all: longer for a worker's phone."""
    if grants and all(grant.role == Role.WORKER for grant in grants):
        return WORKER_IDLE, WORKER_WHOLE
    return STAFF_IDLE, STAFF_WHOLE


def end(request: HttpRequest) -> None:
    """End a session and forget everything in it."""
    logout(request)
