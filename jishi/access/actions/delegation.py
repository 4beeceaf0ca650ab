"""Letting somebody else act under one's own duty while one is away."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from jishi.access.actions.recording import recorded, subject_of, told
from jishi.access.enums import AccessVerb, Permission, Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import ADMINISTRATORS, Forbidden, Sight
from jishi.access.rulings.holding import check_apart
from jishi.access.selectors import district_of, holds
from jishi.audit.enums import Actor
from jishi.ledger import Refused, Stale

LONGEST_DAYS = 183


@transaction.atomic
def give(  # noqa: PLR0913 # subject, particulars, days, reason, and who asks
    *,
    grant: Grant,
    to: Account,
    on: date,
    until: date,
    reason: str,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Grant:
    """Let another account act under one's own grant from a day to another, that day included.

    Errors: Forbidden, Refused.
    """
    sight.check_may(Permission.DELEGATE)
    source = _locked(grant)
    _check_own(source, sight, on)
    _check_days(source, on, until)
    deputy = Account.objects.select_for_update(of=("self",)).select_related("unit__district").get(pk=to.pk)
    _check_deputy(source, deputy)
    check_apart(deputy, Role(source.role), on)
    before = min(until + timedelta(days=1), source.valid_before)
    _check_new(source, deputy, on, before)
    delegated = Grant.objects.create(
        account=deputy, role=source.role, unit=source.unit, valid_from=on, valid_before=before,
        delegated_from=source, reason=reason, granted_by=by.account, granted_at=at,
    )  # fmt: skip
    particulars = told(delegated)
    recorded(
        AccessVerb.DELEGATION_GIVE, subject_of(deputy), by=by, at=at, particulars=particulars, reason=reason
    )
    return delegated


@transaction.atomic
def end(*, delegated: Grant, sight: Sight, by: Actor, at: datetime) -> Grant:
    """Take back what one delegated, at once; the deputy's session under it ends.

    Errors: Forbidden, Stale.
    """
    now = _locked(delegated)
    source = now.delegated_from
    if source is None or source.account_id != sight.account_id:
        raise Forbidden("只能结束您本人交出的代理。")
    if now.revoked_at is not None:
        raise Stale("这项代理已经结束，没有重复办理。请刷新查看最新情况。")
    now.revoked_at = at
    now.save(update_fields=["revoked_at"])
    recorded(AccessVerb.DELEGATION_END, subject_of(now.account), by=by, at=at, particulars=told(now))
    return now


def _locked(grant: Grant) -> Grant:
    rows = Grant.objects.select_for_update(of=("self",))
    return rows.select_related("unit__district", "account", "delegated_from__account").get(pk=grant.pk)


def _check_own(source: Grant, sight: Sight, on: date) -> None:
    if source.account_id != sight.account_id or source.delegated_from_id is not None:
        raise Forbidden("只能把您本人的身份交由他人代理，代理来的身份不能再交出。")
    if source.role in ADMINISTRATORS or source.role == Role.WORKER:
        raise Refused("管理员和社区工作者本人的身份不能交由他人代理。请联系安全管理员另行授权。")
    if source.revoked_at is not None or not (holds(source, on) or source.valid_from > on):
        raise Stale("这个身份已经到期或被收回，不能再交由他人代理。")


def _check_days(source: Grant, on: date, until: date) -> None:
    if until < on:
        raise Refused("代理的最后一天不能早于开始的一天，请重新填写。", field="until")
    if (until - on).days >= LONGEST_DAYS:
        raise Refused(f"一次代理最长 {LONGEST_DAYS} 天。请填写较近的日期，到期后可再次办理。", field="until")
    if on < source.valid_from or on >= source.valid_before:
        raise Refused("您的这个身份在代理开始的那天无效，请改在有效期内。", field="on")


def _check_deputy(source: Grant, deputy: Account) -> None:
    owner = source.account
    if deputy.pk == owner.pk or (deputy.person_uid and deputy.person_uid == owner.person_uid):
        raise Refused("代理人不能是您本人（包括您的另一个账号），请选择其他人。", field="to")
    if not deputy.is_active:
        raise Refused(f"{deputy.name}的账号已停用，请选择其他人。", field="to")
    if district_of(deputy.unit) != district_of(source.unit):
        raise Refused("代理人须是同一区的人员，请重新选择。", field="to")


def _check_new(source: Grant, deputy: Account, on: date, before: date) -> None:
    same = Grant.objects.filter(
        delegated_from=source, account=deputy, revoked_at__isnull=True,
        valid_from__lt=before, valid_before__gt=on,
    )  # fmt: skip
    if same.exists():
        raise Refused(f"{deputy.name}在这段时间已经代理您的这个身份，没有重复办理。")
