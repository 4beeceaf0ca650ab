"""导入中心: the list of imports, the upload, the columns, one import and what is done with it."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import Visit, page, visit_of
from jishi.jobs.jobs import enqueue
from jishi.ledger import Refused
from jishi.places.enums import UnitKind
from jishi.registry import permissions
from jishi.registry.actions.imports import steps, uploading
from jishi.registry.actions.imports.uploading import Upload
from jishi.registry.enums import ImportKind, ImportState, RowState
from jishi.registry.exports.imports import failed_rows
from jishi.registry.forms.imports import UploadForm, chosen_columns
from jishi.registry.models import ImportJob
from jishi.registry.presenters import imports as presenter
from jishi.registry.selectors.imports import imports_within
from jishi.registry.views.imports.reach import found, place
from jishi.ui.responses import say

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN: Final = 50
_STEPS: Final = {"check": steps.CHECK, "take-in": steps.TAKE_IN, "undo": steps.UNDO}
_SINCE: Final = {
    ImportKind.PLACES: "这些街道、社区和户数从哪天起算；新区建议填一个早于所有人员入职的日期。",
    ImportKind.ROSTER: "已在册人员选用新值时，从哪天起算；新进人员按各自的日期。",
}
_LONG_AGO: Final = date(1996, 1, 1)


@page(Permission.IMPORT)
def centre(request: HttpRequest) -> HttpResponse:
    """Every import within sight and how it stands."""
    visit = visit_of(request)
    permissions.check_can_import(visit.sight)
    place(request)
    lines = [presenter.line_of(of) for of in imports_within(visit.sight)[:_SHOWN]]
    can_onboard = visit.grant.unit.kind == UnitKind.DISTRICT
    shown = {"title": "导入中心", "lines": lines, "can_onboard": can_onboard}
    return render(request, "registry/imports.html", shown)


@never_cache
@page(Permission.IMPORT, methods=("GET", "POST"))
def new(request: HttpRequest, what: str) -> HttpResponse:
    """Send a workbook in."""
    visit = visit_of(request)
    permissions.check_can_import(visit.sight)
    if what not in ImportKind.values:
        raise Http404("no such kind of import")
    which = ImportKind(what)
    if request.method == "POST":
        return _upload(request, visit, which)
    since = _LONG_AGO if which is ImportKind.PLACES else visit.today
    return _ask(request, which, UploadForm(initial={"since": since}, since_help=_SINCE[which]))


def _ask(request: HttpRequest, kind: ImportKind, form: UploadForm, *, status: int = 200) -> HttpResponse:
    place(request, None, f"导入{kind.label}")
    shown = {"title": f"导入{kind.label}", "form": form, "kind": kind}
    return render(request, "registry/import_new.html", shown, status=status)


def _upload(request: HttpRequest, visit: Visit, kind: ImportKind) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES, since_help=_SINCE[kind])
    if not form.is_valid():
        return _ask(request, kind, form, status=422)
    name, content = form.taken()
    what = Upload(kind, name, content, form.cleaned_data["since"])
    try:
        of = uploading.upload(
            what=what, unit=visit.grant.unit, sight=visit.sight, by=visit.actor, at=visit.at
        )
    except Forbidden:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _ask(request, kind, form, status=422)
    return HttpResponseRedirect(reverse("registry:import-columns", args=[of.pk]))


@never_cache
@page(Permission.IMPORT, methods=("GET", "POST"))
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide what each column is; deciding starts the check."""
    visit = visit_of(request)
    of = found(visit, pk)
    if request.method != "POST":
        return _ask_columns(request, of)
    chosen = chosen_columns(request.POST)
    try:
        uploading.decide(
            of=of,
            mapping=chosen,
            remember="remember" in request.POST,
            sight=visit.sight,
            by=visit.actor,
            at=visit.at,
        )
    except Refused as refusal:
        return _ask_columns(request, of, chosen, refusal.sentence)
    _start(visit, of, steps.CHECK)
    return HttpResponseRedirect(reverse("registry:import", args=[of.pk]))


def _ask_columns(
    request: HttpRequest, of: ImportJob, chosen: dict[str, dict[str, str]] | None = None, refusal: str = ""
) -> HttpResponse:
    if steps.standing(of) not in (ImportState.UPLOADED, ImportState.CHECKED):
        return HttpResponseRedirect(reverse("registry:import", args=[of.pk]))
    place(request, of, "列的对应关系")
    shown = {
        "title": "列的对应关系",
        "of": of,
        "sheets": presenter.sheets_shown(of, chosen or of.mapping),
        "remembered": uploading.is_remembered(of),
        "refusal": refusal,
    }
    return render(request, "registry/import_columns.html", shown, status=422 if refusal else 200)


def _start(visit: Visit, of: ImportJob, step: str) -> None:
    steps.start(
        step=step,
        of=of,
        grant_id=visit.grant.pk,
        enqueue=enqueue,
        sight=visit.sight,
        by=visit.actor,
        at=visit.at,
    )


@never_cache
@page(Permission.IMPORT)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One import as it stands: under way, or its result and what can be done with it."""
    visit = visit_of(request)
    of = found(visit, pk)
    state = steps.standing(of)
    if state is ImportState.UPLOADED and not of.failure:
        return HttpResponseRedirect(reverse("registry:import-columns", args=[pk]))
    place(request, of)
    return render(request, "registry/import.html", _shown(of, visit))


def _shown(of: ImportJob, visit: Visit) -> dict[str, object]:
    counts = {state.value: of.counts.get(state.value, 0) for state in RowState}
    can_undo = of.imported_at is not None and visit.at <= of.imported_at + steps.UNDO_DAYS
    state = steps.standing(of)
    return {
        "title": of.filename,
        "of": of,
        "state": state,
        "is_roster": of.kind == ImportKind.ROSTER,
        "counts": counts,
        "other": of.counts.get("other", 0),
        "ready": counts[RowState.READY] + counts[RowState.NOTICE],
        "progress": presenter.progress_of(of, visit.at),
        "can_take_in": state in (ImportState.CHECKED, ImportState.PARTIAL),
        "can_undo": can_undo and state in (ImportState.PARTIAL, ImportState.IMPORTED),
        "undo_until": of.imported_at and of.imported_at + steps.UNDO_DAYS,
        "notices": of.rows.filter(state=RowState.NOTICE).order_by("number")[:_SHOWN],
    }


@never_cache
@page(Permission.IMPORT)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is; once it is over, the page is asked for anew."""
    visit = visit_of(request)
    of = found(visit, pk)
    shown = presenter.progress_of(of, visit.at)
    answer = render(request, "registry/import_progress.html", {"progress": shown, "of": of})
    if shown is None:
        answer["HX-Redirect"] = reverse("registry:import", args=[pk])
    return answer


@page(Permission.IMPORT, methods=("POST",))
def go_on(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Check again, take in, undo, or give up."""
    visit = visit_of(request)
    of = found(visit, pk)
    if step == "drop":
        uploading.drop(of=of, sight=visit.sight)
        say(request, "已放弃，文件已清除；已经导入的内容保留。")
        return HttpResponseRedirect(reverse("registry:imports"))
    if step not in _STEPS:
        raise Http404("no such step")
    _start(visit, of, _STEPS[step])
    return HttpResponseRedirect(reverse("registry:import", args=[pk]))


@page(Permission.IMPORT, methods=("POST",))
def failed(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows not taken in, with their reasons, as a workbook."""
    visit = visit_of(request)
    of = found(visit, pk)
    content = failed_rows(of=of, on=visit.today, sight=visit.sight, by=visit.actor, at=visit.at)
    answer = HttpResponse(content, content_type=XLSX_TYPE)
    answer["Content-Disposition"] = (
        "attachment; filename=\"failed-rows.xlsx\"; filename*=UTF-8''%E5%A4%B1%E8%B4%A5%E8%A1%8C.xlsx"
    )
    return answer
