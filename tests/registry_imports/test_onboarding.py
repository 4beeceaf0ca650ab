"""A new district goes from nothing to a roster by six tasks, each of which can be left and taken up again."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.access.enums import Role
from jishi.cli.founding import found
from jishi.places.models import Unit, UnitStanding
from jishi.registry.models import Person
from tests.registry_imports import books
from tests.registry_imports.desk import Desk
from tests.registry_people.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_empty_district_is_running_after_six_tasks(cast: Cast) -> None:
    empty = Unit.objects.get(name="远山区")
    Unit.objects.filter(pk=empty.pk).update(pack="")
    desk = Desk(cast, Role.SOCIAL_WORK, empty)
    page = desk.read("/onboarding/")
    assert page.count("未开始") >= 4
    assert "talent-drive-demo" in page

    desk.client.post("/onboarding/", {"pack": "talent-drive-demo"})
    assert Unit.objects.get(pk=empty.pk).pack == "talent-drive-demo"

    rows = [["湖滨街道", f"湖滨{n}社区", 3500, 9000] for n in range(3)] + [
        ["远山街道", "远山社区", 2000, 5000]
    ]
    places = desk.checked(books.places(rows), "places")
    assert "接着办" in desk.read("/onboarding/")
    desk.do(places, "take-in")
    people = [books.person(f"新人{n}", community=f"湖滨{n}社区", street="湖滨街道") for n in range(3)]
    roster = desk.checked(books.roster(people))
    desk.do(roster, "take-in")

    page = desk.read("/onboarding/")
    assert Person.objects.filter(district=empty).count() == 3
    assert "4 个社区，4 个有户数" in page
    assert "已有 3 人" in page
    assert "员额合计" in page


def test_choosing_a_policy_again_is_refused_with_the_way_on(cast: Cast) -> None:
    desk = Desk(cast)
    answer = desk.client.post("/onboarding/", {"pack": "huainan-demo"})
    assert answer.status_code == 422
    assert "政策中心（后续版本）" in answer.content.decode()


def test_a_street_is_sent_to_its_own_import(cast: Cast) -> None:
    answer = Desk(cast, Role.STREET_CLERK).client.get("/onboarding/")
    assert answer.status_code == 403


def test_a_district_founded_from_the_command_line_can_be_laid_out_in_the_past(db: None) -> None:  # noqa: ARG001 # asks for the database
    found(("系统某", "安全某", "审计某"), city="新市", packs={"新区": ""})
    district = Unit.objects.get(name="新区")
    assert UnitStanding.objects.get(unit=district).valid_from <= date(1996, 1, 1)
