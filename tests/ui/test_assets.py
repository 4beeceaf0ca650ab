"""Style and scripts: nothing newer than Chromium 90, nothing from outside, light enough to arrive quickly."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from jishi.ui.icons import ROOM

STATIC = ROOM / "static"
STYLES = sorted(STATIC.rglob("*.css"))
SCRIPTS = sorted((STATIC / "ui").rglob("*.js"))
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))
OWN = [path for path in STYLES if "vendor" not in path.parts]

TOO_NEW = re.compile(
    r"oklch\(|color-mix\(|:has\(|@layer|@container|@property|(?<![\w-])gap-rule|:is\(|:where\("
)
NESTED = re.compile(r"^\s+&", re.MULTILINE)
OUTSIDE = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]", re.IGNORECASE)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"|javascript:|hx-on|hx-vals=.js:", re.IGNORECASE
)
EAGER = re.compile(r"\beval\(|new Function|innerHTML\s*=|document\.write|insertAdjacentHTML|\.outerHTML\s*=")
FIRST_PAGE = 400_000
NEXT_PAGE = 80_000


def where(path: Path) -> str:
    return str(path.relative_to(ROOM))


@pytest.mark.parametrize("path", STYLES, ids=where)
def test_a_style_sheet_holds_only_what_chromium_90_understands(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not TOO_NEW.findall(text)
    assert path not in OWN or not NESTED.findall(text)


@pytest.mark.parametrize("path", [*OWN, *SCRIPTS, *TEMPLATES], ids=where)
def test_nothing_of_ours_names_an_address_outside(path: Path) -> None:
    assert not OUTSIDE.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=where)
def test_a_template_is_short_and_holds_no_script_style_or_unescaped_word(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 120
    assert not INLINE.findall(text)
    assert "|safe" not in text
    assert "autoescape" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=where)
def test_a_script_writes_text_and_never_markup(path: Path) -> None:
    assert not EAGER.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*OWN, *SCRIPTS], ids=where)
def test_a_file_stays_readable(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 400
    assert max(len(line) for line in lines) <= 330


def test_what_others_made_carries_its_licence_and_version() -> None:
    for folder in (STATIC / "vendor").iterdir():
        if folder.is_dir():
            assert re.search(r"-\d+\.\d+\.\d+$", folder.name)
            assert (folder / "LICENSE").read_text(encoding="utf-8")
            assert folder.name in (STATIC / "vendor" / "README.md").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_first_page_and_a_next_page_are_light(client: Client) -> None:
    page = client.get("/ui/gallery/list/").content
    addresses = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode()))
    files = [finders.find(address) for address in addresses]
    weights = [len(gzip.compress(Path(file).read_bytes())) for file in files if isinstance(file, str)]

    assert len(weights) == len(addresses)
    assert sum(weights) + len(gzip.compress(page)) < FIRST_PAGE
    assert len(gzip.compress(page)) < NEXT_PAGE
