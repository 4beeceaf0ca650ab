"""The page of one person: what it says as of a day, and as it was known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from jishi.access.enums import Role
from jishi.audit.models import Event
from jishi.registry.actions.particulars import Appointed, Assessed, Awarded, Described, Graded, Transferred
from tests.registry_people.cast import Cast
from tests.registry_people.filling import words

TABS = ("posts", "schooling", "assessments", "awards", "grade", "contracts", "service", "changes")


def test_the_page_heads_with_name_post_place_and_state(cast: Cast) -> None:
    person = cast.worker()

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/")

    assert page.status_code == 200
    text = words(page)
    for word in (
        "王晓明",
        "专职社区工作者",
        "桂园社区",
        "桂园街道",
        "在岗",
        "5 级",
        str(cast.days_ago(-399)),
    ):
        assert word in text


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_and_is_the_current_one(cast: Cast, tab: str) -> None:
    person = cast.worker()

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/{tab}/")

    assert page.status_code == 200
    assert [each.is_current for each in page.context["tabs"]].count(True) == 1


def test_tabs_count_what_is_in_them(cast: Cast) -> None:
    person = cast.worker()

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/")

    counts = {tab.label: tab.count for tab in page.context["tabs"]}
    assert counts == {
        "概览": None,
        "任职": 1,
        "学历证书": 2,
        "考核": 1,
        "奖惩": 1,
        "等级": 1,
        "合同": 1,
        "工作经历": 2,
        "变更记录": 8,
    }


def test_a_tab_that_does_not_exist_is_not_found(cast: Cast) -> None:
    person = cast.worker()

    assert cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/salary/").status_code == 404


def test_the_page_says_what_held_on_the_day_looked_at(cast: Cast) -> None:
    person = cast.worker()
    cast.record(person, Graded(grade=6, cause="年限晋级"), date(2026, 1, 1))
    client = cast.client(Role.SOCIAL_WORK)

    assert "6 级" in words(client.get(f"/people/{person.uid}/?on=today"))
    then = words(client.get(f"/people/{person.uid}/?on=2025-06-01"))
    assert "5 级" in then
    assert "年限晋级" not in then


def test_before_entry_the_page_says_so_and_shows_the_way_back(cast: Cast) -> None:
    person = cast.worker()

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/?on=2015-01-01")

    assert "这一天还不在册" in words(page)
    assert "回到今天" in words(page)


def test_what_was_corrected_later_is_still_seen_as_it_was_known(cast: Cast) -> None:
    person = cast.worker()
    wrong = cast.record(person, Assessed(year=2025, result="基本合格"), date(2026, 1, 20))
    known_then = wrong.recorded_at + timedelta(seconds=1)
    cast.moment += timedelta(days=5)
    cast.correct(wrong, Assessed(year=2025, result="优秀"), date(2026, 1, 20))
    client = cast.client(Role.SOCIAL_WORK)

    now = words(client.get(f"/people/{person.uid}/assessments/"))
    then = client.get(f"/people/{person.uid}/assessments/", {"known": known_then.isoformat()})

    assert "优秀" in now
    assert "看错了文件" in now
    assert "<del>" in now
    assert "当时所知" in words(then)
    assert "基本合格" in words(then)
    assert "看错了文件" not in words(then)


def test_a_future_change_is_pending_and_changes_nothing_yet(cast: Cast) -> None:
    person = cast.worker()
    day = cast.today + timedelta(days=40)
    cast.record(person, Transferred(using_unit=cast.communities[1]), day)

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/")

    entry = page.context["entries"][0]
    assert (entry.word, entry.effective_on) == ("待生效", day)
    assert page.context["file"].standing.unit == cast.communities[0]


def test_the_timeline_is_filtered_by_kind(cast: Cast) -> None:
    person = cast.worker()

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/?kind=grade")

    assert [entry.label for entry in page.context["entries"]] == ["岗位等级调整"]


def test_a_past_day_counts_later_changes_without_telling_them(cast: Cast) -> None:
    person = cast.worker()

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/?on=2023-01-01")

    assert page.context["story"].later == 3
    assert "优秀社区工作者" not in words(page)


def test_two_days_side_by_side_show_only_what_differs(cast: Cast) -> None:
    person = cast.worker()
    cast.record(person, Appointed(position="居委会副主任", mode="选任"), date(2025, 7, 1))

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/?compare=2024-01-01")

    told = {each.label: (each.before, each.after) for each in page.context["differences"]}
    assert told["岗位类别"] == ("工作人员", "社区副职")
    assert "使用主体" not in told


def test_a_day_to_compare_with_that_is_no_day_is_refused_in_words(cast: Cast) -> None:
    person = cast.worker()

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/?compare=2024-13-45")

    assert page.status_code == 200
    assert "不是可用的日期" in words(page)


def test_a_contract_that_ends_soon_is_told_with_one_action(cast: Cast) -> None:
    person = cast.admit("钱到期")

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/")

    assert "没有登记合同或协议。" in words(page)
    assert f"/people/{person.uid}/changes/new/contract/" in words(page)


def test_hostile_text_is_shown_as_text(cast: Cast) -> None:
    person = cast.worker()
    cast.record(person, Described(name="<script>alert(1)</script>"), cast.today)
    cast.record(person, Awarded(name='"><img src=x onerror=alert(2)>', awarded_on=cast.today), cast.today)
    client = cast.client(Role.SOCIAL_WORK)

    for tab in ("", "awards/", "changes/", "sheet/", "changes/new/", "changes/new/profile/"):
        text = words(client.get(f"/people/{person.uid}/{tab}", follow=True))
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_opening_a_page_leaves_a_trace_that_names_the_field_groups(cast: Cast) -> None:
    person = cast.worker()

    cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/assessments/")

    event = Event.objects.filter(subject_key=person.uid).latest("seq")
    assert (event.verb, event.role) == ("view", "区委社会工作部")
    assert event.details["fields"] == ["基本信息", "考核"]


def test_the_printed_form_carries_day_version_and_places_to_sign(cast: Cast) -> None:
    person = cast.worker()

    text = words(cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/sheet/"))

    for word in ("社区工作者登记表", f"截至 {cast.today}", "表样 DJ-01", "（签章）", "第 1 页", "测试大学"):
        assert word in text


def test_the_page_asks_the_database_at_most_twenty_times(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    person = cast.worker()
    client = cast.client(Role.SOCIAL_WORK)
    client.get(f"/people/{person.uid}/")

    for tab in ("", "posts/", "schooling/", "changes/"):
        with django_assert_max_num_queries(20):
            client.get(f"/people/{person.uid}/{tab}")


def test_the_overview_adds_grade_and_career_without_holding_up_the_page(cast: Cast) -> None:
    person = cast.worker()

    part = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/outlook/", headers={"HX-Request": "true"})

    assert [lane.label for lane in part.context["career"].lanes] == ["任职", "等级", "学历", "证书", "考核"]
    assert part.context["grade"].next_sentence.startswith("下一级：6 级，预计 ")
    assert "<html" not in words(part)


def test_a_career_shows_nothing_that_lies_ahead_of_the_day(cast: Cast) -> None:
    person = cast.worker()

    part = cast.client(Role.SOCIAL_WORK).get(
        f"/people/{person.uid}/outlook/?on=2020-12-31", headers={"HX-Request": "true"}
    )

    assert [lane.label for lane in part.context["career"].lanes] == ["任职", "学历"]


def test_the_grade_is_told_in_blocks_with_its_clauses(cast: Cast) -> None:
    person = cast.worker()

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/grade/why/")

    grade = page.context["grade"]
    blocks = {block.label: block.value for block in grade.blocks}
    assert blocks["起点"] == "1"
    assert grade.proposed == grade.confirmed == 5
    assert any("第十三条" in each.reference and each.summary for each in grade.clauses)


def test_a_grade_that_cannot_be_told_names_what_is_missing(cast: Cast) -> None:
    person = cast.admit("没学历")

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/grade/why/")

    assert page.context["grade"].missing == ("单证层次", "双证层次")
    assert page.context["grade"].proposed is None
    assert "补登后才能测算" in words(page)
