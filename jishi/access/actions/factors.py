"""The second factor: a device enrolled, a code used once, recovery codes, and a lost device forgotten.

Secrets are sealed and bound to their account; recovery codes are kept as keyed hashes. A system administrator
can reset a password and a security administrator a device: to enter by somebody's account takes them both.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db import transaction

from jishi.access.actions.recording import locked, recorded, subject_of
from jishi.access.enums import AccessVerb, Permission
from jishi.access.models import Account
from jishi.access.permissions import Sight
from jishi.access.rulings.factors import step_of_code
from jishi.access.rulings.holding import check_not_self
from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.vault import blind_index, blind_indexes, seal, unseal

RECOVERY_CODES = 10
_FIELD = "recovery_code"
_Kind = Authenticator.Type


def new_secret() -> str:
    """A secret for a device that is being enrolled, not kept until its first code was right."""
    return str(generate_totp_secret())


@transaction.atomic
def enrol(*, account: Account, secret: str, code: object, by: Actor, at: datetime) -> Sequence[str]:
    """Tie a device to an account once its first code is right; gives the recovery codes, shown this once.

    Errors: Refused when the code is wrong or a device is tied already.
    """
    now = Account.objects.select_for_update().get(pk=account.pk)
    if _device(now, _Kind.TOTP) is not None:
        raise Refused("这个账号已经启用动态验证码。更换设备请联系安全管理员重置。", field="code")
    step = step_of_code(secret, code, at=at, after=0)
    if step is None:
        raise Refused("验证码不正确或已过期。请核对手机时间，输入验证器上当前显示的 6 位数字。", field="code")
    data = {"secret": _sealed(now, secret), "last_step": step}
    Authenticator.objects.create(user=now, type=_Kind.TOTP, data=data, created_at=at)
    recorded(AccessVerb.FACTOR_ENROL, subject_of(now), by=by, at=at)
    return _fresh_codes(now, at)


@transaction.atomic
def use_code(*, account: Account, code: object, at: datetime) -> bool:
    """Whether a one-time or recovery code is right now; a right one is used up."""
    device = _device(account, _Kind.TOTP)
    if device is None or not isinstance(code, str):
        return False
    secret = unseal(device.data["secret"], table="authenticator", row=account.username, field="secret")
    step = step_of_code(secret, code, at=at, after=device.data["last_step"])
    if step is None:
        return _use_recovery_code(account, code, at)
    device.data["last_step"], device.last_used_at = step, at
    device.save()
    return True


@transaction.atomic
def renew_codes(*, account: Account, by: Actor, at: datetime) -> Sequence[str]:
    """Make new recovery codes in place of the old ones, shown this once.

    Errors: Refused when no device is tied to the account.
    """
    if _device(account, _Kind.TOTP) is None:
        raise Refused("还没有启用动态验证码。请先启用，再生成恢复码。")
    codes = _fresh_codes(account, at)
    recorded(AccessVerb.FACTOR_RENEW, subject_of(account), by=by, at=at)
    return codes


@transaction.atomic
def reset(*, account: Account, reason: str, sight: Sight, by: Actor, at: datetime) -> None:
    """Forget the device of somebody who lost it; the next sign-in enrols another.

    Errors: Forbidden, Refused.
    """
    sight.check_may(Permission.LOCKOUT_EDIT)
    now = locked(account, sight=sight)
    check_not_self(now, sight)
    count, _ = Authenticator.objects.filter(user=now).delete()
    if not count:
        raise Refused(f"{now.name}还没有启用动态验证码，不需要重置。")
    now.stamp += 1
    now.save(update_fields=["stamp"])
    recorded(AccessVerb.FACTOR_RESET, subject_of(now), by=by, at=at, reason=reason)


def _device(account: Account, kind: str) -> Authenticator | None:
    rows = Authenticator.objects.select_for_update()
    return rows.filter(user_id=account.pk, type=kind).first()


def _sealed(account: Account, secret: str) -> str:
    return seal(secret, table="authenticator", row=account.username, field="secret")


def _fresh_codes(account: Account, at: datetime) -> Sequence[str]:
    codes = [secrets.token_hex(5) for _ in range(RECOVERY_CODES)]
    data = {"codes": [_hashed(account, code) for code in codes]}
    Authenticator.objects.filter(user=account, type=_Kind.RECOVERY_CODES).delete()
    Authenticator.objects.create(user=account, type=_Kind.RECOVERY_CODES, data=data, created_at=at)
    return codes


def _use_recovery_code(account: Account, code: str, at: datetime) -> bool:
    kept = _device(account, _Kind.RECOVERY_CODES)
    word = code.strip().lower()
    if kept is None or len(word) != 10:
        return False
    hashes = set(blind_indexes(f"{account.username}:{word}", field=_FIELD))
    left = [known for known in kept.data["codes"] if known not in hashes]
    if len(left) == len(kept.data["codes"]):
        return False
    kept.data, kept.last_used_at = {"codes": left}, at
    kept.save()
    return True


def _hashed(account: Account, code: str) -> str:
    return blind_index(f"{account.username}:{code}", field=_FIELD)
