"""How a view answers with the design system: a list, a part of a page, a sentence to say on the next page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jishi.ui.lists import ListPage


def wants_part(request: HttpRequest) -> bool:
    """Tell whether only a part of the page is asked for, not a page brought back from history."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def list_response(
    request: HttpRequest,
    page: ListPage,
    *,
    template: str = "ui/list.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a list page, or its table alone when a filter, a head or the pager asked for it."""
    shown = {"list": page, "title": page.spec.title, **(context or {})}
    if wants_part(request):
        response = render(request, "ui/_table.html", {**shown, "is_part": True})
    else:
        response = render(request, template, shown)
    response["Vary"] = "HX-Request"
    return response


def say(request: HttpRequest, sentence: str, *, undo_url: str = "") -> None:
    """Say on the next page what was done; with an address it can be undone for eight seconds."""
    messages.success(request, sentence, extra_tags=undo_url)
