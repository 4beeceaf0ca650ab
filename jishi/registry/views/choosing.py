"""The event wizard without a person: find whom it concerns; one goes on to their form, several to a batch."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jishi.access.enums import Permission
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.registry.models import Standing
from jishi.registry.presenters import changes as presenter
from jishi.registry.selectors.narrowing import Criteria, Day, narrowed, page_of, within_sight
from jishi.ui.frame import Crumb

MOST_FOUND = 30
LONGEST = 40


@page(Permission.PERSON_CHANGE)
def choose_people(request: HttpRequest) -> HttpResponse:
    """Find whom a change concerns."""
    visit = visit_of(request)
    place_page(request, Crumb("花名册", reverse("registry:roster")), Crumb("办理异动"), active="roster")
    text = request.GET.get("q", "").strip()[:LONGEST]
    context = {
        "title": "办理异动",
        "q": text,
        "found": _found(visit, text) if text else (),
        "most": MOST_FOUND,
        "may_enter": presenter.may_enter(visit.sight),
    }
    return render(request, "registry/change_people.html", context)


def _found(visit: Visit, text: str) -> list[Standing]:
    day = Day(visit.sight.on)
    rows = narrowed(within_sight(visit.sight, day), Criteria(text=text), sight=visit.sight, day=day)
    return page_of(rows.order_by("spelling", "pk"), start=0, size=MOST_FOUND, day=day)
