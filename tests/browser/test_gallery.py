"""The design system in a real browser: it fits, it is silent, everybody can use it, and no work is lost."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as platform
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from jishi.access.models import Account
from jishi.ui.models import Draft
from tests.ui.conftest import account_named
from tests.ui.gallery_pages import COMPONENTS, ERROR_PAGES, FILTERED, PAGES, PERSON, without_doors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP, LAPTOP, PHONE = (1440, 900), (1366, 768), (390, 844)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
LIST, FORM = "/ui/gallery/list/", "/ui/gallery/form/"
ALLOWED = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:  # noqa: ARG001 # asked for
    """The design system served by itself."""
    middleware = without_doors(platform.MIDDLEWARE)
    with (
        django_db_blocker.unblock(),
        override_settings(ROOT_URLCONF="tests.ui.addresses", MIDDLEWARE=middleware),
    ):
        server = LiveServer("127.0.0.1")
        yield server.url
        for thread in threading.enumerate():  # answers still under way hold the database
            if "process_request_thread" in thread.name:
                thread.join(10)
        server.stop()


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:  # noqa: ARG001 # gone before the site is
    """One browser for all journeys."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ALLOWED)
        yield browser
        browser.close()


@pytest.fixture
def account(transactional_db: None) -> Account:  # noqa: ARG001 # the database is what is asked for
    return account_named("clerk")


def opened(browser: Browser, site: str, size: tuple[int, int], *, checked: bool = False) -> BrowserContext:
    width, height = size
    return browser.new_context(
        base_url=site, viewport={"width": width, "height": height}, bypass_csp=checked, locale="zh-CN"
    )


def signed_in(context: BrowserContext, site: str, account: Account) -> Page:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    name = platform.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return context.new_page()


def complaints_of(page: Page) -> list[str]:
    """What the browser complains of; statuses of error pages and of a draft nobody may read are meant."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.mark.parametrize("size", [DESKTOP, LAPTOP, PHONE])
def test_every_page_fits_and_the_browser_complains_of_nothing(
    browser: Browser, site: str, size: tuple[int, int]
) -> None:
    with opened(browser, site, size) as context:
        page = context.new_page()
        heard = complaints_of(page)
        for address in PAGES:
            page.goto(address)
            width = page.evaluate("() => document.documentElement.scrollWidth")
            assert width <= size[0], address
        assert [words for words in heard if "yyyy-MM-dd" not in words] == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_nobody_is_shut_out_of_any_page(browser: Browser, site: str, size: tuple[int, int]) -> None:
    with opened(browser, site, size, checked=True) as context:
        page = context.new_page()
        for address in ("/ui/gallery/", *COMPONENTS, *ERROR_PAGES, FILTERED, PERSON):
            page.goto(address)
            assert faults_of(page) == [], address


@pytest.mark.parametrize(
    ("opener", "dialog"),
    [
        ("[data-palette-open]", "#palette"),
        ("[data-keys-open]", "#keys"),
        ("[data-open=columns]", "#columns"),
        ("[data-open=more-filters]", "#more-filters"),
        ("[data-rows] a[data-drawer]", "#row-drawer"),
        ("details.as-of summary", "details.as-of form"),
    ],
)
def test_nobody_is_shut_out_of_what_opens(browser: Browser, site: str, opener: str, dialog: str) -> None:
    with opened(browser, site, DESKTOP, checked=True) as context:
        page = context.new_page()
        page.goto(LIST)
        page.locator(opener).first.click()
        expect(page.locator(dialog)).to_be_visible()
        page.wait_for_timeout(300)
        assert faults_of(page) == []


def faults_of(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]


def test_a_row_opens_in_a_drawer_that_walks_over_the_end_of_the_page(browser: Browser, site: str) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = context.new_page()
        page.goto(f"{LIST}?size=20")
        page.locator("[data-rows] a[data-drawer]").nth(19).click()
        last = page.locator("#row-drawer h1")
        expect(last).to_be_visible()
        words = last.inner_text()

        page.keyboard.press("j")
        expect(page.locator("[data-drawer-place]")).to_have_text("第 21 条 / 641")
        expect(last).not_to_have_text(words)
        page.keyboard.press("k")
        expect(last).to_have_text(words)

        page.keyboard.press("Escape")
        expect(page.locator("#row-drawer")).to_be_hidden()
        assert page.evaluate("() => document.activeElement.matches('[data-drawer]')")


def test_the_keyboard_walks_chooses_and_finds(browser: Browser, site: str) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = context.new_page()
        page.goto(LIST)
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator("[data-picked]")).to_have_text("1")

        page.keyboard.press("/")
        page.keyboard.type("冬梅")
        expect(page.locator("#page-count b")).to_have_text("48")
        assert page.url.endswith("/ui/gallery/list/?q=%E5%86%AC%E6%A2%85")

        page.keyboard.press("Control+k")
        page.keyboard.type("列表")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ui/gallery/*list/")

        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()


def test_the_whole_result_is_chosen_not_the_page_alone(browser: Browser, site: str) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = context.new_page()
        page.goto(LIST)
        page.locator("[data-pick-all]").check()
        expect(page.locator(".batch-words")).to_have_text("已选 50 人")
        page.locator("[data-pick-whole]").click()
        expect(page.locator(".batch-words")).to_have_text("已选 641 人")

        page.locator(".pager a[rel=next]").click()
        expect(page.locator(".pager .current")).to_have_text("2")
        expect(page.locator(".batch-words")).to_have_text("已选 641 人")
        with page.expect_request(lambda request: request.method == "POST") as sent:
            page.get_by_role("button", name="发核查").click()
        assert "whole=1" in (sent.value.post_data or "")


def test_back_brings_the_filters_and_the_choice_again(browser: Browser, site: str) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = context.new_page()
        page.goto(f"{LIST}?post=head")
        page.locator("[data-rows] input[name=key]").first.check()
        page.goto("/ui/gallery/tags/")
        page.go_back()
        expect(page.locator("select[name=post]")).to_have_value("head")
        expect(page.locator(".batch-words")).to_have_text("已选 1 人")


def test_columns_are_chosen_by_keyboard_and_kept(browser: Browser, site: str, account: Account) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = signed_in(context, site, account)
        page.goto(LIST)
        page.get_by_role("button", name="列设置").press("Enter")
        page.get_by_role("button", name="等级上移").press("Enter")
        page.get_by_role("button", name="冻结等级").press("Enter")
        page.locator("[data-column=id_number] [data-column-shown]").uncheck()
        page.get_by_role("button", name="保存列设置").click()
        page.wait_for_url(f"**{LIST}")
        heads = page.locator("[data-rows] thead th").all_inner_texts()
        assert [head.strip() for head in heads[1:4]] == ["姓名", "等级", "街道"]


def test_a_form_comes_back_at_the_same_field_after_signing_in_again(
    browser: Browser, site: str, account: Account
) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = signed_in(context, site, account)
        page.goto(FORM)
        page.locator("#id_reason").fill("换届后任副主任，群众满意")
        expect(page.locator("[data-draft-state]")).to_contain_text("草稿已存", timeout=8000)

        context.clear_cookies()
        page.locator("#id_grade").fill("9")
        expect(page.locator("#notices")).to_contain_text("登录已过期", timeout=8000)

        again = Client()
        again.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        name = platform.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": again.cookies[name].value, "url": site}])
        page.reload()
        expect(page.locator("#id_grade")).to_have_value("9")
        expect(page.locator("#id_reason")).to_have_value("换届后任副主任，群众满意")
        assert page.evaluate("() => document.activeElement.id") == "id_grade"


def test_two_windows_on_one_form_are_told_of_each_other(
    browser: Browser, site: str, account: Account
) -> None:
    with opened(browser, site, DESKTOP) as context:
        one = signed_in(context, site, account)
        one.goto(FORM)
        one.locator("#id_reason").fill("甲")
        expect(one.locator("[data-draft-state]")).to_contain_text("草稿已存", timeout=8000)
        two = context.new_page()
        two.goto(FORM)
        expect(two.locator("#id_reason")).to_have_value("甲")
        two.locator("#id_reason").fill("乙")
        expect(two.locator("[data-draft-state]")).to_contain_text("草稿已存", timeout=8000)

        one.locator("#id_reason").fill("丙")
        expect(one.locator("#notices")).to_contain_text("另一个窗口", timeout=8000)
        one.get_by_role("button", name="保留这个窗口的").click()
        expect(one.locator("[data-draft-state]")).to_contain_text("草稿已存", timeout=8000)
    assert Draft.objects.get().version == 3


def test_a_connection_lost_while_submitting_keeps_the_form_and_offers_to_try_again(
    browser: Browser, site: str, account: Account
) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = signed_in(context, site, account)
        page.goto(FORM)
        page.locator("#id_reason").fill("换届")
        page.route("**/ui/gallery/form/", lambda route: route.abort())
        page.locator("[data-main]").click()
        expect(page.locator("#notices")).to_contain_text("还没有提交")
        expect(page.locator("#id_reason")).to_have_value("换届")

        page.unroute("**/ui/gallery/form/")
        with page.expect_request(lambda request: request.method == "POST" and request.url.endswith(FORM)):
            page.get_by_role("button", name="重试").click()


def test_a_form_pressed_twice_is_sent_once(browser: Browser, site: str, account: Account) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = signed_in(context, site, account)
        page.goto(FORM)
        sent: list[str] = []

        def slowly(route: Route) -> None:
            sent.append(route.request.method)
            page.wait_for_timeout(400)
            route.continue_()

        page.route("**/ui/gallery/form/", slowly)
        page.evaluate(
            "() => { const form = document.querySelector('form[data-guard]');"
            " form.requestSubmit(); form.requestSubmit(); form.requestSubmit(); }"
        )
        page.wait_for_timeout(1200)
        assert sent == ["POST"]


def test_a_masked_value_is_shown_for_a_reason(browser: Browser, site: str) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = context.new_page()
        page.goto("/ui/gallery/masked-field/")
        page.get_by_role("button", name="显示完整的身份证号").click()
        page.get_by_role("button", name="核对证件").click()
        page.get_by_role("button", name="显示 30 秒").click()
        expect(page.locator("[data-masked-value]").first).to_have_text("990203198804058675")
        expect(page.locator(".masked .seconds").first).to_contain_text("秒后遮盖")


def test_a_faulty_form_leads_from_its_summary_to_the_field(browser: Browser, site: str) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = context.new_page()
        page.goto("/ui/gallery/error-summary/")
        expect(page.locator("[data-error-summary]")).to_be_focused()
        page.get_by_role("link", name="新岗位：请选择新岗位。").click()
        expect(page.locator("#id_post")).to_be_focused()


def test_a_toast_offers_to_undo_and_goes_away(browser: Browser, site: str) -> None:
    with opened(browser, site, DESKTOP) as context:
        page = context.new_page()
        page.goto("/ui/gallery/toast/")
        expect(page.get_by_role("button", name="撤销")).to_be_visible()
        expect(page.locator("[data-toast]")).to_have_count(0, timeout=12_000)


def test_the_phone_has_a_menu_that_opens_and_closes(browser: Browser, site: str) -> None:
    with opened(browser, site, PHONE) as context:
        page = context.new_page()
        page.goto(LIST)
        page.get_by_role("button", name="打开菜单").click()
        expect(page.locator("#side")).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(page.locator("#side")).not_to_be_in_viewport()
        expect(page.locator(".tab-bar a.current")).to_have_text("人员")
