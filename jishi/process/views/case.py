"""The page of one case, its printed form, and the file that came with it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.nav import address
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.process import selectors
from jishi.process.actions.evidence import opened_evidence
from jishi.process.actions.kinds import kind_of
from jishi.process.actions.opinions import standing
from jishi.process.enums import CaseState
from jishi.process.models import Case, Seat
from jishi.process.permissions import check_apart
from jishi.process.presenters import case as presenter
from jishi.ui.frame import Crumb
from jishi.ui.responses import wants_part


def opened(request: HttpRequest, pk: int) -> Case:
    """The case of an address, or the answer that there is none."""
    try:
        return selectors.case_visible_to(visit_of(request).sight, pk)
    except Case.DoesNotExist as missing:
        raise Http404 from missing


@never_cache
@page(Permission.CASE_VIEW, Permission.CASE_OVERSEE)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: where it stands, what it asks, what may be done now."""
    return show(request, opened(request, pk))


def show(request: HttpRequest, found: Case, *, status: int = 200, **typed: Any) -> HttpResponse:
    """The page of a case, with what was typed and why it was refused."""
    visit = visit_of(request)
    todo = reverse("process:tasks") if visit.sight.may(Permission.CASE_VIEW) else ""
    place_page(request, Crumb("待办中心", todo), Crumb(found.title), active="todo")
    template = "process/case_part.html" if wants_part(request) else "process/case.html"
    context = {"title": found.title, "case": found, **_shown(visit, found), **_mine(visit, found), **typed}
    return render(request, template, context, status=status)


def course_of(visit: Visit, found: Case) -> presenter.Course:
    """Everything the page is drawn from."""
    seats = selectors.seats_now(found)
    places = [(seat.unit_id, role) for seat in seats for role in seat.roles]
    holders = selectors.holders_of(places, visit.today) if places else {}
    return presenter.Course(
        found,
        selectors.opinions_of(found),
        selectors.questions_of(found),
        seats,
        holders,
        visit.today,
    )


def _shown(visit: Visit, found: Case) -> dict[str, Any]:
    course = course_of(visit, found)
    return {
        "tags": presenter.tags_of(found),
        "subtitle": presenter.subtitle_of(found),
        "facts": presenter.facts_of(course),
        "steps": presenter.steps_of(course),
        "differences": presenter.differences_of(found),
        "effects": presenter.effects_of(found),
        "entries": presenter.entries_of(course),
        "questions": course.questions,
        "evidence": found.content.get("evidence"),
        "subject_url": _subject_url(visit, found),
        "is_open": found.state == CaseState.OPEN,
    }


def _subject_url(visit: Visit, found: Case) -> str:
    sees = visit.sight.may(Permission.PERSON_VIEW) and visit.sight.within(found.path)
    return address("registry:person", found.subject_key) if found.subject_kind == "person" and sees else ""


def _mine(visit: Visit, found: Case) -> dict[str, Any]:
    """What the visitor may do: speak, or hear why not; as preparer answer, change, take back."""
    seat = selectors.seat_of(visit.sight, found)
    is_mine = visit.actor.identity in found.preparers
    back = found.state in {CaseState.DRAFT, CaseState.RETURNED}
    edit = kind_of(found.kind).edit_page
    return {
        "seat": seat,
        "apart": _apart(visit, found, seat),
        "phrases": selectors.last_phrases(visit.sight) if seat else (),
        "returns": presenter.returns_of(found) if seat else (),
        "is_mine": is_mine,
        "can_withdraw": is_mine and found.closed_at is None,
        "can_remind": found.state == CaseState.OPEN
        and visit.sight.may(Permission.CASE_VIEW)
        and seat is None,
        "edit_url": address(edit, str(found.pk)) if edit and is_mine and back else "",
        "returned_words": selectors.refusal_words(found) if found.state == CaseState.RETURNED else "",
    }


def _apart(visit: Visit, found: Case, seat: Seat | None) -> str:
    """Why the holder of a seat may not speak for it; empty when they may."""
    if seat is None:
        return ""
    try:
        check_apart(found, visit.actor, standing(found))
    except Forbidden as refusal:
        return refusal.sentence
    return ""


@page(Permission.CASE_VIEW, Permission.CASE_OVERSEE)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The printed approval form."""
    found, visit = opened(request, pk), visit_of(request)
    url = reverse("process:case", args=[pk])
    place_page(request, Crumb(found.title, url), Crumb("审批表"), active="todo")
    course = course_of(visit, found)
    context = {
        "title": f"审批表 · {found.title}",
        "case": found,
        "visit": visit,
        "facts": presenter.facts_of(course)[:1],
        "differences": presenter.differences_of(found),
        "effects": presenter.effects_of(found),
        "signatures": presenter.signatures_of(course),
        "form_version": presenter.FORM_VERSION,
    }
    return render(request, "process/case_sheet.html", context)


@page(Permission.CASE_VIEW, Permission.CASE_OVERSEE)
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file that came with a case, for whoever sees the case."""
    found = opened_evidence(opened(request, pk))
    if found is None:
        raise Http404("no file came with it")
    response = FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name)
    response["Cache-Control"] = "no-store"
    response["Content-Type"] = "application/octet-stream"
    return response
