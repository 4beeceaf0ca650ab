"""The event wizard for one person: choose a kind, fill in the form, see what follows, submit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused, Stale
from jishi.places.models import Unit
from jishi.registry import permissions
from jishi.registry.actions import changes as actions
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import FORMS, ChangeForm, Offer
from jishi.registry.models import Appointment, Change
from jishi.registry.presenters import changes as presenter
from jishi.registry.presenters import person as person_presenter
from jishi.registry.rulings.words import words_of
from jishi.registry.selectors.files import PersonFile, person_file
from jishi.registry.selectors.recorded import change_by_token, units_offered, unseen_since
from jishi.registry.views.people import Opened, opened
from jishi.ui.frame import Crumb
from jishi.ui.responses import say

_WHOLE_DISTRICT = frozenset({ChangeKind.TRANSFER})
_PLACED = frozenset({ChangeKind.ENTER, ChangeKind.TRANSFER, ChangeKind.APPOINT, ChangeKind.ASSIGNMENT})


@dataclass(frozen=True, slots=True)
class Desk:
    """One form of the wizard on one person's file."""

    file: Opened
    kind: ChangeKind
    facts: PersonFile

    @property
    def address(self) -> str:
        """The address of the form."""
        return reverse("registry:change-new", args=[self.file.person.uid, self.kind.value])


def kind_of(word: str) -> ChangeKind:
    """The kind of change an address names."""
    kind = next((kind for kind in FORMS if kind.value == word), None)
    if kind is None:
        raise Http404
    return kind


@page(Permission.PERSON_CHANGE)
def choose(request: HttpRequest, uid: str) -> HttpResponse:
    """Choose what happened to somebody."""
    file = opened(request, uid)
    place_page(request, *_crumbs(file, "办理异动"), active="roster")
    context = {
        "title": f"办理异动 · {file.name}",
        "file": file,
        "shelves": presenter.shelves(file.visit.sight, file.person, file.now),
    }
    return render(request, "registry/change_choose.html", context)


def _crumbs(file: Opened, *steps: str) -> tuple[Crumb, ...]:
    person = Crumb(file.name, reverse("registry:person", args=[file.person.uid]))
    return (Crumb("花名册", reverse("registry:roster")), person, *(Crumb(step) for step in steps))


@never_cache
@page(Permission.PERSON_CHANGE, methods=("GET", "POST"))
def new(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Fill in and submit one change of one person."""
    desk = desk_of(request, uid, kind)
    permissions.check_can_change(desk.file.visit.sight, desk.file.person, desk.file.now, desk.kind)
    if permissions.must_be_agreed(desk.file.visit.sight, desk.kind):
        return HttpResponseRedirect(reverse("registry:case-transfer", args=[desk.file.person.uid]))
    if request.method == "POST":
        return _submit(request, desk)
    token = token_of(request)
    if token is None:
        return with_token(request)
    done = change_by_token(desk.file.person, token)
    if done is not None:
        say(request, "这张表单已经提交过，下面是当时登记的内容。")
        return HttpResponseRedirect(reverse("registry:change", args=[done.pk]))
    initial = {"version": desk.file.person.version, "token": token, "effective_on": desk.file.visit.today}
    return _show(request, desk, form_of(desk, initial=initial))


def desk_of(request: HttpRequest, uid: str, kind: str) -> Desk:
    """The file and kind an address names."""
    file = opened(request, uid)
    return Desk(file, kind_of(kind), person_file(file.person))


def token_of(request: HttpRequest) -> str | None:
    """The mark of one filling-in, from the address; none when it is missing or no mark."""
    try:
        return str(UUID(request.GET.get("form", "")))
    except ValueError:
        return None


def with_token(request: HttpRequest) -> HttpResponse:
    """The same page under an address of its own, so that going back finds what became of it."""
    query = request.GET.copy()
    query["form"] = str(uuid4())
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")


def form_of(
    desk: Desk, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None
) -> ChangeForm:
    """The form of a kind with what it offers for this person."""
    return FORMS[desk.kind](data, initial=initial, offer=offer(desk))


def offer(desk: Desk) -> Offer:
    """What the form offers to choose from."""
    sight, person = desk.file.visit.sight, desk.file.person
    words = words_of(person.district)
    units: tuple[Unit, ...] = ()
    if desk.kind in _PLACED:
        units = units_offered(
            sight,
            person.district,
            whole_district=desk.kind in _WHOLE_DISTRICT,
            grids=desk.kind is ChangeKind.ASSIGNMENT,
        )
    return Offer(
        units=units,
        positions=words.positions,
        identities=words.identities,
        channels=words.channels,
        grounds=words.grounds,
        results=words.results,
        posts=_posts(desk) if desk.kind is ChangeKind.REMOVE else (),
    )


def _posts(desk: Desk) -> tuple[tuple[str, str], ...]:
    held = [post for post in desk.facts.every(Appointment) if post.valid_before > desk.file.visit.today]
    return tuple((str(post.pk), f"{post.unit.name} {post.position}（{post.valid_from} 起）") for post in held)


def _submit(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = form_of(desk, request.POST)
    if not form.is_valid():
        return _show(request, desk, form, status=422)
    file = desk.file
    try:
        change = actions.record(
            person=file.person,
            kind=desk.kind,
            particulars=form.particulars(),
            on=form.on,
            reason=form.cleaned_data["reason"],
            document=form.cleaned_data["document"],
            version=form.cleaned_data["version"],
            token=str(form.cleaned_data["token"]),
            sight=file.visit.sight,
            by=file.visit.actor,
            at=file.visit.at,
        )
    except Stale:
        return _show_stale(request, desk, form)
    except Forbidden:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _show(request, desk, form, status=422)
    return recorded(request, change, file.name)


def recorded(request: HttpRequest, change: Change, name: str) -> HttpResponse:
    """Go on to what was recorded, with eight seconds to take it back."""
    when = "已生效" if change.effective_on <= visit_of(request).today else f"将于 {change.effective_on} 生效"
    undo = reverse("registry:change-withdraw", args=[change.pk])
    say(request, f"已登记{name}的“{ChangeKind(change.kind).label}”，{when}。", undo_url=undo)
    return HttpResponseRedirect(f"{reverse('registry:change', args=[change.pk])}?{urlencode({'done': 1})}")


def _show(
    request: HttpRequest, desk: Desk, form: ChangeForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    place_page(request, *_crumbs(desk.file, f"办理{desk.kind.label}"), active="roster")
    today: date = desk.file.visit.today
    context = {
        "title": f"{desk.kind.label} · {desk.file.name}",
        "desk": desk,
        "file": desk.file,
        "form": form,
        "known": presenter.known_facts(desk.facts, desk.kind, today),
        "effects_url": reverse("registry:change-effects", args=[desk.file.person.uid, desk.kind.value]),
        "draft_key": f"change-{desk.file.person.uid}-{desk.kind.value}",
        **more,
    }
    return render(request, "registry/change_form.html", context, status=status)


def _show_stale(request: HttpRequest, desk: Desk, form: ChangeForm) -> HttpResponse:
    """Keep the form and say, field by field, what somebody else changed in between."""
    file = opened(request, desk.file.person.uid)
    unseen = unseen_since(file.person, form.cleaned_data["version"] or 0)
    fresh = form_of(desk, _renewed(request.POST, file.person.version))
    fresh.is_valid()
    return _show(
        request,
        Desk(file, desk.kind, person_file(file.person)),
        fresh,
        status=409,
        unseen=[change for change in unseen.changes if file.view.tells(ChangeKind(change.kind))],
        differences=person_presenter.differences(unseen.then, unseen.now, file.view),
    )


def _renewed(sent: QueryDict, version: int) -> QueryDict:
    """What was typed, now upon the newest version."""
    renewed = sent.copy()
    renewed["version"] = str(version)
    return renewed


@page(Permission.PERSON_CHANGE, methods=("POST",))
def effects(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """What submitting the form as it stands would bring about."""
    desk = desk_of(request, uid, kind)
    form = form_of(desk, request.POST)
    context: dict[str, Any] = {"kind": desk.kind}
    if not form.is_valid():
        return render(request, "registry/change_effects.html", context)
    try:
        found = actions.preview(
            person=desk.file.person,
            kind=desk.kind,
            particulars=form.particulars(),
            on=form.on,
            sight=desk.file.visit.sight,
        )
    except Refused as refusal:
        return render(request, "registry/change_effects.html", {**context, "refusal": refusal.sentence})
    context |= {"preview": found, "consequences": presenter.consequences(found.effects)}
    return render(request, "registry/change_effects.html", context)
