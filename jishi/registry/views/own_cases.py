"""申请更正: what of one's own file is wrong, said on the phone and sent to who keeps the file."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused, Stale
from jishi.process.actions.evidence import Evidence, as_content, discard, keep
from jishi.process.models import Case
from jishi.process.selectors import cases_seen
from jishi.registry.actions.cases import corrections
from jishi.registry.actions.cases.corrections import Held, Item
from jishi.registry.forms.cases import CorrectionForm
from jishi.registry.presenters.cases import under_way
from jishi.registry.views.cases import NO_TOKEN, returned_case
from jishi.registry.views.people import Opened, opened
from jishi.ui.frame import Crumb
from jishi.ui.responses import say


@never_cache
@page(Permission.SELF_VIEW)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose what of one's own file is wrong."""
    file = _own(request)
    _place(request)
    context = {
        "title": "申请更正",
        "file": file,
        "items": corrections.items_of(file.person, file.visit.today),
        "under_way": under_way(cases_seen(file.visit.sight, "person", file.person.uid)),
    }
    return render(request, "registry/case_correct_choose.html", context)


def _own(request: HttpRequest) -> Opened:
    uid = visit_of(request).sight.person_uid
    if not uid:
        raise Http404("an account without a file")
    file = opened(request, uid)
    if file.now is None:
        raise Http404("nobody on file today")
    return file


def _place(request: HttpRequest, *steps: str) -> None:
    crumbs = [Crumb("我的档案", reverse("registry:me")), Crumb("申请更正", reverse("registry:me-correct"))]
    place_page(request, *crumbs, *(Crumb(step) for step in steps), active="me")


@never_cache
@page(Permission.SELF_VIEW, methods=("GET", "POST"))
def correct(request: HttpRequest, item: str) -> HttpResponse:
    """Say what one item should be."""
    file = _own(request)
    held = _held(file, item)
    if request.method != "POST":
        return _show(request, held, CorrectionForm(item=held.item, initial={"token": str(uuid4())}))
    return _sent(request, file, held)


def _held(file: Opened, key: str) -> Held:
    items = corrections.items_of(file.person, file.visit.today)
    held = next((each for each in items if each.item.key == key), None)
    if held is None:
        raise Http404("no such item")
    if held.refusal:
        raise Refused(held.refusal)
    return held


def _show(
    request: HttpRequest, held: Held, form: CorrectionForm, *, case: Case | None = None, status: int = 200
) -> HttpResponse:
    _place(request, held.item.label)
    context = {"title": f"更正{held.item.label}", "held": held, "form": form, "case": case}
    return render(request, "registry/case_correct.html", context, status=status)


def _sent(request: HttpRequest, file: Opened, held: Held, *, case: Case | None = None) -> HttpResponse:
    form = CorrectionForm(request.POST, request.FILES, item=held.item)
    if not form.is_valid():
        return _show(request, held, form, case=case, status=422)
    kept: Evidence | None = None
    try:
        kept = keep(content) if (content := form.content) else None
        found = _propose(file, form, kept, case)
    except (Forbidden, Stale):
        discard(kept)
        raise
    except Refused as refusal:
        discard(kept)
        form.refuse(refusal)
        return _show(request, held, form, case=case, status=422)
    say(request, "更正申请已提交。办到哪一步，在这里和“待办—我发起”都能看到。")
    return HttpResponseRedirect(reverse("process:case", args=[found.pk]))


def _propose(file: Opened, form: CorrectionForm, kept: Evidence | None, case: Case | None) -> Case:
    visit = file.visit
    common: dict[str, Any] = {"person": file.person, "sight": visit.sight, "by": visit.actor, "at": visit.at}
    if case is None:
        wrong = form.wrong(as_content(kept) if kept else None)
        return corrections.propose(wrong=wrong, token=str(form.cleaned_data["token"]), **common)
    wrong = form.wrong(as_content(kept) if kept else case.content.get("evidence"))
    version = form.cleaned_data["version"] or 0
    return corrections.propose_again(case=case, wrong=wrong, version=version, **common)


@never_cache
@page(Permission.SELF_VIEW, methods=("GET", "POST"))
def correct_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a correction that came back, and send it again."""
    case = returned_case(request, pk, corrections.CORRECTION, own=True)
    file = _own(request)
    wrong = corrections.wrong_of(case)
    held = _held(file, wrong.item.key)
    if request.method == "POST":
        return _sent(request, file, held, case=case)
    return _show(request, held, _form_again(case, wrong.item), case=case)


def _form_again(case: Case, item: Item) -> CorrectionForm:
    wrong = corrections.wrong_of(case)
    initial = {"token": NO_TOKEN, "version": case.version, "value": wrong.value, "reason": wrong.reason}
    return CorrectionForm(item=item, initial=initial)
