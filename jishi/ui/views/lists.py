"""Keeping views and table settings of the account signed in."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jishi.ui import actions
from jishi.ui.refusals import NotKept
from jishi.ui.responses import say
from jishi.ui.tables import read_choices, read_density

Rest = ParamSpec("Rest")


def for_account(
    view: Callable[Concatenate[HttpRequest, AbstractBaseUser, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """Hand a view the account signed in; without one answer that the session is over."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        account = request.user
        if not isinstance(account, AbstractBaseUser):
            return refusal_response("登录已过期，没有保存。请重新登录后再试。", 401)
        return view(request, account, *args, **kwargs)

    return answered


@require_POST
@for_account
def save_view(request: HttpRequest, account: AbstractBaseUser, page: str) -> HttpResponse:
    """Keep the filters of a list under a name."""
    post = request.POST
    try:
        view = actions.save_view(
            page=page,
            name=post.get("name", ""),
            query=post.get("query", ""),
            by=account,
            at=timezone.now(),
        )
    except NotKept as refusal:
        say(request, refusal.sentence)
        return redirect(way_back(request))
    say(request, f"已存为视图“{view.name}”。")
    path = way_back(request).split("?")[0]
    return redirect(f"{path}?{view.query}")


@require_POST
@for_account
def delete_view(request: HttpRequest, account: AbstractBaseUser, page: str, view_id: int) -> HttpResponse:  # noqa: ARG001 # it is in the address
    """Delete one of one's own views."""
    view = actions.delete_view(view_id=view_id, by=account)
    say(request, f"已删除视图“{view.name}”。" if view else "这个视图已经不在了。")
    return redirect(way_back(request).split("?")[0])


@require_POST
@for_account
def save_columns(request: HttpRequest, account: AbstractBaseUser, page: str) -> HttpResponse:
    """Keep the columns of a table; `columns` is JSON: a list of key, shown, frozen, width in order."""
    try:
        stored = json.loads(request.POST.get("columns", "[]"))
        actions.save_columns(page=page, columns=read_choices(stored), by=account)
    except (json.JSONDecodeError, RecursionError):
        return refusal_response("列设置没有读懂，没有保存。请刷新页面后再设置。", 400)
    except NotKept as refusal:
        return refusal_response(refusal.sentence, 400)
    return redirect(way_back(request))


@require_POST
@for_account
def save_density(request: HttpRequest, account: AbstractBaseUser, page: str) -> HttpResponse:
    """Keep how close the rows stand."""
    try:
        density = read_density(request.POST.get("density"))
        actions.save_density(page=page, density=density, by=account)
    except NotKept as refusal:
        return refusal_response(refusal.sentence, 400)
    return JsonResponse({"density": density})


@require_POST
@for_account
def reset_columns(request: HttpRequest, account: AbstractBaseUser, page: str) -> HttpResponse:
    """Give a table back its own columns and density."""
    try:
        actions.reset_columns(page=page, by=account)
    except NotKept as refusal:
        return refusal_response(refusal.sentence, 400)
    say(request, "已恢复默认的列。")
    return redirect(way_back(request))


def refusal_response(sentence: str, status: int) -> JsonResponse:
    """Answer a script with the sentence of a refusal."""
    return JsonResponse({"sentence": sentence}, status=status)


def way_back(request: HttpRequest) -> str:
    """The page a form was sent from, never another site."""
    asked = request.POST.get("back", "")
    hosts = {request.get_host()}
    return asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, hosts) else "/"
