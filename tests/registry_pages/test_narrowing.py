"""Who is on a list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Q

from jishi.access.enums import Role
from jishi.access.permissions import Sight
from jishi.registry.enums import Keeper, Presence
from jishi.registry.models import Education
from jishi.registry.selectors.narrowing import (
    Criteria,
    Day,
    by_presence,
    counted,
    narrowed,
    ordered,
    page_of,
    within_sight,
)
from tests.registry_pages.cast import Town, coming_change, fact, seat


def names(sight: Sight, criteria: Criteria | None = None, day: Day | None = None) -> list[str]:
    day = day or Day(sight.on)
    rows = narrowed(within_sight(sight, day), criteria or Criteria(), sight=sight, day=day)
    return [row.name for row in page_of(ordered(rows, "name"), start=0, size=50, day=day)]


def test_a_street_sees_its_own_people_and_nobody_elses(town: Town) -> None:
    seat(town.communities[0], "王本街", spelling="wangbenjie wbj")
    seat(town.communities[2], "李邻街")
    seat(town.far_community, "赵外区")

    assert names(town.sight(Role.STREET_CLERK)) == ["王本街"]


def test_a_district_sees_all_its_streets_and_the_city_every_district(town: Town) -> None:
    seat(town.communities[0], "甲", spelling="jia j")
    seat(town.communities[2], "乙", spelling="yi y")
    seat(town.far_community, "丙", spelling="bing b")

    assert names(town.sight(Role.SOCIAL_WORK)) == ["甲", "乙"]
    assert names(town.sight(Role.CITY)) == ["丙", "甲", "乙"]


def test_a_worker_has_no_list_at_all(town: Town) -> None:
    seat(town.communities[0], "甲")

    assert names(town.sight(Role.WORKER)) == []


def test_a_former_street_loses_sight_of_somebody_whatever_day_it_looks_at(town: Town) -> None:
    moved_on = town.today - timedelta(days=400)
    before = seat(
        town.communities[0],
        "迁走",
        valid_before=moved_on,
        bucket=moved_on.year,
        from_day=date(moved_on.year, 1, 1),
    )
    after = seat(town.communities[2], "迁走", from_day=moved_on)
    type(after).objects.filter(pk=after.pk).update(person=before.person)
    day = Day(moved_on - timedelta(days=1))

    assert names(town.sight(Role.STREET_CLERK), day=day) == []
    assert names(town.sight(Role.STREET_CLERK, town.streets[1]), day=day) == ["迁走"]


@pytest.mark.parametrize(
    "typed",
    ["王小明", "小明", "wxm", "wangxiao", "WXM", "wang xiao", "8912", "002X", "12002X", "N-77"],
)
def test_somebody_is_found_by_name_initials_syllables_number_tails_and_worker_number(
    town: Town, typed: str
) -> None:
    row = seat(
        town.communities[0],
        "王小明",
        spelling="wangxiaoming wxm",
        id_number_tail="12002X",
        phone_tail="8912",
    )
    type(row.person).objects.filter(pk=row.person.pk).update(worker_number="N-77")
    seat(town.communities[0], "李四", spelling="lisi ls", id_number_tail="111111")

    assert names(town.sight(Role.STREET_CLERK), Criteria(text=typed)) == ["王小明"]


def test_number_tails_find_nobody_for_a_role_that_sees_no_numbers(town: Town) -> None:
    seat(town.communities[0], "王小明", phone_tail="8912")

    assert names(town.sight(Role.FINANCE), Criteria(text="8912")) == []


def test_what_a_street_may_not_see_of_a_district_file_it_cannot_ask_for_either(town: Town) -> None:
    seat(town.communities[0], "区管", keeper=Keeper.DISTRICT, education="硕士研究生", phone_tail="8912")
    sight = town.sight(Role.STREET_CLERK)

    assert names(sight) == ["区管"]
    assert names(sight, Criteria(words={"education": ("硕士研究生",)})) == []
    assert names(sight, Criteria(text="8912")) == []
    assert names(town.sight(Role.SOCIAL_WORK), Criteria(words={"education": ("硕士研究生",)})) == ["区管"]


def test_an_age_range_counts_both_ends_in_full_years(town: Town) -> None:
    year = town.today.year - 30
    seat(town.communities[0], "今满三十", birth_on=town.today.replace(year=year))
    seat(town.communities[0], "明满三十", birth_on=(town.today + timedelta(days=1)).replace(year=year))
    sight = town.sight(Role.STREET_CLERK)

    assert names(sight, Criteria(ages=(30, 30))) == ["今满三十"]
    assert names(sight, Criteria(ages=(None, 29))) == ["明满三十"]


def test_contracts_ending_within_some_days_are_found_up_to_that_day(town: Town) -> None:
    seat(town.communities[0], "三十天", contract_before=town.today + timedelta(days=30))
    seat(town.communities[0], "三十一天", contract_before=town.today + timedelta(days=31))

    assert names(town.sight(Role.STREET_CLERK), Criteria(contract_within=30)) == ["三十天"]


def test_a_missing_date_of_education_and_a_coming_change_can_be_asked_for(town: Town) -> None:
    undated = seat(town.communities[0], "缺日期")
    fact(undated, Education, level="本科")
    dated = seat(town.communities[0], "有日期")
    fact(dated, Education, level="本科", obtained_on=date(2008, 7, 1))
    coming_change(dated, town.today + timedelta(days=9))
    sight = town.sight(Role.STREET_CLERK)

    assert names(sight, Criteria(gaps=("education_date",))) == ["缺日期"]
    assert names(sight, Criteria(upcoming=True)) == ["有日期"]


def test_the_states_add_up_to_everybody(town: Town) -> None:
    for presence in (Presence.PRESENT, Presence.PRESENT, Presence.SUSPENDED, Presence.LEFT):
        seat(town.communities[0], "某", presence=presence)
    sight = town.sight(Role.SOCIAL_WORK)
    rows = within_sight(sight, Day(town.today))

    found = counted(rows, by_presence(Q()))

    assert found == {"present": 2, "suspended": 1, "left": 1, "coming": 0}
    assert sum(found.values()) == rows.count()


def test_who_has_no_value_comes_last_whichever_way_a_list_is_ordered(town: Town) -> None:
    seat(town.communities[0], "无级", grade=None)
    seat(town.communities[0], "三级", grade=3)
    seat(town.communities[0], "八级", grade=8)
    sight = town.sight(Role.SOCIAL_WORK)
    rows = within_sight(sight, Day(town.today))

    def listed(sort: str) -> list[str]:
        page = page_of(ordered(rows, sort), start=0, size=9, day=Day(town.today))
        return [row.name for row in page]

    assert listed("grade") == ["三级", "八级", "无级"]
    assert listed("-grade") == ["八级", "三级", "无级"]
