"""A session ends with the very next request after something was taken away, or when its time is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jishi.access.actions import accounts, delegation, grants
from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.views import sessions
from tests.access import world as w
from tests.access.world import World

Change = Callable[[World, Account], object]


@pytest.fixture
def clerk(world: World) -> Account:
    return w.holder("clerk", Role.STREET_CLERK, world.street)


def as_admin(world: World, role: Role) -> dict[str, Any]:
    sight = w.sight(w.holder(f"admin-{role.value}", role, world.city))
    return {"sight": sight, "by": sight.actor, "at": w.now()}


def disable(world: World, clerk: Account) -> None:
    accounts.disable(account=clerk, reason="离职", **as_admin(world, Role.SYSTEM_ADMIN))


def reset(world: World, clerk: Account) -> None:
    accounts.reset_password(account=clerk, reason="本人忘记", **as_admin(world, Role.SYSTEM_ADMIN))


def move(world: World, clerk: Account) -> None:
    unit = world.other_street
    accounts.move(account=clerk, unit=unit, reason="轮岗", **as_admin(world, Role.SYSTEM_ADMIN))


def revoke(world: World, clerk: Account) -> None:
    held = Grant.objects.get(account=clerk)
    grants.revoke(grant=held, reason="调离", **as_admin(world, Role.SECURITY_ADMIN))


def give(world: World, clerk: Account) -> None:
    today = w.now().date()
    grants.give(
        account=clerk, role=Role.STREET_LEADER, unit=world.street, on=today, reason="任命",
        **as_admin(world, Role.SECURITY_ADMIN),
    )  # fmt: skip


def expire(_world: World, clerk: Account) -> None:
    Grant.objects.filter(account=clerk).update(valid_before=w.now().date())


@pytest.mark.parametrize("change", [disable, reset, move, revoke, give, expire])
def test_the_next_request_after_a_change_finds_the_session_over(
    world: World, clerk: Account, change: Change
) -> None:
    client = w.signed_in(clerk)
    assert client.get("/account/").status_code == 200
    change(world, clerk)
    answer = client.get("/account/?on=2025-01-01")
    assert answer.status_code == 401
    assert "/login/?next=%2Faccount%2F%3Fon%3D2025-01-01" in answer.content.decode()
    assert client.get("/account/").status_code == 302, "nothing of it is left"


def test_an_unchanged_session_goes_on_while_others_end(world: World, clerk: Account) -> None:
    other = w.signed_in(w.holder("other", Role.STREET_CLERK, world.street))
    disable(world, clerk)
    assert other.get("/account/").status_code == 200


def test_work_sent_by_an_expired_form_leads_back_to_its_page(world: World, clerk: Account) -> None:
    client = w.signed_in(clerk)
    disable(world, clerk)
    answer = client.post("/account/delegate/", {}, headers={"Referer": "http://testserver/account/delegate/"})
    assert "next=%2Faccount%2Fdelegate%2F" in answer.content.decode()


def rewind(client: Client, *, seen: timedelta = timedelta(0), began: timedelta = timedelta(0)) -> None:
    session = client.session
    duty = session[sessions.DUTY]
    duty["seen"] -= int(seen.total_seconds())
    duty["began"] -= int(began.total_seconds())
    session[sessions.DUTY] = duty
    session.save()


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 401)])
def test_staff_are_signed_out_after_a_quarter_of_an_hour_of_nothing(
    clerk: Account, minutes: int, status: int
) -> None:
    client = w.signed_in(clerk)
    rewind(client, seen=timedelta(minutes=minutes))
    assert client.get("/account/").status_code == status


@pytest.mark.parametrize(("hours", "status"), [(7, 200), (9, 401)])
def test_staff_are_signed_out_after_a_working_day(clerk: Account, hours: int, status: int) -> None:
    client = w.signed_in(clerk)
    rewind(client, began=timedelta(hours=hours))
    assert client.get("/account/").status_code == status


@pytest.mark.parametrize(("idle", "began", "status"), [(11, 24, 200), (13, 24, 401), (1, 24 * 8, 401)])
def test_a_workers_phone_stays_signed_in_longer(world: World, idle: int, began: int, status: int) -> None:
    client = w.signed_in(w.holder("worker", Role.WORKER, world.community))
    rewind(client, seen=timedelta(hours=idle), began=timedelta(hours=began))
    assert client.get("/account/").status_code == status


def test_using_a_page_counts_as_being_there(clerk: Account) -> None:
    client = w.signed_in(clerk)
    for _ in range(3):
        rewind(client, seen=timedelta(minutes=10))
        assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("stored", ["x", {"account": 1}, {"nonsense": True}, [1, 2]])
def test_a_session_that_makes_no_sense_is_no_way_in(clerk: Account, stored: object) -> None:
    client = w.signed_in(clerk)
    session = client.session
    session[sessions.DUTY] = stored
    session.save()
    assert client.get("/accounts/").status_code in (302, 401, 403)


def test_another_duty_is_taken_up_by_a_form_and_kept(world: World, clerk: Account) -> None:
    second = w.grant(clerk, Role.SECRETARY, world.community)
    client = w.signed_in(clerk)
    assert client.get("/account/duty/").status_code == 405
    client.post("/account/duty/", {"grant": str(second.pk)})
    page = client.get("/account/")
    assert page.wsgi_request.visit.sight.role == Role.SECRETARY  # type: ignore[attr-defined] # set by the door


def test_a_duty_of_somebody_else_cannot_be_taken_up(world: World, clerk: Account) -> None:
    other = w.holder("other", Role.STREET_LEADER, world.other_street)
    client = w.signed_in(clerk)
    theirs = Grant.objects.get(account=other)
    assert client.post("/account/duty/", {"grant": str(theirs.pk)}).status_code == 404
    assert client.post("/account/duty/", {"grant": "x"}).status_code == 404


def test_a_deputys_session_ends_when_the_delegation_does(world: World, clerk: Account) -> None:
    deputy = w.holder("deputy", Role.STREET_LEADER, world.street)
    mine, today = w.sight(clerk), w.now().date()
    given = delegation.give(
        grant=Grant.objects.get(account=clerk), to=deputy, on=today, until=today, reason="休假",
        sight=mine, by=mine.actor, at=w.now(),
    )  # fmt: skip
    client = w.signed_in(deputy)
    client.post("/account/duty/", {"grant": str(given.pk)})
    assert client.get("/account/").status_code == 200
    delegation.end(delegated=given, sight=mine, by=mine.actor, at=w.now())
    assert client.get("/account/").status_code == 401
    assert w.signed_in(deputy).get("/account/").status_code == 200, "under the own duty"
