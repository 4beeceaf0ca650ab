"""Agreeing to several cases with one opinion: looked at before it is confirmed, each stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.process import selectors
from jishi.process.actions import opinions
from jishi.process.forms import AgreeForm
from jishi.process.models import Seat
from jishi.process.permissions import check_apart
from jishi.process.presenters.todo import spec_of
from jishi.process.views.todo import asked_of
from jishi.ui.frame import Crumb
from jishi.ui.lists import ListState
from jishi.ui.responses import say

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a batch, and why it will not be agreed to."""

    seat: Seat
    refusal: str = ""


@page(Permission.CASE_VIEW, methods=("POST",))
def agree(request: HttpRequest) -> HttpResponse:
    """First what was picked and one opinion for all; confirmed, what was refused with its sentence."""
    visit = visit_of(request)
    place_page(request, Crumb("待办中心", reverse("process:tasks")), Crumb("批量同意"), active="todo")
    if "confirm" in request.POST:
        return _confirmed(request, visit)
    seats = _picked(request, visit)
    if not seats:
        say(request, "还没有选事项。请先在待办中勾选，再批量同意。")
        return HttpResponseRedirect(reverse("process:tasks"))
    lines = [Line(seat, _refusal(visit, seat)) for seat in seats]
    return _page(request, lines, AgreeForm())


def _picked(request: HttpRequest, visit: Visit) -> list[Seat]:
    asked = None
    if request.POST.get("whole", "") not in ("", "0"):
        state = ListState.read(QueryDict(request.POST.get("query", "")[:2000]), spec_of("tasks"))
        asked = asked_of(state, visit.sight)
    return selectors.seats_chosen(visit.sight, request.POST.getlist("key"), asked, most=MOST)


def _refusal(visit: Visit, seat: Seat) -> str:
    try:
        check_apart(seat.case, visit.actor, opinions.standing(seat.case))
    except Forbidden as refusal:
        return refusal.sentence
    return ""


def _page(request: HttpRequest, lines: list[Line], form: AgreeForm, *, status: int = 200) -> HttpResponse:
    able = [line for line in lines if not line.refusal]
    context = {"title": "批量同意", "lines": lines, "able": len(able), "form": form, "most": MOST}
    return render(request, "process/agree.html", context, status=status)


def _confirmed(request: HttpRequest, visit: Visit) -> HttpResponse:
    seen = dict(each.partition(":")[::2] for each in request.POST.getlist("seen")[:MOST])
    seats = selectors.seats_chosen(visit.sight, seen.keys(), None, most=MOST)
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return _page(request, [Line(seat) for seat in seats], form, status=422)
    refused = opinions.give_many(
        seats=seats,
        text=form.cleaned_data["text"],
        seen={int(key): digest for key, digest in seen.items() if key.isdecimal()},
        on=visit.today,
        sight=visit.sight,
        at=visit.at,
    )
    gone = len(seen) - len(seats)
    context = {
        "title": "批量同意的结果",
        "done": len(seats) - len(refused),
        "refused": [Line(*each) for each in refused],
        "gone": gone,
    }
    return render(request, "process/agreed.html", context)
