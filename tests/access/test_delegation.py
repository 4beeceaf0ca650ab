"""Letting a colleague act for oneself: own duty, until a day, told in the audit, never round the rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jishi.access.actions import accounts, delegation, grants
from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import Forbidden, Sight
from jishi.access.selectors import grants_of, sight_for
from jishi.audit.models import Event
from jishi.ledger import Refused, Stale
from tests.access import world as w
from tests.access.world import World

TODAY = w.now().date()


@pytest.fixture
def clerk(world: World) -> Account:
    return w.holder("clerk", Role.STREET_CLERK, world.street, person_uid="p-clerk")


@pytest.fixture
def deputy(world: World) -> Account:
    return w.holder("deputy", Role.STREET_LEADER, world.street, person_uid="p-deputy")


def own(account: Account) -> Grant:
    return Grant.objects.get(account=account, delegated_from=None)


def delegate(
    of: Account, to: Account, *, on: date = TODAY, days: int = 7, grant: Grant | None = None
) -> Grant:
    mine = w.sight(of)
    return delegation.give(
        grant=grant or own(of), to=to, on=on, until=on + timedelta(days=days), reason="年休假",
        sight=mine, by=mine.actor, at=w.now(),
    )  # fmt: skip


def under(account: Account, grant: Grant, on: date = TODAY) -> Sight | None:
    held = next((each for each in grants_of(account, on) if each.pk == grant.pk), None)
    return sight_for(account, held, on) if held else None


def test_a_deputy_acts_under_the_duty_and_in_whose_name_is_told(clerk: Account, deputy: Account) -> None:
    sight = under(deputy, delegate(clerk, deputy))
    assert sight is not None
    assert (sight.role, sight.actor.account) == (Role.STREET_CLERK, "deputy")
    assert sight.actor.on_behalf_of == clerk.name
    assert sight.actor.principal == "p-clerk"
    assert sight.person_uid == "p-deputy", "of one's own file one sees one's own"


def test_a_delegation_ends_with_its_last_day(clerk: Account, deputy: Account) -> None:
    given = delegate(clerk, deputy, days=7)
    assert under(deputy, given, TODAY + timedelta(days=7)) is not None
    assert under(deputy, given, TODAY + timedelta(days=8)) is None


def test_a_delegation_begins_on_its_first_day(clerk: Account, deputy: Account) -> None:
    given = delegate(clerk, deputy, on=TODAY + timedelta(days=3))
    assert under(deputy, given) is None
    assert under(deputy, given, TODAY + timedelta(days=3)) is not None


def test_a_delegation_never_outlasts_the_duty(clerk: Account, deputy: Account) -> None:
    Grant.objects.filter(account=clerk).update(valid_before=TODAY + timedelta(days=2))
    assert delegate(clerk, deputy).valid_before == TODAY + timedelta(days=2)


def test_a_delegation_falls_with_the_duty_and_with_the_account(
    world: World, clerk: Account, deputy: Account
) -> None:
    given = delegate(clerk, deputy)
    system = w.sight(w.holder("sys", Role.SYSTEM_ADMIN, world.city))
    ask = {"account": clerk, "reason": "", "sight": system, "by": system.actor, "at": w.now()}
    accounts.disable(**ask)  # type: ignore[arg-type] # one mapping for two verbs
    assert under(deputy, given) is None
    accounts.enable(**ask)  # type: ignore[arg-type] # as above
    assert under(deputy, given) is not None
    security = w.sight(w.holder("sec", Role.SECURITY_ADMIN, world.city))
    grants.revoke(grant=own(clerk), reason="调离", sight=security, by=security.actor, at=w.now())
    assert under(deputy, given) is None


def test_nobody_is_their_own_deputy_by_another_account(world: World, clerk: Account) -> None:
    second = w.holder("second", Role.STREET_LEADER, world.street, person_uid="p-clerk")
    for to in (clerk, second):
        with pytest.raises(Refused):
            delegate(clerk, to)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.WORKER])
def test_administrators_and_workers_have_no_deputies(world: World, deputy: Account, role: Role) -> None:
    holder = w.holder("holder", role, world.at(role))
    with pytest.raises(Refused):
        delegate(holder, deputy)


def test_an_administrators_account_is_nobodys_deputy(world: World, clerk: Account) -> None:
    system = w.holder("sys", Role.SYSTEM_ADMIN, world.district)
    with pytest.raises(Refused):
        delegate(clerk, system)


def test_only_ones_own_duty_is_delegated(world: World, clerk: Account, deputy: Account) -> None:
    other = w.holder("other", Role.STREET_LEADER, world.street)
    with pytest.raises(Forbidden):
        delegate(other, deputy, grant=own(clerk))


def test_a_delegated_duty_is_not_delegated_on(world: World, clerk: Account, deputy: Account) -> None:
    third = w.holder("third", Role.STREET_LEADER, world.street)
    given = delegate(clerk, deputy)
    with pytest.raises(Forbidden):
        delegate(deputy, third, grant=given)


def test_a_deputy_works_in_the_same_district_and_can_sign_in(world: World, clerk: Account) -> None:
    far = w.holder("far", Role.STREET_LEADER, world.far_street)
    gone = w.account("gone", world.street, is_active=False)
    for to in (far, gone):
        with pytest.raises(Refused):
            delegate(clerk, to)


@pytest.mark.parametrize("days", [-1, 183, 4000])
def test_a_delegation_lasts_from_a_day_to_half_a_year(clerk: Account, deputy: Account, days: int) -> None:
    with pytest.raises(Refused):
        delegate(clerk, deputy, days=days)


def test_the_same_delegation_is_not_given_twice(clerk: Account, deputy: Account) -> None:
    delegate(clerk, deputy)
    with pytest.raises(Refused):
        delegate(clerk, deputy)


def test_a_delegation_is_ended_once_by_who_gave_it(clerk: Account, deputy: Account) -> None:
    given = delegate(clerk, deputy)
    theirs, mine = w.sight(deputy), w.sight(clerk)
    with pytest.raises(Forbidden):
        delegation.end(delegated=given, sight=theirs, by=theirs.actor, at=w.now())
    delegation.end(delegated=given, sight=mine, by=mine.actor, at=w.now())
    with pytest.raises(Stale):
        delegation.end(delegated=given, sight=mine, by=mine.actor, at=w.now())


def test_it_is_done_in_a_page_and_told_in_the_audit(clerk: Account, deputy: Account) -> None:
    client = w.signed_in(clerk)
    form = {
        "grant": str(own(clerk).pk), "to": "deputy", "on": TODAY.isoformat(),
        "until": (TODAY + timedelta(days=3)).isoformat(), "reason": "年休假",
    }  # fmt: skip
    late = {**form, "on": (TODAY - timedelta(days=1)).isoformat()}
    assert "不能从过去" in client.post("/account/delegate/", late).content.decode()
    assert client.post("/account/delegate/", form).status_code == 302
    assert "结束代理" in client.get("/account/").content.decode()

    acting = w.signed_in(deputy)
    given = Grant.objects.get(delegated_from__account=clerk)
    acting.post("/account/duty/", {"grant": str(given.pk)})
    assert f"代理{clerk.name}" in acting.get("/account/").content.decode()
    acting.post("/account/duty/", {"grant": str(own(deputy).pk)})
    told = Event.objects.filter(verb="session.duty").order_by("seq").last()
    assert told is not None
    assert (told.account, told.on_behalf_of, told.principal) == ("deputy", clerk.name, "p-clerk")
    assert client.post(f"/account/delegations/{given.pk}/end/").status_code == 302
    assert acting.post(f"/account/delegations/{given.pk}/end/").status_code == 404
