"""Taking in somebody new to the platform."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.registry import permissions
from jishi.registry.actions import intake as actions
from jishi.registry.actions.particulars import Entered
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import EnterForm, Offer
from jishi.registry.presenters import changes as presenter
from jishi.registry.rulings.words import words_of
from jishi.registry.selectors.recorded import change_by_token, units_offered
from jishi.registry.views.changes import recorded, token_of, with_token
from jishi.ui.frame import Crumb
from jishi.ui.responses import say


@never_cache
@page(Permission.PERSON_CHANGE, methods=("GET", "POST"))
def enter(request: HttpRequest) -> HttpResponse:
    """Fill in and submit the form of somebody new."""
    visit = visit_of(request)
    district = _district(visit)
    permissions.check_level(visit.sight, ChangeKind.ENTER)
    if request.method == "POST":
        return _submit(request, visit, district)
    token = token_of(request)
    if token is None:
        return with_token(request)
    if (done := change_by_token(None, token)) is not None:
        say(request, "这张表单已经提交过，下面是当时登记的内容。")
        return HttpResponseRedirect(reverse("registry:change", args=[done.pk]))
    form = EnterForm(initial={"token": token, "effective_on": visit.today}, offer=_offer(visit, district))
    return _show(request, form)


def _district(visit: Visit) -> Unit:
    """The district somebody new is taken into.

    Errors: Forbidden for a duty of the whole city.
    """
    unit = visit.grant.unit
    if visit.sight.district_id is None or not visit.sight.path:
        raise Forbidden("您当前的身份不属于某一个区，不能办理入职。请切换到区或街道的身份后再办理。")
    return unit.district or unit


def _offer(visit: Visit, district: Unit) -> Offer:
    words = words_of(district)
    return Offer(
        units=units_offered(visit.sight, district, whole_district=False),
        positions=words.positions,
        identities=words.identities,
        channels=words.channels,
    )


def _submit(request: HttpRequest, visit: Visit, district: Unit) -> HttpResponse:
    form = EnterForm(request.POST, offer=_offer(visit, district))
    if not form.is_valid():
        return _show(request, form, status=422)
    particulars = form.particulars()
    assert isinstance(particulars, Entered)
    try:
        change = actions.admit(
            district=district,
            particulars=particulars,
            on=form.on,
            reason=form.cleaned_data["reason"],
            document=form.cleaned_data["document"],
            token=str(form.cleaned_data["token"]),
            sight=visit.sight,
            by=visit.actor,
            at=visit.at,
        )
    except Forbidden:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _show(request, form, status=422)
    return recorded(request, change, form.cleaned_data["name"])


@page(Permission.PERSON_CHANGE, methods=("POST",))
def effects(request: HttpRequest) -> HttpResponse:
    """What submitting the form of somebody new as it stands would bring about."""
    visit = visit_of(request)
    district = _district(visit)
    form = EnterForm(request.POST, offer=_offer(visit, district))
    if not form.is_valid():
        return render(request, "registry/change_effects.html", {})
    particulars = form.particulars()
    assert isinstance(particulars, Entered)
    try:
        seen = actions.preview_admission(
            district=district, particulars=particulars, on=form.on, sight=visit.sight
        )
    except Refused as refusal:
        return render(request, "registry/change_effects.html", {"refusal": refusal.sentence})
    context = {"preview": seen, "consequences": presenter.consequences(seen.effects)}
    return render(request, "registry/change_effects.html", context)


def _show(request: HttpRequest, form: EnterForm, *, status: int = 200) -> HttpResponse:
    place_page(request, Crumb("花名册", reverse("registry:roster")), Crumb("办理入职"), active="roster")
    context = {"title": "办理入职", "form": form, "draft_key": "change-enter"}
    return render(request, "registry/change_enter.html", context, status=status)
