"""What the platform's rooms keep to: who writes, who knows the web, who sees the clock, what pages hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, apps, listing, parsed, templates, where, written_code

LONGEST_TEMPLATE = 120
ROOMS_OF_BUSINESS = tuple(f"jishi/{name}" for name in apps() if name not in {"ui", "ledger"})
NAMES = {
    "__init__", "__pycache__", "enums", "models", "permissions", "selectors", "rulings", "actions", "forms",
    "presenters", "exports", "views", "jobs", "urls", "admin", "apps", "migrations", "templatetags",
    "templates", "static", "management", "nav",
}  # fmt: skip

WRITING = {
    "save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "asave", "acreate", "adelete",
}  # fmt: skip
NOT_ROWS = {"session", "cache", "super()"}
KNOW_THE_WEB = {"views", "urls", "templatetags", "nav"}
LOOK_AT_THE_CLOCK = {"views", "jobs", "management", "cli"}
WEB = ("django.http", "django.shortcuts", "django.template")
CLOCKS = {
    "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "time.time_ns",
    "timezone.now", "functions.Now",
}  # fmt: skip
CLOCKS_WITHOUT_AN_INSTANT = {"timezone.localdate", "timezone.localtime"}

# What a page may not hold → what to do instead.
BANNED_IN_PAGES = {
    r"<script(?![^>]*\ssrc=)": "put the script into a file under static and name it with src",
    r"<style\b": "put the rule into a style sheet under static",
    r"\sstyle\s*=": "give it a class",
    r"\son[a-z]+\s*=\s*[\"']": "listen in a script under static",
    r"javascript:": "use a button and a script under static",
    r"\|\s*safe\b": "let it be escaped; markup comes from a component",
    r"autoescape\s+off": "let it be escaped; markup comes from a component",
    r"\b(?:src|href)\s*=\s*[\"'](?:https?:)?//": "serve it from the application itself",
}


def layer(path: Path) -> str:
    """Name the part of a room a file belongs to: `views` for access/views/doors.py."""
    inside = path.relative_to(ROOT / "jishi").with_suffix("").parts
    return inside[1] if len(inside) > 1 and inside[0] != "cli" else inside[0]


def rooms_outside(allowed: set[str], *rooms: str) -> Iterator[Path]:
    return (path for path in written_code(*rooms) if layer(path) not in allowed)


# -- who writes


def writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find calls that write rows; `update` of a set of rows takes named values alone, that of a dict none.

    `accounts.create(…)` is an action when `accounts` comes from one; its name is left alone.
    """
    actions = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "actions" in (node.module or "").split(".")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, receiver = node.func.attr, ast.unparse(node.func.value).split(".")[-1]
        rows = name in WRITING or (name == "update" and node.keywords and not node.args)
        if rows and receiver not in NOT_ROWS | actions:
            yield node.lineno, name


def test_rows_of_business_are_written_by_actions_alone() -> None:
    found = [
        f"{where(path, line)} .{name}("
        for path in rooms_outside({"actions"}, *ROOMS_OF_BUSINESS, "jishi/ui", "jishi/cli")
        for line, name in writes(parsed(path))
    ]
    assert not found, f"call an action, or write one:{listing(found)}"


@pytest.mark.parametrize(
    "line", ["p.save()", "P.objects.create(a=1)", "rows.update(a=1)", "x.bulk_create(y)"]
)
def test_a_line_that_writes_is_seen(line: str) -> None:
    assert list(writes(ast.parse(line)))


@pytest.mark.parametrize("line", ["d.update(e)", "digest.update(b'x')", "request.session.save()", "save(x)"])
def test_a_line_that_writes_no_row_is_left_alone(line: str) -> None:
    assert not list(writes(ast.parse(line)))


def test_calling_an_action_is_not_writing() -> None:
    assert not list(writes(ast.parse("from jishi.a.actions import accounts\naccounts.create(name=x)")))


# -- who knows the web


def web_words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find imports of the web and functions that are handed a request."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(WEB):
            yield node.lineno, f"imports {node.module}"
        if isinstance(node, ast.FunctionDef) and any(each.arg == "request" for each in node.args.args):
            yield node.lineno, f"{node.name}(request)"


def test_a_request_is_known_to_views_alone() -> None:
    found = [
        f"{where(path, line)} {word}"
        for path in rooms_outside(KNOW_THE_WEB, *ROOMS_OF_BUSINESS, "jishi/ledger", "jishi/vault")
        for line, word in web_words(parsed(path))
    ]
    assert not found, f"take what is needed from the request in a view, hand on values:{listing(found)}"


# -- who looks at the clock


def clocks(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find the clock read or handed on to be read later, such as a default of a model's field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = ".".join(ast.unparse(node).split(".")[-2:])
            if name in CLOCKS:
                yield node.lineno, name
        if isinstance(node, ast.Call) and not node.args and not node.keywords:
            name = ".".join(ast.unparse(node.func).split(".")[-2:])
            if name in CLOCKS_WITHOUT_AN_INSTANT:
                yield node.lineno, name
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield node.lineno, node.arg


def test_the_day_and_the_instant_are_arguments() -> None:
    found = [
        f"{where(path, line)} {name}"
        for path in rooms_outside(LOOK_AT_THE_CLOCK, "jishi")
        for line, name in clocks(parsed(path))
    ]
    assert not found, f"take the day as on= and the instant as at=:{listing(found)}"


@pytest.mark.parametrize(
    "line", ["timezone.now()", "F(default=timezone.now)", "dt.date.today()", "timezone.localdate()"]
)
def test_a_hidden_clock_is_seen(line: str) -> None:
    assert list(clocks(ast.parse(line)))


@pytest.mark.parametrize("line", ["timezone.localdate(at)", "frame.now(request)"])
def test_a_given_instant_is_left_alone(line: str) -> None:
    assert not list(clocks(ast.parse(line)))


# -- what pages hold


def faults_of_page(text: str) -> list[tuple[int, str]]:
    """Find what a page may not hold, with the remedy; comments of the template language are left out."""
    text = re.sub(r"\{#.*?#\}", "", text)
    return [
        (text[: match.start()].count("\n") + 1, remedy)
        for pattern, remedy in BANNED_IN_PAGES.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]


def test_pages_hold_no_script_no_style_and_nothing_unescaped() -> None:
    found = [
        f"{where(path, line)} {remedy}"
        for path in templates()
        for line, remedy in faults_of_page(path.read_text(encoding="utf-8"))
    ]
    assert not found, f"not in a page:{listing(found)}"


def test_no_page_is_longer_than_two_screens() -> None:
    long = [
        f"{where(path)}: {count} lines"
        for path in templates()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_TEMPLATE
    ]
    assert not long, f"make parts or components: at most {LONGEST_TEMPLATE} lines{listing(long)}"


def test_markup_is_escaped_by_code_too() -> None:
    found = [
        f"{where(path, node.lineno)} {called}"
        for path in written_code("jishi")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and (called := ast.unparse(node.func).split(".")[-1]) in {"mark_safe", "SafeString", "SafeText"}
    ]
    assert not found, f"use format_html or a template:{listing(found)}"


@pytest.mark.parametrize(
    "line",
    [
        "<script>x</script>",
        '<p style="a">',
        '<a onclick="x">',
        "{{ name|safe }}",
        '<link href="https://cdn/x.css">',
        "{% autoescape off %}",
    ],
)
def test_a_bad_line_of_a_page_is_seen(line: str) -> None:
    assert faults_of_page(line)


@pytest.mark.parametrize(
    "line", ['<script src="{% static "ui/a.js" %}"></script>', '<a href="/x">', "{# <style> #}", "{{ on }}"]
)
def test_a_good_line_of_a_page_is_left_alone(line: str) -> None:
    assert not faults_of_page(line)


# -- how files are called


def test_files_of_a_room_have_the_names_everybody_looks_for() -> None:
    strange = [
        where(path)
        for room in ROOMS_OF_BUSINESS
        for path in sorted((ROOT / room).iterdir())
        if path.stem not in NAMES
    ]
    assert not strange, f"a room holds only {'、'.join(sorted(NAMES - {'__pycache__'}))}:{listing(strange)}"
