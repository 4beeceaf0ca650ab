"""Every page of the gallery: it is there, it is sound, and it asks nothing of the outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from jishi.ui.icons import SPRITE, icon_names
from tests.ui.gallery_pages import COMPONENTS, PAGES

VOID = {"meta", "link", "input", "br", "hr", "img", "use", "path", "rect", "circle", "line"}
NAMESPACE = "http://www.w3.org/"


class Page(HTMLParser):
    """What the tests look at in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.crossed.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        if tag in self.open:
            while self.open and self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"script", "style"} and data.strip():
            self.scripts.append(data)


def page_at(client: Client, address: str) -> Page:
    response = client.get(address)
    return Page(response.content.decode())


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.django_db
def test_a_page_is_whole_and_holds_no_script_style_or_handler(client: Client, address: str) -> None:
    page = page_at(client, address)

    assert not page.crossed
    assert not page.scripts
    assert not [tag for tag, _ in page.tags if tag == "style"]
    assert not [name for _, attrs in page.tags for name in attrs if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.django_db
def test_a_page_reads_nothing_from_another_machine(client: Client, address: str) -> None:
    page = page_at(client, address)
    addresses = [value or "" for _, attrs in page.tags for value in attrs.values()]

    assert not [value for value in addresses if re.match(r"(https?:)?//", value) and NAMESPACE not in value]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.django_db
def test_a_page_has_one_first_heading_one_main_and_the_language(client: Client, address: str) -> None:
    page = page_at(client, address)
    names = [tag for tag, _ in page.tags]

    assert names.count("h1") == 1
    assert names.count("main") == 1
    assert dict(page.tags)["html"]["lang"] == "zh-Hans"
    assert ("a", {"class": "skip", "href": "#main"}) in page.tags


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.django_db
def test_no_two_elements_of_a_page_share_an_id(client: Client, address: str) -> None:
    ids = [attrs["id"] or "" for _, attrs in page_at(client, address).tags if attrs.get("id")]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.django_db
def test_every_input_of_a_page_has_a_name_to_be_read_aloud(client: Client, address: str) -> None:
    page = page_at(client, address)
    labelled = {attrs.get("for") for tag, attrs in page.tags if tag == "label"}
    text = client.get(address).content.decode()
    nameless = [
        attrs
        for tag, attrs in page.tags
        if tag in {"input", "select", "textarea"}
        and attrs.get("type") != "hidden"
        and "aria-label" not in attrs
        and attrs.get("id") not in labelled
        and not re.search(rf"<label>\s*<input[^>]*value=\"{re.escape(attrs.get('value') or '')}\"", text)
        and not re.search(r"<label[^>]*>\s*<input[^>]*(data-column-shown|value=\"1\")", text)
    ]

    assert not nameless


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.django_db
def test_every_icon_of_a_page_is_in_the_sprite(client: Client, address: str) -> None:
    icons = [attrs["href"] or "" for tag, attrs in page_at(client, address).tags if tag == "use"]
    used = {href.split("#")[1] for href in icons}
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text(encoding="utf-8")))

    assert used <= drawn
    assert drawn == set(icon_names())


@pytest.mark.django_db
def test_the_gallery_leads_to_every_component(client: Client) -> None:
    text = client.get("/ui/gallery/").content.decode()

    assert [address for address in COMPONENTS if f'href="{address}"' not in text] == []


@pytest.mark.django_db
def test_a_component_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/ui/gallery/nothing/").status_code == 404
    assert client.get("/ui/gallery/error/418/").status_code == 404
    assert client.get("/ui/gallery/people/9999/").status_code == 404


@pytest.mark.django_db
def test_the_day_looked_at_is_said_when_it_is_not_today(client: Client) -> None:
    past = client.get("/ui/gallery/as-of/").content.decode()
    today = client.get("/ui/gallery/tags/").content.decode()

    assert "现在看到的是 <b>2025-12-30</b> 当天的情况" in past
    assert "按 <b>2026-08-01</b> 已知悉的记录" in past
    assert "as-of-strip" not in today


@pytest.mark.django_db
def test_signing_out_is_a_form_and_never_a_link(client: Client) -> None:
    text = client.get("/ui/gallery/tags/").content.decode()

    assert re.search(r'<form method="post" action="[^"]+"><input type="hidden" name="csrf', text)
    assert not re.search(r"<a [^>]*>[^<]*退出登录", text)


@pytest.mark.django_db
def test_the_search_palette_finds_people_and_pages_in_groups(client: Client) -> None:
    groups = client.get("/ui/gallery/search/", {"q": "梅"}).json()["groups"]

    assert [group["label"] for group in groups] == ["人员", "菜单"]
    assert all("梅" in item["label"] for item in groups[0]["items"])


@pytest.mark.django_db
def test_a_masked_value_is_shown_for_a_reason_only(client: Client) -> None:
    refused = client.post("/ui/gallery/unmask/", {"reason": " "})
    shown = client.post("/ui/gallery/unmask/", {"reason": "核对证件"})

    assert refused.status_code == 400
    assert refused.json()["sentence"] == "请写明查看的用途，再显示。"
    assert shown.json()["value"].startswith("9902")
