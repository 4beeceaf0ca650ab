"""Signing in: name and password, a one-time code, a new password where one is owed; and out again.

Whatever is wrong with name or password, the answer is the same and takes as long.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from jishi.access.actions import accounts
from jishi.access.actions.factors import use_code
from jishi.access.actions.sessions import note_refusal, note_sign_in, note_sign_out
from jishi.access.forms import CodeForm, PasswordForm, SignInForm
from jishi.access.models import Account
from jishi.access.nav import address, menu_for
from jishi.access.selectors import grants_of
from jishi.access.selectors.factors import is_enrolled
from jishi.access.views import clock, detours, sessions, tries
from jishi.access.views.doors import begin, entering, open_to_all, signed_in, visit_of
from jishi.audit.enums import Actor
from jishi.ledger import Refused

BACKEND = "django.contrib.auth.backends.ModelBackend"
_WRONG = "登录名或密码不正确，或账号已停用。请核对后重试；忘记密码请联系系统管理员重置。"
_WRONG_CODE = "验证码不正确、已过期或已用过。请输入验证器上当前显示的 6 位数字，或一个没有用过的恢复码。"


@open_to_all(methods=("GET", "POST"))
@sensitive_post_parameters("password")
@never_cache
def login(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; a right pair leads to the page wanted, or to what is still owed."""
    wanted = wanted_page(request)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        account = auth.authenticate(request, **form.cleaned_data)
        if isinstance(account, Account) and not _is_stale(account):
            return let_in(request, account, wanted)
        note_refused(request, form.cleaned_data["username"], "密码")
        form.add_error(None, _WRONG)
    context = {"form": form, "next": wanted, "expired": "expired" in request.GET, "title": "登录"}
    context["service"] = address("openid_connect_login", "service")
    return render(request, "access/login.html", context)


def let_in(request: HttpRequest, account: Account, wanted: str, *, factor: str = "密码") -> HttpResponse:
    """Begin a session for somebody who has shown the first factor."""
    at = clock.now()
    auth.login(request, account, backend=BACKEND)
    duty = begin(request, account, grants_of(account, clock.today()), at)
    if duty.owes_factor:
        return redirect(step_address("access:code", wanted))
    _note_arrival(request, account, factor)
    return redirect(wanted or reverse("access:landing"))


@entering(methods=("GET", "POST"))
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask for a one-time code; who has no device yet is sent to enrol one."""
    account, wanted = account_of(request), wanted_page(request)
    duty = sessions.kept(request)
    if duty is None or not duty.owes_factor:
        return redirect(wanted or reverse("access:landing"))
    if not is_enrolled(account):
        return redirect(step_address("access:enrol", wanted))
    if tries.is_locked(request, account.username):
        return _locked_out(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if use_code(account=account, code=form.cleaned_data["code"], at=clock.now()):
            settle_factor(request, account, factor="密码与动态验证码")
            return redirect(wanted or reverse("access:landing"))
        tries.failed(request, account.username)
        note_refused(request, account.username, "动态验证码")
        form.add_error("code", _WRONG_CODE)
    return render(request, "access/code.html", {"form": form, "next": wanted, "title": "输入验证码"})


def settle_factor(request: HttpRequest, account: Account, *, factor: str) -> None:
    """Note that a session that owed a code owes it no more, under a new session key."""
    duty = sessions.kept(request)
    if duty is None or not duty.owes_factor:
        return
    request.session.cycle_key()
    sessions.keep(request, replace(duty, owes_factor=False))
    _note_arrival(request, account, factor)


@entering(methods=("GET", "POST"))
@sensitive_post_parameters()
@never_cache
def password(request: HttpRequest) -> HttpResponse:
    """Choose a new password: owed after a one-time one, possible at any time."""
    account, wanted = account_of(request), wanted_page(request)
    duty = sessions.kept(request)
    if duty is None or duty.owes_factor:
        return redirect(step_address("access:code", wanted))
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _change_password(request, account, duty, form):
        return redirect(wanted or reverse("access:landing"))
    context = {"form": form, "next": wanted, "owed": account.must_change_password, "title": "修改密码"}
    return render(request, "access/password.html", context)


def _change_password(request: HttpRequest, account: Account, duty: sessions.Duty, form: PasswordForm) -> bool:
    old, new = form.cleaned_data["old"], form.cleaned_data["new"]
    by = actor_of(request, account)
    try:
        changed = accounts.change_password(account=account, old=old, new=new, by=by, at=clock.now())
    except Refused as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return False
    auth.update_session_auth_hash(request, changed)  # this session goes on, every other one ends
    sessions.keep(request, replace(duty, stamp=changed.stamp))
    return True


@entering(methods=("POST",))
def logout(request: HttpRequest) -> HttpResponse:
    """End the session, wherever in signing in it stands."""
    account = account_of(request)
    note_sign_out(account=account, by=actor_of(request, account), at=clock.now())
    sessions.end(request)
    return redirect(reverse("access:login"))


def locked_out(request: HttpRequest, *_others: Any) -> HttpResponse:
    """Say that too many tries failed and when to try again."""
    context = {
        "title": "登录已暂停",
        "sentence": "连续 5 次没有通过，为保护账号，本机 15 分钟内不能再用这个登录名登录。"
        "请稍后再试，或联系安全管理员解除锁定。",
    }
    return render(request, "access/refusal.html", context, status=429)


def _locked_out(request: HttpRequest) -> HttpResponse:
    sessions.end(request)
    return locked_out(request)


def account_of(request: HttpRequest) -> Account:
    """The account behind an entering door."""
    if not isinstance(request.user, Account):
        raise LookupError("this page is open to everybody: it has no account")
    return request.user


def actor_of(request: HttpRequest, account: Account) -> Actor:
    """Who acts while signing in, before a duty is taken up."""
    return Actor(
        account=account.username,
        name=account.name,
        role="登录",
        person=account.person_uid,
        address=detours.address_of(request),
    )


def wanted_page(request: HttpRequest) -> str:
    """The page of this site to go to after signing in, empty when none was named."""
    named = request.POST.get("next") or request.GET.get("next", "")
    wanted = detours.safe_address(request, named)
    return "" if wanted.startswith(reverse("access:login")) else wanted


def step_address(name: str, wanted: str) -> str:
    """The address of a step of signing in that remembers the page wanted."""
    return detours.with_next(reverse(name), wanted)


@signed_in()
def landing(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of a duty: home, for administrators the first of their menu."""
    first = next((item.url for item in menu_for(visit_of(request).sight)), "")
    return redirect(first or reverse("access:me"))


def _note_arrival(request: HttpRequest, account: Account, factor: str) -> None:
    tries.forget(request, account.username)
    note_sign_in(account=account, factor=factor, by=actor_of(request, account), at=clock.now())


def _is_stale(account: Account) -> bool:
    """Whether a one-time password was not used in time."""
    before = account.password_before
    return account.must_change_password and before is not None and before <= clock.now()


def note_refused(request: HttpRequest, username: str, step: str) -> None:
    """Tell the audit that somebody was not let in."""
    account = Account.objects.filter(username=username).first()
    note_refusal(account=account, step=step, address=detours.address_of(request), at=clock.now())
