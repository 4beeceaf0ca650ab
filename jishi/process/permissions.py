"""Who may speak on a case, and why somebody may not: separation of duties is by person, not by account."""

from __future__ import annotations

from collections.abc import Iterable

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden, Sight
from jishi.audit.enums import Actor
from jishi.ledger import Refused, Stale
from jishi.process.enums import MOVES, CaseState, SeatState
from jishi.process.models import Case, Seat


def check_move(case: Case, to: CaseState) -> None:
    """Refuse a move the table does not have.

    Errors: Stale, because somebody else moved the case in between.
    """
    if to not in MOVES[CaseState(case.state)]:
        raise Stale(f"这件事项已经{CaseState(case.state).label}，不能再办理。请刷新查看最新情况。")


def check_may_see(case: Case, *, sight: Sight) -> None:
    """Refuse whoever does not sit in a case and does not oversee it.

    Errors: Case.DoesNotExist outside one's part of the tree; Forbidden within it.
    """
    if not sight.within(case.path):
        raise Case.DoesNotExist
    if not sight.may(Permission.CASE_OVERSEE):
        raise Forbidden("这件事项不由您的岗位办理，您看不到它的内容。如确需了解，请联系发起单位。")


def holds_seat(sight: Sight, seat: Seat) -> bool:
    """Whether a sight is of one of the seat's roles at the seat's unit."""
    return seat.unit_id == sight.unit_id and sight.role.value in seat.roles


def check_may_speak(case: Case, seat: Seat, *, sight: Sight, spoken: Iterable[Seat]) -> None:
    """Refuse whoever may not give the opinion of a seat: no holder, or one who prepared or already spoke.

    `spoken` are the seats of the present round whose opinion stands.
    Errors: Stale when the seat's turn is over; Forbidden.
    """
    check_move(case, CaseState.OPEN)
    if seat.round != case.round or seat.step != case.step or seat.state != SeatState.WAITING:
        raise Stale("这一环节已经办过或不再需要您办理，没有重复记录。请刷新查看最新情况。")
    if not holds_seat(sight, seat):
        raise Forbidden(f"这一环节由{seat.label}办理，您当前的身份不能代办。")
    check_apart(case, sight.actor, spoken)


def check_apart(case: Case, actor: Actor, spoken: Iterable[Seat]) -> None:
    """Nobody agrees to what they prepared, nor twice, whichever account, proxy or batch they use.

    Errors: Forbidden.
    """
    acting = {actor.identity} | ({actor.principal} if actor.principal else set())
    if acting & set(case.preparers):
        raise Forbidden("您是这件事项的经办人，不能由您本人或经您的代理人审批。请交由同一单位的其他人办理。")
    if case.subject_kind == "person" and case.subject_key in acting:
        raise Forbidden("这件事项是关于您本人的，不能由您本人或经您的代理人审批。")
    if any(seat.opinion.author_person in acting for seat in spoken):
        raise Forbidden("您已在本轮的另一环节签署过意见，同一人不能签署两次。请交由同一单位的其他人办理。")


def check_may_edit(case: Case, *, actor: Actor) -> None:
    """Only who prepared a case changes it, and only while it is with them.

    Errors: Refused, Forbidden.
    """
    if case.state not in {CaseState.DRAFT, CaseState.RETURNED}:
        raise Refused("事项正在办理或已经办结，内容不能再改。需要修改时请先撤回，或请当前环节退回。")
    if actor.identity not in case.preparers and actor.account != case.prepared_by:
        raise Forbidden("只有经办人可以修改这件事项的内容。")


def check_may_withdraw(case: Case, *, actor: Actor) -> None:
    """Only who prepared a case takes it back, and only before it has ended.

    Errors: Stale, Forbidden.
    """
    check_move(case, CaseState.WITHDRAWN)
    if actor.identity not in case.preparers:
        raise Forbidden("只有经办人可以撤回这件事项。")
