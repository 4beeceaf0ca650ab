"""Journeys of cases in a real browser: a transfer through three offices, a correction from the phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as platform
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from jishi.access.enums import Role
from jishi.access.models import Account
from jishi.process.models import Case
from jishi.registry.models import Education, Employment
from tests.registry_people.cast import Cast, build_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP, LAPTOP, PHONE = (1440, 900), (1366, 768), (390, 844)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SHOTS = os.environ.get("JISHI_SHOTS", "")
PHOTO = b"\x89PNG\r\n\x1a\n" + b"0" * 64 + b"IEND\xaeB`\x82"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all journeys."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def cast(transactional_db: None) -> Cast:  # noqa: ARG001 # the site's database
    """The invented district."""
    cache.clear()
    return build_cast()


@pytest.fixture
def site(cast: Cast, settings: Settings) -> Iterator[str]:  # noqa: ARG001 # there is somebody to show
    """The platform served by itself."""
    settings.REQUIRE_TOTP = False
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@contextmanager
def window(
    browser: Browser, site: str, account: Account, size: tuple[int, int] = LAPTOP, *, checked: bool = False
) -> Iterator[Page]:
    """A window of somebody signed in."""
    width, height = size
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": height}, bypass_csp=checked, locale="zh-CN"
    )
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    name = platform.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    with context:
        page = context.new_page()
        yield page
        page.wait_for_load_state("networkidle")


def look(page: Page, address: str, name: str) -> None:
    """A page fits its window and shuts nobody out; kept as a picture when asked for."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    width = page.viewport_size["width"] if page.viewport_size else 0
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    faults = Axe().run(page, options=RULES).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == [], address


def test_a_transfer_across_streets_through_the_browser(browser: Browser, site: str, cast: Cast) -> None:
    person = cast.worker()
    clerk = cast.account(Role.STREET_CLERK)
    offices = [
        cast.account(Role.STREET_LEADER),
        cast.account(Role.STREET_LEADER, cast.streets[1]),
        cast.account(Role.SOCIAL_WORK),
    ]
    with window(browser, site, clerk) as page:
        page.goto(f"/people/{person.uid}/changes/new/transfer/")
        page.get_by_label("调入社区").select_option(label="柳桥社区")
        expect(page.locator("#effects")).to_contain_text("两街道同意：桂园街道、东苑街道")
        expect(page.locator("#effects")).to_contain_text("管理主体变了")
        page.get_by_role("button", name="提交审批").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("调往柳桥社区")
    for account in offices:
        with window(browser, site, account) as page:
            page.goto("/todo/")
            expect(page.locator("[data-count=todo]")).to_have_text("1")
            page.locator("[data-rows] a[data-drawer]").first.click()
            expect(page.locator("#row-drawer-body")).to_contain_text("将发生")
            page.keyboard.press("a")
            expect(page.locator("#toasts")).to_contain_text("已同意")
    held = Employment.objects.known_at(None).true_on(cast.today).get(person=person)
    assert held.using_unit.name == "柳桥社区"


def test_a_worker_corrects_a_degree_on_the_phone_and_the_street_decides(
    browser: Browser, site: str, cast: Cast
) -> None:
    person = cast.worker()
    with window(browser, site, cast.account(Role.WORKER, person=person), PHONE) as page:
        page.goto("/me/correct/")
        page.get_by_role("link", name="更正最近一项学历的学位").click()
        page.get_by_label("应为").select_option("无")
        page.get_by_label("理由").fill("毕业证上没有学位")
        photo: FilePayload = {"name": "证.png", "mimeType": "image/png", "buffer": PHOTO}
        page.get_by_label("佐证照片").set_input_files(photo)
        page.get_by_role("button", name="提交申请").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("申请更正")
        expect(page.get_by_text("街道核对").first).to_be_visible()
    case = Case.objects.get()
    for role in (Role.STREET_CLERK, Role.STREET_LEADER):
        with window(browser, site, cast.account(role), PHONE) as page:
            page.goto(f"/cases/{case.pk}/")
            page.locator(".action-bar").get_by_role("button", name="同意").click()
            expect(page.locator("#toasts")).to_contain_text("已同意")
    assert Education.objects.known_at(None).get(person=person).degree == "无"


@pytest.mark.parametrize("size", [DESKTOP, LAPTOP, PHONE])
def test_nobody_is_shut_out_of_the_pages_of_cases(
    browser: Browser, site: str, cast: Cast, size: tuple[int, int]
) -> None:
    person = cast.worker()
    leader, clerk = cast.account(Role.STREET_LEADER), cast.account(Role.STREET_CLERK)
    with window(browser, site, clerk, size, checked=True) as page:
        page.goto(f"/people/{person.uid}/changes/new/transfer/")
        page.get_by_label("调入社区").select_option(label="柳桥社区")
        page.get_by_label("说明").fill("柳桥社区缺人，本人同意")
        page.get_by_role("button", name="提交审批").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("调往柳桥社区")
        case = Case.objects.get()
        look(page, f"/cases/{case.pk}/", "case-mine")
        look(page, "/todo/started/", "started")
        look(page, f"/people/{person.uid}/cases/transfer/", "transfer")
        look(page, f"/people/{person.uid}/", "person")
        look(
            page,
            f"/flows/?flow=跨街道调动&from={cast.communities[0].pk}&to={cast.communities[2].pk}",
            "flows",
        )
    with window(browser, site, leader, size, checked=True) as page:
        look(page, "/todo/", "todo")
        look(page, f"/cases/{case.pk}/", "case")
        look(page, f"/cases/{case.pk}/sheet/", "sheet")
        if size != PHONE:
            page.goto("/todo/")
            page.locator("[data-rows] a[data-drawer]").first.click()
            expect(page.locator("#row-drawer-body")).to_contain_text("将发生")
            if SHOTS:
                page.screenshot(path=str(Path(SHOTS) / f"drawer-{size[0]}.png"))
    with window(browser, site, cast.account(Role.WORKER, person=person), size, checked=True) as page:
        look(page, "/me/correct/", "correct-choose")
        look(page, "/me/correct/degree/", "correct")
