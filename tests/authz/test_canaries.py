"""Nothing of a person out of sight is anywhere: no page, file, count, suggestion or refusal."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from jishi.access.enums import Role
from jishi.registry.actions import intake
from jishi.registry.actions.particulars import Entered, Reached, Transferred
from jishi.registry.models import Person
from tests.architecture.tree import listing
from tests.authz.matrix import pages
from tests.authz.town import Town, address
from tests.registry_core.town import SOCIAL_WORK, a_number
from tests.registry_people.cast import Cast

pytestmark = pytest.mark.django_db

NAME, PHONE = "金丝雀", "19977665544"
LISTS = (
    "",
    "roster/",
    "quality/",
    "places/",
    "grids/",
    "changes/new/",
    "roster/?q=jsq",
    "roster/?status=all",
)
STREET_ROLES = (Role.STREET_CLERK, Role.STREET_LEADER, Role.SECRETARY)


def canary(cast: Cast, name: str, where: str) -> Person:
    """Somebody out of sight, everything of whom is easily recognised."""
    far = where == "district"
    unit = cast.far_community if far else cast.communities[2]
    admitted = intake.admit(
        district=cast.other_district if far else cast.district,
        particulars=Entered(
            id_number=a_number(),
            name=name,
            identity="统招专职",
            channel="招聘",
            using_unit=cast.communities[0] if where == "former" else unit,
            position="专职社区工作者",
            mode="聘任",
            worker_number=f"ZQ-{where}",
        ),
        on=date(2021, 1, 1),
        sight=cast.sight(unit=cast.other_district if far else cast.district),
        by=SOCIAL_WORK,
        at=cast.at(),
    )
    person = admitted.person
    if not far:
        cast.record(person, Reached(phone=PHONE), date(2021, 1, 2))
    if where == "former":
        cast.record(person, Transferred(using_unit=unit), date(2024, 1, 1))
    return person


def traces(person: Person, name: str) -> tuple[str, ...]:
    """What would give somebody away."""
    return (name, person.uid, person.worker_number, person.id_number_tail, PHONE[-4:])


def bodies(town: Town, role: Role) -> Iterator[tuple[str, str]]:
    """Everything a role can read: pages about its own objects, lists, exports, searches."""
    client, own = town.client(role), town.of(role, "own")[0]
    paths = {"/" + path for path in LISTS}
    paths |= {address(page.route, page.about, own) for page in pages() if "GET" in page.roles}
    for path in sorted(paths - {"/logout/"}):
        yield path, _text(client, path)
    for text in (NAME, NAME[:1], "jinsique", "jsq", PHONE[-4:]):
        yield f"search {text}", client.get("/search/", {"q": text}).content.decode()
    yield "export", _read(client.post("/roster/export/", {"reason": "核对", "format": "xlsx"}))


def _text(client: Client, path: str) -> str:
    return _read(client.get(path))


def _read(answer: Any) -> str:
    """What an answer says, a file's text included."""
    sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return _unzipped(sent)


def _unzipped(sent: bytes) -> str:
    if not sent.startswith(b"PK"):
        return sent.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(sent)) as book:
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


@pytest.mark.parametrize("where", ["street", "former", "district"])
@pytest.mark.parametrize("role", STREET_ROLES)
def test_a_person_out_of_sight_leaves_no_trace_anywhere(town: Town, role: Role, where: str) -> None:
    person = canary(town.cast, NAME, where)
    seen = [
        f"{path}: {trace}"
        for path, body in bodies(town, role)
        for trace in traces(person, NAME)
        if trace in body
    ]
    assert not seen, listing(seen)


@pytest.mark.parametrize("role", [Role.STREET_CLERK, Role.SECRETARY])
def test_one_more_person_elsewhere_changes_no_figure_here(town: Town, role: Role) -> None:
    paths = ("/", "/roster/", "/quality/", "/places/", "/grids/")
    before = [_still(_text(town.client(role), path)) for path in paths]
    canary(town.cast, "另一人", "street")
    after = [_still(_text(town.client(role), path)) for path in paths]
    assert after == before


def _still(body: str) -> str:
    """A page without what differs at every look: tokens and times of day."""
    body = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": ?)"[^"]+"', "", body)
    body = re.sub(r"X-CSRFToken[^}]*}", "", body)
    return re.sub(r"\d{2}:\d{2}(:\d{2})?|[0-9a-f]{8}-[0-9a-f-]{27}", "", body)
