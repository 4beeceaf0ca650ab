"""Accounts (P86): the list, one account, a new one, and what the system administrator does with them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.actions import accounts as actions
from jishi.access.actions.accounts import FreshPassword
from jishi.access.enums import Permission
from jishi.access.forms import AccountForm, LinkForm, MoveForm, ReasonForm
from jishi.access.models import Account
from jishi.access.presenters.accounts import (
    ACCOUNTS,
    account_facts,
    account_rows,
    account_tag,
    grant_rows,
    unit_choices,
)
from jishi.access.selectors.accounts import (
    account_visible,
    accounts_visible_to,
    grants_ever,
    searched,
    units_for_accounts,
    with_grants,
)
from jishi.access.selectors.factors import is_enrolled
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.ui.components import Link
from jishi.ui.frame import Crumb
from jishi.ui.lists import ListPage, ListState
from jishi.ui.responses import list_response, say
from jishi.ui.selectors import preference_of

_READERS = (Permission.ACCOUNT_VIEW, Permission.GRANT_VIEW)


@page(*_READERS)
def account_list(request: HttpRequest) -> HttpResponse:
    """List the accounts within sight."""
    visit = visit_of(request)
    state = ListState.read(request.GET, ACCOUNTS, preference_of(visit.account, ACCOUNTS.page))
    found = searched(
        accounts_visible_to(visit.sight),
        words=state.value("q"),
        role=state.value("role"),
        state=state.value("state"),
        on=visit.today,
    )
    window = state.window(found.count())
    shown = with_grants(found.order_by(state.order, "pk"), visit.today)[window.start : window.stop]
    may_edit = visit.sight.may(Permission.ACCOUNT_EDIT)
    new = Link("新建账号", reverse("access:account_new"), "user-plus") if may_edit else None
    rows = account_rows(shown, state.columns)
    return list_response(request, ListPage(state=state, window=window, rows=rows, primary=new))


@page(*_READERS)
def account(request: HttpRequest, username: str) -> HttpResponse:
    """Show one account with every grant it has or had."""
    visit = visit_of(request)
    shown = account_or_404(visit, username)
    enrolled = is_enrolled(shown)
    _place(request, Crumb(shown.name))
    context = {
        "title": shown.name,
        "account": shown,
        "tags": [account_tag(shown)],
        "facts": account_facts(shown, enrolled=enrolled),
        "grants": grant_rows(grants_ever(shown), visit.today),
        "enrolled": enrolled,
        "may": {permission.value: visit.sight.may(permission) for permission in Permission},
    }
    return render(request, "access/account.html", context)


@page(Permission.ACCOUNT_EDIT, methods=("GET", "POST"))
@never_cache
def account_new(request: HttpRequest) -> HttpResponse:
    """Make an account and show its one-time password once."""
    visit = visit_of(request)
    units = list(units_for_accounts(visit.sight))
    form = AccountForm(_posted(request), units=unit_choices(units))
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.create(
                username=data["username"],
                name=data["name"],
                unit=_unit(units, data["unit"]),
                reason=data["reason"],
                **_asked(visit),
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            return _show_password(request, made)
    _place(request, Crumb("新建账号"))
    return render(request, "access/form.html", {"form": form, "title": "新建账号", "verb": "建立账号"})


@page(Permission.ACCOUNT_EDIT, methods=("GET", "POST"))
@never_cache
def password_reset(request: HttpRequest, username: str) -> HttpResponse:
    """Give an account a one-time password and show it once."""
    visit = visit_of(request)
    target = account_or_404(visit, username)
    form = _reason_form(request, target)
    if form.is_valid():
        try:
            made = actions.reset_password(account=target, **form.cleaned_data, **_asked(visit))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return _show_password(request, made)
    note = "重置后原密码立即失效，本人的登录状态随之结束；平台生成一次性密码，只显示一次。"
    return _ask(request, form, target, title="重置密码", note=note)


@page(Permission.ACCOUNT_EDIT, methods=("GET", "POST"))
def account_switch(request: HttpRequest, username: str) -> HttpResponse:
    """Disable an active account, enable a disabled one."""
    visit = visit_of(request)
    target = account_or_404(visit, username)
    verb = "停用账号" if target.is_active else "启用账号"
    form = _reason_form(request, target)
    if form.is_valid():
        act = actions.disable if target.is_active else actions.enable
        try:
            act(account=target, **form.cleaned_data, **_asked(visit))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            say(request, f"已{verb}：{target.name}。")
            return redirect("access:account", username)
    note = "停用后本人不能再登录，已登录的页面立即失效。" if target.is_active else "启用后本人可以登录。"
    return _ask(request, form, target, title=verb, note=note)


@page(Permission.ACCOUNT_EDIT, methods=("GET", "POST"))
def account_move(request: HttpRequest, username: str) -> HttpResponse:
    """Let an account belong to another unit."""
    visit = visit_of(request)
    target = account_or_404(visit, username)
    units = list(units_for_accounts(visit.sight))
    form = MoveForm(_posted(request), units=unit_choices(units), initial={"stamp": target.stamp})
    if form.is_valid():
        data = form.cleaned_data
        unit = _unit(units, data.pop("unit"))
        try:
            actions.move(account=target, unit=unit, **data, **_asked(visit))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            say(request, f"已把{target.name}的账号调到{unit.name}。身份需由安全管理员另行调整。")
            return redirect("access:account", username)
    note = "调整后本人须重新登录。原单位的身份不会自动收回，请通知安全管理员。"
    return _ask(request, form, target, title="调整所在单位", note=note)


@page(Permission.ACCOUNT_EDIT, methods=("GET", "POST"))
def account_link(request: HttpRequest, username: str) -> HttpResponse:
    """Say whose account it is."""
    visit = visit_of(request)
    target = account_or_404(visit, username)
    initial = {"stamp": target.stamp, "person_uid": target.person_uid}
    form = LinkForm(_posted(request), initial=initial)
    if form.is_valid():
        try:
            actions.link_person(account=target, on=visit.today, **form.cleaned_data, **_asked(visit))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            say(request, f"已更新{target.name}的本人档案关联。")
            return redirect("access:account", username)
    note = "关联后，账号可以查看本人档案；职责分离也按本人核对，不看账号。"
    return _ask(request, form, target, title="关联本人档案", note=note)


def account_or_404(visit: Visit, username: str) -> Account:
    """One account within sight; anything else is not found."""
    try:
        return account_visible(visit.sight, username)
    except Account.DoesNotExist as missing:
        raise Http404("no such account") from missing


def _asked(visit: Visit) -> dict[str, Any]:
    return {"sight": visit.sight, "by": visit.actor, "at": visit.at}


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _reason_form(request: HttpRequest, target: Account) -> ReasonForm:
    return ReasonForm(_posted(request), initial={"stamp": target.stamp})


def _unit(units: list[Unit], text: str) -> Unit:
    return next(unit for unit in units if str(unit.pk) == text)


def _ask(request: HttpRequest, form: Any, target: Account, *, title: str, note: str) -> HttpResponse:
    _place(request, Crumb(target.name, reverse("access:account", args=[target.username])), Crumb(title))
    context = {"form": form, "title": f"{title}：{target.name}", "verb": title, "note": note}
    return render(request, "access/form.html", context)


def _show_password(request: HttpRequest, made: FreshPassword) -> HttpResponse:
    _place(request, Crumb("一次性密码"))
    context = {"made": made, "title": "一次性密码", "days": actions.ONE_TIME_DAYS}
    return render(request, "access/one_time_password.html", context)


def _place(request: HttpRequest, *crumbs: Crumb) -> None:
    place_page(request, Crumb("用户与权限", reverse("access:accounts")), *crumbs, active="accounts")
