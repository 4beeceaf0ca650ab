"""花名册 in a real browser: keys, drawer, back, phone, and what assistive tools say of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from jishi.access.enums import Role
from tests.registry_pages.cast import Town, build_town, coming_change, seat, seat_many

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP, LAPTOP, PHONE = (1440, 900), (1366, 768), (390, 844)
_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
PASSWORD = "Only-for-tests-2026"  # an invented account of an invented city


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def town(settings: Settings) -> Town:
    settings.REQUIRE_TOTP = False
    town = build_town(timezone.localdate())
    people = [(f"测试{n:02d}", {"spelling": f"ceshi{n:02d} cs"}) for n in range(60)]
    rows = seat_many(town.communities[0], people)
    coming_change(rows[0], town.today + timedelta(days=3))
    seat(town.communities[1], "别处", spelling="biechu bc")
    return town


def signed_in(browser: Browser, server: LiveServer, town: Town, size: tuple[int, int]) -> Page:
    account = town.account(Role.STREET_CLERK)
    account.set_password(PASSWORD)
    account.save()
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=size == PHONE)
    page = context.new_page()
    page.goto(f"{server.url}/login/")
    page.fill("input[name=username]", account.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{server.url}/")
    return page


def settled(page: Page) -> Page:
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("size", [DESKTOP, LAPTOP, PHONE])
def test_no_page_of_the_day_has_a_fault_assistive_tools_can_see(
    browser: Browser, live_server: LiveServer, town: Town, size: tuple[int, int]
) -> None:
    page = signed_in(browser, live_server, town, size)
    for path in (
        "/",
        "/roster/",
        "/roster/?q=zzz",
        "/roster/?size=20&missing=contract&page=2",
        "/roster/export/",
        "/quality/",
        "/quality/?missing=education_date",
    ):
        page.goto(f"{live_server.url}{path}")
        found = Axe().run(settled(page), options=_RULES)
        assert found.violations_count == 0, (path, found.generate_report())


def test_a_row_opens_in_the_drawer_and_the_keys_walk_on(
    browser: Browser, live_server: LiveServer, town: Town
) -> None:
    page = signed_in(browser, live_server, town, LAPTOP)
    page.goto(f"{live_server.url}/roster/")
    settled(page)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#row-drawer-body h2")
    first = page.inner_text("#row-drawer-body h2")
    page.click("[data-drawer-step='1']")
    page.wait_for_function(
        "before => document.querySelector('#row-drawer-body h2').innerText !== before", arg=first
    )
    assert Axe().run(page, options=_RULES).violations_count == 0
    page.keyboard.press("Escape")

    assert "测试" in first
    assert page.locator("#row-drawer").get_attribute("open") is None


def test_slash_leads_to_the_filter_and_back_brings_the_list_back(
    browser: Browser, live_server: LiveServer, town: Town
) -> None:
    page = signed_in(browser, live_server, town, LAPTOP)
    page.goto(f"{live_server.url}/roster/?community={town.communities[0].pk}")
    settled(page)

    page.keyboard.press("/")
    page.keyboard.type("cs")
    page.wait_for_url("**q=cs**")
    page.click(".pager a[rel=next]")
    page.wait_for_url("**page=2**")
    settled(page)
    page.go_back()
    page.wait_for_function("() => !window.location.search.includes('page=2')")
    settled(page)

    assert page.input_value("input[name=q]") == "cs"
    assert "1–50 / 60" in page.inner_text(".pager")


def test_rows_are_picked_by_key_and_the_whole_result_by_a_button(
    browser: Browser, live_server: LiveServer, town: Town
) -> None:
    page = signed_in(browser, live_server, town, LAPTOP)
    page.goto(f"{live_server.url}/roster/")
    settled(page)

    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.inner_text("[data-picked]") == "1"
    page.click("[data-pick-whole]")
    assert page.inner_text("[data-picked]") == "61"
    page.click("text=批量办理异动")
    page.wait_for_url("**/roster/batch/**")

    assert "61 人" in page.inner_text("h1")
    assert Axe().run(settled(page), options=_RULES).violations_count == 0


def test_the_search_finds_somebody_and_a_whole_number_never_stands_in_an_address(
    browser: Browser, live_server: LiveServer, town: Town
) -> None:
    seat(town.communities[0], "王小明", spelling="wangxiaoming wxm", id_number="990101198505010015")
    page = signed_in(browser, live_server, town, DESKTOP)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.keyboard.press("Control+k")
    page.keyboard.type("990101198505010015")
    page.wait_for_selector(".palette-option b:has-text('王小明')")

    assert not [url for url in asked if "19850501" in url]


def test_on_a_phone_the_rows_are_cards_and_nothing_scrolls_sideways(
    browser: Browser, live_server: LiveServer, town: Town
) -> None:
    page = signed_in(browser, live_server, town, PHONE)
    for path in ("/", "/roster/", "/quality/", "/roster/export/"):
        page.goto(f"{live_server.url}{path}")
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
