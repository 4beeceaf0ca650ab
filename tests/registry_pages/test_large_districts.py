"""Large districts: what is kept between two deeds is never seen by others nor after the next deed."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.access.enums import Role
from jishi.audit.selectors import deeds_until
from jishi.registry.selectors import counting
from tests.registry_pages.cast import Town, admit
from tests.registry_pages.reading import names, text


@pytest.fixture(autouse=True)
def everybody_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person within sight is enough for answers to be kept."""
    monkeypatch.setattr(counting, "LARGE", 1)
    for shelf in ("orders", "tables"):
        caches[shelf].clear()


def test_somebody_recorded_is_on_the_next_page_and_in_its_counts(town: Town) -> None:
    admit(town, town.communities[0], "王先来")
    client = town.client(Role.SOCIAL_WORK)
    for _ in range(3):
        assert names(text(client, "/roster/")) == ["王先来"]

    admit(town, town.communities[0], "王后到")

    page = text(client, "/roster/")
    assert sorted(names(page)) == sorted(["王先来", "王后到"])
    assert "在岗 2" in page


@pytest.mark.parametrize("address", ["/roster/", "/roster/?sort=-age", "/roster/?q=王"])
def test_what_is_kept_for_a_district_is_not_shown_to_a_street(town: Town, address: str) -> None:
    admit(town, town.communities[0], "王本街")
    admit(town, town.communities[2], "王别街")
    district, street = town.client(Role.SOCIAL_WORK), town.client(Role.STREET_CLERK)

    for _ in range(3):
        assert sorted(names(text(district, address))) == sorted(["王本街", "王别街"])
        assert names(text(street, address)) == ["王本街"]


def test_rows_kept_for_one_role_are_not_shown_to_another(town: Town) -> None:
    admit(town, town.communities[0], "王本街")
    clients = [town.client(role) for role in (Role.SOCIAL_WORK, Role.LEADER, Role.FINANCE)]
    kept = [[rows(text(client, "/roster/")) for _ in range(3)][-1] for client in clients]

    for client, shown in zip(clients, kept, strict=True):
        caches["tables"].clear()
        assert rows(text(client, "/roster/")) == shown


def rows(page: str) -> str:
    """The body of the table, as it stands on the page."""
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_a_page_seen_before_asks_less_and_says_the_same(town: Town) -> None:
    admit(town, town.communities[0], "王本街")
    client = town.client(Role.SOCIAL_WORK)
    text(client, "/roster/")
    with CaptureQueriesContext(connection) as first:
        before = text(client, "/roster/")
    with CaptureQueriesContext(connection) as again:
        after = text(client, "/roster/")

    assert names(after) == names(before)
    assert len(again) < len(first) <= 16


def test_looking_at_somebody_is_no_deed(town: Town) -> None:
    person = admit(town, town.communities[0], "王本街")
    chain = f"district-{person.district_id}"
    before = deeds_until(chain)

    text(town.client(Role.SOCIAL_WORK), f"/people/{person.uid}/")

    assert before > 0
    assert deeds_until(chain) == before
