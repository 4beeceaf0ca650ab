"""What stands around every page, put into the context of every template as `frame`.

A page says where it is with `place_page(request, …)`; without that the menu item whose address begins the
page's own is the active one.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from jishi.access.enums import Permission
from jishi.access.nav import address, menu_for, tabs_for, waiting_for
from jishi.access.permissions import Sight
from jishi.access.views.visits import Visit
from jishi.ui.frame import AsOf, Crumb, Desk, Frame, NavItem
from jishi.ui.responses import wants_part
from jishi.ui.selectors import draft_count

_PLATFORM = "社区工作者职业体系管理平台"


def place_page(request: HttpRequest, *crumbs: Crumb, active: str = "") -> None:
    """Say which menu item a page belongs to and the way to it; the last crumb is the page itself."""
    vars(request)["placed"] = (active, crumbs)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context every template has: the frame, and the visit behind a door."""
    visit = getattr(request, "visit", None)
    if not isinstance(visit, Visit):
        return {"frame": Frame(place=_PLATFORM)}
    return {"frame": frame_for(request, visit), "visit": visit}


def frame_for(request: HttpRequest, visit: Visit) -> Frame:
    """The frame of one page for one duty."""
    nav = menu_for(visit.sight)
    waiting, overdue = (0, 0) if wants_part(request) else waiting_for(visit.sight)
    active, crumbs = getattr(request, "placed", ("", ()))
    looks_at_days = visit.sight.may(Permission.PLACE_VIEW) or visit.sight.may(Permission.SELF_VIEW)
    return Frame(
        place=place_of(visit),
        desk=_desk(visit),
        nav=nav,
        active=active or _active(nav, request.path),
        tabs=tabs_for(visit.sight),
        crumbs=crumbs,
        as_of=_as_of(visit) if looks_at_days else None,
        home_url=address("access:landing"),
        search_url=address("registry:search"),
        todo_count=waiting,
        todo_overdue=overdue,
        todo_url=address("process:tasks") if visit.sight.may(Permission.CASE_VIEW) else "",
        draft_count=0 if wants_part(request) else draft_count(visit.account),
        draft_url=address("ui:drafts"),
        help_url=address("ui:help"),
    )


def place_of(visit: Visit) -> str:
    """The name of the district a duty works in, or of its own unit for the whole city."""
    unit = visit.grant.unit
    return unit.district.name if unit.district else unit.name


def office_of(sight: Sight, unit_name: str) -> str:
    """What the user menu says of a duty: the role, where, and for whom as a proxy."""
    acting = f"（代理{sight.actor.on_behalf_of}）" if sight.actor.on_behalf_of else ""
    return f"{unit_name} · {sight.role.label}{acting}"


def _desk(visit: Visit) -> Desk:
    return Desk(
        name=visit.account.name,
        office=office_of(visit.sight, visit.grant.unit.name),
        profile_url=address("access:me"),
        switch_url=f"{address('access:me')}#duties" if len(visit.grants) > 1 else "",
        logout_url=address("access:logout"),
    )


def _as_of(visit: Visit) -> AsOf:
    known = timezone.localdate(visit.known_at) if visit.known_at else None
    return AsOf(on=visit.on, today=visit.today, known_at=known)


def _active(nav: tuple[NavItem, ...], path: str) -> str:
    leading = [item for item in nav if path.startswith(item.url) and (item.url != "/" or path == "/")]
    return max(leading, key=lambda item: len(item.url)).key if leading else ""
