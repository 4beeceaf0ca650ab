"""One's own file on the phone: what is on it, one's grade, what was changed, who looked at it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jishi.access.enums import Permission
from jishi.access.views.doors import page, visit_of
from jishi.access.views.frame import place_page
from jishi.registry.presenters import own
from jishi.registry.presenters import person as presenter
from jishi.registry.selectors.readers import readings_of
from jishi.registry.views.people import Opened, grade_context, head, opened, overview, story_of, tables
from jishi.ui.components import Tab
from jishi.ui.frame import Crumb
from jishi.ui.responses import wants_part


@page(Permission.SELF_VIEW)
def me(request: HttpRequest) -> HttpResponse:
    """One's own file, a part at a time."""
    place_page(request, Crumb("我的档案"), active="me")
    file = _own(request)
    if file is None or file.standing is None:
        return render(request, "registry/me_none.html", {"title": "我的档案", "file": file})
    part = request.GET.get("part", own.PARTS[0].key)
    if part not in {each.key for each in own.PARTS}:
        raise Http404
    context = {
        "title": "我的档案",
        "file": file,
        "part": part,
        "tabs": _tabs(part),
        "whom_to_tell": own.whom_to_tell(file.standing),
        **head(file),
        **_body(file, part),
    }
    return render(request, "registry/me.html", context)


@page(Permission.SELF_VIEW)
def grade(request: HttpRequest) -> HttpResponse:
    """What one's own grade is made of; a part of the page, or a page of its own."""
    place_page(request, Crumb("我的档案", reverse("registry:me")), Crumb("我的等级"), active="me")
    file = _own(request)
    if file is None or file.standing is None:
        raise Http404
    template = "registry/me_grade.html" if wants_part(request) else "registry/me_grade_page.html"
    return render(request, template, {"title": "我的等级", "file": file, **grade_context(file)})


def _own(request: HttpRequest) -> Opened | None:
    """One's own file; None for an account that has none."""
    uid = visit_of(request).sight.person_uid
    return opened(request, uid) if uid else None


def _tabs(current: str) -> tuple[Tab, ...]:
    return tuple(Tab(each.label, f"?part={each.key}", is_current=each.key == current) for each in own.PARTS)


def _body(file: Opened, part: str) -> dict[str, object]:
    match part:
        case "file":
            chapters = [each for each in presenter.chapters(file.view) if each.kinds and each.key != "grade"]
            held = [table for each in chapters for table in tables(file, each) if table.rows]
            return {**overview(file), "tables": held}
        case "changes":
            told = story_of(file)
            return {"story": told, "entries": told.entries}
        case "seen":
            found = readings_of(file.person, by_account=file.visit.actor.account)
            return {"readings": own.reading_sentences(found)}
    return {}
