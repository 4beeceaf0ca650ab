"""Letting somebody try again before the fifteen minutes are over."""

from __future__ import annotations

from datetime import datetime

from axes.models import AccessAttempt
from django.db import transaction

from jishi.access.actions.recording import locked, recorded, subject_of
from jishi.access.enums import AccessVerb, Permission
from jishi.access.models import Account
from jishi.access.permissions import Sight
from jishi.audit.enums import Actor


@transaction.atomic
def release(*, account: Account, reason: str, sight: Sight, by: Actor, at: datetime) -> int:
    """Forget the failed tries by an account's name, from wherever they came; gives how many rows.

    Errors: Forbidden.
    """
    sight.check_may(Permission.LOCKOUT_EDIT)
    now = locked(account, sight=sight)
    count, _ = AccessAttempt.objects.filter(username=now.username).delete()
    recorded(AccessVerb.LOCKOUT_RELEASE, subject_of(now), by=by, at=at, reason=reason)
    return int(count)
