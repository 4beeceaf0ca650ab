"""Giving an opinion, and what follows from it: onward, back, or the end with its effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jishi.access.permissions import Sight
from jishi.audit.actions import record
from jishi.ledger import Refused, Stale
from jishi.process.actions.cases import WITH_PREPARER, chain_of, locked, subject_of
from jishi.process.actions.kinds import kind_of
from jishi.process.actions.seats import lapse_waiting, open_seats
from jishi.process.enums import OF_VERDICT, CaseState, SeatState, Verdict
from jishi.process.models import Case, Opinion, Seat
from jishi.process.permissions import check_may_speak, check_move


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says: the verdict, words, coded findings, where a return goes to, and what they saw."""

    verdict: Verdict
    content_digest: str
    text: str = ""
    findings: Sequence[str] = ()
    return_to: int = WITH_PREPARER


def give(*, seat: Seat, said: Said, on: date, sight: Sight, at: datetime) -> Case:
    """Give the opinion of a seat and move the case by it, in one transaction with the effects of a last 同意.

    Errors: Stale when the content or the turn has changed; Forbidden; Refused when words are missing or the
            effects can no longer be carried out: then nothing is recorded.
    """
    _check_words(said)
    with transaction.atomic():
        case = locked(seat.case)
        seat = Seat.objects.select_for_update().get(pk=seat.pk)
        check_may_speak(case, seat, sight=sight, spoken=standing(case))
        if said.content_digest != case.content_digest:
            raise Stale("事项内容在您打开之后被改过，您的意见没有记录。请核对新内容后再签署。")
        _write(case, seat, said, sight, at)
        _move(case, said, on=on, sight=sight, at=at)
        record(
            verb=OF_VERDICT[said.verdict],
            subject=subject_of(case),
            by=sight.actor,
            at=at,
            chain=chain_of(case),
            particulars={"step": seat.step, "round": seat.round, "seat": seat.label},
            reason=said.text,
        )
    return case


def give_many(
    *,
    seats: Iterable[Seat],
    text: str,
    seen: Mapping[int, str] | None = None,
    on: date,
    sight: Sight,
    at: datetime,
) -> list[tuple[Seat, str]]:
    """Agree for many seats with one opinion; each stands or falls alone.

    Shape: the seats that were refused, each with the sentence why; `seen` holds the digest of the content
           that was looked at, by case.
    """
    refused: list[tuple[Seat, str]] = []
    for seat in seats:
        digest = (seen or {}).get(seat.case_id, seat.case.content_digest)
        said = Said(Verdict.AGREE, digest, text)
        try:
            give(seat=seat, said=said, on=on, sight=sight, at=at)
        except Refused as refusal:
            refused.append((seat, refusal.sentence))
    return refused


def standing(case: Case) -> list[Seat]:
    """The seats of the present round that have spoken."""
    done = case.seats.filter(round=case.round, state=SeatState.DONE)
    return list(done.select_related("opinion"))


def _check_words(said: Said) -> None:
    if said.verdict is not Verdict.AGREE and not said.text.strip():
        raise Refused(f"{said.verdict.label}时请写明意见，对方才知道怎样改。", field="text")


def _write(case: Case, seat: Seat, said: Said, sight: Sight, at: datetime) -> None:
    actor = sight.actor
    Opinion.objects.create(
        case=case,
        seat=seat,
        verdict=said.verdict,
        text=said.text.strip(),
        findings=list(said.findings),
        returned_to=said.return_to if said.verdict is Verdict.RETURN else None,
        content_digest=case.content_digest,
        author=actor.account,
        author_person=actor.identity,
        author_name=actor.name,
        author_role=sight.role,
        on_behalf_of=actor.on_behalf_of,
        at=at,
    )
    seat.state, seat.done_at = SeatState.DONE, at
    seat.save(update_fields=["state", "done_at"])


def _move(case: Case, said: Said, *, on: date, sight: Sight, at: datetime) -> None:
    match said.verdict:
        case Verdict.REFUSE:
            _close(case, CaseState.REFUSED, at)
        case Verdict.RETURN:
            _return(case, said.return_to, at)
        case Verdict.AGREE:
            _advance(case, on=on, sight=sight, at=at)
    case.version += 1
    case.save()


def _close(case: Case, state: CaseState, at: datetime) -> None:
    check_move(case, state)
    case.state, case.closed_at = state, at
    lapse_waiting(case)


def _return(case: Case, to: int, at: datetime) -> None:
    """Back to an earlier step, whose seats and those after it speak anew, or to the preparer."""
    if not WITH_PREPARER <= to < case.step:
        raise Refused("只能退回到前面的环节或经办人，请重新选择。", field="return_to")
    lapse_waiting(case)
    if to == WITH_PREPARER:
        check_move(case, CaseState.RETURNED)
        case.state, case.step = CaseState.RETURNED, WITH_PREPARER
        return
    _keep_opinions_before(case, to)
    case.step = to
    open_seats(case, at=at)


def _keep_opinions_before(case: Case, step: int) -> None:
    """Begin a new round; what was agreed before the step stands in it, the rest has to be said anew."""
    kept = case.seats.filter(round=case.round, step__lt=step, state=SeatState.DONE)
    case.round += 1
    kept.update(round=case.round)


def _advance(case: Case, *, on: date, sight: Sight, at: datetime) -> None:
    steps = case.planned().steps
    agreed = case.seats.filter(
        round=case.round, step=case.step, state=SeatState.DONE, opinion__verdict=Verdict.AGREE
    )
    if agreed.count() < steps[case.step].needed:
        return
    lapse_waiting(case)
    if case.step + 1 < len(steps):
        case.step += 1
        open_seats(case, at=at)
        return
    check_move(case, CaseState.APPROVED)
    case.state, case.closed_at, case.applied_at = CaseState.APPROVED, at, at
    kind_of(case.kind).apply(case, on=on, by=sight.actor, at=at)
