"""Whom somebody sees and may change: by where they stand today, who keeps the file, and the field group."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.access.enums import Role
from jishi.access.permissions import Forbidden
from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.registry.actions import changes, intake
from jishi.registry.actions.particulars import (
    Appointed,
    Awarded,
    Entered,
    Graded,
    Identified,
    Left,
    Particulars,
    Reached,
    Transferred,
)
from jishi.registry.enums import ChangeKind, Keeper
from jishi.registry.models import Person, Standing
from jishi.registry.permissions import allowed_kinds, can_change
from jishi.registry.selectors.narrowing import Day, within_sight
from jishi.registry.selectors.people import people_visible_to, person_visible_to, standing_of
from tests.registry_core.town import SOCIAL_WORK, TODAY, Town, a_number

DAY = date(2026, 10, 1)


def test_a_street_sees_its_own_people_and_nobody_elses(town: Town) -> None:
    mine, theirs = town.admit("甲某"), town.admit("乙某", town.communities[2])
    sight = town.sight(Role.STREET_CLERK, town.streets[0])

    assert list(people_visible_to(sight)) == [mine]
    assert person_visible_to(sight, mine.uid) == mine
    for uid in (theirs.uid, "nobody"):
        with pytest.raises(Person.DoesNotExist):
            person_visible_to(sight, uid)


def test_a_former_street_loses_sight_and_the_new_one_sees_the_past(town: Town) -> None:
    person = town.admit()
    town.record(person, Transferred(using_unit=town.communities[2]), DAY)
    former, new = (town.sight(Role.STREET_CLERK, street) for street in town.streets)

    assert not people_visible_to(former).exists()
    assert not within_sight(former, Day(date(2022, 1, 1))).exists()
    assert [row.unit for row in within_sight(new, Day(date(2022, 1, 1)))] == [town.communities[0]]


def test_a_worker_sees_only_the_own_file_and_may_not_change_it(town: Town) -> None:
    me, other = town.admit("甲某"), town.admit("乙某")
    sight = town.sight(Role.WORKER, person_uid=me.uid)

    assert list(people_visible_to(sight)) == [me]
    assert person_visible_to(sight, me.uid) == me
    with pytest.raises(Person.DoesNotExist):
        person_visible_to(sight, other.uid)
    assert not can_change(sight, me, standing_of(me, TODAY), ChangeKind.GRADE)


def test_nobody_changes_their_own_file_not_even_as_somebody_in_office(town: Town) -> None:
    person = town.admit()
    sight = town.sight(Role.SOCIAL_WORK, person_uid=person.uid)

    with pytest.raises(Forbidden, match="不能登记本人档案的异动"):
        town.record(person, Graded(grade=4), DAY, sight=sight)


@pytest.mark.parametrize(
    ("role", "what", "refused"),
    [
        (Role.STREET_CLERK, Identified(identity="转聘"), ""),
        (Role.STREET_CLERK, Reached(phone="19900001111"), ""),
        (Role.STREET_CLERK, Graded(grade=4), "等级与测算"),
        (Role.STREET_CLERK, Awarded(name="优秀社区工作者"), "奖惩"),
        (Role.FINANCE, Identified(identity="转聘"), "没有这项权限"),
        (Role.SECRETARY, Identified(identity="转聘"), "没有这项权限"),
        (Role.SOCIAL_WORK, Awarded(name="优秀社区工作者"), ""),
    ],
    ids=lambda each: str(each) if isinstance(each, Role) else None,
)
def test_a_role_records_what_its_field_groups_allow(
    town: Town, role: Role, what: Particulars, refused: str
) -> None:
    person = town.admit()
    unit = {Role.STREET_CLERK: town.streets[0], Role.SECRETARY: town.communities[0]}.get(role, town.district)
    sight = town.sight(role, unit)

    if not refused:
        town.record(person, what, DAY, sight=sight)
    else:
        with pytest.raises(Forbidden, match=refused):
            town.record(person, what, DAY, sight=sight)
    kind = ChangeKind(what.kind_of_change)
    assert (kind in allowed_kinds(sight, person, standing_of(person, TODAY))) == (not refused)


def test_a_file_the_district_keeps_is_not_changed_by_the_street(town: Town) -> None:
    person = town.admit()
    town.record(person, Appointed(position="社区党组织书记", mode="选任"), DAY)
    assert Standing.objects.as_of(TODAY).get(person=person).keeper == Keeper.DISTRICT

    with pytest.raises(Forbidden, match="由区委组织部保管"):
        town.record(
            person,
            Identified(identity="两委专职"),
            DAY,
            sight=town.sight(Role.STREET_CLERK, town.streets[0]),
        )


def test_a_street_clerk_does_not_transfer_alone_nor_correct_nor_undo_a_transfer(town: Town) -> None:
    person = town.admit()
    sight = town.sight(Role.STREET_CLERK, town.streets[0])

    with pytest.raises(Refused, match="不在您的管辖范围内"):
        town.record(person, Transferred(using_unit=town.communities[2]), DAY, sight=sight)
    with pytest.raises(Forbidden, match="不能由经办人直接登记"):
        town.record(person, Transferred(using_unit=town.communities[1]), DAY, sight=sight)

    change = town.record(person, Transferred(using_unit=town.communities[1]), DAY)
    with pytest.raises(Forbidden, match="报区里更正"):
        town.withdraw(change, sight=sight)
    with pytest.raises(Forbidden, match="报区里更正"):
        town.correct(change, Transferred(using_unit=town.communities[0]), DAY, sight=sight)


def test_outside_ones_sight_nothing_is_recorded_withdrawn_or_corrected(town: Town) -> None:
    person = town.admit()
    change = town.record(person, Identified(identity="转聘"), DAY)
    sight = town.sight(Role.STREET_CLERK, town.streets[1])

    with pytest.raises(Person.DoesNotExist):
        town.record(person, Left(ground="辞职"), DAY, sight=sight)
    with pytest.raises(Person.DoesNotExist):
        town.withdraw(change, sight=sight)
    with pytest.raises(Person.DoesNotExist):
        town.correct(change, Identified(identity="转聘"), DAY, sight=sight)
    with pytest.raises(Person.DoesNotExist):
        changes.preview(
            person=person,
            kind=ChangeKind.EXIT,
            particulars=Left(ground="辞职"),
            on=DAY,
            sight=sight,
        )


def test_somebody_known_is_refused_alike_wherever_they_are_known(town: Town) -> None:
    number = a_number()
    town.admit("甲某", id_number=number)
    there = town.sight(Role.SOCIAL_WORK, town.other_district)

    sentences = set()
    for district, sight, unit in (
        (town.district, town.sight(), town.communities[1]),
        (town.other_district, there, town.far_community),
    ):
        with pytest.raises(Refused) as refusal:
            intake.admit(
                district=district,
                particulars=_entering(number, unit),
                on=DAY,
                sight=sight,
                by=SOCIAL_WORK,
                at=town.at(),
            )
        sentences.add(refusal.value.sentence)

    assert len(sentences) == 1
    sentence = sentences.pop()
    assert not any(word in sentence for word in ("清河", "甲某", "桂园", number))


def _entering(number: str, unit: object) -> Entered:
    return Entered(
        id_number=number,
        name="乙某",
        identity="统招专职",
        channel="招聘",
        using_unit=unit,  # type: ignore[arg-type] # a unit of the town
        position="专职社区工作者",
    )


def test_a_number_with_a_wrong_check_digit_admits_nobody(town: Town) -> None:
    number = a_number()
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")

    with pytest.raises(Refused, match="校验位不符"):
        town.admit(id_number=wrong)


def test_an_admission_withdrawn_may_be_made_again(town: Town) -> None:
    number = a_number()
    person = town.admit(id_number=number)
    town.withdraw(person.changes.get())
    assert not people_visible_to(town.sight()).exists()

    again = town.admit(id_number=number, on=date(2021, 1, 1))

    assert again == person
    assert Standing.objects.as_of(TODAY).get(person=person).entered_on == date(2021, 1, 1)


def test_whoever_left_comes_again_by_an_entry(town: Town) -> None:
    person = town.admit(on=date(2018, 1, 1))
    town.record(person, Left(ground="辞职"), date(2020, 1, 1))

    town.record(
        person,
        Entered(identity="转聘", channel="转聘", using_unit=town.communities[1], position="专职网格员"),
        date(2022, 1, 1),
    )

    days = {day: Standing.objects.as_of(day).get(person=person).presence for day in _days(2019, 2021, 2023)}
    assert list(days.values()) == ["present", "left", "present"]


def _days(*years: int) -> list[date]:
    return [date(year, 6, 1) for year in years]


def test_worker_numbers_follow_one_another(town: Town) -> None:
    first = town.admit(worker_number="QH000120")
    second = town.admit()

    assert (first.worker_number, second.worker_number) == ("QH000120", "QH000121")
    with pytest.raises(Refused, match="已有人使用"):
        town.admit(worker_number="QH000121")


def test_a_proxy_behind_another_account_is_still_oneself(town: Town) -> None:
    person = town.admit()
    actor = Actor(account="daili", name="代理", role="街道经办", person=person.uid)

    with pytest.raises(Forbidden, match="不能登记本人档案的异动"):
        town.record(person, Graded(grade=4), DAY, sight=town.sight(actor=actor))
