"""The event wizard without a person: choose whom it concerns, then one form for several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused
from jishi.registry import permissions
from jishi.registry.actions import changes as actions
from jishi.registry.enums import ChangeKind, Presence
from jishi.registry.forms.changes import FORMS, ChangeForm, Offer
from jishi.registry.models import Person, Standing
from jishi.registry.presenters import changes as presenter
from jishi.registry.rulings.words import words_of
from jishi.registry.selectors.narrowing import Criteria, Day, narrowed, page_of, within_sight
from jishi.registry.selectors.recorded import units_offered
from jishi.registry.views.changes import kind_of, token_of, with_token
from jishi.ui.frame import Crumb

MOST_FOUND = 30
MOST_AT_ONCE = 200
MOST_PREVIEWED = 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody chosen for a batch, as they stand today."""

    person: Person
    standing: Standing


@page(Permission.PERSON_CHANGE)
def choose_people(request: HttpRequest) -> HttpResponse:
    """Choose whom a change concerns; one goes on to their own form."""
    visit = visit_of(request)
    chosen = chosen_of(request, visit)
    if len(chosen) == 1 and not request.GET.get("q"):
        return HttpResponseRedirect(reverse("registry:change-new", args=[chosen[0].person.uid]))
    place_page(request, *_crumbs("办理异动"), active="roster")
    text = request.GET.get("q", "").strip()[:40]
    context = {
        "title": "办理异动",
        "q": text,
        "found": _found(visit, text) if text else (),
        "chosen": chosen,
        "query": urlencode([("person", each.person.uid) for each in chosen]),
        "shelves": presenter.batch_shelves(visit.sight) if len(chosen) > 1 else (),
        "may_enter": presenter.may_enter(visit.sight),
    }
    return render(request, "registry/change_people.html", context)


def _crumbs(*steps: str) -> tuple[Crumb, ...]:
    return (Crumb("花名册", reverse("registry:roster")), *(Crumb(step) for step in steps))


def _found(visit: Visit, text: str) -> list[Standing]:
    day = Day(visit.sight.on)
    rows = narrowed(within_sight(visit.sight, day), Criteria(text=text), sight=visit.sight, day=day)
    return page_of(rows.order_by("spelling", "pk"), start=0, size=MOST_FOUND)


def chosen_of(request: HttpRequest, visit: Visit) -> list[Chosen]:
    """Those an address names, as far as they are within sight.

    Errors: Http404 when one of them is not.
    """
    uids = list(dict.fromkeys(request.GET.getlist("person")))[:MOST_AT_ONCE]
    if not uids:
        return []
    rows = within_sight(visit.sight, Day(visit.sight.on)).filter(person__uid__in=uids)
    found = {
        row.person.uid: Chosen(row.person, row) for row in rows.select_related("person__district", "unit")
    }
    if len(found) != len(uids):
        raise Http404
    return [found[uid] for uid in uids]


@never_cache
@page(Permission.PERSON_CHANGE, methods=("GET", "POST"))
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Fill in and submit one change of several people."""
    visit = visit_of(request)
    chosen = chosen_of(request, visit)
    which = kind_of(kind)
    if len(chosen) < 2 or which not in presenter.BATCH_KINDS:
        return HttpResponseRedirect(f"{reverse('registry:change-new')}?{request.GET.urlencode()}")
    permissions.check_level(visit.sight, which)
    if request.method == "POST":
        return _submit(request, visit, which, chosen)
    token = token_of(request)
    if token is None:
        return with_token(request)
    form = FORMS[which](
        initial={"token": token, "effective_on": visit.today}, offer=_offer(visit, which, chosen)
    )
    return _show(request, which, chosen, form)


def _offer(visit: Visit, kind: ChangeKind, chosen: Sequence[Chosen]) -> Offer:
    district = chosen[0].person.district
    words = words_of(district)
    return Offer(
        units=units_offered(
            visit.sight,
            district,
            whole_district=kind is ChangeKind.TRANSFER,
            grids=kind is ChangeKind.ASSIGNMENT,
        ),
        positions=words.positions,
        identities=words.identities,
        channels=words.channels,
        grounds=words.grounds,
        results=words.results,
    )


def _submit(request: HttpRequest, visit: Visit, kind: ChangeKind, chosen: Sequence[Chosen]) -> HttpResponse:
    form = FORMS[kind](request.POST, offer=_offer(visit, kind, chosen))
    if not form.is_valid():
        return _show(request, kind, chosen, form, status=422)
    if "preview" in request.POST:
        return _show(request, kind, chosen, form, previews=_previews(visit, kind, chosen, form))
    result = actions.record_many(
        people=[each.person for each in chosen],
        kind=kind,
        particulars=form.particulars(),
        on=form.on,
        reason=form.cleaned_data["reason"],
        document=form.cleaned_data["document"],
        token=str(form.cleaned_data["token"]),
        sight=visit.sight,
        by=visit.actor,
        at=visit.at,
    )
    names = {each.person.pk: each.standing.name for each in chosen}
    place_page(request, *_crumbs("办理异动", "结果"), active="roster")
    context = {
        "title": f"{kind.label} · 结果",
        "kind": kind,
        "outcomes": [(names[each.person.pk], each) for each in result.outcomes],
        "outcome_sentence": presenter.outcome_sentence(len(result.done), len(result.refused)),
        "outcome_tone": "warn" if result.refused else "ok",
        "retry": urlencode([("person", each.person.uid) for each in result.refused]),
    }
    return render(request, "registry/change_outcomes.html", context)


@dataclass(frozen=True, slots=True)
class Previewed:
    """What a batch would do with one person."""

    standing: Standing
    summary: str = ""
    refusal: str = ""
    effects: Sequence[presenter.Consequence] = ()


def _previews(visit: Visit, kind: ChangeKind, chosen: Sequence[Chosen], form: ChangeForm) -> list[Previewed]:
    found = []
    for each in chosen[:MOST_PREVIEWED]:
        try:
            seen = actions.preview(
                person=each.person, kind=kind, particulars=form.particulars(), on=form.on, sight=visit.sight
            )
        except Refused as refusal:
            found.append(Previewed(each.standing, refusal=refusal.sentence))
        else:
            told = tuple(one for one in presenter.consequences(seen.effects) if one.is_change)
            found.append(Previewed(each.standing, seen.summary, effects=told))
    return found


def _show(
    request: HttpRequest,
    kind: ChangeKind,
    chosen: Sequence[Chosen],
    form: ChangeForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    place_page(request, *_crumbs("办理异动", kind.label), active="roster")
    context = {
        "title": f"{kind.label} · {len(chosen)} 人",
        "kind": kind,
        "chosen": chosen,
        "left": [each for each in chosen if each.standing.presence == Presence.LEFT],
        "form": form,
        "draft_key": f"change-batch-{kind.value}",
        "unpreviewed": max(0, len(chosen) - MOST_PREVIEWED),
        **more,
    }
    return render(request, "registry/change_batch.html", context, status=status)
