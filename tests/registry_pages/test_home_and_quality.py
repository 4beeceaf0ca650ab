"""工作台 and 数据质量与时效."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.access.enums import Role
from jishi.registry.enums import ChangeKind, Keeper, Presence
from jishi.registry.models import Change, Standing
from tests.registry_pages.cast import Town, coming_change, seat
from tests.registry_pages.reading import names, text


def recorded(standing: Standing, *, late: int, ago: int = 5) -> Change:
    """A change recorded some days ago, some days after it took effect."""
    at = datetime.now(UTC) - timedelta(days=ago)
    return Change.objects.create(
        person=standing.person,
        kind=ChangeKind.GRADE,
        effective_on=at.date() - timedelta(days=late),
        summary="岗位等级调整",
        unit_id=standing.unit.parent_id or standing.unit_id,
        recorded_at=at,
        recorded_by="测试",
    )


def test_every_figure_leads_to_as_many_people_as_it_says(town: Town) -> None:
    seat(town.communities[0], "在岗")
    seat(town.communities[0], "新进", from_day=town.today.replace(day=1))
    seat(town.communities[0], "退出", presence=Presence.LEFT, valid_from=town.today.replace(day=1))
    seat(town.communities[0], "到期", contract_before=town.today - timedelta(days=3))
    seat(town.communities[0], "缺项", identity="")
    coming_change(seat(town.communities[0], "待调"), town.today + timedelta(days=4))
    client = town.client(Role.STREET_CLERK)
    page = text(client, "/")

    figures = re.findall(r'figure-value"><a href="([^"]+)">(\d+)</a>', page)

    assert len(figures) == 6
    for address, count in figures:
        assert len(names(text(client, address.replace("&amp;", "&")))) == int(count), address
    assert [int(count) for _, count in figures] == [5, 1, 1, 1, 1, 1]


def test_the_home_page_greets_by_name_and_duty_and_lists_what_was_recorded(town: Town) -> None:
    recorded(seat(town.communities[0], "王小明"), late=1)
    recorded(seat(town.communities[2], "金丝雀"), late=1)

    page = text(town.client(Role.STREET_CLERK), "/")

    assert "桂园街道 · 街道经办" in page
    assert "王小明 · 岗位等级调整" in page
    assert "金丝雀" not in page


def test_what_to_do_today_says_how_many_and_leads_there(town: Town) -> None:
    seat(town.communities[0], "将到期", contract_before=town.today + timedelta(days=9))

    page = text(town.client(Role.STREET_CLERK), "/")

    assert "1 人的合同 30 天内到期" in page
    assert "contract_within=30" in page


@pytest.mark.parametrize(
    "role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.REVIEWER, Role.DEPARTMENT]
)
def test_duties_without_people_get_a_home_without_figures(town: Town, role: Role) -> None:
    seat(town.communities[0], "金丝雀")

    page = text(town.client(role), "/")

    assert "figure-value" not in page
    assert "金丝雀" not in page
    assert "可以办理的页面" in page


def test_a_worker_comes_to_their_own_page(town: Town) -> None:
    answer = town.client(Role.WORKER).get("/")

    assert (answer.status_code, answer["Location"]) == (302, "/me/")


@pytest.mark.parametrize("url", ["/", "/quality/", "/quality/?missing=contract"])
def test_these_pages_take_at_most_twelve_queries(town: Town, url: str) -> None:
    for n in range(30):
        recorded(seat(town.communities[n % 4], f"人{n}", contract_before=None), late=n)
    client = town.client(Role.SOCIAL_WORK)
    text(client, url)

    with CaptureQueriesContext(connection) as queries:
        text(client, url)

    assert len(queries) <= 12


def test_each_street_is_told_how_much_it_recorded_in_time(town: Town) -> None:
    for late in (0, 7, 8):
        recorded(seat(town.communities[0], "甲"), late=late)
    recorded(seat(town.communities[2], "乙"), late=0)

    page = text(town.client(Role.SOCIAL_WORK), "/quality/")

    assert "2/3（66.7%）" in page
    assert "1/1（100.0%）" in page


def test_the_bands_of_delay_add_up_to_everything_recorded(town: Town) -> None:
    for late in (0, 1, 7, 8, 15, 16, 30, 31, 400):
        recorded(seat(town.communities[0], "甲"), late=late)

    page = text(town.client(Role.SOCIAL_WORK), "/quality/")
    bands = re.findall(r"</i>[^<]*? (\d+)（", page)

    assert sum(int(count) for count in bands) == 9
    assert "登记件数" in page


def test_late_ones_are_named_only_to_those_who_see_the_person_now(town: Town) -> None:
    recorded(seat(town.communities[0], "王小明"), late=20)
    recorded(seat(town.communities[2], "金丝雀"), late=20)

    page = text(town.client(Role.STREET_CLERK), "/quality/")

    assert "王小明" in page
    assert "金丝雀" not in page


def test_a_gap_lists_its_people_with_the_way_to_mend_it(town: Town) -> None:
    row = seat(town.communities[0], "缺合同", contract_before=None)

    page = text(town.client(Role.STREET_CLERK), "/quality/", missing="contract")

    assert f'href="/people/{row.person.uid}/changes/new/contract/"' in page


def test_a_gap_of_a_district_file_is_told_to_the_district(town: Town) -> None:
    seat(town.communities[0], "区管", keeper=Keeper.DISTRICT, contract_before=None, education="")

    street = text(town.client(Role.STREET_CLERK), "/quality/", missing="education")
    contract = text(town.client(Role.STREET_CLERK), "/quality/", missing="contract")

    assert "区管</a>" not in street
    assert "请把材料报区委组织部办理" in contract


@pytest.mark.parametrize("query", ["days=abc", "days=-1", "missing=nothing", "missing=%00", "days=99999999"])
def test_whatever_the_address_says_the_page_is_shown(town: Town, query: str) -> None:
    seat(town.communities[0], "甲")

    assert town.client(Role.SOCIAL_WORK).get(f"/quality/?{query}").status_code == 200


def test_contradictions_are_found(town: Town) -> None:
    seat(town.communities[0], "太小", birth_on=date(2010, 1, 1), from_day=date(2020, 1, 1))

    page = text(town.client(Role.SOCIAL_WORK), "/quality/", missing="too_young")

    assert "太小" in page
