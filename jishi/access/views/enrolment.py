"""Tying a device for one-time codes to an account, and new recovery codes for it."""

from __future__ import annotations

import base64
from urllib.parse import quote, urlencode

from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.actions import factors
from jishi.access.forms import CodeForm
from jishi.access.models import Account
from jishi.access.selectors.factors import is_enrolled
from jishi.access.views import clock
from jishi.access.views.doors import entering, signed_in, visit_of
from jishi.access.views.signin import (
    account_of,
    actor_of,
    settle_factor,
    step_address,
    wanted_page,
)
from jishi.ledger import Refused

_SECRET = "enrolling"
_ISSUER = "基石"


@entering(methods=("GET", "POST"))
@never_cache
def enrol(request: HttpRequest) -> HttpResponse:
    """Show the secret of a new device and take its first code; then show the recovery codes once."""
    account, wanted = account_of(request), wanted_page(request)
    if is_enrolled(account):
        return redirect(step_address("access:code", wanted))
    secret = request.session.setdefault(_SECRET, factors.new_secret())
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (codes := _enrol(request, account, secret, form)):
        return _show_codes(request, codes, wanted)
    context = {
        "form": form,
        "next": wanted,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "picture": _picture(account, secret),
        "title": "启用动态验证码",
    }
    return render(request, "access/enrol.html", context)


@signed_in(methods=("POST",))
@never_cache
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them once."""
    visit = visit_of(request)
    codes = factors.renew_codes(account=visit.account, by=visit.actor, at=visit.at)
    return _show_codes(request, list(codes), "")


def _enrol(request: HttpRequest, account: Account, secret: str, form: CodeForm) -> list[str]:
    code, by = form.cleaned_data["code"], actor_of(request, account)
    try:
        codes = factors.enrol(account=account, secret=secret, code=code, by=by, at=clock.now())
    except Refused as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return []
    request.session.pop(_SECRET, None)
    settle_factor(request, account, factor="密码与新启用的动态验证码")
    return list(codes)


def _show_codes(request: HttpRequest, codes: list[str], wanted: str) -> HttpResponse:
    context = {"codes": codes, "onward": wanted or reverse("access:landing"), "title": "保存恢复码"}
    return render(request, "access/codes.html", context)


def _picture(account: Account, secret: str) -> str:
    """The secret as a picture an authenticator reads, as a data address."""
    words = urlencode({"secret": secret, "issuer": _ISSUER}, quote_via=quote)
    drawn = get_adapter().build_totp_svg(f"otpauth://totp/{quote(f'{_ISSUER}:{account.username}')}?{words}")
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
