"""One's own account: duties to switch between, delegation for leave, password and device."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jishi.access.actions import delegation
from jishi.access.actions.sessions import note_switch
from jishi.access.enums import Permission
from jishi.access.forms import DelegationForm
from jishi.access.models import Account, Grant
from jishi.access.nav import address
from jishi.access.presenters.accounts import account_choices, account_facts, grant_choices, grant_rows
from jishi.access.selectors.accounts import colleagues_of, delegable, delegations_of
from jishi.access.selectors.factors import is_enrolled
from jishi.access.views import sessions
from jishi.access.views.doors import Visit, page, signed_in, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused
from jishi.ui.frame import Crumb
from jishi.ui.responses import say


@signed_in()
def me(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    visit = visit_of(request)
    enrolled = is_enrolled(visit.account)
    place_page(request, Crumb("账号与安全"))
    context = {
        "title": "账号与安全",
        "facts": account_facts(visit.account, enrolled=enrolled),
        "duties": grant_rows(visit.grants, visit.today, visit.grant),
        "delegations": grant_rows(delegations_of(visit.account), visit.today),
        "may_delegate": visit.sight.may(Permission.DELEGATE) and bool(delegable(visit.grants)),
        "enrolled": enrolled,
        "tokens_url": address("api:tokens") if visit.sight.may(Permission.API_TOKEN) else "",
    }
    return render(request, "access/me.html", context)


@signed_in(methods=("POST",))
def switch(request: HttpRequest) -> HttpResponse:
    """Go on under another of one's duties."""
    visit = visit_of(request)
    chosen = _own_grant(visit, request.POST.get("grant", ""))
    duty = sessions.kept(request)
    if duty is not None:
        sessions.keep(request, replace(duty, grant=chosen.pk))
    note_switch(grant=chosen, by=visit.actor, at=visit.at)
    say(request, f"已切换身份：{grant_choices([chosen])[0][1]}。")
    return redirect("access:landing")


@page(Permission.DELEGATE, methods=("GET", "POST"))
def delegate(request: HttpRequest) -> HttpResponse:
    """Let somebody act for oneself until a day."""
    visit = visit_of(request)
    form = _delegation_form(request, visit)
    if form.is_valid() and _delegate(visit, form):
        say(request, "代理已生效。代理人登录后可切换到这个身份，到期自动结束。")
        return redirect("access:me")
    place_page(request, Crumb("账号与安全", "/account/"), Crumb("交由他人代理"))
    return render(request, "access/form.html", {"form": form, "title": "交由他人代理", "verb": "交由代理"})


@signed_in(methods=("POST",))
def end_delegation(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Take back what one delegated."""
    visit = visit_of(request)
    delegated = delegations_of(visit.account).filter(pk=grant_id).first()
    if delegated is None:
        raise Http404("no such delegation")
    delegation.end(delegated=delegated, sight=visit.sight, by=visit.actor, at=visit.at)
    say(request, f"已结束{delegated.account.name}的代理。")
    return redirect("access:me")


def _own_grant(visit: Visit, text: str) -> Grant:
    chosen = next((grant for grant in visit.grants if str(grant.pk) == text), None)
    if chosen is None:
        raise Http404("no such duty")
    return chosen


def _delegation_form(request: HttpRequest, visit: Visit) -> DelegationForm:
    return DelegationForm(
        request.POST if request.method == "POST" else None,
        grants=grant_choices(delegable(visit.grants)),
        deputies=account_choices(colleagues_of(visit.account, visit.grants)),
        initial={"on": visit.today, "grant": str(visit.grant.pk)},
    )


def _delegate(visit: Visit, form: DelegationForm) -> bool:
    data = form.cleaned_data
    first: date = data["on"]
    try:
        if first < visit.today:
            raise Refused("代理不能从过去的日期开始，请选择今天或以后。", field="on")
        delegation.give(
            grant=_own_grant(visit, data["grant"]),
            to=Account.objects.get(username=data["to"]),
            on=first,
            until=data["until"],
            reason=data["reason"],
            sight=visit.sight,
            by=visit.actor,
            at=visit.at,
        )
    except Refused as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return False
    return True
