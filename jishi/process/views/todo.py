"""待办中心: four lists of cases, each with an address of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from jishi.access.enums import Permission
from jishi.access.permissions import Sight
from jishi.access.views.doors import page, visit_of
from jishi.access.views.frame import place_page
from jishi.process import selectors
from jishi.process.presenters import todo as presenter
from jishi.process.selectors import Asked
from jishi.ui.lists import Batch, ListPage, ListState
from jishi.ui.responses import list_response
from jishi.ui.saved_views import saved_tabs
from jishi.ui.selectors import preference_of, views_of

_FOUND: dict[str, Callable[[Sight, Asked], QuerySet[Any]]] = {
    "tasks": selectors.waiting_seats,
    "done": selectors.done_by,
    "started": selectors.started_by,
    "drafts": selectors.with_preparer,
}


@page(Permission.CASE_VIEW)
def tasks(request: HttpRequest) -> HttpResponse:
    """待办: what waits for one's opinion, the most urgent first."""
    return _list(request, "tasks")


@page(Permission.CASE_VIEW)
def done(request: HttpRequest) -> HttpResponse:
    """已办: what one has said."""
    return _list(request, "done")


@page(Permission.CASE_VIEW)
def started(request: HttpRequest) -> HttpResponse:
    """我发起: what one has sent on its way."""
    return _list(request, "started")


@page(Permission.CASE_VIEW)
def drafts(request: HttpRequest) -> HttpResponse:
    """草稿与退回: what is with oneself."""
    return _list(request, "drafts")


def asked_of(state: ListState, sight: Sight) -> Asked:
    """What the address of a list asks for."""
    overdue = sight.on if state.value("overdue") else None
    return Asked(state.value("q"), state.value("kind"), overdue)


def _list(request: HttpRequest, tab: str) -> HttpResponse:
    visit = visit_of(request)
    place_page(request, active="todo")
    spec = presenter.spec_of(tab)
    state = ListState.read(request.GET, spec, preference_of(visit.account, spec.page))
    found = _FOUND[tab](visit.sight, asked_of(state, visit.sight))
    total = found.order_by().count()
    window = state.window(total)
    is_whole = tab == "tasks" and not state.values
    waiting = total if is_whole else selectors.waiting_seats(visit.sight).order_by().count()
    shown = ListPage(
        state,
        window,
        presenter.rows_of(
            selectors.page_of(found, window.start, window.stop),
            state.columns,
            today=visit.today,
            query=state.query(),
        ),
        tabs=presenter.tabs_of(tab, waiting),
        saved=saved_tabs(state, views_of(visit.account, spec.page)),
        batches=(Batch("批量同意", reverse("process:agree-many"), "check"),) if tab == "tasks" else (),
        empty_advice=presenter.EMPTY[tab],
    )
    return list_response(request, shown, template="process/todo.html")
