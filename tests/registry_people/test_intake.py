"""Taking in somebody new: what the number says, who is known already, one effect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jishi.access.enums import Role
from jishi.policy.identifiers import id_number_problem, make_id_number
from jishi.registry.models import Person, Profile, Standing
from tests.registry_core.town import a_number
from tests.registry_people.cast import Cast
from tests.registry_people.filling import Sheet, open_sheet, words


def sheet_of(cast: Cast, role: Role = Role.STREET_CLERK) -> Sheet:
    """The form of somebody new."""
    return open_sheet(cast.client(role), "/changes/enter/")


def somebody(cast: Cast, **different: Any) -> dict[str, Any]:
    """A plausible filling-in."""
    usual = {
        "name": "新来的",
        "id_number": a_number(),
        "using_unit": cast.communities[0].pk,
        "position": "专职社区工作者",
        "channel": "招聘",
        "identity": "统招专职",
        "full_time": "on",
        "effective_on": cast.today,
    }
    return {**usual, **different}


def test_somebody_new_is_on_the_roster_at_once(cast: Cast) -> None:
    answer = sheet_of(cast).send(**somebody(cast, phone="19900000001"))

    standing = Standing.objects.as_of(cast.today).get(name="新来的")
    assert answer.status_code == 302
    assert (standing.presence, standing.unit, standing.phone_tail) == ("present", cast.communities[0], "0001")


def test_birth_and_sex_follow_from_the_number(cast: Cast) -> None:
    number = make_id_number("990101", date(1991, 5, 6), 771)

    sheet_of(cast).send(**somebody(cast, id_number=number))

    profile = Profile.objects.get(name="新来的")
    assert (profile.birth_on, profile.sex) == (date(1991, 5, 6), "男")


@pytest.mark.parametrize(
    "number",
    [
        "990101199105067711",
        "99010119910506771",
        "990101910506771",
        "9.90102E+17",
        "990101199113067713",
        "990101199105067000",
    ],
)
def test_a_wrong_number_is_refused_in_the_words_of_the_law(cast: Cast, number: str) -> None:
    problem = id_number_problem(number)
    assert problem is not None

    page = sheet_of(cast).send(**somebody(cast, id_number=number))

    assert page.context["form"].errors["id_number"] == [f"{problem}。"]
    assert words(page).count(problem.replace("+", "+")) >= 2
    assert not Person.objects.exists()


def test_somebody_known_here_or_elsewhere_is_refused_with_one_sentence(cast: Cast) -> None:
    here, elsewhere = a_number(), a_number()
    cast.admit("在这里", id_number=here)
    person = cast.stranger()
    number = elsewhere
    del person

    first = sheet_of(cast).send(**somebody(cast, id_number=here))
    sentence = first.context["form"].errors["id_number"][0]

    assert "不能重复建档" in sentence
    assert "在这里" not in words(first)
    assert number not in words(first)


def test_a_street_takes_people_in_only_to_its_own_communities(cast: Cast) -> None:
    page = sheet_of(cast).send(**somebody(cast, using_unit=cast.communities[2].pk))

    assert "不在可选范围内" in page.context["form"].errors["using_unit"][0]


def test_the_same_form_sent_twice_takes_in_one_person(cast: Cast) -> None:
    sheet, filled = sheet_of(cast), somebody(cast)

    first, second = sheet.send(**filled), sheet.send(**filled)

    assert first["Location"] == second["Location"]
    assert Person.objects.count() == 1


def test_the_effects_of_an_entry_are_told_before_it_is_sent(cast: Cast) -> None:
    sheet = sheet_of(cast)
    sheet.address = "/changes/enter/effects/"

    panel = words(sheet.send(**somebody(cast)))

    assert "提交后将发生" in panel
    assert "员额" in panel
    assert not Person.objects.exists()


def test_a_duty_of_the_whole_city_takes_nobody_in(cast: Cast) -> None:
    assert cast.client(Role.CITY).get("/changes/enter/").status_code == 403
