"""网格与分片: who holds which grid, what is wrong with them, giving them to somebody, cards for doors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused, Stale
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.places.rulings import pack_of
from jishi.places.selectors import households_on, tree
from jishi.registry.actions import grids as actions
from jishi.registry.forms.grids import GridHolderForm
from jishi.registry.models import Person
from jishi.registry.presenters import grids as presenter
from jishi.registry.presenters.grids import Grid
from jishi.registry.rulings.grid_bands import grid_band
from jishi.registry.selectors.communities import holders_of, team_of
from jishi.registry.selectors.grids import GridBand, grid_faults
from jishi.registry.selectors.narrowing import Day
from jishi.registry.selectors.people import person_visible_to
from jishi.ui.actions import discard_draft
from jishi.ui.components import Link
from jishi.ui.frame import Crumb
from jishi.ui.lists import Batch, ListPage, ListState
from jishi.ui.responses import list_response, say
from jishi.ui.selectors import preference_of

MOST_AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class Board:
    """The grids one address asks for."""

    visit: Visit
    state: ListState
    everything: list[Grid]

    @property
    def found(self) -> list[Grid]:
        """Those that answer what is asked."""
        return presenter.narrowed(self.everything, self.state)

    @property
    def may_assign(self) -> bool:
        """Whether the visitor may give grids to somebody."""
        return self.visit.sight.may(Permission.PERSON_CHANGE)


def board_of(request: HttpRequest, query: QueryDict) -> Board:
    """The grids within sight on the day looked at, and what the address asks of them."""
    visit = visit_of(request)
    sight = visit.sight
    if not sight.path:
        raise Http404
    nodes = tree(sight.path, on=visit.on, known_at=visit.known_at)
    keys = [node.unit_id for node in nodes if node.kind == UnitKind.GRID]
    counts = households_on(keys, on=visit.on, known_at=visit.known_at)
    everything = presenter.grids_of(
        nodes,
        counts,
        holders_of(sight, keys, Day(visit.on, visit.known_at)),
        grid_faults(sight, visit.on, _band(visit), known_at=visit.known_at, counts=counts),
    )
    spec = presenter.spec_of(nodes, query.get("street") or "")
    return Board(visit, ListState.read(query, spec, preference_of(visit.account, presenter.PAGE)), everything)


@page(Permission.PLACE_VIEW)
def grids(request: HttpRequest) -> HttpResponse:
    """The list of grids."""
    place_page(request, active="grids")
    board = board_of(request, request.GET)
    found = board.found
    window = board.state.window(len(found))
    shown = ListPage(
        board.state,
        window,
        presenter.grid_rows(
            found[window.start : window.stop],
            board.state,
            may_assign=board.may_assign,
            may_open=board.visit.sight.may(Permission.PERSON_VIEW),
        ),
        tabs=presenter.state_tabs(board.everything, board.state),
        batches=_batches(board),
        note=presenter.band_note(_band(board.visit)),
        empty_advice=_advice(board),
        empty_links=(Link("到组织机构设立网格", reverse("registry:places")),),
    )
    return list_response(request, shown)


def _advice(board: Board) -> str:
    if board.everything:
        return "没有符合条件的网格。试试减少筛选条件。"
    return "还没有登记网格。在组织机构里选一个社区，用“设立下级”一次填好全部网格和户数。"


def _batches(board: Board) -> tuple[Batch, ...]:
    cards = Batch("打印门牌卡", reverse("registry:grid-cards"), "printer")
    if not board.may_assign:
        return (cards,)
    return (Batch("改派负责人", reverse("registry:grid-reassign"), "user-check"), cards)


def _band(visit: Visit) -> GridBand | None:
    district = visit.grant.unit.district
    return grid_band(pack_of(district), visit.on) if district and district.pack else None


def _chosen(request: HttpRequest) -> list[Grid]:
    """The grids a batch names: by key, or the whole result of the list it came from.

    Errors: Http404 when one of them is not within sight.
    """
    if request.POST.get("whole") == "1":
        return board_of(request, QueryDict(request.POST.get("query", ""))).found
    wanted = {*request.POST.getlist("key"), *request.GET.getlist("grid")}
    found = [grid for grid in board_of(request, QueryDict()).everything if str(grid.node.unit_id) in wanted]
    if len(found) != len(wanted):
        raise Http404
    return found


@page(Permission.PLACE_VIEW, methods=("GET", "POST"))
def cards(request: HttpRequest) -> HttpResponse:
    """Cards for the doors of some grids, eight on a sheet."""
    chosen = _chosen(request)
    place_page(request, *_crumbs("门牌卡"), active="grids")
    listed = [presenter.card_of(grid) for grid in chosen]
    sheets = [listed[start : start + 8] for start in range(0, len(listed), 8)]
    return render(
        request, "registry/grid_cards.html", {"title": "网格门牌卡", "sheets": sheets, "count": len(listed)}
    )


def _crumbs(last: str) -> tuple[Crumb, ...]:
    return (Crumb("网格与分片", reverse("registry:grids")), Crumb(last))


@never_cache
@page(Permission.PERSON_CHANGE, methods=("GET", "POST"))
def reassign(request: HttpRequest) -> HttpResponse:
    """Give one or several grids to somebody."""
    chosen = _chosen(request)
    if "holder" not in request.POST and request.method == "POST":
        keys = [grid.node.unit_id for grid in chosen[:MOST_AT_ONCE]]
        return HttpResponseRedirect(
            f"{reverse('registry:grid-reassign')}?{urlencode({'grid': keys}, doseq=True)}"
        )
    visit = visit_of(request)
    communities = {grid.community.unit_id for grid in chosen if grid.community}
    team = team_of(visit.sight, [*communities, *(grid.node.unit_id for grid in chosen)], Day(visit.sight.on))
    form = GridHolderForm(request.POST or None, team=team, initial={"on": visit.today})
    if request.method == "POST" and form.is_valid():
        answer = _assign(request, chosen, form)
        if answer is not None:
            return answer
    return _show(request, chosen, form)


def _assign(request: HttpRequest, chosen: list[Grid], form: GridHolderForm) -> HttpResponse | None:
    """Carry it out and go on to the list; None when it was refused and the form says why."""
    visit = visit_of(request)
    try:
        holder = person_visible_to(visit.sight, form.cleaned_data["holder"])
        actions.assign(
            grids=list(Unit.objects.filter(pk__in=[grid.node.unit_id for grid in chosen]).order_by("path")),
            holder=holder,
            as_deputy=form.as_deputy,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            sight=visit.sight,
            by=visit.actor,
            at=visit.at,
        )
    except Person.DoesNotExist as missing:
        raise Http404 from missing
    except (Forbidden, Stale):
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return None
    discard_draft(key="grid-reassign", by=visit.account)
    say(request, f"已分派 {len(chosen)} 个网格，{form.cleaned_data['on']} 起生效。")
    return HttpResponseRedirect(reverse("registry:grids"))


def _show(request: HttpRequest, chosen: list[Grid], form: GridHolderForm) -> HttpResponse:
    place_page(request, *_crumbs("分派网格"), active="grids")
    context: dict[str, Any] = {"title": f"分派网格 · {len(chosen)} 个", "grids": chosen, "form": form}
    return render(request, "registry/grid_reassign.html", context, status=422 if form.errors else 200)
