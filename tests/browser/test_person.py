"""Journeys about one person in a real browser: a clerk records and looks back; a worker on the phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as platform
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from jishi.access.enums import Role
from jishi.access.models import Account
from jishi.registry.models import Change, Person
from tests.registry_people.cast import PHONE, Cast, build_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP, LAPTOP, PHONE_SIZE = (1440, 900), (1366, 768), (390, 844)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


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
    browser: Browser, site: str, account: Account, size: tuple[int, int], *, checked: bool = False
) -> Iterator[Page]:
    """A window of somebody signed in; it closes once everything it asked for was answered."""
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


def pages_of(person: Person) -> tuple[str, ...]:
    """The pages a clerk has of somebody."""
    home = f"/people/{person.uid}/"
    change = Change.objects.filter(person=person).latest("pk").pk
    tabs = ("posts", "schooling", "assessments", "awards", "grade", "contracts", "service", "changes")
    return (
        home,
        f"{home}?compare=2021-01-01",
        *(f"{home}{tab}/" for tab in tabs),
        f"{home}sheet/",
        f"{home}changes/new/",
        f"{home}changes/new/appoint/",
        "/changes/new/?q=王",
        "/changes/enter/",
        f"/changes/{change}/",
        f"/changes/{change}/correct/",
    )


def check_pages(page: Page, addresses: tuple[str, ...], width: int) -> None:
    """Every page fits its window and shuts nobody out."""
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        faults = Axe().run(page, options=RULES).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == [], address


@pytest.mark.parametrize("size", [DESKTOP, PHONE_SIZE])
def test_nobody_is_shut_out_of_a_persons_pages(
    browser: Browser, site: str, cast: Cast, size: tuple[int, int]
) -> None:
    person = cast.worker()
    with window(browser, site, cast.account(Role.SOCIAL_WORK), size, checked=True) as page:
        check_pages(page, pages_of(person), size[0])


def test_nobody_is_shut_out_of_their_own_file_on_the_phone(browser: Browser, site: str, cast: Cast) -> None:
    account = cast.account(Role.WORKER, person=cast.worker())
    with window(browser, site, account, PHONE_SIZE, checked=True) as page:
        check_pages(page, ("/me/", *(f"/me/?part={part}" for part in ("grade", "changes", "seen"))), 390)


def test_a_clerk_records_a_change_for_a_day_to_come_and_takes_it_back(
    browser: Browser, site: str, cast: Cast
) -> None:
    person, day = cast.worker(), cast.today + timedelta(days=40)
    with window(browser, site, cast.account(Role.STREET_CLERK), LAPTOP) as page:
        page.goto(f"/people/{person.uid}/")
        page.get_by_role("link", name="办理异动").first.click()
        page.get_by_role("link", name="任职 新任一个职务，或兼任").click()
        page.get_by_label("职务", exact=True).select_option("居委会副主任")
        page.get_by_label("任职日期").fill(day.isoformat())
        panel = page.locator("#effects")
        expect(panel).to_contain_text("任桂园社区居委会副主任", timeout=15_000)
        expect(panel).to_contain_text("待生效")
        page.get_by_role("button", name="提交任职").click()
        expect(page.locator(".toast-line")).to_contain_text(f"将于 {day} 生效", timeout=15_000)
        page.get_by_role("link", name="看档案").first.click()
        expect(page.locator(".timeline li").first).to_contain_text("待生效")
        page.go_back()
        page.get_by_text("撤销这条异动").click()
        page.get_by_label("撤销理由").fill("日期还没有定")
        page.get_by_role("button", name="撤销“任职”").click()
        expect(page.locator(".toast-line")).to_contain_text("已撤销", timeout=15_000)
    assert Change.objects.filter(person=person, kind="appoint", withdrawn_at__isnull=False).exists()


def test_the_same_person_is_looked_at_as_of_two_days(browser: Browser, site: str, cast: Cast) -> None:
    person = cast.worker()
    with window(browser, site, cast.account(Role.SOCIAL_WORK), DESKTOP) as page:
        page.goto(f"/people/{person.uid}/?on=2021-12-31")
        expect(page.locator(".key-facts")).to_contain_text("未核定")
        page.goto(f"/people/{person.uid}/?on=today")
        expect(page.locator(".key-facts")).to_contain_text("5 级")
        page.get_by_label("与另一天对比").fill("2021-12-31")
        page.get_by_role("button", name="对比", exact=True).click()
        expect(page.locator(".diff")).to_contain_text("核定等级")
        expect(page.locator(".diff")).to_contain_text("5 级")


def test_the_wizard_is_done_with_the_keyboard_alone(browser: Browser, site: str, cast: Cast) -> None:
    person = cast.worker()
    with window(browser, site, cast.account(Role.SOCIAL_WORK), LAPTOP) as page:
        page.goto(f"/people/{person.uid}/changes/new/grade/")
        _tab_to(page, "cause")
        page.keyboard.press("Control+Enter")
        summary = page.locator("[data-error-summary]")
        expect(summary).to_be_focused(timeout=15_000)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("spinbutton", name="核定等级")).to_be_focused()
        page.keyboard.type("6")
        page.keyboard.press("Tab")
        page.keyboard.type("年限晋级")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".toast-line")).to_contain_text("已登记", timeout=15_000)
    assert Change.objects.filter(person=person, kind="grade").count() == 2


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until an input has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} is not reached by Tab")


def test_a_lost_connection_keeps_the_form_and_says_so(browser: Browser, site: str, cast: Cast) -> None:
    person = cast.worker()
    with window(browser, site, cast.account(Role.SOCIAL_WORK), LAPTOP) as page:
        page.goto(f"/people/{person.uid}/changes/new/grade/")
        page.get_by_role("spinbutton", name="核定等级").fill("6")
        page.get_by_label("事由").fill("年限晋级")
        page.context.set_offline(True)
        page.get_by_role("button", name="提交岗位等级调整").click()
        expect(page.locator("#notices")).to_contain_text("您填写的内容都在", timeout=15_000)
        expect(page.get_by_label("事由")).to_have_value("年限晋级")
        page.context.set_offline(False)
        page.get_by_role("button", name="重试").click()
        expect(page.locator(".toast-line")).to_contain_text("已登记", timeout=15_000)
    assert Change.objects.filter(person=person, kind="grade").count() == 2


def test_a_worker_asks_for_their_own_number_on_the_phone(browser: Browser, site: str, cast: Cast) -> None:
    account = cast.account(Role.WORKER, person=cast.worker())
    with window(browser, site, account, PHONE_SIZE) as page:
        page.goto("/me/")
        page.get_by_role("button", name="显示完整的手机号").click()
        page.get_by_role("button", name="本人核对").click()
        page.get_by_role("button", name="显示 30 秒").click()
        expect(page.locator("[data-masked-value]").nth(1)).to_have_text(PHONE, timeout=15_000)
        page.get_by_role("link", name="等级").click()
        expect(page.get_by_text("您现在是 5 级")).to_be_visible(timeout=20_000)
