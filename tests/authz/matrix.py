"""The matrix file as the tests read it, and every address the platform has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver

from jishi.access.enums import Role

FILE = Path(__file__).resolve().parents[2] / "docs" / "authorisation.yaml"


@dataclass(frozen=True, slots=True)
class Page:
    """One line of the matrix: what a page is about, and which roles may use which method."""

    route: str
    about: str
    roles: dict[str, frozenset[Role]]
    own_file: frozenset[Role]
    withheld: frozenset[Role]
    is_open: bool
    is_api: bool = False

    def allows(self, role: Role, method: str) -> bool:
        return role in self.roles[method]


@cache
def pages() -> tuple[Page, ...]:
    """The whole matrix."""
    document = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(_page(route, line) for route, line in document["地址"].items())


def _page(route: str, line: dict[str, Any]) -> Page:
    methods = {"看": "GET", "办": "POST"}
    roles = {methods[key]: frozenset(map(Role, line[key])) for key in methods if key in line}
    return Page(
        route=route,
        about=line["对象"],
        roles=roles,
        own_file=frozenset(map(Role, line.get("本人", ()))),
        withheld=frozenset(map(Role, line.get("不可", ()))),
        is_open=line.get("公开", False),
        is_api=line.get("接口", False),
    )


def addresses() -> set[str]:
    """Every address the resolver knows."""
    return set(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, route)
        else:
            yield route
