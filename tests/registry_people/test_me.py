"""One's own file: in full, with who looked at it, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from jishi.access.enums import Role
from jishi.registry.actions.particulars import Graded, Transferred
from tests.registry_people.cast import PHONE, Cast
from tests.registry_people.filling import words


@pytest.fixture
def own(cast: Cast) -> Client:
    """The phone of somebody with everything on file."""
    return cast.client(Role.WORKER, person=cast.worker())


def test_ones_own_file_is_shown_in_full(own: Client) -> None:
    text = words(own.get("/me/"))

    for word in ("王晓明", "桂园社区", "测试大学", "助理社会工作师", "优秀", "市优秀社区工作者", "劳动合同"):
        assert word in text


def test_identifiers_stay_masked_until_asked_for(cast: Cast) -> None:
    person = cast.worker()
    own = cast.client(Role.WORKER, person=person)

    assert PHONE not in words(own.get("/me/"))
    answer = own.post(f"/people/{person.uid}/unmask/phone/", {"reason": "本人核对"})
    assert answer.json() == {"value": PHONE}


def test_the_way_to_a_correction_names_the_office_honestly(own: Client) -> None:
    assert "桂园街道，由社区工作者管理经办人员登记更正" in words(own.get("/me/"))


def test_a_file_the_district_keeps_is_corrected_there(cast: Cast) -> None:
    own = cast.client(Role.WORKER, person=cast.head())

    assert "到区委组织部申请更正" in words(own.get("/me/"))


def test_ones_own_grade_says_what_it_is_made_of_and_when_the_next_comes(own: Client) -> None:
    text = words(own.get("/me/grade/"))

    assert "您现在是 5 级" in text
    assert "下一级：6 级，预计" in text
    assert "第十三条" in text


def test_ones_own_changes_show_what_is_coming(cast: Cast) -> None:
    person = cast.worker()
    cast.record(person, Transferred(using_unit=cast.communities[1]), cast.today + timedelta(days=9))

    text = words(cast.client(Role.WORKER, person=person).get("/me/?part=changes"))

    assert "待生效" in text
    assert "松湾社区" in text


def test_who_looked_at_the_file_is_told_by_office_without_a_name(cast: Cast) -> None:
    person = cast.worker()
    cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/")
    cast.client(Role.ORGANISATION).post(f"/people/{person.uid}/unmask/phone/", {"reason": "通知开会"})

    text = words(cast.client(Role.WORKER, person=person).get("/me/?part=seen"))

    assert "清河区的区委社会工作部查看了您的" in text
    assert "用途：通知开会" in text
    assert "区委社会工作部某" not in text


def test_ones_own_look_is_not_among_them(cast: Cast) -> None:
    person = cast.worker()
    own = cast.client(Role.WORKER, person=person)
    own.post(f"/people/{person.uid}/unmask/phone/", {"reason": "本人核对"})

    assert "还没有人查看过" in words(own.get("/me/?part=seen"))


def test_a_worker_sees_nobody_else(cast: Cast) -> None:
    other = cast.worker("别的人")
    own = cast.client(Role.WORKER, person=cast.admit("我自己"))

    assert own.get(f"/people/{other.uid}/").status_code == 403
    assert own.post(f"/people/{other.uid}/unmask/phone/", {"reason": "看一看"}).status_code == 404
    assert "别的人" not in words(own.get("/me/"))


def test_a_worker_records_nothing(cast: Cast) -> None:
    person = cast.worker()
    change = cast.record(person, Graded(grade=6), cast.today)
    own = cast.client(Role.WORKER, person=person)

    for address in ("/changes/new/", "/changes/enter/", f"/people/{person.uid}/changes/new/grade/"):
        assert own.get(address).status_code == 403
    assert own.post(f"/changes/{change.pk}/withdraw/").status_code == 403


def test_an_account_without_a_file_is_told_what_to_do(cast: Cast) -> None:
    assert "没有关联档案" in words(cast.client(Role.WORKER).get("/me/"))


def test_a_part_that_does_not_exist_is_not_found(own: Client) -> None:
    assert own.get("/me/?part=salary").status_code == 404
