"""社区主页: its figures are those of the roster, and those of the day."""

from __future__ import annotations

from datetime import date

from jishi.access.enums import FieldGroup, Level, Role
from jishi.policy.identifiers import make_id_number
from jishi.policy.period import full_years
from jishi.registry.presenters.communities import portrait
from jishi.registry.selectors.communities import team_of
from jishi.registry.selectors.narrowing import Day, within_sight
from tests.registry_places.conftest import Town, text_of


def test_how_a_team_is_made_up_is_told_of_exactly_the_people_of_the_roster(town: Town) -> None:
    births = [date(1970, 5, 1), date(1988, 3, 14), date(1995, 8, 2)]
    for place, birth in enumerate(births):
        town.admit(f"王{place}", "桂园社区", id_number=make_id_number("990102", birth, 100 + place))
    sight, unit = town.sight(), town["桂园社区"]

    found = portrait(team_of(sight, [unit.pk], Day(town.today)), sight, town.today)

    rows = within_sight(sight, Day(town.today)).filter(unit=unit)
    ages = [full_years(row.birth_on, town.today) for row in rows]
    assert found.size == rows.count() == 3
    assert found.average_age == round(sum(ages) * 10 / 3)
    assert sum(band.count for band in found.ages) == 3
    assert f"平均年龄 {found.average_words} 岁" in text_of(town.client().get(f"/communities/{unit.pk}/"))


def test_a_street_counts_no_qualification_of_a_head_whose_file_the_district_keeps(town: Town) -> None:
    town.admit("李正", "桂园社区", position="社区党组织书记", mode="选任")
    town.admit("王一", "桂园社区")
    sight = town.sight(Role.STREET_CLERK, "城北街道")
    assert sight.level(FieldGroup.QUALIFICATION, kept_by_district=True) == Level.NONE

    found = portrait(team_of(sight, [town["桂园社区"].pk], Day(town.today)), sight, town.today)

    assert (found.size, found.told) == (2, 1)


def test_heads_stand_first_with_their_posts_and_tabs_have_counts(town: Town) -> None:
    town.admit("王一", "桂园社区")
    town.admit("李正", "桂园社区", position="社区党组织书记", mode="选任", term="第十届")
    client, unit = town.client(), town["桂园社区"]

    leaders = text_of(client.get(f"/communities/{unit.pk}/leaders/"))
    people = text_of(client.get(f"/communities/{unit.pk}/people/"))

    assert "班子 1" in leaders
    assert "李正 社区党组织书记 社区正职 2021-03-01 选任 第十届" in leaders
    assert people.index("李正") < people.index("王一")
    assert "人员 2" in people


def test_how_a_team_is_spread_over_grids_adds_up_to_the_team(town: Town) -> None:
    town.assign(town.admit("王一", "桂园社区"), "第一网格", "桂园社区")
    town.admit("王二", "桂园社区")

    page = text_of(town.client().get(f"/communities/{town['桂园社区'].pk}/"))

    assert "网格 1（50.0%）" in page
    assert "未登记分工 1（50.0%）" in page


def test_the_gap_to_the_quota_is_told_beside_the_head_count(town: Town) -> None:
    town.admit("王一", "桂园社区")

    page = text_of(town.client().get(f"/communities/{town['桂园社区'].pk}/"))

    assert "在岗 1 人 缺 2 人" in page
    assert "核定员额 3 人" in page


def test_a_community_page_looks_at_the_day_asked_for(town: Town) -> None:
    town.admit("王一", "桂园社区")

    page = text_of(town.client().get(f"/communities/{town['桂园社区'].pk}/people/?on=2020-06-01"))

    assert "王一" not in page
    assert "还没有在岗人员" in page


def test_only_a_community_has_a_home(town: Town) -> None:
    client = town.client()

    assert client.get(f"/communities/{town['城北街道'].pk}/").status_code == 404
    assert client.get(f"/communities/{town['桂园社区'].pk}/nothing/").status_code == 404
