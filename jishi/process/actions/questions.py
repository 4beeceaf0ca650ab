"""Asking the preparer something without sending the case back: the clock stands still until the answer."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jishi.access.permissions import Forbidden, Sight
from jishi.audit.actions import record
from jishi.audit.enums import Actor
from jishi.ledger import Refused, Stale
from jishi.process.actions.cases import chain_of, locked, subject_of
from jishi.process.actions.opinions import standing
from jishi.process.actions.seats import restart_clock, stop_clock
from jishi.process.enums import CaseVerb, SeatState
from jishi.process.models import Case, Question, Seat
from jishi.process.permissions import check_may_speak


def ask(*, seat: Seat, text: str, on: date, sight: Sight, at: datetime) -> Question:
    """Ask the preparer; the seat's time stops."""
    if not text.strip():
        raise Refused("请写明要问的问题。", field="text")
    with transaction.atomic():
        case = locked(seat.case)
        seat = Seat.objects.select_for_update().get(pk=seat.pk)
        check_may_speak(case, seat, sight=sight, spoken=standing(case))
        question = Question.objects.create(
            seat=seat, text=text.strip(), asked_by=sight.actor.name, asked_on=on
        )
        stop_clock(seat)
        record(verb=CaseVerb.ASK, subject=subject_of(case), by=sight.actor, at=at, chain=chain_of(case))
    return question


def answer(*, question: Question, text: str, on: date, by: Actor, at: datetime) -> Question:
    """Answer what was asked; the seat's time runs on, later by the days it stood still."""
    if not text.strip():
        raise Refused("请写明答复。", field="text")
    with transaction.atomic():
        case = locked(question.seat.case)
        if by.identity not in case.preparers:
            raise Forbidden("只有经办人可以答复。")
        question = Question.objects.select_for_update().get(pk=question.pk)
        seat = Seat.objects.select_for_update().get(pk=question.seat_id)
        if question.answered_on is not None or seat.state != SeatState.ASKING:
            raise Stale("这个问题已经答复过，或环节已经结束。请刷新查看最新情况。")
        question.answer, question.answered_by, question.answered_on = text.strip(), by.name, on
        question.save()
        restart_clock(seat, asked_on=question.asked_on, answered_on=on)
        record(verb=CaseVerb.ANSWER, subject=subject_of(case), by=by, at=at, chain=chain_of(case))
    return question


def remind(*, case: Case, on: date, by: Actor, at: datetime) -> Case:
    """Remind whoever holds the case, at most once a day (催办)."""
    with transaction.atomic():
        case = locked(case)
        if case.reminded_on == on:
            raise Refused("今天已经催办过，明天可以再次催办。")
        case.reminded_on = on
        case.save(update_fields=["reminded_on"])
        record(verb=CaseVerb.REMIND, subject=subject_of(case), by=by, at=at, chain=chain_of(case))
    return case
