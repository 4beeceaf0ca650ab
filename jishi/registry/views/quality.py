"""数据质量与时效: how soon changes are recorded, what was late, what files lack and where that is mended."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from jishi.access.enums import Permission
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.registry.enums import ChangeKind
from jishi.registry.exports.quality import Findings, export_quality
from jishi.registry.presenters import quality as presenter
from jishi.registry.presenters.changes import refusal
from jishi.registry.presenters.links import PersonLinks
from jishi.registry.rulings.deadlines import entry_deadline_of
from jishi.registry.selectors.gaps import GAP_BY_KEY
from jishi.registry.selectors.narrowing import (
    Criteria,
    Day,
    counted,
    narrowed,
    ordered,
    question_of,
    within_sight,
)
from jishi.registry.selectors.recent import Recorded, records_within
from jishi.registry.selectors.unit_names import unit_names

_MOST_LATE: Final = 50
_MOST_PEOPLE: Final = 100


@page(Permission.TIMELINESS_VIEW)
def quality(request: HttpRequest) -> HttpResponse:
    """Timeliness a street, changes recorded late, gaps and contradictions with their people."""
    place_page(request, active="quality")
    visit = visit_of(request)
    shown = {"title": "数据质量与时效", **_timeliness(request, visit), **_gaps(request, visit)}
    return render(request, "registry/quality.html", shown)


def _period(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return next((days for days in presenter.PERIODS if str(days) == asked), presenter.PERIODS[1])


def _timeliness(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    days = _period(request)
    first = visit.on - timedelta(days=days - 1)
    changes = records_within(visit.sight, first, visit.on)
    names = unit_names({each.unit_id for each in changes}, Day(visit.sight.on))
    streets = {unit: each.street for unit, each in names.items()}
    deadline = entry_deadline_of(visit.grant.unit.district, visit.on)
    late = [each for each in changes if each.delay > deadline.days]
    return {
        "periods": presenter.PERIODS,
        "days": days,
        "first": first,
        "deadline": deadline,
        "streets": presenter.by_street(
            ((each.unit_id, each.delay) for each in changes), streets, allowed=deadline.days
        ),
        "bands": presenter.bands_of(each.delay for each in changes),
        "recorded": len(changes),
        "in_time": len(changes) - len(late),
        "late_count": len(late),
        "late": presenter.late_ones(late[:_MOST_LATE], _names(visit, late[:_MOST_LATE])),
    }


def _names(visit: Visit, changes: list[Recorded]) -> dict[int, tuple[str, str]]:
    """The name and address of whoever some changes are about."""
    people = [change.person_id for change in changes]
    rows = within_sight(visit.sight, Day(visit.sight.on)).filter(person_id__in=people)
    links = PersonLinks.made()
    found = rows.select_related("person")
    return {row.person_id: (row.name, links.of(row.person.uid).person) for row in found}


def _gaps(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    day = Day(visit.on, visit.known_at)
    asked = presenter.gaps_asked(visit.sight)
    counts = counted(
        within_sight(visit.sight, day),
        {
            key: question_of(criteria, sight=visit.sight, day=day) & Q(presence__in=criteria.presences)
            for key, criteria in asked.items()
        },
    )
    lines = presenter.gap_lines(counts, request.GET.get("missing", ""))
    chosen = next((line for line in lines if line.is_current), None)
    people = _gap_people(visit, day, asked[chosen.key], chosen.key) if chosen else []
    return {"gaps": lines, "chosen": chosen, "people": people, "most_people": _MOST_PEOPLE}


def _gap_people(visit: Visit, day: Day, criteria: Criteria, key: str) -> list[presenter.GapPerson]:
    rows = narrowed(within_sight(visit.sight, day), criteria, sight=visit.sight, day=day)
    standings = list(ordered(rows, "name").select_related("person", "unit")[:_MOST_PEOPLE])
    kind = GAP_BY_KEY[key].mended_by
    kind = ChangeKind.PROFILE if kind is ChangeKind.CORRECT else kind
    refusals = {
        standing.person_id: refusal(visit.sight, standing.person, standing, kind) for standing in standings
    }
    return presenter.gap_people(standings, GAP_BY_KEY[key], refusals)


@page(Permission.TIMELINESS_VIEW)
def export(request: HttpRequest) -> HttpResponseBase:
    """The page as a workbook: timeliness, changes recorded late, gaps."""
    visit = visit_of(request)
    told = _timeliness(request, visit)
    findings = Findings(
        first=told["first"],
        last=visit.on,
        streets=[
            (each.name, each.count, each.in_time, each.middle, each.longest) for each in told["streets"]
        ],
        late=[
            (each.name, each.kind, each.effective_on, each.recorded_on, each.delay, each.by)
            for each in told["late"]
        ],
        gaps=[(line.label, line.count) for line in _gaps(request, visit)["gaps"]],
    )
    with tempfile.TemporaryDirectory(prefix="jishi-export-") as folder:
        path = Path(folder) / "quality.xlsx"
        export_quality(path, findings, sight=visit.sight, by=visit.actor, at=visit.at)
        name = f"数据质量与时效-{visit.on.isoformat()}.xlsx"
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)
