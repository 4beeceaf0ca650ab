"""The search behind Ctrl+K: people, places, pages and things to do, each only as far as the role reaches.

What was typed is neither logged nor kept. A number of more than six digits comes by POST, so that no
identifier stands in an address.
"""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.nav import menu_for
from jishi.access.permissions import Sight
from jishi.access.views.doors import signed_in, visit_of
from jishi.registry.presenters import search as presenter
from jishi.registry.selectors.finding import people_found, places_found

LONGEST = 40


@never_cache
@signed_in(methods=("GET", "POST"))
def search(request: HttpRequest) -> JsonResponse:
    """What a few typed signs may mean, in groups of at most eight."""
    typed = (request.POST if request.method == "POST" else request.GET).get("q", "")
    text = typed.replace("\x00", "").strip()[:LONGEST]
    sight = visit_of(request).sight
    groups = (
        presenter.group("人员", _people(sight, text)),
        presenter.group("社区与组织", _places(sight, text)),
        presenter.group("菜单与办理", presenter.pages(sight, menu_for(sight), text)),
    )
    return JsonResponse({"groups": [each for each in groups if each["items"]]})


def _people(sight: Sight, text: str) -> list[presenter.Item]:
    if not text or not sight.may(Permission.ROSTER_VIEW):
        return []
    return presenter.people(sight, people_found(sight, text))


def _places(sight: Sight, text: str) -> list[presenter.Item]:
    if not text or not sight.may(Permission.PLACE_VIEW):
        return []
    return presenter.places(sight, places_found(sight, text))
