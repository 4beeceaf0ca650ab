"""One cell of the matrix: a role asks for a page about an object, and what should come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from jishi.access.enums import Role
from tests.authz.matrix import Page
from tests.authz.town import Objects, Town, address

ANSWERED = frozenset({200, 204, 302, 303, 400, 409, 422})
UNSCOPED = frozenset({"无", "本人的", "批次"})
NO_TOKEN, FORBIDDEN, MISSING, WRONG_METHOD = 401, 403, 404, 405


@dataclass(frozen=True, slots=True)
class Cell:
    """Who asks for what, how, and how they stand to it."""

    page: Page
    role: Role
    method: str
    relation: str
    objects: Objects

    def expected(self) -> frozenset[int]:
        """What may be answered, by the matrix alone."""
        if self.method not in self.page.roles:
            return frozenset({WRONG_METHOD})
        if self.page.is_api:  # a session of the browser opens nothing here
            return frozenset({NO_TOKEN})
        if self.relation == "self" and self.role in self.page.own_file:
            return ANSWERED
        if not self.page.allows(self.role, self.method):
            # a page for one's own file lets its roles in and then finds no such file
            return frozenset({MISSING if self.role in self.page.own_file else FORBIDDEN})
        if self.page.about in UNSCOPED:
            return ANSWERED if self.page.about == "无" else ANSWERED | {MISSING}
        if self.relation != "own":
            return frozenset({MISSING})
        return frozenset({FORBIDDEN}) if self.role in self.page.withheld else ANSWERED

    def answered(self, town: Town) -> int:
        """What is answered; whatever it did is undone."""
        where = address(self.page.route, self.page.about, self.objects)
        with transaction.atomic():
            client = town.client(self.role)
            answer = client.get(where) if self.method == "GET" else client.post(where)
            if answer.streaming:  # read to its end, a file is closed by the client
                b"".join(answer.streaming_content)  # type: ignore[attr-defined] # a stream has one
            transaction.set_rollback(True)
        return answer.status_code

    def __str__(self) -> str:
        return f"{self.role.label} {self.method} /{self.page.route} ({self.relation})"


def cells_of(page: Page, town: Town) -> Iterator[Cell]:
    """Every cell of a page; a page about nothing in particular has one a role and method."""
    for role in Role:
        for method in ("GET", "POST"):
            if page.about in UNSCOPED:
                yield Cell(page, role, method, "own", town.objects["here"])
                continue
            for relation in ("own", "other", "former"):
                for objects in town.of(role, relation):
                    is_own_file = role in page.own_file and objects is town.objects["here"]
                    yield Cell(page, role, method, "self" if is_own_file else relation, objects)


def differing(page: Page, town: Town) -> list[str]:
    """The cells of a page that come out otherwise than the matrix says."""
    found = []
    for cell in cells_of(page, town):
        status = cell.answered(town)
        if status not in cell.expected():
            found.append(f"{cell}: {status}, expected {sorted(cell.expected())}")
    return found
