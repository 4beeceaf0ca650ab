"""Ctrl+K: what a few typed signs find."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from jishi.access.enums import Role
from tests.registry_pages.cast import Town, seat, seat_many


def found(town: Town, role: Role, typed: str, *, post: bool = False) -> dict[str, list[dict[str, Any]]]:
    client = town.client(role)
    answer = client.post("/search/", {"q": typed}) if post else client.get("/search/", {"q": typed})
    assert answer.status_code == 200
    return {group["label"]: group["items"] for group in answer.json()["groups"]}


def labels(groups: dict[str, list[dict[str, Any]]], group: str) -> list[str]:
    return [item["label"] for item in groups.get(group, [])]


@pytest.mark.parametrize("typed", ["王小明", "小明", "wxm", "wangxiao", "0012"])
def test_somebody_is_found_with_post_community_and_the_tail_of_the_number(town: Town, typed: str) -> None:
    seat(town.communities[0], "王小明", spelling="wangxiaoming wxm", id_number_tail="010012")

    (item,) = found(town, Role.STREET_CLERK, typed)["人员"]

    assert item["label"] == "王小明"
    assert item["note"] == "社区专职工作者 · 桂园一社区"
    assert item["hint"] == "尾号 0012"
    assert item["url"].startswith("/people/")


def test_a_whole_number_is_found_when_it_is_posted(town: Town) -> None:
    seat(town.communities[0], "王小明", id_number="990101198505010015")

    groups = found(town, Role.SOCIAL_WORK, "990101198505010015", post=True)

    assert labels(groups, "人员") == ["王小明"]


def test_nobody_of_another_street_is_found_by_any_word(town: Town) -> None:
    seat(town.communities[2], "金丝雀", spelling="jinsique jsq", id_number="990101198505010015")

    for typed in ("金丝雀", "jsq", "0015", "东苑"):
        groups = found(town, Role.STREET_CLERK, typed)
        assert not labels(groups, "人员")
        assert not labels(groups, "社区与组织")


def test_a_role_that_sees_no_numbers_finds_nobody_by_one(town: Town) -> None:
    seat(town.communities[0], "王小明", id_number_tail="010012")

    assert "人员" not in found(town, Role.FINANCE, "0012")
    assert found(town, Role.FINANCE, "王小明")["人员"][0]["hint"] == ""


def test_a_community_leads_to_its_people_and_a_word_to_a_page(town: Town) -> None:
    groups = found(town, Role.SOCIAL_WORK, "桂园")

    assert labels(groups, "社区与组织") == ["桂园街道", "桂园一社区", "桂园二社区"]
    assert labels(found(town, Role.SOCIAL_WORK, "hmc"), "菜单与办理") == ["花名册"]
    assert "新建异动" in labels(found(town, Role.SOCIAL_WORK, "新建"), "菜单与办理")


def test_deeds_are_offered_to_those_who_may_do_them(town: Town) -> None:
    assert "菜单与办理" not in found(town, Role.LEADER, "新建异动")


def test_a_group_holds_eight_at_most(town: Town) -> None:
    seat_many(town.communities[0], [(f"王{n}", {}) for n in range(20)])

    assert len(found(town, Role.STREET_CLERK, "王")["人员"]) == 8


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.WORKER, Role.REVIEWER])
def test_duties_without_a_roster_find_pages_alone(town: Town, role: Role) -> None:
    seat(town.communities[0], "王小明")

    assert "人员" not in found(town, role, "王小明")


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "' OR 1=1 --", "\x00", "<b>", "王" * 500, "🙂"])
def test_odd_signs_find_little_and_break_nothing(town: Town, typed: str) -> None:
    seat(town.communities[0], "王小明", spelling="wangxiaoming wxm")

    assert "人员" not in found(town, Role.STREET_CLERK, typed)


def test_what_was_typed_is_not_logged(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        found(town, Role.STREET_CLERK, "990101198505010015", post=True)

    assert "990101198505010015" not in "".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
