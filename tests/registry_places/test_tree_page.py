"""组织机构: the tree of a day, and what each role sees of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jishi.access.enums import Role
from jishi.places.actions import units
from tests.places.conftest import CLERK
from tests.registry_places.conftest import LONG_AGO, Town, text_of


def test_the_tree_shows_streets_with_how_many_are_in_them_and_their_households(town: Town) -> None:
    for name in ("王一", "王二", "王三"):
        town.admit(name, "桂园社区")

    page = text_of(town.client().get("/places/"))

    assert "城北街道 街道 3 1,750 5,250 2" in page
    assert "城南街道 街道 0 1,400 4,200 1" in page
    assert "户数合计 3,150 户" in page


def test_the_tree_of_another_day_has_that_days_names_and_today_is_one_click_away(town: Town) -> None:
    units.rename(
        unit=town["桂园社区"], name="桂苑社区", on=date(2025, 3, 1), reason="", by=CLERK, at=LONG_AGO
    )
    client, street = town.client(), town["城北街道"].pk

    before = text_of(client.get(f"/places/{street}/?on=2025-02-28"))
    after = text_of(client.get(f"/places/{street}/?on=2025-03-01"))

    assert "桂园社区" in before
    assert "桂苑社区" not in before
    assert "桂苑社区" in after


def test_a_day_before_a_unit_was_founded_says_so(town: Town) -> None:
    page = text_of(town.client().get(f"/places/{town['桂园社区'].pk}/?on=2019-06-01"))

    assert "尚未设立" in page
    assert "所选的日期没有这个单位" in page


def test_a_name_is_found_anywhere_in_the_tree(town: Town) -> None:
    client = town.client()

    assert "柳岸社区" in text_of(client.get("/places/?q=柳岸"))
    assert "没有名称含“无此”的单位" in text_of(client.get("/places/?q=无此"))


def test_a_street_sees_its_own_subtree_and_nothing_else(town: Town) -> None:
    client = town.client(Role.STREET_CLERK, "城北街道")

    page = text_of(client.get("/places/"))

    assert "桂园社区" in page
    assert "城南街道" not in page
    assert "柳岸社区" not in page


@pytest.mark.parametrize("name", ["柳岸社区", "城南街道", "清河区", "远山社区"])
@pytest.mark.parametrize("address", ["/places/{}/", "/places/{}/history/", "/communities/{}/"])
def test_a_unit_out_of_sight_does_not_exist(town: Town, name: str, address: str) -> None:
    client = town.client(Role.STREET_CLERK, "城北街道")

    assert client.get(address.format(town[name].pk)).status_code == 404


def test_a_former_street_no_longer_sees_a_community_that_moved_away_on_any_day(town: Town) -> None:
    moved = town["桂园社区"]
    units.move(
        unit=moved, parent=town["城南街道"], on=date(2025, 1, 1), reason="", by=CLERK, at=timezone.now()
    )

    former = town.client(Role.STREET_CLERK, "城北街道")
    present = town.client(Role.STREET_CLERK, "城南街道")

    assert former.get(f"/places/{moved.pk}/?on=2024-01-01").status_code == 404
    assert "桂园社区" not in text_of(former.get("/places/?on=2024-01-01"))
    assert "桂园社区" in text_of(present.get("/places/?on=2024-01-01"))


def test_the_history_tells_every_change_and_offers_to_take_it_back(town: Town) -> None:
    unit = town["桂园社区"]
    units.rename(
        unit=unit, name="桂苑社区", on=date(2025, 3, 1), reason="区民政〔2025〕3 号", by=CLERK, at=LONG_AGO
    )

    district = text_of(town.client().get(f"/places/{unit.pk}/history/"))
    auditor = text_of(town.client(Role.AUDITOR).get(f"/places/{unit.pk}/history/"))

    assert "“桂园社区”更名为“桂苑社区”" in district
    assert "区民政〔2025〕3 号" in district
    assert "撤回" in district
    assert "“桂园社区”更名为“桂苑社区”" in auditor
    assert "· 撤回" not in auditor


def test_the_tree_page_asks_the_database_a_fixed_number_of_times(
    town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = town.client()
    client.get("/places/")

    with django_assert_max_num_queries(20):
        client.get(f"/places/{town['城北街道'].pk}/")
    with django_assert_max_num_queries(12):
        client.get("/grids/")
