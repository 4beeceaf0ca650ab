"""开通向导: what a new district does first, and the policy it chooses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused
from jishi.places.actions import packs
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.presenters.onboarding import TaskState, tasks_of
from jishi.registry.rulings.onboarding import pack_cards
from jishi.ui.frame import Crumb
from jishi.ui.responses import say


@page(Permission.IMPORT, methods=("GET", "POST"))
def onboarding(request: HttpRequest) -> HttpResponse:
    """The six tasks of a new district; choosing the policy is done on the page itself."""
    visit = visit_of(request)
    district = _district(visit)
    refusal = ""
    if request.method == "POST":
        refusal = _choose(request, visit, district)
        if not refusal:
            return HttpResponseRedirect(reverse("registry:onboarding"))
    tasks = tasks_of(visit.sight, district, visit.today)
    place_page(request, Crumb("开通向导"), active="imports")
    shown = {
        "title": f"{district.name}开通向导",
        "tasks": tasks,
        "done": sum(task.state is TaskState.DONE for task in tasks),
        "packs": () if district.pack else pack_cards(visit.today),
        "refusal": refusal,
    }
    return render(request, "registry/import_onboarding.html", shown, status=422 if refusal else 200)


def _district(visit: Visit) -> Unit:
    """The district a duty works for as a whole.

    Errors: Forbidden below the district.
    """
    unit = visit.grant.unit
    if unit.kind != UnitKind.DISTRICT:
        raise Forbidden("开通由区里办理。街道请到“导入中心”导入本街道的花名册。")
    return unit


def _choose(request: HttpRequest, visit: Visit, district: Unit) -> str:
    """Choose the policy; the sentence of what was refused."""
    card = next((each for each in pack_cards(visit.today) if each.code == request.POST.get("pack")), None)
    if card is None:
        return "请先选一个政策包。"
    visit.sight.check_may(Permission.PLACE_EDIT)
    try:
        packs.choose(district=district, pack=card.code, title=card.title, by=visit.actor, at=visit.at)
    except Refused as refusal:
        return refusal.sentence
    say(request, f"已选定“{card.title}”。")
    return ""
