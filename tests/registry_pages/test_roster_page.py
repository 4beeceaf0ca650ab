"""花名册 as somebody at a desk meets it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jishi.access.enums import Role
from jishi.registry.enums import Keeper, Presence
from jishi.ui.models import TablePreference
from tests.registry_pages.cast import Town, coming_change, seat, seat_many
from tests.registry_pages.reading import heads, names, text


def test_a_street_lists_its_people_and_the_names_of_others_occur_nowhere(town: Town) -> None:
    seat(town.communities[0], "王本街", spelling="wangbenjie wbj")
    seat(town.communities[2], "金丝雀甲")
    seat(town.far_community, "金丝雀乙")

    page = text(town.client(Role.STREET_CLERK), "/roster/")

    assert names(page) == ["王本街"]
    assert "金丝雀" not in page
    assert "东苑" not in page


def test_the_drawer_of_somebody_out_of_sight_is_not_there(town: Town) -> None:
    far = seat(town.communities[2], "金丝雀")
    client = town.client(Role.STREET_CLERK)

    answers = [client.get(f"/roster/row/{uid}/") for uid in (far.person.uid, "nobody")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "金丝雀" not in answers[0].content.decode()


def test_a_former_street_opens_neither_row_nor_list_of_somebody_who_moved(town: Town) -> None:
    moved = town.today - timedelta(days=40)
    then = seat(town.communities[0], "迁走", valid_before=moved, bucket=moved.year)
    now = seat(town.communities[2], "迁走", from_day=moved)
    type(now).objects.filter(pk=now.pk).update(person=then.person)
    client = town.client(Role.STREET_CLERK)

    page = text(client, "/roster/", on=(moved - timedelta(days=1)).isoformat())

    assert "迁走" not in page
    assert client.get(f"/roster/row/{then.person.uid}/").status_code == 404


def test_the_drawer_says_what_the_row_says_and_what_comes(town: Town) -> None:
    row = seat(town.communities[0], "王小明", grade=7)
    coming_change(row, town.today + timedelta(days=3), "调动：到桂园二社区")

    page = text(town.client(Role.STREET_CLERK), f"/roster/row/{row.person.uid}/")

    assert "王小明" in page
    assert "桂园一社区" in page
    assert "到桂园二社区（待生效）" in page
    assert "<h1" not in page


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        (Role.SOCIAL_WORK, {"身份证", "等级", "学历", "年限（月）"}, {"证件尾号"}),
        (Role.SECRETARY, {"等级", "学历"}, {"身份证"}),
        (Role.FINANCE, {"等级", "学历"}, {"身份证", "证件尾号"}),
        (Role.LEADER, {"姓名", "社区", "岗位"}, {"身份证", "证件尾号", "等级", "学历", "年限（月）", "证书"}),
    ],
)
def test_columns_of_a_hidden_field_group_exist_neither_in_the_table_nor_in_the_settings(
    town: Town, role: Role, seen: set[str], unseen: set[str]
) -> None:
    seat(town.communities[0], "王小明")

    page = text(town.client(role), "/roster/")
    offered = set(re.findall(r"data-column-shown[^>]*>([^<]+)", page)) | set(heads(page))

    assert seen <= offered
    assert not unseen & offered


def test_a_preference_that_names_a_hidden_column_does_not_bring_it_back(town: Town) -> None:
    seat(town.communities[0], "王小明")
    account = town.account(Role.LEADER)
    choice = [{"key": key, "shown": True, "frozen": False, "width": ""} for key in ("education", "sex")]
    TablePreference.objects.create(account=account, page="registry:roster", columns=choice)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    page = text(client, "/roster/")

    assert "性别" in heads(page)
    assert "学历" not in heads(page)


@pytest.mark.parametrize("query", ["education=本科", "grade_from=3", "missing=education_date", "sort=grade"])
def test_a_question_about_a_hidden_field_group_is_not_answered(town: Town, query: str) -> None:
    seat(town.communities[0], "甲", education="本科", grade=3, spelling="jia j")
    seat(town.communities[0], "乙", education="大专", grade=2, spelling="yi y")

    page = text(town.client(Role.LEADER), f"/roster/?{query}")

    assert names(page) == ["甲", "乙"]


def test_identifiers_are_masked_and_those_of_a_district_file_hidden_from_the_street(town: Town) -> None:
    seat(town.communities[0], "街管", spelling="a a", id_number="990101198505010015")
    seat(town.communities[0], "区管", spelling="b b", keeper=Keeper.DISTRICT, education="硕士研究生")

    page = text(town.client(Role.STREET_CLERK), "/roster/")

    assert "990***********0015" in page
    assert "990101198505010015" not in page
    assert "区管档案" in page
    assert "硕士研究生</td>" not in page


@pytest.mark.parametrize(
    "query",
    [
        "page=99999999999",
        "page=-1",
        "page=abc",
        "size=7",
        "sort=password",
        "sort=--name",
        "street=1%27%20OR%201=1",
        "state=gone",
        "age_from=-5",
        "age_from=999",
        "contract_within=soon",
        "missing=everything",
        "entered_from=2026-13-45",
        "entered_from=2026-05-01&entered_to=2026-01-01",
        "upcoming=maybe",
        "keeper=%00",
        "q=%00%FF%FE",
        "q=%25%27%22%3Cscript%3E",
        "position=" + "x" * 5000,
        "on=yesterday",
        "known=1066-10-14",
    ],
)
def test_whatever_stands_in_an_address_the_list_is_shown(town: Town, query: str) -> None:
    seat(town.communities[0], "王小明", spelling="wangxiaoming wxm")

    answer = town.client(Role.SOCIAL_WORK).get(f"/roster/?{query}")

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_a_filter_that_cannot_be_used_is_told_in_a_sentence(town: Town) -> None:
    seat(town.communities[0], "王小明")

    page = text(town.client(Role.STREET_CLERK), "/roster/", community=str(town.communities[2].pk))

    assert "筛选条件“社区”没有生效" in page
    assert names(page) == ["王小明"]


def test_a_page_beyond_the_end_shows_the_last_one(town: Town) -> None:
    seat_many(town.communities[0], [(f"人{n:03d}", {"spelling": f"ren{n:03d} r"}) for n in range(60)])

    page = text(town.client(Role.STREET_CLERK), "/roster/", page="9")

    assert names(page)[-1] == "人059"
    assert "51–60 / 60" in page


def test_those_in_the_team_are_listed_unless_others_are_asked_for(town: Town) -> None:
    for presence in Presence:
        seat(town.communities[0], f"某{presence.label}", presence=presence)
    client = town.client(Role.SOCIAL_WORK)

    assert set(names(text(client, "/roster/"))) == {"某在岗", "某停职"}
    assert names(text(client, "/roster/", state="left")) == ["某已退出"]
    assert len(names(text(client, "/roster/", state=["coming", "present", "suspended", "left"]))) == 4


def test_head_counts_add_up_to_the_rows_of_every_state(town: Town) -> None:
    seat_many(town.communities[0], [("在", {})] * 3 + [("停", {"presence": Presence.SUSPENDED})] * 2)
    seat_many(town.communities[1], [("退", {"presence": Presence.LEFT})] * 4)

    page = text(town.client(Role.STREET_CLERK), "/roster/", state=["present", "suspended", "left"])
    note = re.search(r'page-note">([^<]+)', page)

    assert note
    assert sum(int(number) for number in re.findall(r"\d+", note[1])) == 9 == len(names(page))


def test_another_day_shows_who_was_there_then_and_the_names_of_then(town: Town) -> None:
    seat(town.communities[0], "老人", from_day=date(2019, 1, 1), spelling="a a")
    seat(town.communities[0], "新人", from_day=date(2024, 1, 1), spelling="b b")
    client = town.client(Role.STREET_CLERK)

    assert names(text(client, "/roster/", on="2022-06-30")) == ["老人"]
    assert "回到今天" in text(client, "/roster/")
    assert names(text(client, "/roster/", on="today")) == ["老人", "新人"]


def test_what_was_recorded_later_is_not_known_earlier(town: Town) -> None:
    late = town.today - timedelta(days=10)
    row = seat(town.communities[0], "迟录")
    type(row).objects.filter(pk=row.pk).update(recorded_at=f"{late.isoformat()} 08:00+08:00")
    client = town.client(Role.STREET_CLERK)

    before = text(client, "/roster/", known=(late - timedelta(days=1)).isoformat())

    assert "迟录" not in before
    assert names(text(client, "/roster/", known="now")) == ["迟录"]


def test_a_change_to_come_is_marked_and_was_pending_only_once_recorded(town: Town) -> None:
    row = seat(town.communities[0], "将调动")
    coming_change(row, town.today + timedelta(days=5))
    client = town.client(Role.STREET_CLERK)

    assert "待生效：" in text(client, "/roster/")
    assert names(text(client, "/roster/", upcoming="1")) == ["将调动"]
    assert names(text(client, "/roster/", upcoming="1", on="2022-01-01")) == []


def test_the_shipped_views_lead_to_as_many_as_they_say(town: Town) -> None:
    soon = town.today + timedelta(days=20)
    seat_many(town.communities[0], [("将到期", {"contract_before": soon})] * 2 + [("其他", {})])
    client = town.client(Role.STREET_CLERK)
    page = text(client, "/roster/")

    tabs = re.findall(r'<li><a href="([^"]+)"[^>]*>([^<]+)<span class="count">(\d+)', page)

    assert [label for _, label, _ in tabs] == ["本街道", "合同30天到期", "缺学历取得日期", "待生效"]
    for address, _, count in tabs:
        assert len(names(text(client, f"/roster/{address}"))) == int(count)


@pytest.mark.parametrize("people", [50, 500])
@pytest.mark.parametrize("query", ["", "?page=1&q=ren&sort=-grade", "?on=2023-05-05"])
def test_the_list_takes_at_most_twelve_queries_however_many_people(
    town: Town, people: int, query: str
) -> None:
    seat_many(town.communities[0], [(f"人{n}", {"spelling": f"ren{n} r"}) for n in range(people)])
    client = town.client(Role.SOCIAL_WORK)
    text(client, f"/roster/{query}")

    with CaptureQueriesContext(connection) as queries:
        page = text(client, f"/roster/{query}")

    assert len(names(page)) == 50
    assert len(queries) <= 12


def test_a_saved_view_and_a_choice_of_columns_come_back(town: Town) -> None:
    seat(town.communities[0], "王小明")
    client = town.client(Role.STREET_CLERK)
    client.post(
        "/ui/lists/registry:roster/views/",
        {"name": "快到期", "query": "contract_within=60", "back": "/roster/"},
    )
    client.post(
        "/ui/lists/registry:roster/columns/",
        {"columns": '[{"key": "sex", "shown": true}, {"key": "age", "shown": true}]', "back": "/roster/"},
    )

    page = text(client, "/roster/")

    assert "快到期" in page
    assert heads(page)[1:3] == ["性别", "年龄"]


def test_a_name_that_looks_like_a_page_stays_a_name(town: Town) -> None:
    row = seat(town.communities[0], "<script>alert(1)</script>")
    client = town.client(Role.STREET_CLERK)

    for url in ("/roster/", f"/roster/row/{row.person.uid}/", "/quality/?missing=contract"):
        assert "<script>alert" not in text(client, url)


def test_nothing_found_says_what_to_do_next(town: Town) -> None:
    page = text(town.client(Role.STREET_CLERK), "/roster/", q="查无此人")

    assert "没有符合条件的记录" in page
    assert "清空筛选" in page


def test_ones_own_row_is_read_in_full_even_when_the_district_keeps_the_file(town: Town) -> None:
    own = seat(town.communities[0], "本人", keeper=Keeper.DISTRICT, education="硕士研究生", spelling="a a")
    seat(town.communities[0], "同事", keeper=Keeper.DISTRICT, education="博士研究生", spelling="b b")
    account = town.account(Role.SECRETARY)
    type(account).objects.filter(pk=account.pk).update(person_uid=own.person.uid)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    page = text(client, "/roster/")

    assert "硕士研究生</td>" in page
    assert "博士研究生</td>" not in page


def test_a_worker_and_the_administrators_have_no_roster(town: Town) -> None:
    for role in (Role.WORKER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        assert town.client(role).get("/roster/").status_code == 403
