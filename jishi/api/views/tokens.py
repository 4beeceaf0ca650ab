"""The pages of tokens: one's own, and taking away somebody's."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jishi.access.enums import Permission
from jishi.access.presenters.accounts import title_of
from jishi.access.views.accounts import account_or_404
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.api.actions import tokens
from jishi.api.forms import TokenForm
from jishi.api.presenters.tokens import token_rows
from jishi.api.selectors.tokens import tokens_of
from jishi.api.views.reading import described
from jishi.ledger import Refused
from jishi.ui.frame import Crumb
from jishi.ui.responses import say

_ACCOUNT = Crumb("账号与安全", "/account/")


@page(Permission.API_TOKEN, methods=("GET", "POST"))
def own(request: HttpRequest) -> HttpResponse:
    """Show one's own tokens, and give oneself another."""
    visit = visit_of(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    place_page(request, _ACCOUNT, Crumb("接口令牌"))
    if form.is_valid() and (issued := _issue(visit, form)) is not None:
        return _fresh(render(request, "api/issued.html", {"title": "保存接口令牌", "issued": issued}))
    rows = token_rows(tokens_of(visit.account), visit.today)
    context = {"title": "接口令牌", "form": form, "tokens": rows, "duty": title_of(visit.grant)}
    return render(request, "api/tokens.html", context)


@page(Permission.API_TOKEN, methods=("POST",))
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token of one's own."""
    visit = visit_of(request)
    token = tokens_of(visit.account).filter(pk=token_id).first()
    if token is None:
        raise Http404("no such token")
    tokens.revoke(token=token, sight=visit.sight, by=visit.actor, at=visit.at)
    say(request, f"令牌“{token.name}”已停用，用它的系统从下一次请求起读不到内容。")
    return redirect("api:tokens")


@page(Permission.API_TOKEN)
def description(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 # every view takes the request
    """Hand out the description of the API to somebody signed in."""
    return described()


@page(Permission.GRANT_EDIT, methods=("GET", "POST"))
def of_account(request: HttpRequest, username: str) -> HttpResponse:
    """Show somebody's tokens to the security administrator, who may take them all away."""
    visit = visit_of(request)
    account = account_or_404(visit, username)
    if request.method == "POST":
        count = tokens.revoke_all(account=account, sight=visit.sight, by=visit.actor, at=visit.at)
        say(request, f"已收回{account.name}的接口令牌 {count} 个。")
        return redirect("access:account", username)
    place_page(request, Crumb("用户与权限", "/accounts/"), Crumb(f"{account.name}的接口令牌"))
    rows = token_rows(tokens_of(account), visit.today)
    may_revoke = any(row.may_revoke for row in rows)
    context = {"title": f"{account.name}的接口令牌", "tokens": rows, "may_revoke_all": may_revoke}
    return render(request, "api/tokens.html", context)


def _issue(visit: Visit, form: TokenForm) -> tokens.Issued | None:
    data = form.cleaned_data
    try:
        return tokens.issue(
            account=visit.account,
            grant=visit.grant,
            name=data["name"],
            until=data["until"],
            on=visit.today,
            sight=visit.sight,
            by=visit.actor,
            at=visit.at,
        )
    except Refused as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return None


def _fresh(response: HttpResponse) -> HttpResponse:
    """What is shown once is kept nowhere, the browser's own store included."""
    response["Cache-Control"] = "no-store"
    return response
