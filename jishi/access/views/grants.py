"""What the security administrator does (P86): duties, devices, lock-outs; and a look as another duty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jishi.access.actions import factors, grants, lockouts
from jishi.access.actions.sessions import note_simulation
from jishi.access.enums import Permission, Role
from jishi.access.forms import GrantForm, ReasonForm
from jishi.access.models import Account, Grant
from jishi.access.nav import menu_for
from jishi.access.permissions import DEFAULT_LEVELS
from jishi.access.presenters.accounts import title_of, unit_choices
from jishi.access.presenters.rights import level_cells, permissions_of
from jishi.access.selectors import sight_for
from jishi.access.selectors.accounts import grant_visible, lockouts_visible_to, units_for_grants
from jishi.access.views.accounts import account_or_404
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused
from jishi.ledger.models import FOREVER
from jishi.places.models import Unit
from jishi.ui.frame import Crumb
from jishi.ui.responses import say


@page(Permission.GRANT_EDIT, methods=("GET", "POST"))
def grant_new(request: HttpRequest, username: str) -> HttpResponse:
    """Give an account a duty."""
    visit = visit_of(request)
    target = account_or_404(visit, username)
    units = {str(unit.pk): unit for unit in units_for_grants(visit.sight)}
    initial = {"on": visit.today, "stamp": target.stamp}
    form = GrantForm(_posted(request), units=unit_choices(units.values()), initial=initial)
    if form.is_valid() and _give(visit, target, form, units):
        say(request, f"已授予{target.name}新的身份，本人重新登录后生效。")
        return redirect("access:account", username)
    note = "三类管理员由不同的人担任；管理员账号不持有业务身份。不能给自己授权。"
    return _ask(request, form, target, title="授予身份", note=note)


@page(Permission.GRANT_EDIT, methods=("GET", "POST"))
def grant_revoke(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Take a duty away."""
    visit = visit_of(request)
    grant = _grant_or_404(visit, grant_id)
    form = ReasonForm(_posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            grants.revoke(grant=grant, reason=reason, **_asked(visit))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            say(request, f"已收回{grant.account.name}的身份：{title_of(grant)}。")
            return redirect("access:account", grant.account.username)
    note = f"将收回：{title_of(grant)}。由它交出的代理同时失效，本人须重新登录。"
    return _ask(request, form, grant.account, title="收回身份", note=note)


@page(Permission.LOCKOUT_EDIT, methods=("GET", "POST"))
def factor_reset(request: HttpRequest, username: str) -> HttpResponse:
    """Forget a lost device."""
    visit = visit_of(request)
    target = account_or_404(visit, username)
    form = ReasonForm(_posted(request))
    if form.is_valid():
        try:
            factors.reset(account=target, reason=form.cleaned_data["reason"], **_asked(visit))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            say(request, f"已重置{target.name}的动态验证码，下次登录时重新启用。")
            return redirect("access:account", username)
    note = "请先用其他方式确认是本人丢失或更换了手机。重置后本人须重新登录并绑定新设备。"
    return _ask(request, form, target, title="重置动态验证码", note=note)


@page(Permission.GRANT_VIEW)
def simulate(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Show what a duty sees: menu, permissions, levels. Nothing is done in its name."""
    visit = visit_of(request)
    grant = _grant_or_404(visit, grant_id)
    sight = sight_for(grant.account, grant, visit.today)
    note_simulation(grant=grant, by=visit.actor, at=visit.at)
    _place(request, grant.account, "以此身份查看")
    context = {
        "title": "以此身份查看",
        "grant": grant,
        "duty": title_of(grant),
        "menu": menu_for(sight),
        "permissions": permissions_of(sight),
        "cells": level_cells(sight.levels, DEFAULT_LEVELS[Role(grant.role)]),
        "own_only": not sight.path,
    }
    return render(request, "access/simulate.html", context)


@page(Permission.LOCKOUT_EDIT)
def lockout_list(request: HttpRequest) -> HttpResponse:
    """List the names locked out now."""
    visit = visit_of(request)
    place_page(request, Crumb("登录锁定"), active="lockouts")
    context = {"title": "登录锁定", "lockouts": lockouts_visible_to(visit.sight, visit.at)}
    return render(request, "access/lockouts.html", context)


@page(Permission.LOCKOUT_EDIT, methods=("POST",))
def lockout_release(request: HttpRequest, username: str) -> HttpResponse:
    """Let a name be tried again."""
    visit = visit_of(request)
    target = account_or_404(visit, username)
    lockouts.release(account=target, reason="", **_asked(visit))
    say(request, f"已解除{target.name}的登录锁定。")
    return redirect("access:lockouts")


def _give(visit: Visit, target: Account, form: GrantForm, units: dict[str, Unit]) -> bool:
    data = form.cleaned_data
    try:
        grants.give(
            account=target,
            role=Role(data["role"]),
            unit=units[data["unit"]],
            on=data["on"],
            before=data["until"] + timedelta(days=1) if data["until"] else FOREVER,
            reason=data["reason"],
            stamp=data["stamp"],
            **_asked(visit),
        )
    except Refused as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return False
    return True


def _grant_or_404(visit: Visit, grant_id: int) -> Grant:
    try:
        return grant_visible(visit.sight, grant_id)
    except Grant.DoesNotExist as missing:
        raise Http404("no such grant") from missing


def _asked(visit: Visit) -> dict[str, Any]:
    return {"sight": visit.sight, "by": visit.actor, "at": visit.at}


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _ask(request: HttpRequest, form: Any, target: Account, *, title: str, note: str) -> HttpResponse:
    _place(request, target, title)
    context = {"form": form, "title": f"{title}：{target.name}", "verb": title, "note": note}
    return render(request, "access/form.html", context)


def _place(request: HttpRequest, target: Account, title: str) -> None:
    theirs = Crumb(target.name, reverse("access:account", args=[target.username]))
    place_page(
        request, Crumb("用户与权限", reverse("access:accounts")), theirs, Crumb(title), active="accounts"
    )
