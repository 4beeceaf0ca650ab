"""Accounts: made, moved, tied to a person, disabled, and given a new password — never one somebody chose."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jishi.access.actions.recording import lock_person, locked, recorded, subject_of
from jishi.access.enums import AccessVerb, Permission
from jishi.access.models import Account
from jishi.access.permissions import Forbidden, Sight
from jishi.access.rulings.holding import (
    administrators_of,
    check_not_self,
    check_one_administrator,
)
from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.places.models import Unit

ONE_TIME_DAYS = 3
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_LETTERS = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789")  # none that look alike


@dataclass(frozen=True, slots=True)
class FreshPassword:
    """A password the platform made, to be shown once and changed at the next sign-in."""

    account: Account
    password: str


@transaction.atomic
def create(  # what an account is made of
    *, username: str, name: str, unit: Unit, reason: str = "", sight: Sight, by: Actor, at: datetime
) -> FreshPassword:
    """Make an account without any duty.

    Errors: Forbidden, Refused.
    """
    sight.check_may(Permission.ACCOUNT_EDIT)
    _check_within(unit, sight)
    if not _NAME.fullmatch(username):
        raise Refused("登录名用 3 到 40 位小写字母、数字、点、横线，以字母或数字开头。", field="username")
    account = Account(username=username, name=name, unit=unit, created_at=at)
    password = _give_password(account, at)
    _insert(account)
    recorded(
        AccessVerb.ACCOUNT_CREATE,
        subject_of(account),
        by=by,
        at=at,
        particulars={"unit": unit.name},
        reason=reason,
    )
    return FreshPassword(account, password)


@transaction.atomic
def disable(
    *, account: Account, reason: str, stamp: int | None = None, sight: Sight, by: Actor, at: datetime
) -> Account:
    """Let nobody sign in by an account any more; its sessions end at once.

    Errors: Forbidden, Stale, Refused.
    """
    return _switch(account, on=False, reason=reason, stamp=stamp, sight=sight, by=by, at=at)


@transaction.atomic
def enable(
    *, account: Account, reason: str, stamp: int | None = None, sight: Sight, by: Actor, at: datetime
) -> Account:
    """Let an account be signed in by again.

    Errors: Forbidden, Stale, Refused.
    """
    return _switch(account, on=True, reason=reason, stamp=stamp, sight=sight, by=by, at=at)


@transaction.atomic
def reset_password(
    *, account: Account, reason: str, stamp: int | None = None, sight: Sight, by: Actor, at: datetime
) -> FreshPassword:
    """Give an account a password the platform makes; whoever asks learns it once and cannot choose it.

    Errors: Forbidden, Stale.
    """
    sight.check_may(Permission.ACCOUNT_EDIT)
    now = locked(account, sight=sight, stamp=stamp)
    check_not_self(now, sight)
    password = _give_password(now, at)
    _changed(now)
    recorded(AccessVerb.PASSWORD_RESET, subject_of(now), by=by, at=at, reason=reason)
    return FreshPassword(now, password)


@transaction.atomic
def change_password(*, account: Account, old: str, new: str, by: Actor, at: datetime) -> Account:
    """Let somebody choose a new password for the own account.

    Errors: Refused when the old one is wrong or the new one does not fit.
    """
    now = Account.objects.select_for_update().get(pk=account.pk)
    if not now.check_password(old):
        raise Refused("原密码不正确，请重新输入。", field="old")
    if old == new:
        raise Refused("新密码不能与原密码相同，请换一个。", field="new")
    try:
        validate_password(new, now)
    except ValidationError as problems:
        raise Refused("".join(problems.messages), field="new") from problems
    now.set_password(new)
    now.must_change_password, now.password_before = False, None
    _changed(now)
    recorded(AccessVerb.PASSWORD_CHANGE, subject_of(now), by=by, at=at)
    return now


@transaction.atomic
def move(  # subject, particular, reason, and who asks
    *,
    account: Account,
    unit: Unit,
    reason: str,
    stamp: int | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Account:
    """Let an account belong to another unit; its sessions end, its duties are the security admin's matter.

    Errors: Forbidden, Stale.
    """
    sight.check_may(Permission.ACCOUNT_EDIT)
    now = locked(account, sight=sight, stamp=stamp)
    _check_within(unit, sight)
    now.unit = unit
    _changed(now)
    particulars = {"unit": unit.name}
    recorded(AccessVerb.ACCOUNT_MOVE, subject_of(now), by=by, at=at, particulars=particulars, reason=reason)
    return now


@transaction.atomic
def link_person(  # subject, particulars, on, and who asks
    *,
    account: Account,
    person_uid: str,
    on: date,
    stamp: int | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Account:
    """Say whose account it is; whose file it shows, and against whom separation of duties is held.

    Errors: Forbidden, Stale; Refused when that person would hold two of the three administrators.
    """
    sight.check_may(Permission.ACCOUNT_EDIT)
    theirs = lock_person(account, person_uid)
    now = locked(account, sight=sight, stamp=stamp)
    check_not_self(now, sight)
    check_one_administrator(administrators_of(theirs, on))
    before, now.person_uid = now.person_uid, person_uid
    _changed(now)
    particulars = {"before": before, "after": person_uid}
    recorded(AccessVerb.ACCOUNT_LINK, subject_of(now), by=by, at=at, particulars=particulars)
    return now


def _switch(  # the arguments of the two verbs
    account: Account, *, on: bool, reason: str, stamp: int | None, sight: Sight, by: Actor, at: datetime
) -> Account:
    sight.check_may(Permission.ACCOUNT_EDIT)
    now = locked(account, sight=sight, stamp=stamp)
    check_not_self(now, sight)
    if now.is_active == on:
        raise Refused(f"账号“{now.name}”已经是{'启用' if on else '停用'}状态，没有重复办理。")
    now.is_active = on
    _changed(now)
    verb = AccessVerb.ACCOUNT_ENABLE if on else AccessVerb.ACCOUNT_DISABLE
    recorded(verb, subject_of(now), by=by, at=at, reason=reason)
    return now


def _check_within(unit: Unit, sight: Sight) -> None:
    if not sight.within(unit.path):
        raise Forbidden("这个单位不在您管理的范围内。请选择本范围内的单位。")


def _insert(account: Account) -> None:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            f"登录名“{account.username}”已有人使用，请换一个，例如加上单位简称。", field="username"
        ) from error


def _changed(account: Account) -> None:
    account.stamp += 1
    account.save()


def _give_password(account: Account, at: datetime) -> str:
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.password_before = at + timedelta(days=ONE_TIME_DAYS)
    return password


def one_time_password() -> str:
    """A password nobody chose: four characters of each kind, shuffled, none that look alike."""
    characters = [secrets.choice(letters) for letters in _LETTERS for _ in range(4)]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)
