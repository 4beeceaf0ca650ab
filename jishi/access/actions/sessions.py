"""What the audit is told of sign-ins: let in or not, gone, another duty, a look at what another would see."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jishi.access.actions.recording import recorded, subject_of
from jishi.access.enums import AccessVerb, Role
from jishi.access.models import Account, Grant
from jishi.audit.enums import Actor, Subject


@transaction.atomic
def note_sign_in(*, account: Account, factor: str, by: Actor, at: datetime) -> None:
    """Record that somebody was let in, and by which factors."""
    account.last_login = at
    account.save(update_fields=["last_login"])
    recorded(AccessVerb.SIGN_IN, subject_of(account), by=by, at=at, particulars={"factor": factor})


@transaction.atomic
def note_refusal(*, account: Account | None, step: str, address: str, at: datetime) -> None:
    """Record that somebody was not let in; a name that is nobody's is not kept, it may be a password."""
    subject = subject_of(account) if account else Subject("account", "", "不存在的账号")
    by = Actor(account=subject.key, name=subject.label, role="未登录", address=address)
    recorded(AccessVerb.SIGN_IN_REFUSED, subject, by=by, at=at, particulars={"step": step})


@transaction.atomic
def note_sign_out(*, account: Account, by: Actor, at: datetime) -> None:
    """Record that somebody left."""
    recorded(AccessVerb.SIGN_OUT, subject_of(account), by=by, at=at)


@transaction.atomic
def note_switch(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Record that somebody goes on under another duty."""
    particulars = {"role": Role(grant.role).label, "unit": grant.unit.name}
    recorded(AccessVerb.SWITCH_DUTY, subject_of(grant.account), by=by, at=at, particulars=particulars)


@transaction.atomic
def note_simulation(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Record that somebody looked at what another duty sees."""
    particulars = {"role": Role(grant.role).label, "unit": grant.unit.name}
    recorded(AccessVerb.SIMULATE, subject_of(grant.account), by=by, at=at, particulars=particulars)
