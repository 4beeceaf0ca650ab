"""What an account has enrolled for its second factor."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from jishi.access.models import Account


def is_enrolled(account: Account) -> bool:
    """Whether an account has a device for one-time codes."""
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())
