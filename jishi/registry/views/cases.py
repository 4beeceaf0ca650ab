"""Sending a transfer on its way: the form, who will have to agree, what it would bring about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused, Stale
from jishi.process.enums import CaseState
from jishi.process.models import Case
from jishi.process.selectors import case_visible_to
from jishi.registry.actions.cases import transfers
from jishi.registry.actions.cases.transfers import Asked
from jishi.registry.actions.particulars import Transferred
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import ChangeForm
from jishi.registry.presenters import cases as case_presenter
from jishi.registry.presenters import changes as presenter
from jishi.registry.views.changes import Desk, desk_of, form_of, token_of, with_token
from jishi.ui.frame import Crumb
from jishi.ui.responses import say

NO_TOKEN = str(UUID(int=0))  # of a form whose case is its own mark


@never_cache
@page(Permission.CASE_PREPARE, methods=("GET", "POST"))
def transfer(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask for a transfer of somebody."""
    desk = desk_of(request, uid, ChangeKind.TRANSFER.value)
    transfers.check_can_propose(desk.file.visit.sight, desk.file.person, desk.file.now)
    if request.method == "POST":
        return _sent(request, desk)
    token = token_of(request)
    if token is None:
        return with_token(request)
    done = Case.objects.filter(token=token, prepared_by=desk.file.visit.actor.account).first()
    if done is not None:
        say(request, "这张表单已经提交过，下面是它现在的办理情况。")
        return _to_case(done)
    initial = {"version": desk.file.person.version, "token": token, "effective_on": desk.file.visit.today}
    return _show(request, desk, form_of(desk, initial=initial))


def asked_of(form: ChangeForm) -> Asked:
    """What a valid form asks for."""
    particulars = form.particulars()
    assert isinstance(particulars, Transferred)
    return Asked(particulars, form.on, form.cleaned_data["reason"], form.cleaned_data["document"])


def _sent(request: HttpRequest, desk: Desk) -> HttpResponse:
    form, visit = form_of(desk, request.POST), desk.file.visit
    if not form.is_valid():
        return _show(request, desk, form, status=422)
    try:
        case = transfers.propose(
            person=desk.file.person,
            asked=asked_of(form),
            token=str(form.cleaned_data["token"]),
            sight=visit.sight,
            by=visit.actor,
            at=visit.at,
        )
    except (Forbidden, Stale):
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _show(request, desk, form, status=422)
    say(request, f"“{case.title}”已提交审批。在“待办中心—我发起”可以看办到哪一步。")
    return _to_case(case)


def _to_case(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("process:case", args=[case.pk]))


def _show(
    request: HttpRequest, desk: Desk, form: ChangeForm, *, again: Case | None = None, status: int = 200
) -> HttpResponse:
    file = desk.file
    person = Crumb(file.name, reverse("registry:person", args=[file.person.uid]))
    place_page(
        request, Crumb("花名册", reverse("registry:roster")), person, Crumb("申请调动"), active="roster"
    )
    context = {
        "title": f"申请调动 · {file.name}",
        "file": file,
        "form": form,
        "case": again,
        "known": presenter.known_facts(desk.facts, desk.kind, file.visit.today),
        "effects_url": reverse("registry:case-transfer-effects", args=[file.person.uid]),
        "draft_key": f"case-transfer-{file.person.uid}",
    }
    return render(request, "registry/case_transfer.html", context, status=status)


@page(Permission.CASE_PREPARE, methods=("POST",))
def effects(request: HttpRequest, uid: str) -> HttpResponse:
    """Who will have to agree to the form as it stands, and what it would bring about."""
    desk = desk_of(request, uid, ChangeKind.TRANSFER.value)
    form = form_of(desk, request.POST)
    context: dict[str, Any] = {"kind": desk.kind}
    if not form.is_valid():
        return render(request, "registry/case_effects.html", context)
    asked = asked_of(form)
    try:
        found = transfers.preview(person=desk.file.person, asked=asked, sight=desk.file.visit.sight)
        course = transfers.course_for(desk.file.person, asked)
    except Refused as refusal:
        return render(request, "registry/case_effects.html", {**context, "refusal": refusal.sentence})
    context |= {
        "preview": found,
        "consequences": presenter.consequences(found.effects),
        "course": case_presenter.course_words(course),
    }
    return render(request, "registry/case_effects.html", context)


@never_cache
@page(Permission.CASE_PREPARE, methods=("GET", "POST"))
def transfer_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a transfer that came back, and send it again."""
    case, visit = returned_case(request, pk, transfers.TRANSFER), visit_of(request)
    desk = desk_of(request, case.subject_key, ChangeKind.TRANSFER.value)
    if request.method != "POST":
        asked = case_presenter.initial_of(transfers.asked_of(case))
        initial = {**asked, "version": case.version, "token": NO_TOKEN}
        return _show(request, desk, form_of(desk, initial=initial), again=case)
    form = form_of(desk, request.POST)
    if not form.is_valid():
        return _show(request, desk, form, again=case, status=422)
    try:
        case = transfers.propose_again(
            case=case,
            person=desk.file.person,
            asked=asked_of(form),
            version=form.cleaned_data["version"] or 0,
            sight=visit.sight,
            by=visit.actor,
            at=visit.at,
        )
    except (Forbidden, Stale):
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _show(request, desk, form, again=case, status=422)
    say(request, f"“{case.title}”已重新提交审批。")
    return _to_case(case)


def returned_case(request: HttpRequest, pk: int, kind: str, *, own: bool = False) -> Case:
    """A case of a kind that is with its preparer.

    Errors: Http404 for another, and when it has to be one's own; else Forbidden for whoever did not prepare
            it; Stale once it went on.
    """
    visit = visit_of(request)
    try:
        case = case_visible_to(visit.sight, pk)
    except Case.DoesNotExist as missing:
        raise Http404 from missing
    is_mine = visit.actor.identity in case.preparers
    if case.kind != kind or (own and not is_mine):
        raise Http404("another kind of case")
    if not is_mine:
        raise Forbidden("只有经办人可以修改后再提交。")
    if case.state not in {CaseState.DRAFT, CaseState.RETURNED}:
        raise Stale("这件事项已经不在您手里，不能再改。请刷新查看最新情况。")
    return case
