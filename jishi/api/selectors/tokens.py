"""Tokens: by what was sent, and those of an account."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from jishi.access.models import Account
from jishi.api.enums import MARK
from jishi.api.models import Token
from jishi.api.permissions import is_alive
from jishi.vault import blind_indexes

DIGEST_OF = "api_token"
_LONGEST = 100


def token_presented(text: str, on: date) -> Token | None:
    """The token that was sent, while it opens anything."""
    if not text.startswith(MARK) or len(text) > _LONGEST or not text.isascii():
        return None
    digests = blind_indexes(text, field=DIGEST_OF)
    linked = Token.objects.select_related(
        "account__unit", "grant__unit__district", "grant__delegated_from__account"
    )
    found = linked.filter(digest__in=digests).first()
    return found if found is not None and is_alive(found, on) else None


def tokens_of(account: Account) -> QuerySet[Token]:
    """Every token an account ever had, the newest first."""
    return Token.objects.filter(account=account).select_related("account", "grant__unit").order_by("-pk")


def tokens_in_use(account: Account, on: date) -> list[Token]:
    """The tokens of an account that open something."""
    linked = tokens_of(account).select_related("account", "grant__unit", "grant__delegated_from__account")
    return [token for token in linked.filter(revoked_at=None) if is_alive(token, on)]
