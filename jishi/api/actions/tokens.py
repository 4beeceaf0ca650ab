"""A token given to oneself, ended, or taken away with all others of an account."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from jishi.access.actions.recording import CHAIN, subject_of
from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import Sight
from jishi.api.enums import LONGEST_LIFE, MARK, MOST_TOKENS, ApiVerb
from jishi.api.models import Token
from jishi.api.permissions import check_can_issue, check_can_revoke_all
from jishi.api.selectors.tokens import DIGEST_OF, tokens_in_use
from jishi.audit import actions as audit
from jishi.audit.enums import Actor, Subject
from jishi.ledger import Refused, Stale
from jishi.vault import blind_index

_SHOWN = len(MARK) + 6


@dataclass(frozen=True, slots=True)
class Issued:
    """A token just made and its text, which is kept nowhere: it is shown once."""

    token: Token
    text: str = field(repr=False)


@transaction.atomic
def issue(  # noqa: PLR0913 # whose, under which duty, what for, until when, and who asks
    *, account: Account, grant: Grant, name: str, until: date, on: date, sight: Sight, by: Actor, at: datetime
) -> Issued:
    """Give oneself a token for the duty one acts under, up to and with a day.

    Errors: Forbidden; Refused for a day that is past or too far, or when there are too many.
    """
    check_can_issue(sight, account, grant)
    now = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    _check_until(until, on)
    if len(tokens_in_use(now, on)) >= MOST_TOKENS:
        raise Refused(f"有效的令牌已有 {MOST_TOKENS} 个。请先停用不再使用的，再发放新的。")
    text = MARK + secrets.token_urlsafe(32)
    token = Token.objects.create(
        account=now, grant=grant, name=name, digest=blind_index(text, field=DIGEST_OF), prefix=text[:_SHOWN],
        stamp=now.stamp, valid_from=on, valid_before=until + timedelta(days=1), issued_at=at,
    )  # fmt: skip
    told = {"token": token.prefix, "role": Role(grant.role).label, "until": until}
    audit.record(verb=ApiVerb.ISSUE, subject=_subject(token), by=by, at=at, chain=CHAIN, particulars=told)
    return Issued(token, text)


@transaction.atomic
def revoke(*, token: Token, sight: Sight, by: Actor, at: datetime) -> Token:
    """End a token of one's own at once.

    Errors: Token.DoesNotExist when it is somebody else's; Stale when it has ended already.
    """
    now = Token.objects.select_for_update().get(pk=token.pk, account_id=sight.account_id)
    if now.revoked_at is not None:
        raise Stale("这个令牌已经停用，没有重复办理。请刷新查看最新情况。")
    now.revoked_at = at
    now.save(update_fields=["revoked_at"])
    told = {"token": now.prefix}
    audit.record(verb=ApiVerb.REVOKE, subject=_subject(now), by=by, at=at, chain=CHAIN, particulars=told)
    return now


@transaction.atomic
def revoke_all(*, account: Account, sight: Sight, by: Actor, at: datetime) -> int:
    """End every token of an account at once; gives how many there were.

    Errors: Forbidden; Account.DoesNotExist out of sight; Refused when there is none.
    """
    check_can_revoke_all(sight, account)
    count = Token.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
    if not count:
        raise Refused(f"{account.name}没有可收回的接口令牌。请刷新查看最新情况。")
    told = {"count": count}
    audit.record(
        verb=ApiVerb.REVOKE_ALL, subject=subject_of(account), by=by, at=at, chain=CHAIN, particulars=told
    )
    return count


def _check_until(until: date, on: date) -> None:
    if until < on:
        raise Refused("最后一天不能早于今天，请重新填写。", field="until")
    if until > on + LONGEST_LIFE:
        raise Refused(f"令牌最长用 {LONGEST_LIFE.days} 天，请填写较近的日期，到期再发放新的。", field="until")


def note_use(*, token: Token, on: date) -> None:
    """Note the day a token was last used; once a day, so that reading writes nearly nothing."""
    if token.last_used_on != on:
        unnoted = Token.objects.filter(pk=token.pk)
        unnoted.filter(Q(last_used_on=None) | Q(last_used_on__lt=on)).update(last_used_on=on)


def _subject(token: Token) -> Subject:
    return Subject("token", str(token.pk), token.name)
