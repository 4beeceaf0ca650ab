"""The gallery's pages. Everything in them is invented; the list works, but batches and forms do nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from jishi.ui.frame import AsOf
from jishi.ui.gallery.catalogue import ERRORS, GROUPS, TODAY, address, gallery_frame, specimen
from jishi.ui.gallery.people import SPEC, everybody, sample_list, tags_of
from jishi.ui.gallery.samples import DIFFERENCES, ENTRIES, FACTS, sample
from jishi.ui.responses import list_response, say, wants_part
from jishi.ui.saved_views import saved_tabs
from jishi.ui.selectors import preference_of, views_of
from jishi.ui.tables import Preference
from jishi.ui.views.errors import (
    conflict_response,
    expired_response,
    handler400,
    handler403,
    handler404,
    handler500,
)


def index(request: HttpRequest) -> HttpResponse:
    """Show everything there is."""
    groups = [(group, [(each, address(each)) for each in group.specimens]) for group in GROUPS]
    shown = {"title": "界面部件", "groups": groups, "errors": ERRORS, "frame": gallery_frame("")}
    return render(request, "ui/gallery/index.html", shown)


def component(request: HttpRequest, component: str) -> HttpResponse:
    """Show one component in all its states, or one sample page."""
    shown = specimen(component)
    if shown is None:
        raise Http404
    if component in ("list", "empty-list"):
        return _list(request, component)
    if component == "toast" and request.method == "GET":
        say(request, "已把“王冬梅”移出后备库。", undo_url=request.path)
    words = {"title": shown.title, "specimen": shown, "frame": gallery_frame(component, _as_of(component))}
    return render(request, f"ui/gallery/{component.replace('-', '_')}.html", {**words, **sample(component)})


def _as_of(component: str) -> AsOf | None:
    if component != "as-of":
        return None
    return AsOf(TODAY - timedelta(days=306), TODAY, known_at=TODAY - timedelta(days=92))


def _list(request: HttpRequest, key: str) -> HttpResponse:
    query = request.GET.copy()
    if key == "empty-list":
        query["q"] = "没有这个人"
    account = request.user if isinstance(request.user, AbstractBaseUser) else None
    preference = preference_of(account, SPEC.page) if account else Preference()
    page = sample_list(query, preference)
    saved = saved_tabs(page.state, views_of(account, SPEC.page)) if account else ()
    return list_response(request, replace(page, saved=saved), context={"frame": gallery_frame(key)})


def person(request: HttpRequest, number: int) -> HttpResponse:
    """Show one invented person, as a page or in the drawer."""
    if number >= len(everybody()):
        raise Http404
    one = everybody()[number]
    shown = {"one": one, "title": one.name, "tags": tags_of(one), "facts": FACTS, "entries": ENTRIES}
    if wants_part(request):
        return render(request, "ui/gallery/_person.html", shown)
    return render(request, "ui/gallery/person.html", {**shown, "frame": gallery_frame("list")})


def search(request: HttpRequest) -> HttpResponse:
    """Answer the search palette with invented people and the gallery's own pages."""
    asked = request.GET.get("q", "").strip()
    people = [one for one in everybody() if asked and asked in f"{one.name}{one.id_number}"][:5]
    pages = [each for group in GROUPS for each in group.specimens if asked in each.title][:6]
    found = [
        {
            "label": one.name,
            "note": f"{one.street}{one.community}",
            "hint": one.id_number[-4:],
            "url": reverse("ui:gallery-person", args=[one.number]),
        }
        for one in people
    ]
    places = [
        {"label": each.title, "note": each.words, "hint": "部件", "url": address(each)} for each in pages
    ]
    return JsonResponse({"groups": [{"label": "人员", "items": found}, {"label": "菜单", "items": places}]})


def unmask(request: HttpRequest) -> HttpResponse:
    """Answer a request to see a masked value: with a reason an invented number, without one a refusal."""
    if not request.POST.get("reason", "").strip():
        return JsonResponse({"sentence": "请写明查看的用途，再显示。"}, status=400)
    return JsonResponse({"value": "990203198804058675"})


def error(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the error pages as it would be answered."""
    refusal = PermissionError("这个人的档案由区委组织部保管。需要查阅时，请向区委组织部提出申请。")
    answers = {
        "400": lambda: handler400(request, refusal),
        "403": lambda: handler403(request, refusal),
        "404": lambda: handler404(request, refusal),
        "409": lambda: conflict_response(request, "陈志强在 09:41 改过这份任职。", changes=DIFFERENCES[:3]),
        "500": lambda: handler500(request),
        "expired": lambda: expired_response(request, sign_in_url=reverse("ui:gallery")),
    }
    if name not in answers:
        raise Http404
    return answers[name]()
