"""Drafts of forms: saved while somebody types, brought back at the same field, listed, thrown away."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jishi.ui import actions
from jishi.ui.refusals import NotKept, OtherWindow
from jishi.ui.responses import say
from jishi.ui.selectors import Values, draft_of, drafts_of
from jishi.ui.templatetags.formats import moment
from jishi.ui.views.lists import for_account, refusal_response


@require_GET
@for_account
def draft_list(request: HttpRequest, account: AbstractBaseUser) -> HttpResponse:
    """List one's own drafts."""
    shown = {"title": "草稿", "drafts": drafts_of(account), "days": actions.DRAFT_DAYS}
    return render(request, "ui/drafts.html", shown)


@require_GET
@for_account
def draft(request: HttpRequest, account: AbstractBaseUser, key: str) -> HttpResponse:  # noqa: ARG001 # Django hands it over
    """Give one of one's own drafts to the form it belongs to; none is an empty answer."""
    kept = draft_of(account, key)
    if kept is None:
        return JsonResponse({"version": 0})
    return JsonResponse(
        {
            "version": kept.version,
            "values": kept.values,
            "focus": kept.focus,
            "saved": moment(kept.saved_at),
        }
    )


@require_POST
@for_account
def save_draft(request: HttpRequest, account: AbstractBaseUser, key: str) -> HttpResponse:
    """Keep a form as it stands; the body is JSON: title, url, values, focus, version."""
    try:
        body = _read_body(request)
        typed = actions.Typed(
            title=str(body.get("title") or ""),
            url=str(body.get("url") or ""),
            values=_read_values(body.get("values")),
            focus=str(body.get("focus") or ""),
        )
        version = body.get("version")
        known = version if isinstance(version, int) else None
        now = timezone.now()
        saved = actions.save_draft(key=key, typed=typed, version=known, by=account, at=now)
    except OtherWindow as refusal:
        return refusal_response(refusal.sentence, 409)
    except NotKept as refusal:
        return refusal_response(refusal.sentence, 400)
    return JsonResponse({"version": saved, "saved": moment(now)[-5:]})


@require_POST
@for_account
def discard_draft(request: HttpRequest, account: AbstractBaseUser, key: str) -> HttpResponse:
    """Throw one of one's own drafts away."""
    was_there = actions.discard_draft(key=key, by=account)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"discarded": was_there})
    say(request, "已删除这份草稿。" if was_there else "这份草稿已经不在了。")
    return redirect("ui:drafts")


def _read_body(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > 2 * actions.LONGEST_DRAFT:
        raise NotKept("填写的内容太长，草稿存不下。请先提交一部分，或改用附件。")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise NotKept("草稿没有读懂，没有存下。请刷新页面后再填写。")
    return body


def _read_values(given: object) -> Values:
    """Read name → list of strings; whatever has another shape is left out."""
    if not isinstance(given, dict):
        return {}
    return {
        str(name): [value for value in values if isinstance(value, str)]
        for name, values in given.items()
        if isinstance(values, list)
    }
