"""职责与流程: the flows of the district's pack, and who would sit for a chosen community. Read only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jishi.access.enums import Permission
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.process import rulings, selectors
from jishi.process.models import Course


@page(Permission.FLOW_VIEW)
def flows(request: HttpRequest) -> HttpResponse:
    """Every flow, or one of them simulated."""
    visit = visit_of(request)
    place_page(request, active="flows")
    district = visit.grant.unit.district
    communities = _communities(visit)
    context: dict[str, Any] = {"title": "办理流程", "district": district, "communities": communities}
    if district is None:
        sentence = "办理流程由各区的政策包规定，请以区里的身份查看。"
        return render(request, "process/flows.html", {**context, "refusal": sentence})
    try:
        found = rulings.flows_of(district)
    except Refused as refusal:
        return render(request, "process/flows.html", {**context, "refusal": refusal.sentence})
    context |= {"flows": found, "chosen": request.GET.get("flow", "")}
    context |= _simulated(request, visit, district, communities)
    return render(request, "process/flows.html", context)


def _communities(visit: Visit) -> list[Unit]:
    found = Unit.objects.filter(
        kind=UnitKind.COMMUNITY,
        dissolved=False,
        district_id=visit.sight.district_id,
    )
    return list(found.select_related("parent").order_by("path"))


def _simulated(request: HttpRequest, visit: Visit, district: Unit, communities: list[Unit]) -> dict[str, Any]:
    """Who would sit, step by step, for a community and perhaps another one it goes to."""
    by_key = {str(unit.pk): unit for unit in communities}
    start, end = (by_key.get(request.GET.get(name, "")) for name in ("from", "to"))
    code = request.GET.get("flow", "")
    asked: dict[str, Any] = {"start": start, "end": end}
    if not code or start is None:
        return asked
    try:
        offices = rulings.offices_of(district, [start, *([end] if end else [])])
        if end is None:
            offices = replace(offices, streets=tuple(offices.streets[:1]))
        course = rulings.course_of(rulings.flow_of(district.pack, code), offices=offices)
    except Refused as refusal:
        return {**asked, "sim_refusal": refusal.sentence}
    return {**asked, "simulated": _seated(visit, course)}


def _seated(visit: Visit, course: Course) -> list[dict[str, Any]]:
    places = [(seat.unit_id, role) for step in course.steps for seat in step.seats for role in seat.roles]
    holders = selectors.holders_of(places, visit.today)
    return [
        {
            "name": step.name,
            "needed": step.needed,
            "count": len(step.seats),
            "days": step.days,
            "seats": [
                {
                    "label": seat.label,
                    "names": "、".join(
                        dict.fromkeys(
                            name for role in seat.roles for name in holders.get((seat.unit_id, role), ())
                        )
                    ),
                }
                for seat in step.seats
            ],
        }
        for step in course.steps
    ]
