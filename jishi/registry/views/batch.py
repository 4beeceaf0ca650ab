"""批量办理: one change of everybody on a roster, or of those picked on it, looked at before it is confirmed.

Who was picked is kept in the session under a mark of its own, so that every step has an address and going
back loses nothing. A whole result is kept as the question that was asked, not as names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4, uuid5

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.registry import permissions
from jishi.registry.actions import changes as actions
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import FORMS, ChangeForm, Offer
from jishi.registry.models import Change, Person, Standing
from jishi.registry.models.standing import StandingQuerySet
from jishi.registry.presenters import batch as presenter
from jishi.registry.presenters.changes import BATCH_KINDS, batch_shelves
from jishi.registry.rulings.words import words_of
from jishi.registry.selectors.narrowing import Day, ordered, within_sight
from jishi.registry.selectors.recorded import units_offered
from jishi.registry.views.listing import listing_of
from jishi.ui.components import Link
from jishi.ui.frame import Crumb
from jishi.ui.responses import say

MOST: Final = 2000  # people in one batch
SHOWN: Final = 50  # whose effects are worked out before confirming
_KEPT, _MOST_KEPT = "batches", 5


@dataclass(frozen=True, slots=True)
class Picked:
    """Whom a batch concerns, as they stand today, and where it was picked."""

    mark: UUID
    query: str
    standings: tuple[Standing, ...]

    @property
    def people(self) -> list[Person]:
        """The persons, in order."""
        return [standing.person for standing in self.standings]

    @property
    def back_url(self) -> str:
        """The roster it was picked on."""
        return f"{reverse('registry:roster')}{f'?{self.query}' if self.query else ''}"


@page(Permission.PERSON_CHANGE, methods=("POST",))
def batch(request: HttpRequest) -> HttpResponse:
    """Take up the rows picked on the roster, or its whole result, and go on to the first step."""
    query = request.POST.get("query", "")[:2000]
    whole = request.POST.get("whole", "") not in ("", "0", "false")
    keys = [] if whole else list(dict.fromkeys(request.POST.getlist("key")))[:MOST]
    if not whole and not keys:
        say(request, "还没有选人。请先在花名册勾选要办理的人员，或选择全部结果。")
        return HttpResponseRedirect(f"{reverse('registry:roster')}?{query}")
    mark = str(uuid4())
    kept = dict(list(request.session.get(_KEPT, {}).items())[-_MOST_KEPT + 1 :])
    request.session[_KEPT] = {**kept, mark: {"query": query, "keys": keys}}
    return HttpResponseRedirect(reverse("registry:batch-kind", args=[mark]))


def picked_of(request: HttpRequest, visit: Visit, mark: UUID) -> Picked:
    """Whom a batch of this session concerns; whoever is out of sight by now is left out.

    Errors: Http404 when the session knows of no such batch.
    """
    kept = request.session.get(_KEPT, {}).get(str(mark))
    if kept is None:
        raise Http404("no such batch")
    today = within_sight(visit.sight, Day(visit.sight.on))
    rows = _chosen(today, visit, kept["keys"], kept["query"])
    standings = ordered(rows, "name").select_related("person__district", "unit")[: MOST + 1]
    return Picked(mark, kept["query"], tuple(standings))


def _chosen(today: StandingQuerySet, visit: Visit, keys: Sequence[str], query: str) -> StandingQuerySet:
    if keys:
        return today.filter(person__uid__in=keys)
    asked = listing_of(visit, QueryDict(query)).rows
    return today.filter(person_id__in=asked.order_by().values("person_id"))


@page(Permission.PERSON_CHANGE)
def choose_kind(request: HttpRequest, mark: UUID) -> HttpResponse:
    """Choose what happened to everybody picked."""
    visit = visit_of(request)
    picked = picked_of(request, visit, mark)
    _place(request, picked)
    shown = {
        "title": f"批量办理异动 · {len(picked.standings)} 人",
        "picked": picked,
        "shelves": batch_shelves(visit.sight),
        "too_many": MOST if len(picked.standings) > MOST else 0,
    }
    return render(request, "registry/batch_kind.html", shown)


@never_cache
@page(Permission.PERSON_CHANGE, methods=("GET", "POST"))
def fill_in(request: HttpRequest, mark: UUID, kind: str) -> HttpResponse:
    """Fill in one change for everybody picked, look at what it brings about, confirm."""
    visit = visit_of(request)
    picked = picked_of(request, visit, mark)
    which = _kind_of(kind)
    permissions.check_level(visit.sight, which)
    if not picked.standings or len(picked.standings) > MOST:
        return HttpResponseRedirect(reverse("registry:batch-kind", args=[mark]))
    offer = _offer(visit, which, picked.standings[0].person.district)
    if request.method != "POST":
        initial = {"token": str(uuid4()), "effective_on": visit.today}
        return _show(request, picked, which, FORMS[which](initial=initial, offer=offer))
    form = FORMS[which](request.POST, offer=offer)
    if not form.is_valid():
        return _show(request, picked, which, form, status=422)
    if "confirm" not in request.POST:
        return _preview(request, visit, picked, which, form)
    return _record(request, visit, picked, which, form)


def _kind_of(word: str) -> ChangeKind:
    kind = next((kind for kind in BATCH_KINDS if kind.value == word), None)
    if kind is None or kind not in FORMS:
        raise Http404("no such kind of batch")
    return kind


def _offer(visit: Visit, kind: ChangeKind, district: Unit) -> Offer:
    words = words_of(district)
    whole, grids = kind is ChangeKind.TRANSFER, kind is ChangeKind.ASSIGNMENT
    return Offer(
        units=units_offered(visit.sight, district, whole_district=whole, grids=grids),
        positions=words.positions,
        identities=words.identities,
        channels=words.channels,
        grounds=words.grounds,
        results=words.results,
    )


def _place(request: HttpRequest, picked: Picked, *steps: str) -> None:
    crumbs = [Crumb("花名册", picked.back_url), Crumb("批量办理异动"), *(Crumb(step) for step in steps)]
    place_page(request, *crumbs, active="roster")


def _show(
    request: HttpRequest,
    picked: Picked,
    kind: ChangeKind,
    form: ChangeForm,
    *,
    board: presenter.Board | None = None,
    status: int = 200,
) -> HttpResponse:
    _place(request, picked, kind.label)
    title = f"{kind.label} · {len(picked.standings)} 人"
    shown = {"title": title, "picked": picked, "kind": kind, "form": form, "board": board}
    return render(request, "registry/batch_form.html", shown, status=status)


def _preview(
    request: HttpRequest, visit: Visit, picked: Picked, kind: ChangeKind, form: ChangeForm
) -> HttpResponse:
    """What it would bring about for the first of them in full, and whom it is refused for among all."""
    lines: list[presenter.Line] = []
    for place, standing in enumerate(picked.standings):
        refusal = _refusal(visit, standing, kind)
        if refusal:
            lines.append(presenter.refused(standing, refusal))
        elif place < SHOWN:
            lines.append(_previewed(visit, standing, kind, form))
    board = presenter.board_of(lines, total=len(picked.standings))
    return _show(request, picked, kind, form, board=board)


def _refusal(visit: Visit, standing: Standing, kind: ChangeKind) -> str:
    try:
        permissions.check_can_change(visit.sight, standing.person, standing, kind)
    except Refused as refusal:
        return refusal.sentence
    return ""


def _previewed(visit: Visit, standing: Standing, kind: ChangeKind, form: ChangeForm) -> presenter.Line:
    try:
        seen = actions.preview(
            person=standing.person, kind=kind, particulars=form.particulars(), on=form.on, sight=visit.sight
        )
    except Refused as refusal:
        return presenter.refused(standing, refusal.sentence)
    return presenter.foreseen(standing, seen)


def _record(
    request: HttpRequest, visit: Visit, picked: Picked, kind: ChangeKind, form: ChangeForm
) -> HttpResponse:
    """Record for everybody; the same form sent again finds what it recorded the first time."""
    particulars = form.particulars()
    said = f"{kind}|{particulars!r}|{form.on}"
    result = actions.record_many(
        people=picked.people,
        kind=kind,
        particulars=particulars,
        on=form.on,
        reason=form.cleaned_data["reason"],
        document=form.cleaned_data["document"],
        token=str(uuid5(UUID(str(form.cleaned_data["token"])), said)),
        sight=visit.sight,
        by=visit.actor,
        at=visit.at,
    )
    _place(request, picked, kind.label, "结果")
    shown = {
        "title": f"{kind.label} · 结果",
        "picked": picked,
        "kind": kind,
        "outcome": presenter.outcome_of(result, picked.standings),
    }
    return render(request, "registry/batch_result.html", shown)


@page(Permission.PERSON_CHANGE, methods=("POST",))
def undo(request: HttpRequest, mark: UUID) -> HttpResponse:
    """Withdraw what a batch recorded, each as long as nothing was built on it."""
    visit = visit_of(request)
    picked = picked_of(request, visit, mark)
    wanted = [int(pk) for pk in request.POST.getlist("change")[:MOST] if pk.isascii() and pk.isdigit()]
    changes = Change.objects.filter(pk__in=wanted).select_related("person__district").order_by("pk")
    names = {standing.person_id: standing.name for standing in picked.standings}
    lines = [_withdrawn(visit, change, names.get(change.person_id, "")) for change in changes]
    _place(request, picked, "撤销")
    shown = {
        "title": "撤销批量办理",
        "picked": picked,
        "done": [line for line in lines if not line.refusal],
        "refused": [line for line in lines if line.refusal],
        "back": Link("返回花名册", picked.back_url),
    }
    return render(request, "registry/batch_undone.html", shown)


def _withdrawn(visit: Visit, change: Change, name: str) -> presenter.Withdrawal:
    try:
        actions.withdraw(
            change=change, reason="批量办理后撤销", sight=visit.sight, by=visit.actor, at=visit.at
        )
    except Refused as refusal:
        return presenter.Withdrawal(name, change.summary, refusal.sentence)
    except Person.DoesNotExist as missing:
        raise Http404("no such change") from missing
    return presenter.Withdrawal(name, change.summary)
