"""Tokens as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jishi.access.presenters.accounts import title_of
from jishi.api.models import Token
from jishi.api.permissions import is_alive
from jishi.ui.components import Tone
from jishi.ui.templatetags.formats import day


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token, whether it opens anything, and until when."""

    token: Token
    duty: str
    days: str
    used: str
    state: str
    tone: Tone
    may_revoke: bool


def token_rows(tokens: Iterable[Token], on: date) -> list[TokenRow]:
    """Tokens as rows."""
    return [_row(token, on) for token in tokens]


def _row(token: Token, on: date) -> TokenRow:
    state, tone = _state(token, on)
    return TokenRow(
        token=token,
        duty=title_of(token.grant),
        days=f"{day(token.valid_from)} 至 {day(token.last_day)}",
        used=day(token.last_used_on) if token.last_used_on else "",
        state=state,
        tone=tone,
        may_revoke=token.revoked_at is None,
    )


def _state(token: Token, on: date) -> tuple[str, Tone]:
    if token.revoked_at is not None:
        return "已停用", "mute"
    if token.valid_before <= on:
        return "已到期", "mute"
    return ("有效", "ok") if is_alive(token, on) else ("账号或身份有变动，已失效", "warn")
