"""Signing in by a district's identity service (OpenID Connect), where one is set.

allauth speaks the protocol; who the service names must be an account here already, found by its sign-in name.
Nothing is stored of the service, no account is made, and the second factor is owed as ever.
"""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jishi.access.models import Account
from jishi.access.views import detours
from jishi.access.views.signin import let_in, note_refused

_UNKNOWN = "统一身份认证没有通过，或其中的账号在本平台没有启用。请改用登录名和密码登录，或联系系统管理员。"


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Lets in whom the service names, if that is an account that is not disabled."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> NoReturn:
        """Answer in place of everything allauth would do next."""
        named = _name_in(sociallogin.account.extra_data)
        account = Account.objects.filter(username=named, is_active=True).first() if named else None
        if account is None:
            note_refused(request, named, "统一身份认证")
            raise ImmediateHttpResponse(_refusal(request))
        wanted = detours.safe_address(request, str(sociallogin.state.get("next") or ""))
        raise ImmediateHttpResponse(let_in(request, account, wanted, factor="统一身份认证"))

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Say that it did not work and how to go on."""
        raise ImmediateHttpResponse(_refusal(request))

    def is_open_for_signup(self, *_args: Any) -> bool:
        """Nobody makes an account by signing in."""
        return False


def _name_in(told: Any) -> str:
    """The sign-in name among what the service tells."""
    claims = {**(told.get("id_token") or {}), **(told.get("userinfo") or {}), **told}
    named = claims.get(settings.OIDC_NAME_CLAIM)
    return named.lower() if isinstance(named, str) else ""


def _refusal(request: HttpRequest) -> HttpResponse:
    return render(request, "access/refusal.html", {"title": "没有登录", "sentence": _UNKNOWN}, status=403)
