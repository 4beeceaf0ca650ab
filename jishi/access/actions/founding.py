"""The first accounts of a platform, made from the command line while nobody can sign in yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from jishi.access.actions.recording import CHAIN
from jishi.access.enums import AccessVerb, Role
from jishi.access.models import Account, Grant
from jishi.access.rulings.holding import check_apart, check_fits
from jishi.audit import actions as audit
from jishi.audit.enums import SYSTEM, Actor, Subject
from jishi.ledger import Refused
from jishi.places.models import Unit


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Somebody to be let in from the start: as what, where, and whose file it is."""

    username: str
    name: str
    role: Role
    unit: Unit
    person_uid: str = ""


@transaction.atomic
def enrol(
    enrolments: Sequence[Enrolment], *, password: str, must_change: bool, on: date, by: Actor, at: datetime
) -> list[Account]:
    """Make accounts with their duties, all with one password, hashed once; a name that comes again gets more.

    Errors: Refused unless the platform itself asks, or when a duty does not fit.
    """
    if by != SYSTEM:
        raise Refused("只有在建立平台时才能这样批量建立账号。请由系统管理员逐个建立。")
    hashed = make_password(password)
    accounts: dict[str, Account] = {}
    for each in enrolments:
        account = accounts.get(each.username) or Account.objects.create(
            username=each.username, name=each.name, unit=each.unit, person_uid=each.person_uid,
            password=hashed, must_change_password=must_change, created_at=at,
        )  # fmt: skip
        accounts[each.username] = account
        check_fits(each.role, each.unit)
        check_apart(account, each.role, on)
        Grant.objects.create(account=account, role=each.role, unit=each.unit, valid_from=on,
                             reason="建立平台", granted_by=by.name, granted_at=at)  # fmt: skip
    audit.record_many([_entry(each) for each in enrolments], by=by, at=at, chain=CHAIN)
    return list(accounts.values())


def _entry(each: Enrolment) -> audit.Entry:
    return audit.Entry(
        verb=AccessVerb.GRANT_GIVE,
        subject=Subject("account", each.username, each.name),
        particulars={"role": each.role.label, "unit": each.unit.name},
        reason="建立平台",
    )
