"""社区主页: everything of one community on one page (P06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jishi.access.enums import Permission
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.places.enums import UnitKind
from jishi.places.selectors import (
    Node,
    UnitAsOf,
    bodies_on,
    children,
    figures_on,
    history,
    households_on,
    stars_on,
    tags_on,
    unit_as_of,
)
from jishi.registry.models import Standing
from jishi.registry.presenters import communities as presenter
from jishi.registry.presenters import places as place_presenter
from jishi.registry.rulings.quotas import CommunityQuota, Quotas, community_quotas
from jishi.registry.selectors.communities import Holder, holders_of, posts_of, team_of
from jishi.registry.selectors.narrowing import Day
from jishi.registry.views.places import opened_unit
from jishi.ui.components import Fact, Tab
from jishi.ui.frame import Crumb

_TABS = (
    ("overview", "概况"),
    ("leaders", "班子"),
    ("people", "人员"),
    ("grids", "网格"),
    ("history", "沿革"),
)


@dataclass(frozen=True)
class Home:
    """A community as one visit sees it; what a tab does not show is not asked for."""

    visit: Visit
    unit: UnitAsOf

    @property
    def pk(self) -> int:
        """The community's number."""
        return self.unit.unit.pk

    @property
    def day(self) -> Day:
        """The day looked at."""
        return Day(self.visit.on, self.visit.known_at)

    @cached_property
    def grids(self) -> tuple[Node, ...]:
        """The grids of the day."""
        return children(self.unit.unit, on=self.visit.on, known_at=self.visit.known_at)

    @cached_property
    def units(self) -> list[int]:
        """The community and its grids."""
        return [self.pk, *(grid.unit_id for grid in self.grids)]

    @cached_property
    def team(self) -> list[Standing]:
        """Who is in the team."""
        return team_of(self.visit.sight, self.units, self.day)

    @cached_property
    def holders(self) -> Mapping[int, list[Holder]]:
        """Who holds the grids and duties."""
        return holders_of(self.visit.sight, self.units, self.day)

    @cached_property
    def quotas(self) -> Quotas:
        """The quotas of the district."""
        district = self.unit.unit.district
        return (
            community_quotas(district, self.visit.on, known_at=self.visit.known_at) if district else Quotas()
        )

    @property
    def quota(self) -> CommunityQuota | None:
        """The community's own quota."""
        street = self.unit.ancestors[-1][1] if self.unit.ancestors else ""
        return self.quotas.rows.get((street, self.unit.name))

    @property
    def can_edit(self) -> bool:
        """Whether the visitor may record something here."""
        return self.visit.sight.may(Permission.PLACE_EDIT) and self.unit.ended_before is None


@page(Permission.PLACE_VIEW)
def community(request: HttpRequest, pk: int, tab: str = "overview") -> HttpResponse:
    """One community, one tab of it."""
    visit = visit_of(request)
    unit = opened_unit(request, pk)
    if unit.kind != UnitKind.COMMUNITY or tab not in dict(_TABS):
        raise Http404
    home = Home(visit, unit_as_of(unit, on=visit.on, known_at=visit.known_at))
    place_page(request, *_crumbs(home), active="places")
    context = {
        "title": home.unit.name,
        "unit": home.unit,
        "tab": tab,
        "can_edit": home.can_edit,
        **_head(home, tab),
        **_BODIES[tab](home),
    }
    return render(request, "registry/community.html", context)


def _crumbs(home: Home) -> tuple[Crumb, ...]:
    sight = home.visit.sight
    above = [
        Crumb(name, reverse("registry:unit", args=[pk]))
        for pk, name in home.unit.ancestors
        if pk in {sight.unit_id} or _is_below(home, pk)
    ]
    return (Crumb("组织机构", reverse("registry:places")), *above, Crumb(home.unit.name))


def _is_below(home: Home, pk: int) -> bool:
    """Whether an ancestor lies in sight: those after the unit of the duty in the line."""
    line = [key for key, _ in home.unit.ancestors]
    own = home.visit.sight.unit_id
    return own in line and line.index(pk) > line.index(own)


def _head(home: Home, tab: str) -> dict[str, object]:
    visit, pk = home.visit, home.pk
    counted = households_on([pk], on=visit.on, known_at=visit.known_at).get(pk)
    star = stars_on([pk], on=visit.on, known_at=visit.known_at).get(pk)
    people = presenter.people_fact(home.team, home.quota, place_presenter.roster_url(home.unit.unit))
    street = home.unit.ancestors[-1][1] if home.unit.ancestors else ""
    carried = tags_on([pk], on=visit.on, known_at=visit.known_at).get(pk, ())
    return {
        "subtitle": street,
        "tags": place_presenter.unit_tags(home.unit, visit.on),
        "facts": presenter.head_facts(counted, star, people=people, grids=len(home.grids), quota=home.quota),
        "carried": presenter.tag_rows(carried, can_edit=home.can_edit),
        "actions": place_presenter.unit_actions(home.unit, visit.sight),
        "tabs": _tabs(home, tab),
    }


def _tabs(home: Home, current: str) -> tuple[Tab, ...]:
    entries = history(home.unit.unit, on=home.visit.on, known_at=home.visit.known_at)
    people = presenter.members(home.team, {}, may_open=False)
    counts = {
        "leaders": len(presenter.leaders(people)),
        "people": len(home.team),
        "grids": len(home.grids),
        "history": len(entries),
    }
    return tuple(
        Tab(
            label,
            reverse("registry:community", args=[home.pk])
            if key == "overview"
            else reverse("registry:community-tab", args=[home.pk, key]),
            counts.get(key),
            key == current,
        )
        for key, label in _TABS
    )


def _overview(home: Home) -> dict[str, object]:
    visit, pk = home.visit, home.pk
    found = presenter.portrait(home.team, visit.sight, visit.on)
    figures = figures_on([pk], on=visit.on, known_at=visit.known_at).get(pk, {})
    return {
        "bodies": presenter.body_facts(bodies_on([pk], on=visit.on, known_at=visit.known_at).get(pk, ())),
        "portrait": found,
        "weak_point": presenter.weak_point(found),
        "deployment": presenter.deployment(home.holders, pk, home.team),
        "figures": tuple(Fact(each.name, each.value, note=each.remark) for each in figures.values()),
        "quota": home.quota,
        "quota_sentence": home.quotas.sentence,
        "quota_clause": home.quotas.clause,
    }


def _members(home: Home) -> Sequence[presenter.Member]:
    may_open = home.visit.sight.may(Permission.PERSON_VIEW)
    return presenter.members(home.team, posts_of(home.team, home.day), may_open=may_open)


def _leaders(home: Home) -> dict[str, object]:
    return {"members": presenter.leaders(_members(home))}


def _people(home: Home) -> dict[str, object]:
    return {"members": _members(home)}


def _grids(home: Home) -> dict[str, object]:
    keys = [grid.unit_id for grid in home.grids]
    counted = households_on(keys, on=home.visit.on, known_at=home.visit.known_at)
    return {"grids": presenter.grid_rows(home.grids, counted, home.holders)}


def _history(home: Home) -> dict[str, object]:
    entries = history(home.unit.unit, on=home.visit.on, known_at=home.visit.known_at)
    return {"history": place_presenter.history_rows(entries, home.unit, can_edit=home.can_edit)}


_BODIES = {
    "overview": _overview,
    "leaders": _leaders,
    "people": _people,
    "grids": _grids,
    "history": _history,
}
