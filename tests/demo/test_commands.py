"""Somebody sets the platform up in a terminal: the demo, the site, the first administrators."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jishi.access.enums import Role
from jishi.cli.demonstration.accounts import PASSWORD
from jishi.cli.exit_codes import ExitCode
from tests.demo.program import Program, Site, program

pytestmark = pytest.mark.timeout(600)
SMALL = ("--percent", "1", "--on", "2026-11-25")
FIRST_PAGE = 400_000  # bytes over the wire, everything it needs included
ADMINISTRATORS = ("--system", "石维安", "--security", "卫守正", "--audit", "史公允")
CITY = ("--city", "某市", "--district", "某区=general-example")


@pytest.fixture(scope="module")
def on_a_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A small demo, loaded by the program itself."""
    with program(tmp_path_factory.mktemp("demo")) as jishi:
        ended = jishi("demo", *SMALL)
        assert ended.code == ExitCode.DONE, ended.aside
        assert all(f"  {role.value}\n" in ended.out for role in Role)
        assert PASSWORD in ended.out
        assert "http://127.0.0.1:8000" in ended.out
        yield jishi


@pytest.fixture(scope="module")
def on_nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """An empty database."""
    with program(tmp_path_factory.mktemp("empty")) as jishi:
        yield jishi


def test_a_demo_that_is_there_is_left_as_it_is(on_a_demo: Program) -> None:
    before = on_a_demo("verify-audit").out
    again = on_a_demo("demo")
    assert again.code == ExitCode.DONE
    assert "演示已经在这里" in again.out
    assert "jishi demo --anew" in again.out
    assert f"  {Role.SOCIAL_WORK}\n" in again.out
    assert _events(on_a_demo("verify-audit").out) == _events(before)


def _events(report: str) -> list[str]:
    return re.findall(r"共 (\d+) 条", report)


def test_a_demo_is_emptied_and_loaded_anew_when_asked(on_a_demo: Program) -> None:
    anew = on_a_demo("demo", "--anew", *SMALL, "--seed", "2")
    assert anew.code == ExitCode.DONE, anew.aside
    assert "已载入" in anew.out
    assert on_a_demo("verify-audit").code == ExitCode.DONE


def test_the_site_starts_answers_and_ends_when_told(
    on_a_demo: Program, record_property: Callable[[str, object], None]
) -> None:
    with on_a_demo.serving() as site:
        status, body = site.get("/healthz")
        first_page = _weight(site.get("/login/", compressed=True)[1], site)
        second = on_a_demo("serve", "--port", str(site.port))
        code, words = site.stop()

    assert status == 200
    assert json.loads(body)["ok"] is True
    assert first_page < FIRST_PAGE
    assert second.code == ExitCode.DATABASE
    assert "请用 --port 换一个" in second.aside, "an address in use is told before anything starts"
    assert code == ExitCode.DONE
    told = re.search(r"已开站：http://127\.0\.0\.1:\d+　用时 [\d.]+ 秒", words)
    assert told, words
    record_property("start-up", f"{site.started_in:.1f} s")
    assert site.started_in < 30  # some two seconds on a machine with nothing else to do


def _weight(page: bytes, site: Site) -> int:
    """Bytes of a page and of every style sheet and script it names, as they come over the wire."""
    text = gzip.decompress(page).decode()
    named = re.findall(r'(?:href|src)="(/static/[^"#]+)', text)
    assert named
    return len(page) + sum(len(site.get(name, compressed=True)[1]) for name in named)


def test_the_demo_is_not_shown_to_other_machines_unasked(on_a_demo: Program) -> None:
    ended = on_a_demo("serve", "--host", "0.0.0.0", "--port", "18999")
    assert ended.code == ExitCode.DATABASE
    assert "密码人人知道" in ended.aside


def test_an_empty_database_becomes_a_platform_with_three_administrators(on_nothing: Program) -> None:
    behind = on_nothing("serve")
    assert behind.code == ExitCode.DATABASE
    assert "jishi migrate" in behind.aside
    assert on_nothing("migrate").out.startswith("数据库已升级")
    assert on_nothing("migrate").out.startswith("数据库已与程序一致")

    nowhere = on_nothing("account", "create-admin", *ADMINISTRATORS)
    assert nowhere.code == ExitCode.DATABASE
    assert "请写明 --city" in nowhere.aside
    made = on_nothing("account", "create-admin", *ADMINISTRATORS, *CITY)
    assert made.code == ExitCode.DONE, made.aside
    assert re.search(r"系统管理员 +石维安 +system-admin +\w{12}\n", made.out)
    twice = on_nothing("account", "create-admin", *ADMINISTRATORS)
    assert twice.code == ExitCode.DATABASE
    assert "已经有管理员了" in twice.aside

    refused = on_nothing("demo", *SMALL)
    assert refused.code == ExitCode.DATABASE
    assert "演示不会写进去" in refused.aside


def test_a_database_out_of_reach_is_told_in_a_sentence(tmp_path: Path) -> None:
    jishi = Program(tmp_path, {"JISHI_HOME": str(tmp_path), "DATABASE_URL": "postgresql://127.0.0.1:9/x"})
    ended = jishi("migrate")
    assert ended.code == ExitCode.DATABASE
    assert "连不上数据库" in ended.aside
    assert "请核对 DATABASE_URL" in ended.aside
    assert "Traceback" not in ended.aside
