"""A list's address: whatever stands in it, the list is shown; and what is shown can be asked for again."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from jishi.ui.components import Link
from jishi.ui.filters import Choice, Filter
from jishi.ui.lists import LAST_PAGE, SIZES, ListPage, ListSpec, ListState
from jishi.ui.tables import Cell, Column, ColumnChoice, Preference, Row

SPEC = ListSpec(
    page="test:people",
    title="花名册",
    unit="人",
    default_sort="name",
    columns=(
        Column("name", "姓名", sortable=True),
        Column("grade", "等级", align="end", sortable=True),
        Column("street", "街道"),
        Column("number", "工号", default=False),
    ),
    filters=(
        Filter("q", "关键词", "search", primary=True),
        Filter("street", "街道", "many", (Choice("1", "桂园"), Choice("2", "东苑")), primary=True),
        Filter("post", "岗位", "choice", (Choice("head", "正职"), Choice("deputy", "副职"))),
        Filter("born", "出生", "days"),
        Filter("on_day", "到岗", "day"),
        Filter("unsigned", "未签合同", "flag"),
    ),
)

NAMES = [
    "q",
    "street",
    "post",
    "born_from",
    "born_to",
    "on_day",
    "unsigned",
    "sort",
    "page",
    "size",
    "on",
    "known",
]
WORDS = [
    "1",
    "2",
    "head",
    "deputy",
    "2026-11-01",
    "2026-02-30",
    "name",
    "-grade",
    "street",
    "50",
    "100",
    "-1",
    "",
]

queries = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), st.one_of(st.sampled_from(WORDS), st.text())
    ),
    max_size=12,
)


def asked(text: str, preference: Preference = Preference()) -> ListState:  # noqa: B008 # frozen
    return ListState.read(QueryDict(text), SPEC, preference)


def query_of(pairs: list[tuple[str, str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query


@given(queries)
def test_any_address_gives_a_list_whose_own_address_gives_the_same_list(pairs: list[tuple[str, str]]) -> None:
    state = ListState.read(query_of(pairs), SPEC)

    again = asked(state.query(page=state.page))

    assert again.values == state.values
    assert again.kept == state.kept
    assert (again.order, again.size, again.page) == (state.order, state.size, state.page)
    assert not again.notices


@given(queries)
def test_nothing_impossible_ever_comes_through(pairs: list[tuple[str, str]]) -> None:
    state = ListState.read(query_of(pairs), SPEC)

    assert set(state.values) <= {name for each in SPEC.filters for name in each.parameters}
    assert set(state.choices("street")) <= {"1", "2"}
    assert state.value("post") in {"", "head", "deputy"}
    assert "\x00" not in state.value("q")
    assert len(state.value("q")) <= 60
    assert state.sort in {"name", "grade"}
    assert state.size in SIZES
    assert 1 <= state.page <= LAST_PAGE
    first, last = state.day("born_from"), state.day("born_to")
    assert first is None or last is None or first <= last


@given(queries, st.integers(min_value=0, max_value=10**7))
def test_a_page_beyond_the_end_is_the_last_page(pairs: list[tuple[str, str]], total: int) -> None:
    window = ListState.read(query_of(pairs), SPEC).window(total)

    assert 1 <= window.number <= window.count
    assert 0 <= window.start <= window.stop <= total
    assert window.stop == total or window.number < window.count


@given(queries)
def test_taking_a_chip_away_takes_away_that_filter_alone(pairs: list[tuple[str, str]]) -> None:
    state = ListState.read(query_of(pairs), SPEC)

    for chip in state.chips:
        rest = asked(chip.remove_url[1:])
        assert len(rest.chips) == len(state.chips) - 1
        assert chip.label not in {other.label for other in rest.chips}


def test_a_value_that_cannot_be_is_left_out_and_said() -> None:
    state = asked("street=9&born_from=2026-13-01&post=head&unsigned=maybe")

    assert state.values == {"post": ("head",)}
    assert state.notices == (
        "筛选条件“街道”没有生效：请从列出的选项中选择。",
        "筛选条件“出生”没有生效：日期请写成 2026-11-01 的样子。",
        "筛选条件“未签合同”没有生效：只能勾选或不勾选。",
    )


def test_a_span_that_ends_before_it_begins_is_left_out_and_said() -> None:
    state = asked("born_from=2000-01-02&born_to=2000-01-01")

    assert not state.values
    assert state.notices == ("筛选条件“出生”没有生效：开始日期不能晚于结束日期。",)


def test_chips_say_the_filters_in_words() -> None:
    state = asked("q=梅&street=1&street=2&born_from=1990-01-01&unsigned=1")

    assert [(chip.label, chip.value) for chip in state.chips] == [
        ("关键词", "梅"),
        ("街道", "桂园、东苑"),
        ("出生", "1990-01-01 起"),
        ("未签合同", "是"),
    ]


def test_the_day_looked_at_stays_in_every_address_of_the_list() -> None:
    state = asked("on=2026-01-01&known=2026-02-01&q=梅")
    page = ListPage(state, state.window(500), [])

    assert state.kept == {"on": "2026-01-01", "known": "2026-02-01"}
    for address in (page.next_url, page.clear_url, *[head.sort_url for head in page.heads if head.sort_url]):
        assert "on=2026-01-01&known=2026-02-01" in address


def test_a_head_turns_the_order_round() -> None:
    page = ListPage(state := asked("sort=grade"), state.window(3), [])
    name, grade, street = page.heads

    assert (name.direction, grade.direction, street.sort_url) == ("", "ascending", "")
    assert "sort=-grade" in grade.sort_url


def test_the_pager_shows_the_ends_and_the_neighbours() -> None:
    page = ListPage(state := asked("page=7"), state.window(1000), [])

    assert [link.number for link in page.pages] == [1, 0, 6, 7, 8, 0, 20]
    assert [link.is_current for link in page.pages].count(True) == 1
    assert (page.previous_url, page.next_url) == ("?page=6", "?page=8")


def test_columns_are_shown_as_they_were_chosen_with_the_first_one_always_there() -> None:
    chosen = (
        ColumnChoice("number"),
        ColumnChoice("name", is_shown=False),
        ColumnChoice("grade", is_shown=False),
    )
    state = asked("", Preference((*chosen, ColumnChoice("gone"), ColumnChoice("street", is_frozen=True))))

    assert [column.key for column in state.columns] == ["name", "street", "number"]
    assert [column.freeze for column in state.columns] == [True, True, False]


def test_a_column_that_came_later_follows_the_kept_choice() -> None:
    state = asked("", Preference((ColumnChoice("grade"),)))

    assert [column.key for column in state.columns] == ["name", "grade", "street"]


def test_days_are_read_as_days() -> None:
    assert asked("on_day=2026-11-01").day("on_day") == date(2026, 11, 1)
    assert asked("on_day=20261101").day("on_day") is None


HOSTILE = "<script>alert(1)</script>"


def test_hostile_words_in_rows_stay_words() -> None:
    state = asked("")
    cells = [
        Cell(HOSTILE, note=HOSTILE),
        Cell(HOSTILE, "ok", HOSTILE, HOSTILE),
        Cell(HOSTILE, is_unknown=True),
    ]
    link = Link(HOSTILE, HOSTILE)
    row = Row(HOSTILE, HOSTILE, cells, HOSTILE, HOSTILE, (link,))

    drawn = ListPage(state, state.window(1), [row]).table.html

    assert "<script>" not in drawn
    assert drawn.count("&lt;script&gt;") == 13


@pytest.mark.django_db
def test_hostile_words_in_the_address_stay_words(client: Client) -> None:
    text = client.get(
        "/ui/gallery/list/", {"q": HOSTILE, "street": HOSTILE, "sort": HOSTILE}
    ).content.decode()

    assert "<script>alert" not in text
    assert "没有符合条件的记录" in text


@pytest.mark.django_db
def test_an_empty_list_says_what_to_do_next(client: Client) -> None:
    text = client.get("/ui/gallery/empty-list/").content.decode()

    assert "试试减少筛选条件" in text
    assert "清空筛选" in text


@pytest.mark.django_db
def test_a_filter_changes_the_table_alone(client: Client) -> None:
    whole = client.get("/ui/gallery/list/", {"q": "梅"}).content.decode()
    part = client.get("/ui/gallery/list/", {"q": "梅"}, headers={"hx-request": "true"}).content.decode()
    restored = client.get(
        "/ui/gallery/list/", headers={"hx-request": "true", "hx-history-restore-request": "true"}
    )

    assert "<html" in whole
    assert "<html" not in part
    assert 'hx-swap-oob="true"' in part
    assert "<html" in restored.content.decode()


@pytest.mark.django_db
@given(queries)
def test_the_sample_list_never_fails(pairs: list[tuple[str, str]]) -> None:
    assert Client().get("/ui/gallery/list/", query_of(pairs)).status_code == 200
