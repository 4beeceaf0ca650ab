"""Signing in by name and password, and out again. Whatever is wrong, the answer is the same."""

from __future__ import annotations

from typing import Any

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from jishi.access.forms import SignInForm
from jishi.access.models import Account
from jishi.access.nav import address
from jishi.access.selectors import grants_of
from jishi.access.views import clock, detours, sessions
from jishi.access.views.doors import begin, open_to_all, signed_in


@open_to_all(methods=("GET", "POST"))
def login(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; a right pair leads on to the page wanted or what is still owed."""
    wanted = detours.safe_address(request, request.POST.get("next") or request.GET.get("next", ""))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        account = auth.authenticate(request, **form.credentials)
        if isinstance(account, Account):
            return _let_in(request, account, wanted)
        form.add_error(None, "登录名或密码不正确，或账号已停用。请核对后重试；忘记密码请联系系统管理员重置。")
    context = {"form": form, "next": wanted, "expired": "expired" in request.GET}
    return render(request, "access/login.html", context, status=200)


def _let_in(request: HttpRequest, account: Account, wanted: str) -> HttpResponseRedirect:
    auth.login(request, account)
    begin(request, account, grants_of(account, clock.today()), clock.now())
    return redirect(wanted or home_address())


@signed_in(methods=("POST",))
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    sessions.end(request)
    return redirect(reverse("access:login"))


def home_address() -> str:
    """Where somebody lands: the home of the higher rooms, else one's own account."""
    return address("home") or address("registry:home") or address("access:me") or "/"


def locked_out(request: HttpRequest, *_others: Any) -> HttpResponse:
    """Say that too many tries failed and when to try again."""
    context = {
        "title": "登录已暂停",
        "sentence": "连续 5 次没有通过，为保护账号，本机 15 分钟内不能再用这个登录名登录。"
        "请稍后再试，或联系安全管理员解除锁定。",
    }
    return render(request, "access/refusal.html", context, status=429)
