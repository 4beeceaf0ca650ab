"""Roles and levels of field groups (P86): the matrix of a district, and changing one role of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jishi.access.actions import field_rights
from jishi.access.enums import FieldGroup, Permission, Role
from jishi.access.forms import LevelsForm
from jishi.access.presenters.rights import FIXED, matrix, role_row
from jishi.access.selectors import levels_of
from jishi.access.selectors.accounts import districts_visible_to
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.ui.components import Tab
from jishi.ui.frame import Crumb
from jishi.ui.responses import say


@page(Permission.GRANT_VIEW)
def role_matrix(request: HttpRequest) -> HttpResponse:
    """Show every role against every field group in one district."""
    visit = visit_of(request)
    districts = districts_visible_to(visit.sight)
    if not districts:
        raise Http404("no district in sight")
    asked = request.GET.get("district", "")
    shown = next((each for each in districts if str(each.pk) == asked), districts[0])
    place_page(request, Crumb("角色与字段权限"), active="roles")
    context = {
        "title": "角色与字段权限",
        "district": shown,
        "tabs": [Tab(each.name, f"?district={each.pk}", is_current=each == shown) for each in districts],
        "groups": [group.label for group in FieldGroup],
        "rows": matrix(shown.pk),
        "may_edit": visit.sight.may(Permission.FIELD_RIGHT_EDIT),
    }
    return render(request, "access/roles.html", context)


@page(Permission.FIELD_RIGHT_EDIT, methods=("GET", "POST"))
def role_levels(request: HttpRequest, district_id: int, role: str) -> HttpResponse:
    """Change how much a role sees in a district."""
    visit = visit_of(request)
    district, chosen = _district_or_404(visit, district_id), _role_or_404(role)
    posted = request.POST if request.method == "POST" else None
    form = LevelsForm(posted, levels=levels_of(chosen, district.pk))
    if form.is_valid():
        try:
            count = field_rights.set_levels(
                district=district,
                role=chosen,
                levels=form.levels,
                expected=form.expected,
                sight=visit.sight,
                by=visit.actor,
                at=visit.at,
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            say(request, f"已修改“{chosen.label}”的 {count} 项字段权限，即时生效。")
            return redirect(_matrix_address(district))
    place_page(
        request, Crumb("角色与字段权限", _matrix_address(district)), Crumb(chosen.label), active="roles"
    )
    context = {
        "title": f"{chosen.label}的字段权限（{district.name}）",
        "form": form,
        "district": district,
        "row": role_row(chosen, district.pk),
    }
    return render(request, "access/role_levels.html", context)


@page(Permission.FIELD_RIGHT_EDIT, methods=("POST",))
def role_reset(request: HttpRequest, district_id: int, role: str) -> HttpResponse:
    """Put a role's levels in a district back to the defaults."""
    visit = visit_of(request)
    district, chosen = _district_or_404(visit, district_id), _role_or_404(role)
    count = field_rights.reset(district=district, role=chosen, sight=visit.sight, by=visit.actor, at=visit.at)
    say(request, f"“{chosen.label}”的字段权限已恢复默认，改动 {count} 项。")
    return redirect(_matrix_address(district))


def _district_or_404(visit: Visit, district_id: int) -> Unit:
    found = next((each for each in districts_visible_to(visit.sight) if each.pk == district_id), None)
    if found is None:
        raise Http404("no such district")
    return found


def _role_or_404(text: str) -> Role:
    if text not in Role.values or text in FIXED:
        raise Http404("no such role")
    return Role(text)


def _matrix_address(district: Unit) -> str:
    return f"{reverse('access:roles')}?district={district.pk}"
