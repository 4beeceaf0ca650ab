"""工作台: what somebody of a duty meets first in the morning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from jishi.access.enums import Permission
from jishi.access.nav import address, menu_for
from jishi.access.views.doors import Visit, signed_in, visit_of
from jishi.access.views.frame import office_of
from jishi.registry.models import Change
from jishi.registry.presenters import home as presenter
from jishi.registry.presenters.links import PersonLinks
from jishi.registry.selectors.counting import register_of
from jishi.registry.selectors.narrowing import Criteria, Day, counted, question_of, within_sight
from jishi.registry.selectors.recent import recorded_within
from jishi.ui.selectors import drafts_of

_LATEST: Final = 8
_RECENT_DAYS: Final = 60
_DRAFTS: Final = 5


@signed_in()
def home(request: HttpRequest) -> HttpResponse:
    """The figures of a day, what was recorded last, what to do; other duties get the pages open to them."""
    visit = visit_of(request)
    own = address("registry:me")
    if own and visit.sight.may(Permission.SELF_VIEW) and not visit.sight.may(Permission.ROSTER_VIEW):
        return HttpResponseRedirect(own)
    shown = {
        "title": "工作台",
        "greeting": presenter.greeting(visit.account.name, visit.at),
        "office": office_of(visit.sight, visit.grant.unit.name),
        "drafts": drafts_of(visit.account)[:_DRAFTS],
    }
    if not visit.sight.may(Permission.ROSTER_VIEW):
        pages = [item for item in menu_for(visit.sight) if item.url != request.path]
        return render(request, "registry/home_plain.html", {**shown, "pages": pages})
    return render(request, "registry/home.html", {**shown, **_board(visit)})


def _board(visit: Visit) -> dict[str, Any]:
    day = Day(visit.on, visit.known_at)
    figures = presenter.figures_for(visit.sight, visit.on)
    asked = {each.key: each.criteria for each in figures} | presenter.suggested_questions()
    counts = register_of(visit.sight, day).counts(asked, lambda: _counted(asked, visit, day))
    last = visit.on if day.known_at is None else min(visit.on, timezone.localdate(day.known_at))
    changes = list(recorded_within(visit.sight, last - timedelta(days=_RECENT_DAYS), last)[:_LATEST])
    return {
        "figures": presenter.shown_figures(figures, counts),
        "suggestions": presenter.suggestions_of(counts),
        "entries": presenter.entries_of(changes, _names(visit, changes), visit.on),
    }


def _counted(asked: Mapping[str, Criteria], visit: Visit, day: Day) -> dict[str, int]:
    questions = {key: _whole(criteria, visit, day) for key, criteria in asked.items()}
    return counted(within_sight(visit.sight, day), questions)


def _whole(criteria: Criteria, visit: Visit, day: Day) -> Q:
    return question_of(criteria, sight=visit.sight, day=day) & Q(presence__in=criteria.presences)


def _names(visit: Visit, changes: list[Change]) -> dict[int, tuple[str, str]]:
    """The name and address of whoever some changes are about."""
    people = [change.person_id for change in changes]
    rows = within_sight(visit.sight, Day(visit.sight.on)).filter(person_id__in=people)
    links = PersonLinks.made()
    return {
        row.person_id: (row.name, links.of(row.person.uid).person) for row in rows.select_related("person")
    }
