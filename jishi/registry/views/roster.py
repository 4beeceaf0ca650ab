"""花名册: the list, one row in the drawer, the file of the whole result."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from jishi.access.enums import Permission
from jishi.access.nav import address
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.registry.enums import ChangeKind
from jishi.registry.exports.roster import Wanted, export_roster
from jishi.registry.forms.roster import DEFAULT_STATES, ExportForm
from jishi.registry.models import Person, Standing
from jishi.registry.permissions import can_change
from jishi.registry.presenters.drawer import drawer_of
from jishi.registry.presenters.roster import roster_rows, shipped_views, states_note
from jishi.registry.rulings.lookups import known_for
from jishi.registry.selectors.columns import Known, can_write_in_full, columns_for, is_sensitive
from jishi.registry.selectors.narrowing import Criteria, upcoming_changes
from jishi.registry.selectors.people import person_visible_to
from jishi.registry.selectors.timeline import timeline
from jishi.registry.views.listing import Listing, listing_of
from jishi.ui.components import Link
from jishi.ui.drawing import DrawnRows, drawn_rows
from jishi.ui.frame import Crumb
from jishi.ui.lists import Batch, ListPage, Window
from jishi.ui.responses import list_response
from jishi.ui.saved_views import saved_tabs

_VIEWS: Final = {
    "team": Criteria(presences=DEFAULT_STATES),
    "contract": Criteria(presences=DEFAULT_STATES, contract_within=30),
    "education_date": Criteria(presences=DEFAULT_STATES, gaps=("education_date",)),
    "upcoming": Criteria(presences=DEFAULT_STATES, upcoming=True),
}
_EMPTY: Final = "没有符合条件的人员。试试减少筛选条件，或只输入姓氏、拼音首字母；已退出的人员在“含已退出”里。"


@page(Permission.ROSTER_VIEW)
def roster(request: HttpRequest) -> HttpResponse:
    """The roster of everybody within sight on the day looked at."""
    place_page(request, active="roster")
    listing = listing_of(visit_of(request), request.GET)
    counts, views = listing.counts(_VIEWS)
    window = listing.state.window(listing.total(counts))
    shown = ListPage(
        listing.state,
        window,
        _drawn(listing, window, has_box=bool(_batches(listing))),
        tabs=shipped_views(listing.visit.sight, listing.state, views),
        saved=saved_tabs(listing.state, listing.saved),
        primary=_primary(listing),
        batches=_batches(listing),
        note=states_note(counts),
        export_url=_export_url(listing),
        empty_advice=_EMPTY,
    )
    return list_response(request, shown, context={"listing": listing})


def _drawn(listing: Listing, window: Window, *, has_box: bool) -> DrawnRows:
    """The rows of the page, drawn now, or kept while nothing they tell has changed."""
    state = listing.state
    told = (listing.criteria, state.order, window.start, window.stop, state.query(), state.columns, has_box)
    return listing.register.kept("tables", told, lambda: _draw(listing, window, has_box=has_box))


def _draw(listing: Listing, window: Window, *, has_box: bool) -> DrawnRows:
    standings = listing.page(window.start, window.stop - window.start)
    known = _known(listing, standings)
    rows = roster_rows(standings, listing.columns, known, query=listing.state.query())
    return drawn_rows(rows, listing.state.columns, has_box=has_box)


def _primary(listing: Listing) -> Link | None:
    url = address("registry:change-enter")
    if not url or not listing.visit.sight.may(Permission.PERSON_CHANGE):
        return None
    return Link("办理入职", url, "user-plus")


def _batches(listing: Listing) -> tuple[Batch, ...]:
    if not listing.visit.sight.may(Permission.PERSON_CHANGE):
        return ()
    return (Batch("批量办理异动", reverse("registry:batch"), "users"),)


def _export_url(listing: Listing) -> str:
    if not listing.visit.sight.may(Permission.ROSTER_EXPORT):
        return ""
    return f"{reverse('registry:roster-export')}?{listing.state.query()}"


def _known(listing: Listing, standings: Sequence[Standing]) -> Known:
    """What the rows of a list are shown with."""
    return known_for(
        standings,
        listing.columns,
        sight=listing.visit.sight,
        day=listing.day,
        places=listing.places,
    )


@page(Permission.ROSTER_VIEW)
def row(request: HttpRequest, uid: str) -> HttpResponse:
    """One person of the list in the drawer."""
    visit = visit_of(request)
    try:
        person = person_visible_to(visit.sight, uid)
    except Person.DoesNotExist as error:
        raise Http404("no such person") from error
    listing = listing_of(visit, request.GET)
    standing = listing.scope.filter(person=person).select_related("person").first()
    if standing is None:
        return render(request, "registry/roster_absent.html", {"on": visit.on})
    columns = columns_for(visit.sight)
    known = known_for([standing], columns, sight=visit.sight, day=listing.day, places=listing.places)
    changes = timeline(person, visit.known_at)
    coming = upcoming_changes(listing.day).filter(person=person).order_by("effective_on", "pk").first()
    may_change = can_change(visit.sight, person, standing, ChangeKind.TRANSFER)
    drawer = drawer_of(standing, known, changes, coming, may_change=may_change)
    return render(request, "registry/roster_row.html", {"drawer": drawer, "visit": visit})


@page(Permission.ROSTER_EXPORT, methods=("GET", "POST"))
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole result with the visible columns as a file: first what it will hold, then the file."""
    place_page(request, Crumb("花名册", reverse("registry:roster")), Crumb("导出"), active="roster")
    visit = visit_of(request)
    listing = listing_of(visit, request.GET)
    form = ExportForm(
        request.POST if request.method == "POST" else None,
        is_sensitive=is_sensitive(listing.columns),
        may_in_full=can_write_in_full(visit.sight),
    )
    counts, _ = listing.counts({})
    if not form.is_valid():
        return _export_page(request, listing, form, listing.total(counts))
    asked = form.cleaned_data
    wanted = Wanted(
        rows=listing.rows,
        total=listing.total(counts),
        columns=listing.columns,
        day=listing.day,
        places=listing.places,
        basis=listing.basis,
        in_full=bool(asked.get("in_full")),
        file_kind=asked["file"],
    )
    return _file(wanted, visit, asked.get("reason", ""))


def _file(wanted: Wanted, visit: Visit, reason: str) -> FileResponse:
    """Make the file in a folder of its own and hand it out; the folder is gone before the file is read."""
    with tempfile.TemporaryDirectory(prefix="jishi-export-") as folder:
        path = Path(folder) / f"roster.{wanted.file_kind}"
        export_roster(path, wanted, sight=visit.sight, reason=reason, by=visit.actor, at=visit.at)
        name = f"花名册-{visit.on.isoformat()}.{wanted.file_kind}"
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _export_page(request: HttpRequest, listing: Listing, form: ExportForm, total: int) -> HttpResponse:
    shown = {
        "title": "导出花名册",
        "form": form,
        "listing": listing,
        "total": total,
        "query": listing.state.query(),
        "back_url": f"{reverse('registry:roster')}?{listing.state.query()}",
    }
    return render(request, "registry/roster_export.html", shown, status=422 if form.is_bound else 200)
