"""Changing places through the forms: effects told first, people going along, everything undone again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from jishi.access.enums import Role
from jishi.audit.models import Event
from jishi.places.models import Tag, Unit, UnitChange, UnitStanding
from jishi.places.selectors import children, unit_as_of
from jishi.registry.models import Change, Standing
from tests.registry_places.conftest import Town, text_of


def fill(client: Client, unit: Unit, verb: str, **values: Any) -> Any:
    """Send a form about a unit as a browser does."""
    data = {"version": unit.version, "reason": "", **values}
    return client.post(f"/places/{unit.pk}/change/{verb}/", data)


def foresee(client: Client, unit: Unit, verb: str, **values: Any) -> str:
    """The effects panel of a form as it stands."""
    data = {"version": unit.version, "reason": "", **values}
    return text_of(client.post(f"/places/{unit.pk}/change/{verb}/?effects", data))


def test_a_community_is_founded_in_one_form_and_its_quota_is_told_before(town: Town) -> None:
    client, street = town.client(), town["城南街道"]
    typed = {
        "kind": "community",
        "name": "赤岗社区",
        "code": "",
        "households": "2800",
        "residents": "8000",
        "source": "",
        "grids": "第一网格 260\n第二网格，240户\n第三网格",
        "tag": "新就业群体聚集",
        "evidence": "走访登记 412 人",
        "bodies": ["party", "committee"],
        "on": town.today.isoformat(),
    }

    panel = foresee(client, street, "found", **typed)
    assert "设立“赤岗社区”，属“城南街道”，下设 3 个网格，2,800 户、8,000 人" in panel
    assert "赤岗社区员额 — 变为 8 人（2,800 户）" in panel or "8 人（2,800 户）" in panel
    assert not Unit.objects.filter(name="赤岗社区").exists()

    fill(client, street, "found", **typed)
    page = text_of(client.get(f"/communities/{town['赤岗社区'].pk}/"))
    assert "2,800 户" in page
    assert "缺 8 人" in page
    assert "新就业群体聚集" in page
    assert "赤岗社区居民委员会" in page
    assert [node.name for node in children(town["赤岗社区"], on=town.today)] == [
        "第一网格",
        "第二网格",
        "第三网格",
    ]


def test_what_is_wrong_with_a_form_is_said_above_it_and_beside_the_field(town: Town) -> None:
    client, street = town.client(), town["城南街道"]
    typed = {
        "kind": "community",
        "name": "",
        "code": "",
        "households": "-3",
        "residents": "",
        "source": "",
        "grids": "260",
        "tag": "老旧小区",
        "evidence": "",
        "on": "明天",
    }

    response = fill(client, street, "found", **typed)
    page = text_of(response)

    assert response.status_code == 422
    assert "还差 5 处" in page
    for sentence in (
        "请填写名称。",
        "户数不能是负数。",
        "“260”读不懂，请写成“第一网格 260”的样子",
        "请写明贴这个标签的依据",
        "生效日期请写成 2026-11-01 的样子",
    ):
        assert page.count(sentence) == 2, sentence


def test_a_merger_of_a_community_with_people_is_refused_until_they_have_a_destination(town: Town) -> None:
    town.admit("王一", "东苑社区")
    client, into = town.client(), town["桂园社区"]
    typed = {"others": [town["东苑社区"].pk], "new_name": "", "on": town.today.isoformat()}

    refused = fill(client, into, "merge", **typed)

    assert refused.status_code == 422
    assert "还有 1 名人员（王一等）。请先选择他们随之调到哪里" in text_of(refused)
    assert unit_as_of(town["东苑社区"], on=town.today).stands
    assert not UnitChange.objects.filter(kind="merge").exists()


def test_people_and_grids_go_along_into_the_merged_community_and_the_quota_is_the_sum(town: Town) -> None:
    person = town.admit("王一", "东苑社区")
    town.assign(person, "第一网格", "东苑社区")
    client, into, gone = town.client(), town["桂园社区"], town["东苑社区"]
    typed = {
        "others": [gone.pk],
        "new_name": "",
        "people_go_to": "on",
        "on": town.today.isoformat(),
    }

    panel = foresee(client, into, "merge", **typed)
    assert "1 人随之转入“桂园社区”：王一" in panel
    assert "3 人（1,050 户）" in panel
    assert "5 人（1,750 户）" in panel

    fill(client, into, "merge", **typed)
    standing = Standing.objects.as_of(town.today).get(person=person)
    assert standing.unit == into
    assert "王一" in text_of(client.get(f"/communities/{into.pk}/people/"))
    assert "东苑第一网格" in text_of(client.get(f"/communities/{into.pk}/grids/"))
    assert "此后为“桂园社区”" in text_of(client.get(f"/places/{gone.pk}/"))


def test_a_merger_is_undone_with_one_click_and_everybody_is_back(town: Town) -> None:
    person = town.admit("王一", "东苑社区")
    client, into = town.client(), town["桂园社区"]
    fill(
        client,
        into,
        "merge",
        others=[town["东苑社区"].pk],
        new_name="",
        people_go_to="on",
        on=town.today.isoformat(),
    )
    done = UnitChange.objects.get(kind="merge")

    response = client.post(f"/places/changes/{done.pk}/withdraw/", follow=True)

    assert "撤回：“东苑社区”并入“桂园社区”" in text_of(response)
    assert Standing.objects.as_of(town.today).get(person=person).unit == town["东苑社区"]
    assert not Unit.objects.get(name="东苑社区").dissolved


def test_a_future_rename_shows_the_old_name_until_the_day_and_waits_in_the_history(town: Town) -> None:
    client, unit, day = town.client(), town["桂园社区"], town.today + timedelta(days=40)

    fill(client, unit, "rename", name="桂苑社区", on=day.isoformat())

    assert "桂园社区" in text_of(client.get("/places/?q=桂"))
    assert "待生效" in text_of(client.get(f"/places/{unit.pk}/history/"))
    assert "桂苑社区" in text_of(client.get(f"/places/?q=桂&on={day.isoformat()}"))


def test_a_moved_community_is_seen_by_its_new_street_at_once(town: Town) -> None:
    town.admit("王一", "桂园社区")
    client, unit = town.client(), town["桂园社区"]

    fill(client, unit, "move", parent=town["城南街道"].pk, on=town.today.isoformat())

    south = town.client(Role.STREET_CLERK, "城南街道")
    north = town.client(Role.STREET_CLERK, "城北街道")
    assert "王一" in text_of(south.get(f"/communities/{unit.pk}/people/"))
    assert north.get(f"/communities/{unit.pk}/people/").status_code == 404


def test_a_community_with_people_is_dissolved_once_it_is_said_where_they_go(town: Town) -> None:
    person = town.admit("王一", "柳岸社区")
    client, unit = town.client(), town["柳岸社区"]

    refused = fill(client, unit, "dissolve", people_go_to="", on=town.today.isoformat())
    assert "请先选择他们随之调到哪里" in text_of(refused)

    fill(client, unit, "dissolve", people_go_to=town["桂园社区"].pk, on=town.today.isoformat())
    assert Standing.objects.as_of(town.today).get(person=person).unit == town["桂园社区"]
    assert town["柳岸社区"].dissolved


def test_a_split_moves_grids_and_people_to_the_parts_named(town: Town) -> None:
    person = town.admit("王一", "桂园社区")
    client, unit = town.client(), town["桂园社区"]
    below = children(unit, on=town.today)
    places = {f"below-{node.unit_id}": "1" if place == 0 else "2" for place, node in enumerate(below)}

    response = fill(
        client,
        unit,
        "split",
        names="桂一社区\n桂二社区",
        people_go_to="2",
        on=town.today.isoformat(),
        **places,
    )

    assert response.status_code == 302
    assert [node.name for node in children(town["桂一社区"], on=town.today)] == ["第一网格"]
    assert Standing.objects.as_of(town.today).get(person=person).unit == town["桂二社区"]


def test_two_tabs_on_one_form_bring_one_change_and_a_sentence(town: Town) -> None:
    client, as_seen = town.client(), town["桂园社区"]
    fill(client, as_seen, "rename", name="桂苑社区", on=town.today.isoformat())

    response = fill(client, as_seen, "rename", name="桂香社区", on=town.today.isoformat())

    assert response.status_code == 409
    assert "您的改动没有保存。请刷新后核对最新内容" in text_of(response)
    assert town["桂苑社区"].pk == as_seen.pk


@pytest.mark.parametrize("verb", ["rename", "move", "merge", "split", "dissolve"])
def test_a_street_does_not_change_the_map(town: Town, verb: str) -> None:
    client, unit = town.client(Role.STREET_CLERK, "城北街道"), town["桂园社区"]
    typed = {
        "name": "桂苑社区",
        "parent": town["城北街道"].pk,
        "others": [town["东苑社区"].pk],
        "new_name": "",
        "names": "桂一社区\n桂二社区",
        "people_go_to": "",
        "with_all_below": "on",
        "on": town.today.isoformat(),
        **{f"below-{node.unit_id}": "1" for node in children(unit, on=town.today)},
    }

    response = fill(client, unit, verb, **typed)

    assert client.get(f"/places/{unit.pk}/change/{verb}/").status_code == 403
    assert response.status_code == 403
    assert "由区里办理" in text_of(response)
    assert not UnitChange.objects.exclude(kind="found").exists()


def test_a_street_records_households_and_tags_of_its_own_communities(town: Town) -> None:
    client, unit = town.client(Role.STREET_CLERK, "城北街道"), town["桂园社区"]

    fill(client, unit, "count", households="2100", residents="6000", source="", on=town.today.isoformat())
    fill(
        client,
        town["桂园社区"],
        "tag",
        name="老旧小区",
        evidence="2026 年普查",
        on=town.today.isoformat(),
    )

    page = text_of(client.get(f"/communities/{unit.pk}/"))
    assert "2,100 户" in page
    assert "老旧小区" in page


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LEADER, Role.FINANCE, Role.SECRETARY])
def test_who_may_not_edit_places_gets_no_form_and_no_button(town: Town, role: Role) -> None:
    unit = town["桂园社区"]
    client = town.client(role, "桂园社区" if role is Role.SECRETARY else "清河区")

    assert client.get(f"/places/{unit.pk}/change/rename/").status_code == 403
    assert fill(client, unit, "rename", name="桂苑社区", on="2026-01-01").status_code == 403
    assert "更名" not in text_of(client.get(f"/places/{unit.pk}/"))


def test_what_is_foreseen_leaves_nothing_behind(town: Town) -> None:
    town.admit("王一", "东苑社区")
    client, into = town.client(), town["桂园社区"]
    before = (UnitChange.objects.count(), Change.objects.count(), Event.objects.count(), into.version)

    foresee(
        client,
        into,
        "merge",
        others=[town["东苑社区"].pk],
        new_name="",
        people_go_to="on",
        on=town.today.isoformat(),
    )

    after = (
        UnitChange.objects.count(),
        Change.objects.count(),
        Event.objects.count(),
        town["桂园社区"].version,
    )
    assert before == after


def test_a_misspelt_name_is_corrected_from_the_history(town: Town) -> None:
    client, unit = town.client(), town["桂园社区"]
    standing = UnitStanding.objects.known_at(None).get(unit=unit)
    response = client.post(
        f"/places/standings/{standing.pk}/correct/",
        {"version": unit.version, "name": "桂苑社区", "on": "2020-01-01", "reason": "录入错字"},
    )

    assert response.status_code == 302
    assert unit_as_of(unit, on=date(2021, 1, 1)).name == "桂苑社区"


def test_a_tag_is_ended_with_its_evidence_kept_on_earlier_days(town: Town) -> None:
    client, unit = town.client(), town["桂园社区"]
    fill(client, unit, "tag", name="老旧小区", evidence="普查", on="2024-01-01")
    tag = Tag.objects.known_at(None).get(unit=unit)
    client.post(
        f"/places/tags/{tag.pk}/end/",
        {"version": town["桂园社区"].version, "on": "2025-01-01", "reason": "改造完成"},
    )

    assert "老旧小区" in text_of(client.get(f"/communities/{unit.pk}/?on=2024-06-01"))
    assert "老旧小区" not in text_of(client.get(f"/communities/{unit.pk}/?on=2025-06-01"))
