"""Drafts: kept as somebody types, sealed, for that person alone, until submitted or thirty days old."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from jishi.access.models import Account
from jishi.ui import actions
from jishi.ui.actions import Typed
from jishi.ui.models import Draft
from jishi.ui.refusals import NotKept, OtherWindow
from jishi.ui.selectors import draft_count, draft_of, drafts_of

AT = datetime(2026, 11, 1, 1, 12, tzinfo=UTC)
KEY = "registry:person:17"
URL = "/people/17/change/"
HERE = f"/ui/drafts/{KEY}/"


def typed(**values: list[str]) -> Typed:
    return Typed("办理异动", URL, values, focus="reason")


def save(account: Account, version: int | None = None, **values: list[str]) -> int:
    return actions.save_draft(key=KEY, typed=typed(**values), version=version, by=account, at=AT)


def body(**changed: object) -> str:
    return json.dumps(
        {"title": "办理异动", "url": URL, "values": {"reason": ["换届"]}, "focus": "reason", **changed}
    )


def test_a_form_comes_back_with_its_values_at_the_same_field(desk: Client) -> None:
    saved = desk.post(f"{HERE}save/", body(), content_type="application/json").json()
    kept = desk.get(HERE).json()

    assert saved["version"] == 1
    assert kept["values"] == {"reason": ["换届"]}
    assert kept["focus"] == "reason"


def test_a_form_never_saved_has_no_draft(desk: Client) -> None:
    assert desk.get(HERE).json() == {"version": 0}


def test_what_was_typed_is_stored_sealed(account: Account) -> None:
    save(account, id_number=["990203198804058675"])

    draft = Draft.objects.get()

    assert "990203198804058675" not in draft.sealed
    assert draft_of(account, KEY) is not None


def test_passwords_and_form_tokens_are_never_kept(account: Account) -> None:
    save(account, password=["x"], csrfmiddlewaretoken=["y"], otp_token=["z"], reason=["换届"])

    kept = draft_of(account, KEY)

    assert kept is not None
    assert kept.values == {"reason": ["换届"]}


def test_nobody_else_sees_or_throws_away_a_draft(account: Account, stranger: Account) -> None:
    save(account, reason=["换届"])

    assert draft_of(stranger, KEY) is None
    assert drafts_of(stranger) == []
    assert not actions.discard_draft(key=KEY, by=stranger)
    assert draft_count(account) == 1


def test_a_second_window_on_the_same_form_is_told_and_overwrites_nothing(account: Account) -> None:
    first = save(account, reason=["甲"])
    save(account, version=first, reason=["乙"])

    with pytest.raises(OtherWindow, match="另一个窗口"):
        save(account, version=first, reason=["丙"])

    kept = draft_of(account, KEY)
    assert kept is not None
    assert kept.values == {"reason": ["乙"]}


def test_the_window_that_is_chosen_saves_over_the_other(account: Account) -> None:
    save(account, reason=["甲"])

    assert save(account, version=None, reason=["丙"]) == 2


def test_a_conflict_is_answered_as_one(desk: Client, account: Account) -> None:
    save(account, reason=["甲"])
    save(account, version=1, reason=["乙"])

    answer = desk.post(f"{HERE}save/", body(version=1), content_type="application/json")

    assert answer.status_code == 409
    assert "请选择保留哪一份" in answer.json()["sentence"]


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere", "", "people/17/"]
)
def test_a_draft_never_leads_to_another_site(account: Account, url: str) -> None:
    with pytest.raises(NotKept, match="不在本平台内"):
        actions.save_draft(key=KEY, typed=Typed("异动", url, {}), version=None, by=account, at=AT)


def test_a_form_too_long_for_a_draft_says_how_to_go_on(account: Account) -> None:
    with pytest.raises(NotKept, match="请先提交一部分"):
        save(account, reason=["长" * 200_001])


@pytest.mark.parametrize(
    "sent", ["", "[]", "3", "{", '{"values": 3, "url": "//x"}', "[" * 9000, '{"version": "1", "url": "/x"}']
)
def test_a_draft_that_cannot_be_read_breaks_nothing(desk: Client, sent: str) -> None:
    assert desk.post(f"{HERE}save/", sent, content_type="application/json").status_code in {200, 400}


def test_values_of_another_shape_are_left_out(desk: Client) -> None:
    desk.post(
        f"{HERE}save/", body(values={"a": "x", "b": [1, "y"], "c": {}}), content_type="application/json"
    )

    assert desk.get(HERE).json()["values"] == {"b": ["y"]}


def test_submitting_throws_the_draft_away(desk: Client, account: Account) -> None:
    save(account, reason=["甲"])

    answer = desk.post(f"{HERE}discard/", headers={"accept": "application/json"})

    assert answer.json() == {"discarded": True}
    assert draft_count(account) == 0


def test_drafts_are_listed_last_saved_first_with_the_way_back(desk: Client, account: Account) -> None:
    save(account, reason=["甲"])
    later = Typed("请假", "/leave/new/", {})
    actions.save_draft(key="leave:new", typed=later, version=None, by=account, at=AT + timedelta(hours=1))

    text = desk.get("/ui/drafts/").content.decode()

    assert text.index("请假") < text.index("办理异动")
    assert f'href="{URL}"' in text
    assert "2026-11-01 10:12" in text


def test_a_draft_is_deleted_from_the_list(desk: Client, account: Account) -> None:
    save(account, reason=["甲"])

    assert desk.post(f"{HERE}discard/")["Location"] == "/ui/drafts/"
    assert "还没有草稿" in desk.get("/ui/drafts/").content.decode()


def test_drafts_older_than_thirty_days_are_purged(account: Account) -> None:
    save(account, reason=["甲"])

    assert actions.purge_drafts(at=AT + timedelta(days=30)) == 0
    assert actions.purge_drafts(at=AT + timedelta(days=30, seconds=1)) == 1


@pytest.mark.django_db
def test_a_session_that_is_over_is_said_and_keeps_nothing(client: Client) -> None:
    answer = client.post(f"{HERE}save/", body(), content_type="application/json")

    assert answer.status_code == 401
    assert "请重新登录" in answer.json()["sentence"]
    assert not Draft.objects.exists()
