"""A case goes through its offices: forward, back, asked about, taken back — and takes effect once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jishi.access.enums import Role
from jishi.access.permissions import Forbidden
from jishi.ledger import Refused, Stale
from jishi.process.actions import cases, opinions, questions
from jishi.process.actions.opinions import Said
from jishi.process.enums import HOLDERS, MOVES, CaseState, SeatState, Verdict
from jishi.process.models import Case, Opinion, Seat
from tests.process.world import DAY, World, applied, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    applied.clear()
    return build()


def test_every_state_has_a_holder_and_its_moves() -> None:
    assert set(MOVES) == set(HOLDERS) == set(CaseState)


def test_a_case_both_streets_and_the_district_agree_to_takes_effect_once(world: World) -> None:
    case = world.submitted(world.clerk())

    world.say(case, world.leader("东城书记", 0))
    assert Case.objects.get(pk=case.pk).step == 0
    world.say(case, world.leader("西关书记", 1))
    done = world.say(case, world.social("社工部甲"))

    assert done.state == CaseState.APPROVED
    assert applied == [case.pk]
    assert [opinion.author_name for opinion in Opinion.objects.order_by("id")] == [
        "东城书记",
        "西关书记",
        "社工部甲",
    ]


def test_one_of_two_needed_lets_the_other_seat_lapse(world: World) -> None:
    course = world.course()
    first = course.steps[0]
    lighter = type(course)((type(first)(first.name, first.seats, 1, first.days), course.steps[1]))
    case = world.submitted(world.clerk(), lighter)

    world.say(case, world.leader("东城书记", 0))

    assert sorted(Seat.objects.filter(case=case, step=0).values_list("state", flat=True)) == [
        SeatState.DONE,
        SeatState.LAPSED,
    ]
    seat = Seat.objects.get(case=case, step=0, state=SeatState.LAPSED)
    said = Said(Verdict.AGREE, case.content_digest)
    with pytest.raises(Stale, match="不再需要您办理"):
        opinions.give(seat=seat, said=said, on=DAY, sight=world.leader("西关书记", 1), at=world.now)


def test_a_return_to_the_preparer_keeps_every_opinion_and_starts_a_new_round(world: World) -> None:
    clerk = world.clerk()
    case = world.submitted(clerk)
    world.say(case, world.leader("东城书记", 0))
    world.say(case, world.leader("西关书记", 1), Verdict.RETURN, "缺调动申请")

    case = Case.objects.get(pk=case.pk)
    assert case.state == CaseState.RETURNED
    assert Opinion.objects.filter(case=case).count() == 2

    again = cases.submit(
        case=case, course=world.course(), effects=(), version=case.version, by=clerk.actor, at=world.now
    )
    assert again.round == 2
    assert Seat.objects.filter(case=case, state=SeatState.WAITING).count() == 2


def test_a_return_to_an_earlier_step_asks_that_step_anew(world: World) -> None:
    case = world.submitted(world.clerk())
    world.say(case, world.leader("东城书记", 0))
    world.say(case, world.leader("西关书记", 1))
    seat = Seat.objects.get(case=case, state=SeatState.WAITING)
    said = Said(Verdict.RETURN, case.content_digest, "请两街道再议", return_to=0)

    opinions.give(seat=seat, said=said, on=DAY, sight=world.social("社工部甲"), at=world.now)

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.step, case.round) == (CaseState.OPEN, 0, 2)
    assert Seat.objects.filter(case=case, step=0, state=SeatState.WAITING).count() == 2


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REFUSE])
def test_returning_or_refusing_needs_words(world: World, verdict: Verdict) -> None:
    case = world.submitted(world.clerk())
    with pytest.raises(Refused, match="请写明意见"):
        world.say(case, world.leader("东城书记", 0), verdict, "  ")


def test_one_refusal_ends_the_case_without_effect(world: World) -> None:
    case = world.submitted(world.clerk())
    refused = world.say(case, world.leader("东城书记", 0), Verdict.REFUSE, "人手不足")
    assert refused.state == CaseState.REFUSED
    assert applied == []
    assert not Seat.objects.filter(case=case, state=SeatState.WAITING).exists()


def test_who_prepared_a_case_cannot_agree_to_it_by_any_way(world: World) -> None:
    street = world.streets[0]
    case = world.submitted(world.clerk("双职人"))
    same_person = world.sight("双职人", Role.STREET_LEADER, street, account="second-account")
    as_proxy = world.sight("别人", Role.STREET_LEADER, street, for_="双职人")

    for sight in (same_person, as_proxy):
        with pytest.raises(Forbidden, match="经办人"):
            world.say(case, sight)
    seats = Seat.objects.filter(case=case, state=SeatState.WAITING, unit=street).select_related("case")
    refused = opinions.give_many(seats=seats, text="", on=DAY, sight=same_person, at=world.now)
    assert [sentence for _, sentence in refused] == [
        "您是这件事项的经办人，不能由您本人或经您的代理人审批。请交由同一单位的其他人办理。"
    ]


def test_whoever_edits_a_returned_case_becomes_a_preparer(world: World) -> None:
    case = world.submitted(world.clerk())
    world.say(case, world.leader("东城书记", 0), Verdict.RETURN, "改一下")
    case = Case.objects.get(pk=case.pk)
    second = world.sight("经办乙", Role.STREET_CLERK, world.streets[0], account="acc-经办甲")

    edited = cases.edit(
        case=case, content={"to": "西苑社区"}, version=case.version, by=second.actor, at=world.now
    )

    assert edited.preparers == ["经办乙", "经办甲"]


def test_nobody_agrees_to_a_case_about_themselves(world: World) -> None:
    case = world.submitted(world.clerk())
    with pytest.raises(Forbidden, match="关于您本人"):
        world.say(case, world.leader("某人", 0))


def test_one_person_does_not_sign_for_both_streets(world: World) -> None:
    case = world.submitted(world.clerk())
    world.say(case, world.leader("兼职书记", 0))
    with pytest.raises(Forbidden, match="不能签署两次"):
        world.say(case, world.leader("兼职书记", 1))


def test_an_opinion_on_content_changed_in_between_is_not_recorded(world: World) -> None:
    case = world.submitted(world.clerk())
    seat = Seat.objects.get(case=case, unit=world.streets[0])
    said = Said(Verdict.AGREE, "an older digest")
    with pytest.raises(Stale, match="内容在您打开之后被改过"):
        opinions.give(seat=seat, said=said, on=DAY, sight=world.leader("东城书记"), at=world.now)
    assert not Opinion.objects.exists()


def test_agreeing_twice_is_one_opinion(world: World) -> None:
    case = world.submitted(world.clerk())
    seat = Seat.objects.get(case=case, unit=world.streets[0])
    said, leader = Said(Verdict.AGREE, case.content_digest), world.leader("东城书记")
    opinions.give(seat=seat, said=said, on=DAY, sight=leader, at=world.now)
    with pytest.raises(Stale):
        opinions.give(seat=seat, said=said, on=DAY, sight=leader, at=world.now)
    assert Opinion.objects.count() == 1


def test_the_wrong_office_is_refused_with_the_name_of_the_right_one(world: World) -> None:
    case = world.submitted(world.clerk())
    seat = Seat.objects.get(case=case, unit=world.streets[0])
    said = Said(Verdict.AGREE, case.content_digest)
    with pytest.raises(Forbidden, match="由东城街道办理"):
        opinions.give(seat=seat, said=said, on=DAY, sight=world.leader("西关书记", 1), at=world.now)


def test_the_clock_stands_still_while_a_question_is_out(world: World) -> None:
    clerk, leader = world.clerk(), world.leader("东城书记")
    case = world.submitted(clerk)
    seat = Seat.objects.get(case=case, unit=world.streets[0])
    due = seat.due_on
    question = questions.ask(seat=seat, text="为何调动？", on=DAY, sight=leader, at=world.now)
    with pytest.raises(Stale):
        opinions.give(
            seat=seat, said=Said(Verdict.AGREE, case.content_digest), on=DAY, sight=leader, at=world.now
        )

    questions.answer(
        question=question, text="家在东苑", on=DAY + timedelta(days=4), by=clerk.actor, at=world.now
    )

    seat.refresh_from_db()
    assert due is not None
    assert seat.due_on == due + timedelta(days=4)
    assert seat.state == SeatState.WAITING


def test_days_are_work_days(world: World) -> None:
    case = world.submitted(world.clerk())
    seat = Seat.objects.filter(case=case).first()
    assert seat is not None
    assert seat.due_on == date(2026, 11, 5)  # Monday and three work days


def test_reminding_is_once_a_day(world: World) -> None:
    clerk = world.clerk()
    case = world.submitted(clerk)
    questions.remind(case=case, on=DAY, by=clerk.actor, at=world.now)
    with pytest.raises(Refused, match="明天可以再次催办"):
        questions.remind(case=case, on=DAY, by=clerk.actor, at=world.now)


def test_a_withdrawn_case_moves_no_more_and_keeps_its_opinions(world: World) -> None:
    clerk = world.clerk()
    case = world.submitted(clerk)
    world.say(case, world.leader("东城书记", 0))
    cases.withdraw(case=case, reason="本人放弃", by=clerk.actor, at=world.now)

    assert Opinion.objects.count() == 1
    with pytest.raises(Stale, match="已撤回"):
        cases.withdraw(case=case, reason="再撤", by=clerk.actor, at=world.now)


def test_the_same_form_sent_twice_is_one_case(world: World) -> None:
    clerk = world.clerk()
    first = world.drafted(clerk, token="3f0c")
    assert world.drafted(clerk, token="3f0c").pk == first.pk


def test_opinions_are_never_changed_nor_deleted(world: World) -> None:
    case = world.submitted(world.clerk())
    world.say(case, world.leader("东城书记", 0))
    opinion = Opinion.objects.get()
    with pytest.raises(NotImplementedError):
        opinion.save()
    with pytest.raises(NotImplementedError):
        opinion.delete()
