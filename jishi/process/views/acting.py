"""What is done on the page of a case: an opinion, a question, an answer, a reminder, taking it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import page, visit_of
from jishi.ledger import Refused, Stale
from jishi.process.actions import cases, opinions, questions
from jishi.process.enums import Verdict
from jishi.process.forms import AnswerForm, AskForm, OpinionForm, WithdrawForm
from jishi.process.models import Case, Question, Seat
from jishi.process.views.case import opened, show
from jishi.ui.forms import PlainForm
from jishi.ui.responses import say

_POST = ("POST",)


@page(Permission.CASE_VIEW, methods=_POST)
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, send back or refuse, for the seat the form names."""
    found, visit = opened(request, pk), visit_of(request)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, "opinion", fault(form))
    seat = _seat(found, form.cleaned_data["seat"])
    said = form.said()
    try:
        after = opinions.give(seat=seat, said=said, on=visit.today, sight=visit.sight, at=visit.at)
    except (Forbidden, Stale):
        raise
    except Refused as refusal:
        return _refused(request, found, "opinion", refusal.sentence)
    say(request, _told(said.verdict, after))
    return HttpResponseRedirect(reverse("process:tasks"))


def _told(verdict: Verdict, after: Case) -> str:
    if after.applied_at is not None:
        return f"已同意“{after.title}”，事项办结，有关内容已经生效。"
    return f"已{verdict.label}“{after.title}”，现在{after.get_state_display()}。"


def _seat(found: Case, pk: int) -> Seat:
    """A seat of the case.

    Errors: Http404 for a seat of another.
    """
    seat = Seat.objects.filter(case=found, pk=pk).first()
    if seat is None:
        raise Http404("no such seat")
    return seat


def fault(form: PlainForm) -> str:
    """The first thing wrong with a form."""
    return next((str(errors[0]) for errors in form.errors.values()), "")


def _refused(request: HttpRequest, found: Case, box: str, sentence: str) -> HttpResponse:
    """The page again, with what was typed and the sentence beside it."""
    typed: dict[str, Any] = {f"{box}_error": sentence, f"{box}_text": request.POST.get("text", "")}
    return show(request, found, status=422, **typed)


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("process:case", args=[pk]))


@page(Permission.CASE_VIEW, methods=_POST)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the preparer; the clock stands still."""
    found, visit = opened(request, pk), visit_of(request)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, "ask", fault(form))
    seat = _seat(found, form.cleaned_data["seat"])
    questions.ask(seat=seat, text=form.cleaned_data["text"], on=visit.today, sight=visit.sight, at=visit.at)
    say(request, f"已请{found.prepared_name}答复，答复前办理期限停止计算。")
    return _back(pk)


@page(Permission.CASE_VIEW, methods=_POST)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what was asked."""
    found, visit = opened(request, pk), visit_of(request)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, "answer", fault(form))
    asked = Question.objects.filter(seat__case=found, pk=form.cleaned_data["question"]).first()
    if asked is None:
        raise Http404("no such question")
    text = form.cleaned_data["text"]
    questions.answer(question=asked, text=text, on=visit.today, by=visit.actor, at=visit.at)
    say(request, "已答复，办理期限继续计算。")
    return _back(pk)


@page(Permission.CASE_VIEW, methods=_POST)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind whoever holds the case."""
    found, visit = opened(request, pk), visit_of(request)
    try:
        questions.remind(case=found, on=visit.today, by=visit.actor, at=visit.at)
    except (Forbidden, Stale):
        raise
    except Refused as refusal:
        return _refused(request, found, "remind", refusal.sentence)
    say(request, "已催办，对方会在待办中看到标记。")
    return _back(pk)


@page(Permission.CASE_VIEW, methods=_POST)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a case back."""
    found, visit = opened(request, pk), visit_of(request)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, "withdraw", fault(form))
    cases.withdraw(case=found, reason=form.cleaned_data["reason"], by=visit.actor, at=visit.at)
    say(request, f"已撤回“{found.title}”。")
    return HttpResponseRedirect(reverse("process:started"))
