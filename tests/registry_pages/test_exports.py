"""What leaves the platform as a file."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from jishi.access.enums import Role
from jishi.audit.models import Event
from jishi.registry.enums import Keeper
from tests.registry_pages.cast import Town, seat, seat_many
from tests.registry_pages.reading import body, heads, lines, sheet, text

ID_NUMBER = "990101198505010015"


def taken(client: Client, query: str = "", **asked: str) -> bytes:
    """The file somebody gets who fills in the form."""
    return body(client.post(f"/roster/export/?{query}", {"file": "xlsx", "reason": "报参保名单", **asked}))


def test_the_file_holds_exactly_the_rows_and_columns_of_the_list(town: Town) -> None:
    seat(town.communities[0], "甲", spelling="a a", grade=3)
    seat(town.communities[0], "乙", spelling="b b", grade=9)
    seat(town.communities[2], "金丝雀")
    client = town.client(Role.STREET_CLERK)
    page = text(client, "/roster/", grade_from="5")

    rows = sheet(taken(client, "grade_from=5"))

    assert [cell for cell in rows[2] if cell] == heads(page)
    assert [row[0] for row in rows[3:]] == ["乙"]


def test_the_head_says_what_the_file_is_of_and_who_took_it(town: Town) -> None:
    seat(town.communities[0], "甲")

    rows = sheet(taken(town.client(Role.SOCIAL_WORK), "post_class=%E5%B7%A5%E4%BD%9C%E4%BA%BA%E5%91%98"))

    assert rows[0][0] == "社区工作者花名册（共 1 人）"
    for word in ("截至日期：", "口径：状态：在岗、停职；岗位类别：工作人员", "导出人：", "区委社会工作部"):
        assert word in rows[1][0]


def test_identifiers_are_text_and_masked(town: Town) -> None:
    seat(town.communities[0], "甲", id_number=ID_NUMBER)

    rows = sheet(taken(town.client(Role.STREET_CLERK)))

    assert "990***********0015" in rows[3]
    assert ID_NUMBER not in str(rows)


def test_identifiers_in_full_take_the_permission_to_unmask(town: Town) -> None:
    seat(town.communities[0], "甲", id_number=ID_NUMBER)
    district, street = town.client(Role.SOCIAL_WORK), town.client(Role.STREET_CLERK)

    assert ID_NUMBER in sheet(taken(district, in_full="on"))[3]
    assert ID_NUMBER not in str(sheet(taken(street, in_full="on")))


def test_without_a_reason_no_file_with_identifiers_leaves(town: Town) -> None:
    seat(town.communities[0], "甲")

    answer = town.client(Role.STREET_CLERK).post("/roster/export/", {"file": "xlsx", "reason": ""})

    assert answer.status_code == 422
    assert "请写明用途后再导出" in answer.content.decode()
    assert not Event.objects.filter(verb="export").exists()


def test_a_file_without_identifiers_needs_no_reason(town: Town) -> None:
    seat(town.communities[0], "甲")

    rows = sheet(body(town.client(Role.FINANCE).post("/roster/export/", {"file": "xlsx"})))

    assert "身份证" not in rows[2]


def test_an_export_is_recorded_with_filter_columns_count_and_reason(town: Town) -> None:
    seat_many(town.communities[0], [("甲", {}), ("乙", {})])
    taken(town.client(Role.STREET_CLERK), "grade_from=2")

    event = Event.objects.get(verb="export")
    told = json.loads(event.particulars)

    assert event.reason == "报参保名单"
    assert told["row_count"] == 2
    assert "身份证" in told["columns"]
    assert "等级从：2 级" in told["filters"]["口径"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2", "O'Brien\"; DROP TABLE"])
def test_a_name_never_becomes_a_formula(town: Town, kind: str, name: str) -> None:
    seat(town.communities[0], name)

    content = taken(town.client(Role.STREET_CLERK), file=kind)
    rows = sheet(content) if kind == "xlsx" else lines(content)

    assert rows[3][0].removeprefix("'") == name
    assert not rows[3][0].startswith(("=", "+", "-", "@"))


def test_of_a_district_file_a_street_takes_no_more_than_it_sees(town: Town) -> None:
    seat(town.communities[0], "区管", keeper=Keeper.DISTRICT, education="硕士研究生", id_number=ID_NUMBER)

    rows = sheet(taken(town.client(Role.STREET_CLERK)))

    assert "区管档案" in rows[3]
    assert "硕士研究生" not in str(rows)
    assert "0015" not in str(rows)


@pytest.mark.parametrize("role", [Role.STREET_LEADER, Role.SECRETARY, Role.LEADER, Role.WORKER])
def test_who_may_not_export_gets_neither_page_nor_file(town: Town, role: Role) -> None:
    client = town.client(role)

    assert client.get("/roster/export/").status_code == 403
    assert client.post("/roster/export/", {"file": "xlsx", "reason": "试试"}).status_code == 403


def test_the_quality_workbook_is_recorded_too(town: Town) -> None:
    seat(town.communities[0], "甲", contract_before=None)

    content = body(town.client(Role.SOCIAL_WORK).get("/quality/export/"))

    assert sheet(content)[0][0] == "数据质量与时效"
    assert Event.objects.filter(verb="export").count() == 1
