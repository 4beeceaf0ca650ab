"""Whatever is tried in whatever order: nobody approves what they prepared, no step is skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.access.enums import Role
from jishi.access.permissions import Sight
from jishi.ledger import Refused
from jishi.process.actions import cases, opinions, questions
from jishi.process.actions.opinions import Said
from jishi.process.enums import CaseState, SeatState, Verdict
from jishi.process.models import Case, Opinion, Question, Seat
from tests.process.world import DAY, World, applied, build

PEOPLE = ("甲", "乙", "丙", "丁", "戊")
ROLES = (Role.STREET_CLERK, Role.STREET_LEADER, Role.SOCIAL_WORK)


@dataclass(frozen=True)
class Try:
    """Somebody tries something: in which office, perhaps for somebody else, returning to where."""

    what: str
    person: str
    role: Role
    street: int
    principal: str
    back: int

    def sight(self, world: World) -> Sight:
        unit = world.district if self.role is Role.SOCIAL_WORK else world.streets[self.street]
        return world.sight(self.person, self.role, unit, for_=self.principal)


@dataclass(frozen=True)
class Attempt:
    """A try met with the case as it is."""

    world: World
    case: Case
    sight: Sight
    back: int

    def waiting(self) -> list[Seat]:
        seats = Seat.objects.filter(case=self.case, state=SeatState.WAITING)
        return list(seats.filter(unit_id=self.sight.unit_id).select_related("case"))


tries_of_a_day = st.lists(
    st.builds(
        Try,
        st.sampled_from(
            ["agree", "agree", "agree", "return", "refuse", "edit", "submit", "ask", "answer", "batch"]
        ),
        st.sampled_from(PEOPLE),
        st.sampled_from(ROLES),
        st.integers(0, 1),
        st.sampled_from(["", *PEOPLE]),
        st.integers(-1, 1),
    ),
    max_size=25,
)


@pytest.mark.django_db
@settings(max_examples=200)
@given(preparer=st.sampled_from(PEOPLE), tries=tries_of_a_day)
def test_no_history_breaks_the_rules_of_a_case(preparer: str, tries: list[Try]) -> None:
    applied.clear()
    with transaction.atomic():
        world = build()
        case = world.submitted(world.sight(preparer, Role.STREET_CLERK, world.streets[0]))
        seen = 0
        for each in tries:
            before = Case.objects.get(pk=case.pk)
            with suppress(Refused):
                _ATTEMPTS[each.what](Attempt(world, before, each.sight(world), each.back))
            seen = _check_after(case, seen)
        transaction.set_rollback(True)


def _check_after(case: Case, seen: int) -> int:
    now = Case.objects.get(pk=case.pk)
    said = list(Opinion.objects.filter(case=case).select_related("seat").order_by("id"))
    assert len(said) >= seen, "an opinion was lost"
    assert applied.count(case.pk) == (now.state == CaseState.APPROVED), "effects not exactly once"
    agreed = [each for each in said if each.seat.round == now.round and each.verdict == Verdict.AGREE]
    assert not {each.author_person for each in agreed} & set(now.preparers), "a preparer agreed"
    assert max(Counter(each.author_person for each in agreed).values(), default=0) <= 1, "signed twice"
    if now.state == CaseState.APPROVED:
        by_step = Counter(each.seat.step for each in agreed)
        needed = {number: step.needed for number, step in enumerate(now.planned().steps)}
        assert by_step == Counter(needed), "a step was skipped or over-full"
        assert {each.content_digest for each in agreed} == {now.content_digest}, "agreed to other content"
    return len(said)


def _speak(verdict: Verdict) -> Callable[[Attempt], None]:
    def attempt(this: Attempt) -> None:
        for seat in this.waiting():
            said = Said(verdict, this.case.content_digest, "意见", return_to=this.back)
            opinions.give(seat=seat, said=said, on=DAY, sight=this.sight, at=this.world.now)

    return attempt


def _edit(this: Attempt) -> None:
    cases.edit(
        case=this.case,
        content={"to": str(this.back)},
        version=this.case.version,
        by=this.sight.actor,
        at=this.world.now,
    )


def _submit(this: Attempt) -> None:
    cases.submit(
        case=this.case,
        course=this.world.course(),
        effects=(),
        version=this.case.version,
        by=this.sight.actor,
        at=this.world.now,
    )


def _ask(this: Attempt) -> None:
    for seat in this.waiting():
        questions.ask(seat=seat, text="问", on=DAY, sight=this.sight, at=this.world.now)


def _answer(this: Attempt) -> None:
    for question in Question.objects.filter(seat__case=this.case, answered_on=None):
        questions.answer(question=question, text="答", on=DAY, by=this.sight.actor, at=this.world.now)


def _batch(this: Attempt) -> None:
    seats = Seat.objects.filter(case=this.case, state=SeatState.WAITING).select_related("case")
    opinions.give_many(seats=seats, text="同意", on=DAY, sight=this.sight, at=this.world.now)


_ATTEMPTS: dict[str, Callable[[Attempt], None]] = {
    "agree": _speak(Verdict.AGREE),
    "return": _speak(Verdict.RETURN),
    "refuse": _speak(Verdict.REFUSE),
    "edit": _edit,
    "submit": _submit,
    "ask": _ask,
    "answer": _answer,
    "batch": _batch,
}
