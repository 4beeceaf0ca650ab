"""What every verb of this room begins and ends with: the account locked, the event on the platform chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jishi.access.enums import AccessVerb, Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import Forbidden, Sight
from jishi.access.rulings.holding import accounts_of_person
from jishi.audit import actions as audit
from jishi.audit.enums import Actor, Subject
from jishi.ledger import Stale

CHAIN = "platform"


def locked(account: Account, *, sight: Sight, stamp: int | None = None) -> Account:
    """The account as it stands, locked until the transaction ends, within sight and unchanged since `stamp`.

    Errors: Forbidden, Stale.
    """
    now = Account.objects.select_for_update(of=("self",)).select_related("unit").get(pk=account.pk)
    if not sight.within(now.unit.path):
        raise Forbidden("这个账号不在您管理的范围内。请由管理它所在单位的管理员办理。")
    if stamp is not None and stamp != now.stamp:
        raise Stale("这个账号刚刚被别人改过，您的操作没有生效。请刷新后核对最新情况，再重新办理。")
    return now


def lock_person(account: Account, person_uid: str | None = None) -> list[int]:
    """Lock every account of the person behind one (or of another person, and the one), in one order for all.

    Shape: the keys of the accounts.
    Errors: Stale when the account became somebody else's meanwhile.
    """
    before = Account.objects.get(pk=account.pk)
    theirs = accounts_of_person(before, person_uid)
    rows = Account.objects.select_for_update().filter(pk__in=theirs).order_by("pk")
    if any(row.pk == before.pk and row.person_uid != before.person_uid for row in rows):
        raise Stale("这个账号关联的本人刚刚被别人改过，您的操作没有生效。请刷新后重新办理。")
    return theirs


def subject_of(account: Account) -> Subject:
    """An account as the audit names it."""
    return Subject("account", account.username, account.name)


def told(grant: Grant) -> dict[str, Any]:
    """What the audit tells of a grant."""
    return {
        "grant": grant.pk,
        "role": Role(grant.role).label,
        "unit": grant.unit.name,
        "valid_from": grant.valid_from,
        "until": grant.last_day,
    }


def recorded(  # the parts of an event
    verb: AccessVerb,
    subject: Subject,
    *,
    by: Actor,
    at: datetime,
    particulars: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record an event of administration in the platform's chain."""
    audit.record(
        verb=verb, subject=subject, by=by, at=at, chain=CHAIN, particulars=particulars, reason=reason
    )
