"""Changing places: one form for each verb, what will follow, the change itself, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused, Stale
from jishi.places.actions import bodies, figures, households, standings, stars, tags, units
from jishi.places.actions.undertakings import Outcome
from jishi.places.enums import UnitKind
from jishi.places.forms import (
    BodyForm,
    CorrectForm,
    CountForm,
    DissolveForm,
    FigureForm,
    FoundForm,
    MergeForm,
    MoveForm,
    PlaceForm,
    RenameForm,
    SplitForm,
    StarForm,
    TagEndForm,
    TagForm,
    WithdrawForm,
)
from jishi.places.models import Tag, Unit, UnitChange, UnitStanding
from jishi.places.selectors import children, households_on
from jishi.registry.actions import place_records, restructuring
from jishi.registry.actions.restructuring import Restructured
from jishi.registry.presenters import place_changes as presenter
from jishi.registry.selectors.communities import tied_to
from jishi.registry.views.places import opened_unit
from jishi.ui.actions import discard_draft
from jishi.ui.frame import Crumb
from jishi.ui.responses import say

Deed = Callable[[], Restructured]


@dataclass(frozen=True, slots=True)
class Verb:
    """Something done to a unit: the form that asks, and the deed."""

    form: type[PlaceForm]
    deed: Callable[[Any, Visit], Restructured]


def _found(form: FoundForm, visit: Visit) -> Restructured:
    unit, plan = form.as_seen(), form.blueprint()
    is_local = plan.kind is UnitKind.GRID
    return _said(
        form, visit, lambda **when: units.found(parent=unit, blueprint=plan, **when), is_local=is_local
    )


def _rename(form: RenameForm, visit: Visit) -> Restructured:
    unit, name = form.as_seen(), form.cleaned_data["name"]
    return _said(form, visit, lambda **when: units.rename(unit=unit, name=name, **when), is_local=False)


def _move(form: MoveForm, visit: Visit) -> Restructured:
    return restructuring.move(unit=form.as_seen(), parent=form.cleaned_data["parent"], **_common(form, visit))


def _merge(form: MergeForm, visit: Visit) -> Restructured:
    return restructuring.merge(
        units_=form.units(),
        into=form.into(),
        people_go_along=form.cleaned_data["people_go_to"],
        **_common(form, visit),
    )


def _split(form: SplitForm, visit: Visit) -> Restructured:
    unit, number = form.as_seen(), form.people_go_to
    goals = {} if number is None else dict.fromkeys(tied_to(unit, form.day), number)
    return restructuring.split(
        unit=unit,
        parts=form.parts(),
        survives=form.cleaned_data["survives"],
        people_go_to=goals,
        **_common(form, visit),
    )


def _dissolve(form: DissolveForm, visit: Visit) -> Restructured:
    return restructuring.dissolve(
        unit=form.as_seen(),
        with_all_below=form.cleaned_data["with_all_below"],
        people_go_to=form.cleaned_data["people_go_to"],
        **_common(form, visit),
    )


def _count(form: CountForm, visit: Visit) -> Restructured:
    unit, count = form.as_seen(), form.count()
    return _said(form, visit, lambda **when: households.record(unit=unit, count=count, **when))


def _tag(form: TagForm, visit: Visit) -> Restructured:
    unit, tag = form.as_seen(), form.tag()
    return _said(form, visit, lambda **when: tags.add(unit=unit, tag=tag, **when))


def _star(form: StarForm, visit: Visit) -> Restructured:
    unit, star, document = form.as_seen(), form.cleaned_data["star"], form.cleaned_data["document"]
    return _said(form, visit, lambda **when: stars.record(unit=unit, star=star, document=document, **when))


def _body(form: BodyForm, visit: Visit) -> Restructured:
    unit, body = form.as_seen(), form.body()
    return _said(form, visit, lambda **when: bodies.record(unit=unit, body=body, **when))


def _figure(form: FigureForm, visit: Visit) -> Restructured:
    unit, figure = form.as_seen(), form.figure()
    return _said(form, visit, lambda **when: figures.record(unit=unit, figure=figure, **when))


def _said(
    form: PlaceForm, visit: Visit, deed: Callable[..., Outcome], *, is_local: bool = True
) -> Restructured:
    """Record something of the unit of a form that moves nobody."""
    when = {"on": form.day, "reason": form.why, "by": visit.actor, "at": visit.at}
    return place_records.record(
        unit=form.unit, deed=lambda: deed(**when), sight=visit.sight, is_local=is_local
    )


VERBS: Mapping[str, Verb] = {
    "found": Verb(FoundForm, _found),
    "rename": Verb(RenameForm, _rename),
    "move": Verb(MoveForm, _move),
    "merge": Verb(MergeForm, _merge),
    "split": Verb(SplitForm, _split),
    "dissolve": Verb(DissolveForm, _dissolve),
    "count": Verb(CountForm, _count),
    "tag": Verb(TagForm, _tag),
    "star": Verb(StarForm, _star),
    "body": Verb(BodyForm, _body),
    "figure": Verb(FigureForm, _figure),
}


_LOCAL = frozenset({"count", "tag", "star", "body", "figure"})  # what a street may record


def _common(form: PlaceForm, visit: Visit) -> dict[str, Any]:
    """What every deed is told: the day, the reason, under which duty, who, when."""
    return {"on": form.day, "reason": form.why, "sight": visit.sight, "by": visit.actor, "at": visit.at}


@never_cache
@page(Permission.PLACE_EDIT, methods=("GET", "POST"))
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Fill in, look at what will follow, and carry out one change of a unit."""
    unit = opened_unit(request, pk)
    if verb not in VERBS:
        raise Http404
    which = VERBS[verb]
    is_local = verb in _LOCAL or (verb == "found" and unit.kind == UnitKind.COMMUNITY)
    place_records.check_can_record(visit_of(request).sight, unit, is_local=is_local)
    form = which.form(
        request.POST or None, initial=_known(request, unit, which), **_offer(which, unit, request)
    )
    return _answer(
        request, unit, form, lambda: which.deed(form, visit_of(request)), draft=f"place-{verb}-{pk}"
    )


@never_cache
@page(Permission.PLACE_EDIT, methods=("GET", "POST"))
def end_tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a tag end."""
    tag = _or_404(Tag, pk)
    unit = opened_unit(request, tag.unit_id)
    form = TagEndForm(request.POST or None, initial=_initial(request, unit), unit=unit)

    def deed() -> Restructured:
        tag.unit = form.as_seen()
        return _said(form, visit_of(request), lambda **when: tags.end(tag=tag, **when))

    note = f"“{tag.name}”（{tag.evidence}）"
    return _answer(request, unit, form, deed, draft=f"place-tag-end-{pk}", note=note)


@never_cache
@page(Permission.PLACE_EDIT, methods=("GET", "POST"))
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what a standing says."""
    standing = _or_404(UnitStanding, pk)
    unit = opened_unit(request, standing.unit_id)
    said = {"version": unit.version, "name": standing.name, "on": standing.valid_from}
    form = CorrectForm(request.POST or None, initial=said, unit=unit)

    def deed() -> Restructured:
        standing.unit = form.as_seen()
        name = form.cleaned_data["name"]

        def put_right(*, on: date, **when: Any) -> Outcome:
            return standings.correct(standing=standing, name=name, starts_on=on, **when)

        return _said(form, visit_of(request), put_right, is_local=False)

    return _answer(request, unit, form, deed, draft=f"place-correct-{pk}")


@never_cache
@page(Permission.PLACE_EDIT, methods=("GET", "POST"))
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change back; the toast after it was made sends nothing but the wish."""
    made = UnitChange.objects.filter(pk=pk).select_related("unit").first()
    if made is None:
        raise Http404
    unit = opened_unit(request, made.unit_id)
    data = request.POST if "version" in request.POST else None
    if request.method == "POST" and data is None:
        data_of_toast = {"version": unit.version, "reason": "刚刚登记，发现有误"}
        form: PlaceForm = WithdrawForm(data_of_toast, unit=unit)
    else:
        form = WithdrawForm(data, initial={"version": unit.version}, unit=unit)

    def deed() -> Restructured:
        visit = visit_of(request)
        return restructuring.withdraw(
            change=made, reason=form.why, sight=visit.sight, by=visit.actor, at=visit.at
        )

    return _answer(request, unit, form, deed, draft=f"place-withdraw-{pk}", note=made.summary)


def _or_404(model: type[Any], pk: int) -> Any:
    found = model.objects.filter(pk=pk).known_at(None).select_related("unit").first()
    if found is None:
        raise Http404
    return found


def _initial(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    return {"version": unit.version, "on": visit_of(request).today}


def _known(request: HttpRequest, unit: Unit, which: Verb) -> dict[str, Any]:
    """What is stored already, so that only what is new is typed."""
    initial = _initial(request, unit)
    if which.form is CountForm:
        held = households_on([unit.pk], on=visit_of(request).today).get(unit.pk)
        if held is not None:
            initial |= {"households": held.households, "residents": held.residents}
    return initial


def _offer(which: Verb, unit: Unit, request: HttpRequest) -> dict[str, Any]:
    offered: dict[str, Any] = {"unit": unit}
    if which.form is SplitForm:
        below = children(unit, on=visit_of(request).today)
        offered["below"] = [(node.unit_id, node.name) for node in below]
    return offered


def _answer(
    request: HttpRequest, unit: Unit, form: PlaceForm, deed: Deed, *, draft: str, note: str = ""
) -> HttpResponse:
    """Show the form, tell what it would bring about, or carry it out and go on to the unit."""
    if request.method != "POST":
        return _show(request, unit, form, draft=draft, note=note)
    if "effects" in request.GET:
        return _foreseen(request, unit, form, deed)
    if not form.is_valid():
        return _show(request, unit, form, draft=draft, note=note, status=422)
    try:
        outcome = deed().outcome
    except (Forbidden, Stale):
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _show(request, unit, form, draft=draft, note=note, status=422)
    discard_draft(key=draft, by=visit_of(request).account)
    return _done(request, outcome)


def _foreseen(request: HttpRequest, unit: Unit, form: PlaceForm, deed: Deed) -> HttpResponse:
    """The panel of effects of the form as it stands; nothing is kept."""
    context: dict[str, Any] = {}
    if form.is_valid():
        before = presenter.Picture.of(
            unit, form.day if "on" in form.cleaned_data else visit_of(request).today
        )
        try:
            context["seen"] = place_records.rehearse(deed, before.told_after)
        except Refused as refusal:
            context["refusal"] = refusal.sentence
    return render(request, "registry/place_effects.html", context)


def _done(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    made = outcome.change
    when = "" if made.effective_on <= visit_of(request).today else f"，将于 {made.effective_on} 生效"
    is_undo = made.withdraws_id is not None
    undo = "" if is_undo else reverse("registry:place-withdraw", args=[made.pk])
    say(request, f"已登记：{made.summary}{when}。", undo_url=undo)
    return HttpResponseRedirect(reverse("registry:unit", args=[outcome.unit.pk]))


def _show(
    request: HttpRequest, unit: Unit, form: PlaceForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    place_page(
        request,
        Crumb("组织机构", reverse("registry:places")),
        Crumb(unit.name, reverse("registry:unit", args=[unit.pk])),
        Crumb(form.heading),
        active="places",
    )
    context = {"title": f"{form.heading} · {unit.name}", "unit": unit, "form": form, **more}
    return render(request, "registry/place_change.html", context, status=status)
