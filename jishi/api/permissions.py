"""Who may hold a token, and whether a token still opens anything."""

from __future__ import annotations

from datetime import date

from jishi.access.enums import Permission
from jishi.access.models import Account, Grant
from jishi.access.permissions import Forbidden, Sight
from jishi.access.selectors import holds
from jishi.api.models import Token


def check_can_issue(sight: Sight, account: Account, grant: Grant) -> None:
    """Refuse a token for anybody but oneself, for a role without the right, or for a duty held as a deputy.

    Errors: Forbidden.
    """
    sight.check_may(Permission.API_TOKEN)
    if account.pk != sight.account_id or grant.account_id != account.pk:
        raise Forbidden("接口令牌只能由本人用自己的身份申请，请由需要令牌的账号登录后办理。")
    if grant.delegated_from_id is not None:
        raise Forbidden("代理得来的身份不能发放接口令牌，请由被代理人本人办理。")


def check_can_revoke_all(sight: Sight, account: Account) -> None:
    """Refuse taking tokens away by anybody but the security administrator of the account's part.

    Errors: Forbidden; Account.DoesNotExist out of sight.
    """
    if not sight.within(account.unit.path):
        raise Account.DoesNotExist
    sight.check_may(Permission.GRANT_EDIT)


def is_alive(token: Token, on: date) -> bool:
    """Whether a token opens anything on a day; it fails closed.

    Not once it is revoked or over, the account disabled or changed since, a password due, the duty ended.
    """
    account, grant = token.account, token.grant
    unspent = token.revoked_at is None and token.valid_from <= on < token.valid_before
    same = account.is_active and account.stamp == token.stamp and not account.must_change_password
    return unspent and same and grant.account_id == account.pk and holds(grant, on)
