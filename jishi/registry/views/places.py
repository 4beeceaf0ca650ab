"""组织机构: the tree of a day, one unit of it with what is below and its history (P05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jishi.access.enums import Permission
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.places.selectors import (
    Node,
    UnitAsOf,
    history,
    households_on,
    predecessors,
    standings_of,
    successors,
    tree,
    unit_as_of,
)
from jishi.registry.presenters import places as presenter
from jishi.registry.selectors.communities import counts_below, team_counts, unit_visible_to
from jishi.registry.selectors.narrowing import Day
from jishi.ui.components import Tab
from jishi.ui.frame import Crumb


@dataclass(frozen=True)
class Ground:
    """The tree as one visit sees it, with how many people are in each unit."""

    visit: Visit
    nodes: tuple[Node, ...]
    counts: Mapping[int, int]

    @property
    def day(self) -> Day:
        """The day looked at."""
        return Day(self.visit.on, self.visit.known_at)

    @cached_property
    def totals(self) -> Mapping[int, presenter.Total]:
        """Households of every unit, summed above communities."""
        keys = [node.unit_id for node in self.nodes if node.kind in (UnitKind.COMMUNITY, UnitKind.GRID)]
        counted = households_on(keys, on=self.visit.on, known_at=self.visit.known_at)
        return presenter.totals(self.nodes, counted)

    def below(self, unit: Unit) -> list[Node]:
        """The units directly under one on the day."""
        return [node for node in self.nodes if node.parent_id == unit.pk]


def ground_of(request: HttpRequest) -> Ground:
    """The tree within sight on the day looked at."""
    visit = visit_of(request)
    if not visit.sight.path:
        raise Http404
    nodes = tree(visit.sight.path, on=visit.on, known_at=visit.known_at)
    own = team_counts(visit.sight, Day(visit.on, visit.known_at))
    return Ground(visit, nodes, counts_below(nodes, own))


def opened_unit(request: HttpRequest, pk: int) -> Unit:
    """A unit within sight, or the answer that there is none."""
    try:
        return unit_visible_to(visit_of(request).sight, pk)
    except Unit.DoesNotExist as missing:
        raise Http404 from missing


@page(Permission.PLACE_VIEW)
def places(request: HttpRequest) -> HttpResponse:
    """The tree, opened at the top of what is in sight."""
    visit = visit_of(request)
    unit = Unit.objects.filter(path=visit.sight.path).first() if visit.sight.path else None
    if unit is None:
        raise Http404
    return _shown(request, unit, "below")


@page(Permission.PLACE_VIEW)
def unit(request: HttpRequest, pk: int, tab: str = "below") -> HttpResponse:
    """One unit of the tree."""
    return _shown(request, opened_unit(request, pk), tab)


def _shown(request: HttpRequest, unit: Unit, tab: str) -> HttpResponse:
    ground = ground_of(request)
    visit = ground.visit
    as_of = unit_as_of(unit, on=visit.on, known_at=visit.known_at)
    text = request.GET.get("q", "").strip()[:40]
    place_page(request, *_crumbs(ground, as_of), active="places")
    context = {
        "title": as_of.name,
        "unit": as_of,
        "q": text,
        "rows": presenter.tree_rows(ground.nodes, ground.counts, chosen=unit.pk, text=text),
        **_head(ground, as_of),
        **_body(ground, as_of, tab),
    }
    return render(request, "registry/places.html", context)


def _crumbs(ground: Ground, unit: UnitAsOf) -> tuple[Crumb, ...]:
    inside = {node.unit_id for node in ground.nodes}
    above = [Crumb(name, reverse("registry:unit", args=[pk])) for pk, name in unit.ancestors if pk in inside]
    return (Crumb("组织机构", reverse("registry:places")), *above, Crumb(unit.name))


def _head(ground: Ground, unit: UnitAsOf) -> dict[str, object]:
    visit, pk = ground.visit, unit.unit.pk
    facts = presenter.unit_facts(
        unit,
        count=ground.counts.get(pk, 0),
        below=ground.below(unit.unit),
        total=ground.totals.get(pk, presenter.Total()),
    )
    return {
        "tags": presenter.unit_tags(unit, visit.on),
        "facts": facts,
        "actions": presenter.unit_actions(unit, visit.sight),
        "became": presenter.lineage_sentence(
            predecessors(unit.unit, known_at=visit.known_at), successors(unit.unit, known_at=visit.known_at)
        ),
    }


def _body(ground: Ground, unit: UnitAsOf, tab: str) -> dict[str, object]:
    visit = ground.visit
    below = ground.below(unit.unit)
    entries = history(unit.unit, on=visit.on, known_at=visit.known_at)
    names = standings_of(unit.unit, known_at=visit.known_at)
    shown: dict[str, object] = {"tab": tab, "tabs": _tabs(unit, tab, len(below), len(entries))}
    may_edit = visit.sight.may(Permission.PLACE_EDIT)
    if tab == "history":
        shown["history"] = presenter.history_rows(entries, unit, can_edit=may_edit)
        shown["standings"] = presenter.standing_rows(names, can_edit=may_edit)
    elif tab == "below":
        shown["table"] = presenter.below_rows(below, ground.counts, ground.totals, nodes=ground.nodes)
        shown["below_kind"] = presenter.kind_below(unit, below)
    else:
        raise Http404
    return shown


def _tabs(unit: UnitAsOf, current: str, below: int, entries: int) -> tuple[Tab, ...]:
    pk = unit.unit.pk
    return (
        Tab("下级", reverse("registry:unit", args=[pk]), below, current == "below"),
        Tab("沿革", reverse("registry:unit-tab", args=[pk, "history"]), entries, current == "history"),
    )
