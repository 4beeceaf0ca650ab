"""Answers in a page's place: to sign in, to the step still owed, expired, no duty, refused, wrong method.

Also what the request says of where it comes from.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from jishi.access.permissions import Forbidden
from jishi.access.views import sessions
from jishi.ledger import Refused, Stale
from jishi.ui.views import errors


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody not signed in to the sign-in page and back afterwards."""
    return _redirect(request, sign_in_address(request))


def expired(request: HttpRequest) -> HttpResponse:
    """End the session and say so; what was typed is kept as a draft of the same page."""
    address = sign_in_address(request)
    sessions.end(request)
    if _is_partial(request):
        return _redirect(request, f"{address}{'&' if '?' in address else '?'}expired=1")
    return errors.expired_response(request, sign_in_url=address)


def no_duty(request: HttpRequest) -> HttpResponse:
    """End the session of somebody who has no duty today."""
    sessions.end(request)
    return render(request, "access/no_duty.html", status=403)


def to_step(request: HttpRequest, name: str) -> HttpResponse:
    """Send somebody to the step of signing in still owed."""
    return _redirect(request, with_next(reverse(name), page_wanted(request)))


def wrong_method(request: HttpRequest, methods: frozenset[str]) -> HttpResponse:
    """Say that an address is not used that way."""
    context = {
        "title": "这个地址不能这样访问",
        "sentence": "请从页面上的按钮或链接进入，不要直接在地址栏打开或刷新提交结果。",
    }
    response = render(request, "access/refusal.html", context, status=405)
    response["Allow"] = ", ".join(sorted(methods))
    return response


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Say why something is not done."""
    if isinstance(refusal, Forbidden):
        return errors.handler403(request, refusal)
    if isinstance(refusal, Stale):
        return errors.conflict_response(request, refusal.sentence, reload_url=page_wanted(request))
    context = {"title": "没有办理", "sentence": refusal.sentence}
    return render(request, "access/refusal.html", context, status=400)


def sign_in_address(request: HttpRequest) -> str:
    """The address of the sign-in page that leads back to the page wanted."""
    return with_next(reverse("access:login"), page_wanted(request))


def with_next(address: str, wanted: str) -> str:
    """An address that remembers where to go on afterwards."""
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address


def page_wanted(request: HttpRequest) -> str:
    """The page to come back to: the one asked for, or the one a form or part of a page stands on."""
    if request.method == "GET" and not _is_partial(request):
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    return safe_address(request, came_from)


def safe_address(request: HttpRequest, address: str) -> str:
    """An address of this site as a path, or empty when it leads elsewhere."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else ""


def address_of(request: HttpRequest) -> str:
    """The network address a request comes from, as told by the proxies set to be trusted."""
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if settings.PROXIES and len(forwarded) >= settings.PROXIES:
        return forwarded[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def _is_partial(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _redirect(request: HttpRequest, address: str) -> HttpResponse:
    """Send a whole page elsewhere, also when only a part of it was asked for."""
    if not _is_partial(request):
        return HttpResponseRedirect(address)
    response = HttpResponse(status=401)
    response["HX-Redirect"] = address
    return response
