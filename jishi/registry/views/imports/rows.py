"""Rows of an import that wait for somebody: faults to be put right, people on file to be compared."""

from __future__ import annotations

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
from jishi.registry.actions.imports import admitting, choosing, files, steps
from jishi.registry.actions.imports.admitting import Hand
from jishi.registry.enums import RowState
from jishi.registry.forms.imports import typed_cells
from jishi.registry.models import ImportJob, ImportRow
from jishi.registry.presenters import imports as presenter
from jishi.registry.selectors.imports import name_of
from jishi.registry.views.imports.reach import found, place
from jishi.ui.responses import say

AT_ONCE: Final = 25  # a form may have a thousand inputs


@never_cache
@page(Permission.IMPORT, methods=("GET", "POST"))
def grid(request: HttpRequest, pk: int) -> HttpResponse:
    """Put rows with faults right on screen; saving checks them again."""
    visit = visit_of(request)
    of = found(visit, pk)
    if request.method == "POST":
        return _put_right(request, visit, of)
    rows = of.rows.filter(state=RowState.FAULTY).select_related("of").order_by("sheet", "number")
    place(request, of, "改正有错误的行")
    shown = {
        "title": "改正有错误的行",
        "of": of,
        "rows": presenter.grid_of(of, list(rows[:AT_ONCE])),
        "total": rows.count(),
        "most": AT_ONCE,
    }
    return render(request, "registry/import_rows.html", shown)


def _put_right(request: HttpRequest, visit: Visit, of: ImportJob) -> HttpResponse:
    edits: dict[str, dict[int, list[str]]] = {}
    for (sheet, number), typed in typed_cells(request.POST).items():
        row = of.rows.filter(sheet=sheet, number=number, state=RowState.FAULTY).select_related("of").first()
        if row is None:
            continue
        before = files.cells_of(row)
        cells = before + [""] * (max(typed) + 1 - len(before))
        for index, value in typed.items():
            cells[index] = value
        if cells != before:
            edits.setdefault(sheet, {})[number] = cells
    accepted = [street[:60] for street in request.POST.getlist("accept")]
    if not edits and not accepted:
        say(request, "没有改动。请在标红的格子里改正，再保存。")
        return HttpResponseRedirect(reverse("registry:import-rows", args=[of.pk]))
    steps.put_right(of=of, edits=edits, accepted=accepted, sight=visit.sight)
    steps.start(
        step=steps.CHECK,
        of=of,
        grant_id=visit.grant.pk,
        enqueue=enqueue,
        sight=visit.sight,
        by=visit.actor,
        at=visit.at,
    )
    return HttpResponseRedirect(reverse("registry:import", args=[of.pk]))


@never_cache
@page(Permission.IMPORT)
def known(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody of an import who is on file already and told otherwise there."""
    of = found(visit_of(request), pk)
    rows = (
        of.rows.filter(state=RowState.KNOWN, person__isnull=False).select_related("person").order_by("number")
    )
    place(request, of, "已在册的人员")
    people = [(row.number, name_of(row.person)) for row in rows[:AT_ONCE] if row.person]
    shown = {"title": "已在册的人员", "of": of, "people": people, "total": rows.count(), "most": AT_ONCE}
    return render(request, "registry/import_known.html", shown)


@never_cache
@page(Permission.IMPORT, methods=("GET", "POST"))
def choose(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Choose field by field, for somebody on file, between the new value and the one held."""
    visit = visit_of(request)
    of = found(visit, pk)
    waiting = of.rows.filter(number=row, state=RowState.KNOWN).select_related("person__district").first()
    if waiting is None or waiting.person is None:
        raise Http404("nobody to be chosen for")
    found_differences = choosing.differences_of(of, waiting, visit.sight, visit.today)
    refusal = ""
    if request.method == "POST":
        refusal = _choose(request, visit, waiting, found_differences)
        if not refusal:
            say(request, "已按您的选择登记。")
            return HttpResponseRedirect(reverse("registry:import-known", args=[pk]))
    place(request, of, "逐项选择")
    shown = {
        "title": f"{name_of(waiting.person)} · 逐项选择",
        "of": of,
        "differences": found_differences,
        "refusal": refusal,
    }
    return render(request, "registry/import_choose.html", shown, status=422 if refusal else 200)


def _choose(request: HttpRequest, visit: Visit, row: ImportRow, found_differences: choosing.Found) -> str:
    """Record what was chosen; the sentence of what was refused."""
    taken = [each for each in found_differences if request.POST.get(f"d:{each.key}") == "new"]
    hand = Hand(visit.sight, visit.actor, visit.today, lambda: visit.at, lambda _done, _total: None)
    assert row.person is not None
    try:
        admitting.record_chosen(row, row.person, taken, hand)
    except Forbidden:
        raise
    except Refused as refusal:
        return refusal.sentence
    choosing.count_again(row.of, visit.at)
    return ""
