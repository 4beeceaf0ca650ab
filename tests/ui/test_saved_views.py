"""Views, columns and density: kept for the account that chose them and for nobody else."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.test import Client

from jishi.access.models import Account
from jishi.ui import actions
from jishi.ui.gallery.people import SPEC
from jishi.ui.lists import ListState
from jishi.ui.models import SavedView, TablePreference
from jishi.ui.refusals import NotKept
from jishi.ui.saved_views import built_in_tab, saved_tabs
from jishi.ui.selectors import preference_of, views_of
from jishi.ui.tables import ColumnChoice, Preference, read_choices

AT = datetime(2026, 11, 1, 1, 12, tzinfo=UTC)
LIST = "/ui/gallery/list/"
VIEWS = "/ui/lists/gallery:people/views/"
COLUMNS = "/ui/lists/gallery:people/columns/"


def test_a_view_keeps_the_filters_under_a_name(desk: Client) -> None:
    answer = desk.post(VIEWS, {"name": "正职", "query": "post=head", "back": f"{LIST}?post=head"})
    text = desk.get(f"{LIST}?post=head").content.decode()

    assert answer["Location"] == f"{LIST}?post=head"
    assert "删除视图“正职”" in text


def test_the_same_name_again_replaces_the_filters(account: Account) -> None:
    actions.save_view(page="a:b", name="我的", query="q=1", by=account, at=AT)
    actions.save_view(page="a:b", name="我的", query="q=2", by=account, at=AT)

    assert [view.query for view in views_of(account, "a:b")] == ["q=2"]


@pytest.mark.parametrize("name", ["", "   ", "\x00\x01"])
def test_a_view_without_a_name_is_not_kept(account: Account, name: str) -> None:
    with pytest.raises(NotKept, match="请给视图起个名字"):
        actions.save_view(page="a:b", name=name, query="", by=account, at=AT)


def test_more_than_twenty_views_are_not_kept(account: Account) -> None:
    for number in range(20):
        actions.save_view(page="a:b", name=f"视图{number}", query="", by=account, at=AT)

    with pytest.raises(NotKept, match="最多保存 20 个视图"):
        actions.save_view(page="a:b", name="再一个", query="", by=account, at=AT)


def test_another_account_neither_sees_nor_deletes_a_view(
    account: Account, stranger: Account, desk: Client
) -> None:
    theirs = actions.save_view(page="gallery:people", name="别人的", query="", by=stranger, at=AT)

    desk.post(f"{VIEWS}{theirs.pk}/delete/", {"back": LIST})

    assert "别人的" not in desk.get(LIST).content.decode()
    assert views_of(account, "gallery:people") == []
    assert SavedView.objects.filter(pk=theirs.pk).exists()


def test_ones_own_view_is_deleted(account: Account, desk: Client) -> None:
    mine = actions.save_view(page="gallery:people", name="我的", query="", by=account, at=AT)

    desk.post(f"{VIEWS}{mine.pk}/delete/", {"back": LIST})

    assert not SavedView.objects.filter(pk=mine.pk).exists()


def test_the_view_whose_filters_are_applied_is_the_current_one(account: Account) -> None:
    actions.save_view(page="gallery:people", name="正职", query="post=head", by=account, at=AT)
    state = ListState.read(QueryDict("post=head&page=3&sort=grade"), SPEC)

    (tab,) = saved_tabs(state, views_of(account, "gallery:people"))

    assert tab.is_current
    assert not built_in_tab(state, "全部", "").is_current


def test_columns_are_kept_in_the_order_and_width_chosen(account: Account, desk: Client) -> None:
    chosen = [
        {"key": "grade", "shown": True, "frozen": True, "width": "narrow"},
        {"key": "street", "shown": False, "frozen": False, "width": "huge"},
    ]
    desk.post(COLUMNS, {"columns": json.dumps(chosen), "back": LIST})

    assert preference_of(account, "gallery:people").columns == (
        ColumnChoice("grade", is_frozen=True, width="narrow"),
        ColumnChoice("street", is_shown=False),
    )
    assert '<th scope="col" class="start card-line"' not in desk.get(LIST).content.decode().split("等级")[0]


@pytest.mark.parametrize(
    "stored", ["", "{", "3", '{"a": 1}', '[3, null, {"key": 4}, {"key": ""}]', "[" * 9000]
)
def test_columns_that_are_not_columns_change_nothing_and_break_nothing(
    account: Account, desk: Client, stored: str
) -> None:
    answer = desk.post(COLUMNS, {"columns": stored, "back": LIST})

    assert answer.status_code in {302, 400}
    assert preference_of(account, "gallery:people").columns == ()
    assert desk.get(LIST).status_code == 200


def test_density_is_kept_and_anything_else_is_the_normal_one(account: Account, desk: Client) -> None:
    desk.post("/ui/lists/gallery:people/density/", {"density": "compact"})
    assert preference_of(account, "gallery:people").density == "compact"
    assert 'class="rows compact"' in desk.get(LIST).content.decode()

    desk.post("/ui/lists/gallery:people/density/", {"density": "<b>"})
    assert preference_of(account, "gallery:people").density == "normal"


def test_resetting_gives_the_table_back_its_own_columns(account: Account, desk: Client) -> None:
    actions.save_columns(page="gallery:people", columns=[ColumnChoice("grade")], by=account)

    desk.post("/ui/lists/gallery:people/reset/", {"back": LIST})

    assert preference_of(account, "gallery:people") == Preference()
    assert not TablePreference.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [VIEWS, COLUMNS, f"{VIEWS}1/delete/", "/ui/lists/a:b/density/", "/ui/lists/a:b/reset/"]
)
def test_nothing_is_kept_for_somebody_not_signed_in(client: Client, address: str) -> None:
    assert client.post(address, {"name": "x"}).status_code == 401
    assert client.get(address).status_code == 405


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_the_way_back_never_leads_to_another_site(desk: Client, back: str) -> None:
    assert desk.post(COLUMNS, {"columns": "[]", "back": back})["Location"] == "/"


def test_reading_choices_keeps_sixty_at_most() -> None:
    assert len(read_choices([{"key": f"k{number}", "shown": True} for number in range(99)])) == 60
