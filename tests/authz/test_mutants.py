"""Take any one check away and the matrix shows it: the matrix bites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Q

from jishi.access.enums import Level
from jishi.access.models import Account
from jishi.access.permissions import Sight
from jishi.access.selectors import accounts
from jishi.places.models import Unit
from jishi.registry import permissions
from jishi.registry.selectors import people
from tests.authz.cells import differing
from tests.authz.matrix import pages
from tests.authz.town import Town

pytestmark = pytest.mark.django_db
BY_ROUTE = {page.route: page for page in pages()}


@dataclass(frozen=True)
class Mutant:
    """A check taken away, and the pages on which that has to show."""

    name: str
    where: Any
    what: str
    instead: Any
    shows_on: tuple[str, ...]


def _every_account(_: Sight) -> Any:
    return Account.objects.select_related("unit__district")


MUTANTS = (
    Mutant(
        "the door asks for no permission",
        Sight,
        "may",
        lambda *_: True,
        (
            "roster/",
            "roster/export/",
            "quality/",
            "me/",
            "accounts/",
            "audit/",
            "changes/enter/",
            "ui/gallery/",
        ),
    ),
    Mutant(
        "every place lies within sight",
        Sight,
        "within",
        lambda *_: True,
        ("people/<slug:uid>/", "people/<slug:uid>/sheet/", "roster/row/<slug:uid>/", "changes/<int:pk>/"),
    ),
    Mutant(
        "a person out of sight is shown",
        permissions,
        "is_visible",
        lambda *_: True,
        ("people/<slug:uid>/<slug:tab>/", "people/<slug:uid>/changes/new/"),
    ),
    Mutant(
        "every account lies within sight",
        accounts,
        "accounts_visible_to",
        _every_account,
        ("accounts/of/<str:username>/", "grants/<int:grant_id>/simulate/"),
    ),
    Mutant(
        "every field group is shown",
        Sight,
        "level",
        lambda *_, **__: Level.EDIT,
        ("people/<slug:uid>/grade/why/",),
    ),
)
SHOWING = [(mutant, route) for mutant in MUTANTS for route in mutant.shows_on]


@pytest.mark.parametrize(("mutant", "route"), SHOWING, ids=[f"{m.name}: {route}" for m, route in SHOWING])
def test_a_check_taken_away_shows_in_the_matrix(
    mutant: Mutant, route: str, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutant.where, mutant.what, mutant.instead)
    assert differing(BY_ROUTE[route], town), f"nobody noticed that {mutant.name}"


def test_with_every_check_in_place_the_same_pages_come_out_right(town: Town) -> None:
    routes = {route for _, route in SHOWING}
    assert not [line for route in sorted(routes) for line in differing(BY_ROUTE[route], town)]


def test_a_list_without_its_scope_shows_people_of_elsewhere(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    sight = town.cast.sight(unit=Unit.objects.get(pk=town.cast.streets[0].pk))
    before = people.people_visible_to(sight).count()
    monkeypatch.setattr(people, "scope", lambda _: Q())
    assert people.people_visible_to(sight).count() > before
