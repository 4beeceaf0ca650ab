"""Duties given and taken away by the security administrator, never to oneself."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from jishi.access.actions.recording import lock_person, locked, recorded, subject_of, told
from jishi.access.enums import AccessVerb, Permission, Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import ADMINISTRATORS, Forbidden, Sight
from jishi.access.rulings.holding import (
    check_apart,
    check_fits,
    check_not_self,
    check_one_administrator,
)
from jishi.audit.enums import Actor
from jishi.ledger import Refused, Stale
from jishi.ledger.models import FOREVER
from jishi.places.models import Unit


@transaction.atomic
def give(  # noqa: PLR0913 # subject, particulars, days, reason, and who asks
    *,
    account: Account,
    role: Role,
    unit: Unit,
    on: date,
    before: date = FOREVER,
    reason: str,
    stamp: int | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Grant:
    """Give an account a role at a unit from a day on, up to and without another.

    Errors: Forbidden, Stale, Refused.
    """
    sight.check_may(Permission.GRANT_EDIT)
    now = _for_granting(account, unit, sight=sight, stamp=stamp)
    if before <= on:
        raise Refused("截止日期必须晚于起始日期，请重新填写。", field="until")
    check_fits(role, unit)
    check_apart(now, role, on)
    _check_new(now, role, unit, on, before)
    grant = _insert(Grant(
        account=now, role=role, unit=unit, valid_from=on, valid_before=before,
        reason=reason, granted_by=by.account, granted_at=at,
    ), at)  # fmt: skip
    _end_sessions(now)
    recorded(AccessVerb.GRANT_GIVE, subject_of(now), by=by, at=at, particulars=told(grant), reason=reason)
    return grant


@transaction.atomic
def revoke(*, grant: Grant, reason: str, sight: Sight, by: Actor, at: datetime) -> Grant:
    """Take a duty away at once, with everything delegated from it.

    Errors: Forbidden; Stale when somebody else took it away already.
    """
    sight.check_may(Permission.GRANT_EDIT)
    account = locked(grant.account, sight=sight)
    check_not_self(account, sight)
    now = Grant.objects.select_for_update(of=("self",)).select_related("unit").get(pk=grant.pk)
    if now.revoked_at is not None:
        raise Stale("这项授权已经收回，没有重复办理。请刷新查看最新情况。")
    now.revoked_at = at
    now.save(update_fields=["revoked_at"])
    _end_sessions(account)
    particulars = told(now)
    recorded(
        AccessVerb.GRANT_REVOKE, subject_of(account), by=by, at=at, particulars=particulars, reason=reason
    )
    return now


def _for_granting(account: Account, unit: Unit, *, sight: Sight, stamp: int | None) -> Account:
    lock_person(account)  # two grants at once must not make two administrators of one person
    now = locked(account, sight=sight, stamp=stamp)
    check_not_self(now, sight)
    if not sight.within(unit.path):
        raise Forbidden("这个单位不在您管理的范围内。请选择本范围内的单位。")
    if not now.is_active:
        raise Refused("账号已停用，不能授予身份。请先由系统管理员启用账号。")
    return now


def _check_new(account: Account, role: Role, unit: Unit, on: date, before: date) -> None:
    same = Grant.objects.filter(
        account=account, role=role, unit=unit, revoked_at__isnull=True,
        valid_from__lt=before, valid_before__gt=on, delegated_from__isnull=True,
    )  # fmt: skip
    if same.exists():
        raise Refused(f"{account.name}在这段时间已有“{role.label}（{unit.name}）”的身份，没有重复授予。")


def _insert(grant: Grant, at: datetime) -> Grant:
    if grant.role in ADMINISTRATORS:
        ended = Grant.objects.filter(account=grant.account, role__in=ADMINISTRATORS, revoked_at__isnull=True)
        ended.filter(valid_before__lte=grant.valid_from).update(revoked_at=at)
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except IntegrityError:
        check_one_administrator({grant.role, *ADMINISTRATORS})
    return grant


def _end_sessions(account: Account) -> None:
    account.stamp += 1
    account.save(update_fields=["stamp"])
