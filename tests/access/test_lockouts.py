"""The names locked out now, and letting them be tried again."""

from __future__ import annotations

import pytest
from django.test import Client

from jishi.access.actions import lockouts
from jishi.access.enums import Role
from jishi.access.models import Account
from jishi.access.permissions import Forbidden
from jishi.audit.models import Event
from tests.access import world as w
from tests.access.world import World


@pytest.fixture
def locked(world: World) -> Account:
    clerk = w.holder("clerk", Role.STREET_CLERK, world.street)
    for username in ("clerk", "secret-typed-as-a-name"):
        for _ in range(5):
            Client().post("/login/", {"username": username, "password": "wrong-Wrong-1"})
    return clerk


def test_the_security_administrator_sees_and_opens_a_lock(world: World, locked: Account) -> None:
    client = w.signed_in(w.holder("sec", Role.SECURITY_ADMIN, world.district))
    page = client.get("/lockouts/").content.decode()
    assert "clerk先生" in page
    assert "secret-typed" not in page
    assert client.post("/lockouts/clerk/release/").status_code == 302
    assert w.signed_in(locked).get("/account/").status_code == 200
    assert Event.objects.filter(verb="lockout.release", subject_key="clerk").exists()


def test_locks_of_another_district_are_neither_seen_nor_opened(world: World, locked: Account) -> None:
    far = w.holder("far", Role.SECURITY_ADMIN, world.other_district)
    client = w.signed_in(far)
    assert "clerk先生" not in client.get("/lockouts/").content.decode()
    assert client.post("/lockouts/clerk/release/").status_code == 404
    sight = w.sight(far)
    with pytest.raises(Forbidden):
        lockouts.release(account=locked, reason="", sight=sight, by=sight.actor, at=w.now())
