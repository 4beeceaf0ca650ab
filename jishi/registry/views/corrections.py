"""What one change recorded, what it should have said, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused
from jishi.registry import permissions
from jishi.registry.actions import changes as actions
from jishi.registry.actions.particulars import Entered, Particulars
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import ChangeForm
from jishi.registry.forms.corrections import (
    EntryForm,
    Numbers,
    WithdrawForm,
    correction,
    differences,
    entry_restated,
    form_class,
    initial_of,
)
from jishi.registry.models import Change, Contact, PersonFact
from jishi.registry.presenters import changes as presenter
from jishi.registry.presenters import recorded as recorded_presenter
from jishi.registry.presenters.holdings import recorded_tables
from jishi.registry.selectors.files import person_file
from jishi.registry.selectors.recorded import (
    change_by_token,
    change_visible_to,
    facts_recorded_by,
    follower_of,
)
from jishi.registry.views.changes import Desk, offer, recorded, token_of, with_token
from jishi.registry.views.people import Opened, opened
from jishi.ui.frame import Crumb
from jishi.ui.responses import say
from jishi.vault import unseal

WITHDRAWN_AT_ONCE = "登记后随即撤销"


def found(request: HttpRequest, pk: int) -> tuple[Change, Opened]:
    """A change and the file it belongs to, or the answer that there is none.

    Errors: Forbidden when the kind of change is not shown to this role.
    """
    visit = visit_of(request)
    try:
        change = change_visible_to(visit.sight, pk)
    except Change.DoesNotExist as missing:
        raise Http404 from missing
    file = opened(request, change.person.uid)
    if not file.view.tells(matter_of(change)):
        raise Forbidden(
            f"您当前的身份“{visit.sight.role.label}”看不到这一类变更。如确需查阅，请联系本区安全管理员。"
        )
    return change, file


def matter_of(change: Change) -> ChangeKind:
    """What a change is about; a correction or withdrawal is about what it concerns."""
    about = change
    while about.corrects is not None and about.kind in {ChangeKind.CORRECT, ChangeKind.WITHDRAW}:
        about = about.corrects
    return ChangeKind(about.kind)


@page(Permission.PERSON_VIEW)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: what it recorded, what became of it, what comes next."""
    told, file = found(request, pk)
    kind = matter_of(told)
    follower = follower_of(told)
    allowed = permissions.allowed_kinds(file.visit.sight, file.person, file.now)
    place_page(request, *_crumbs(file, told), active="roster")
    context = {
        "title": f"{ChangeKind(told.kind).label} · {file.name}",
        "change": told,
        "told": recorded_presenter.told(told, follower, file.visit.today),
        "file": file,
        "follower": follower,
        "tables": recorded_tables(facts_recorded_by(told), on=file.visit.today, tells=file.view.shows),
        "can_change": kind in allowed and follower is None and told.kind != ChangeKind.WITHDRAW,
        "done_sentence": _done_sentence(request, told, file),
        "steps": presenter.next_steps(kind, allowed),
        "withdraw_form": WithdrawForm(auto_id="withdraw-%s"),
    }
    return render(request, "registry/change.html", context)


def _done_sentence(request: HttpRequest, told: Change, file: Opened) -> str:
    return (
        recorded_presenter.done_sentence(told, file.name, file.visit.today) if request.GET.get("done") else ""
    )


def _crumbs(file: Opened, told: Change, *steps: str) -> tuple[Crumb, ...]:
    person = Crumb(file.name, reverse("registry:person", args=[file.person.uid]))
    here = Crumb(ChangeKind(told.kind).label, reverse("registry:change", args=[told.pk]))
    return (Crumb("花名册", reverse("registry:roster")), person, here, *(Crumb(step) for step in steps))


@never_cache
@page(Permission.PERSON_CHANGE, methods=("GET", "POST"))
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a change should have said."""
    told, file = found(request, pk)
    kind = matter_of(told)
    permissions.check_can_change(file.visit.sight, file.person, file.now, kind)
    token = token_of(request)
    if token is None and request.method == "GET":
        return with_token(request)
    if token is not None and (done := change_by_token(file.person, token)) is not None:
        say(request, "这张表单已经提交过，下面是当时登记的更正。")
        return HttpResponseRedirect(reverse("registry:change", args=[done.pk]))
    if (follower := follower_of(told)) is not None:
        say(request, "这一条已经更正或撤销过。请在最新的一条上更正。")
        return HttpResponseRedirect(reverse("registry:change", args=[follower.pk]))
    form = _form(file, told, kind, request.POST if request.method == "POST" else None, token)
    if request.method == "POST" and form.is_valid():
        return _submit(request, file, told, kind, form)
    return _show(request, file, told, form, status=422 if form.is_bound else 200)


def _form(
    file: Opened, told: Change, kind: ChangeKind, data: QueryDict | None, token: str | None
) -> ChangeForm:
    facts = facts_recorded_by(told)
    initial = initial_of(told, kind, facts) | {"token": token}
    desk = Desk(file, kind, person_file(file.person))
    return correction(form_class(kind, facts)(data, initial=initial, offer=offer(desk)))


def _particulars(file: Opened, told: Change, form: ChangeForm) -> Particulars:
    """What the correction says, with what an entry recorded and the form does not ask again."""
    what = form.particulars()
    if not (isinstance(form, EntryForm) and isinstance(what, Entered)):
        return what
    facts = facts_recorded_by(told)
    return entry_restated(what, facts, _numbers(file, facts))


def _numbers(file: Opened, facts: Sequence[PersonFact]) -> Numbers:
    uid = file.person.uid
    id_number = unseal(file.person.id_number_sealed, table="person", row=uid, field="id_number")
    contact = next((fact for fact in facts if isinstance(fact, Contact)), None)
    if contact is None:
        return Numbers(id_number)

    def opened_field(sealed: str, field: str) -> str:
        return unseal(sealed, table="contact", row=uid, field=field) if sealed else ""

    return Numbers(
        id_number,
        opened_field(contact.phone_sealed, "phone"),
        opened_field(contact.bank_card_sealed, "bank_card"),
    )


def _submit(
    request: HttpRequest, file: Opened, told: Change, kind: ChangeKind, form: ChangeForm
) -> HttpResponse:
    try:
        made = actions.correct(
            change=told,
            kind=kind,
            particulars=_particulars(file, told, form),
            on=form.on,
            reason=form.cleaned_data["reason"],
            document=form.cleaned_data["document"],
            token=str(form.cleaned_data["token"]),
            sight=file.visit.sight,
            by=file.visit.actor,
            at=file.visit.at,
        )
    except Forbidden:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _show(request, file, told, form, status=422)
    return recorded(request, made, file.name)


def _show(
    request: HttpRequest, file: Opened, told: Change, form: ChangeForm, *, status: int = 200
) -> HttpResponse:
    place_page(request, *_crumbs(file, told, "更正"), active="roster")
    context: dict[str, Any] = {
        "title": f"更正 · {file.name}",
        "file": file,
        "change": told,
        "form": form,
        "original_sentence": recorded_presenter.original_sentence(told),
        "effects_url": reverse("registry:change-correct-effects", args=[told.pk]),
        "draft_key": f"correct-{told.pk}",
    }
    return render(request, "registry/change_correct.html", context, status=status)


@page(Permission.PERSON_CHANGE, methods=("POST",))
def effects(request: HttpRequest, pk: int) -> HttpResponse:
    """What a correction as it stands would change, input by input."""
    told, file = found(request, pk)
    kind = matter_of(told)
    form = _form(file, told, kind, request.POST, None)
    if not form.is_valid() and set(form.errors) - {"reason"}:
        return render(request, "registry/change_differences.html", {})
    shown = differences(form)
    context: dict[str, Any] = {"differences": shown, "changed": any(each.is_changed for each in shown)}
    try:
        seen = actions.preview_correction(
            change=told,
            kind=kind,
            particulars=_particulars(file, told, form),
            on=form.on,
            sight=file.visit.sight,
        )
        context |= {"preview": seen, "consequences": presenter.consequences(seen.effects)}
    except Refused as refusal:
        context["refusal"] = refusal.sentence
    return render(request, "registry/change_differences.html", context)


@page(Permission.PERSON_CHANGE, methods=("POST",))
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change back."""
    told, file = found(request, pk)
    reason = request.POST.get("reason", "").strip()[:200] or WITHDRAWN_AT_ONCE
    try:
        made = actions.withdraw(
            change=told, reason=reason, sight=file.visit.sight, by=file.visit.actor, at=file.visit.at
        )
    except Forbidden:
        raise
    except Refused as refusal:
        context = {"title": "没有撤销", "change": told, "file": file, "sentence": refusal.sentence}
        return render(request, "registry/change_refused.html", context, status=409)
    say(request, f"已撤销{file.name}的“{ChangeKind(told.kind).label}”，原记录保留可查。")
    return HttpResponseRedirect(reverse("registry:change", args=[made.pk]))
