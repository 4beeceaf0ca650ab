"""Whether a second factor is owed, and whether a one-time code is right.

One-time codes are those of RFC 6238: six digits, thirty seconds, one step of tolerance each way. A step
counts once: the device keeps the last one used.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.selectors.factors import is_enrolled

PERIOD, TOLERANCE = 30, 1


def is_factor_owed(account: Account, grants: Sequence[Grant], *, required: bool) -> bool:
    """Whether a session must show a one-time code: all staff where it is required, and whoever enrolled."""
    is_staff = any(grant.role != Role.WORKER for grant in grants)
    return (required and is_staff) or is_enrolled(account)


def step_of_code(secret: str, code: object, *, at: datetime, after: int) -> int | None:
    """The time step a code belongs to; None when it is wrong, too old, or no newer than the last one used."""
    if not isinstance(code, str) or len(code) != 6 or not (code.isascii() and code.isdigit()):
        return None
    now = int(at.timestamp()) // PERIOD
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        right = hmac.compare_digest(format_hotp_value(hotp_value(secret, step)), code)
        if right and step > after:
            return step
    return None
