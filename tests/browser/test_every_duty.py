"""Every duty signs in through the page people use, and every page of every menu shuts nobody out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from jishi.access.enums import Role
from tests.authz.matrix import pages
from tests.authz.town import Town, address, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP, PHONE = (1440, 900), (390, 844)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PASSWORD = "Qinghe-2026-test"
# Steps of signing in and files: no pages of somebody already signed in.
_NOT_PAGES = (
    "login/",
    "healthz",
    "export",
    "drafts/<",
    "gallery/",
    "batch/<",
    "search/",
    "roster/row/",
    "evidence/",
    "openapi",
    "api/v1",
    "evidence/",
    "openapi",
    "api/v1",
)
_HOLDERS = (Role.SOCIAL_WORK, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of them."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def town(transactional_db: None) -> Town:  # noqa: ARG001 # the site's database
    """A town with one of everything."""
    return build()


@pytest.fixture
def site(town: Town, settings: Settings) -> Iterator[str]:  # noqa: ARG001 # there is somebody to show
    """The platform served by itself."""
    settings.REQUIRE_TOTP = False
    server = LiveServer("127.0.0.1")
    yield server.url
    time.sleep(0.5)  # what a closed window had still asked for is answered before the site is gone
    server.stop()


def window(browser: Browser, site: str, size: tuple[int, int]) -> Page:
    width, height = size
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": height}, bypass_csp=True, locale="zh-CN"
    )
    return context.new_page()


def sign_in(page: Page, town: Town, role: Role) -> None:
    """Sign in with name and password, as anybody does."""
    has_file = role in {Role.WORKER, Role.SECRETARY}
    account = town.cast.account(role, person=town.objects["here"].person if has_file else None)
    type(account).objects.filter(pk=account.pk).update(password=make_password(PASSWORD))
    page.goto("/login/")
    page.get_by_label("登录名").fill(account.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def faults_of(page: Page, where: str, width: int) -> list[str]:
    """What shuts somebody out of a page, or does not fit its window."""
    answer = page.goto(where)
    assert answer is not None
    page.wait_for_load_state("networkidle")
    found = [] if answer.status == 200 else [f"{where}: {answer.status}"]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"{where}: wider than its window")
    violations = Axe().run(page, options=RULES).response["violations"]
    return found + [f"{where}: {fault['id']} {fault['nodes'][0]['html'][:120]}" for fault in violations]


def test_every_duty_signs_in_and_finds_at_most_nine_things_in_its_menu(
    browser: Browser, site: str, town: Town
) -> None:
    for role in Role:
        page = window(browser, site, DESKTOP)
        sign_in(page, town, role)
        entries = page.locator("#side nav a")
        assert 1 <= entries.count() <= 9, role.label
        faults = faults_of(page, page.url, DESKTOP[0])
        assert not faults, (role.label, faults)
        page.context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("role", _HOLDERS, ids=[role.value for role in _HOLDERS])
def test_no_page_of_the_matrix_shuts_anybody_out(
    browser: Browser, site: str, town: Town, role: Role, size: tuple[int, int]
) -> None:
    page = window(browser, site, size)
    sign_in(page, town, role)
    own = town.of(role, "own")[0]
    wanted = [
        address(line.route, line.about, own)
        for line in pages()
        if "GET" in line.roles
        and line.allows(role, "GET")
        and not any(part in line.route for part in _NOT_PAGES)
    ]
    faults = [fault for where in wanted for fault in faults_of(page, where, size[0])]
    page.context.close()
    assert not faults, "\n".join(faults)
