"""Accounts are the system administrator's: made without rights, given passwords nobody chose."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.test import Client

from jishi.access.actions import accounts
from jishi.access.enums import Permission, Role
from jishi.access.models import Account
from jishi.access.permissions import ROLE_PERMISSIONS, Forbidden, Sight
from jishi.access.selectors.accounts import accounts_visible_to
from jishi.audit.models import Event
from jishi.ledger import Refused, Stale
from jishi.places.models import Unit
from tests.access import world as w
from tests.access.world import World


@pytest.fixture
def system(world: World) -> Sight:
    return w.sight(w.holder("system", Role.SYSTEM_ADMIN, world.district, person_uid="p-system"))


@pytest.fixture
def clerk(world: World) -> Account:
    return w.holder("clerk", Role.STREET_CLERK, world.street)


def make(by: Sight, unit: Unit, username: str = "newcomer") -> accounts.FreshPassword:
    return accounts.create(
        username=username, name="新来", unit=unit, reason="入职", sight=by, by=by.actor, at=w.now()
    )


def test_a_new_account_signs_in_once_by_a_password_nobody_chose(world: World, system: Sight) -> None:
    made = make(system, world.street)
    validate_password(made.password, made.account)
    client = Client()
    client.post("/login/", {"username": "newcomer", "password": made.password})
    assert client.get("/account/")["Location"].startswith("/login/password/")


def test_two_passwords_are_never_alike() -> None:
    assert len({accounts.one_time_password() for _ in range(200)}) == 200


@pytest.mark.parametrize("username", ["ab", "Has Space", "中文名", "-dash", "a" * 41, "UPPER", "a/b"])
def test_a_sign_in_name_is_of_plain_characters(world: World, system: Sight, username: str) -> None:
    with pytest.raises(Refused) as refusal:
        make(system, world.street, username)
    assert refusal.value.field == "username"


def test_a_name_in_use_is_refused_and_nothing_is_left(world: World, system: Sight) -> None:
    make(system, world.street)
    with pytest.raises(Refused):
        make(system, world.street)
    assert Account.objects.filter(username="newcomer").count() == 1


def test_accounts_are_made_within_ones_own_units(world: World, system: Sight) -> None:
    with pytest.raises(Forbidden):
        make(system, world.far_street)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN}))
def test_no_other_role_makes_accounts(world: World, role: Role) -> None:
    assert Permission.ACCOUNT_EDIT not in ROLE_PERMISSIONS[role]
    with pytest.raises(Forbidden):
        make(w.sight(w.holder("somebody", role, world.at(role))), world.street)


def test_a_disabled_account_signs_in_no_more_until_enabled(system: Sight, clerk: Account) -> None:
    ask = {"account": clerk, "reason": "离岗", "sight": system, "by": system.actor, "at": w.now()}
    accounts.disable(**ask)  # type: ignore[arg-type] # one mapping for two verbs
    pair = {"username": "clerk", "password": w.PASSWORD}
    assert Client().post("/login/", pair).status_code == 200
    with pytest.raises(Refused):
        accounts.disable(**ask)  # type: ignore[arg-type] # as above
    accounts.enable(**ask)  # type: ignore[arg-type] # as above
    assert Client().post("/login/", pair).status_code == 302


def test_nobody_disables_or_resets_their_own_account(system: Sight) -> None:
    own = Account.objects.get(username="system")
    for verb in (accounts.disable, accounts.reset_password):
        with pytest.raises(Forbidden):
            verb(account=own, reason="", sight=system, by=system.actor, at=w.now())


def test_a_form_opened_before_somebody_elses_change_is_refused(system: Sight, clerk: Account) -> None:
    stamp = clerk.stamp
    accounts.reset_password(
        account=clerk, reason="忘记", stamp=stamp, sight=system, by=system.actor, at=w.now()
    )
    with pytest.raises(Stale):
        accounts.reset_password(
            account=clerk, reason="忘记", stamp=stamp, sight=system, by=system.actor, at=w.now()
        )


def test_an_account_moves_within_sight(world: World, system: Sight, clerk: Account) -> None:
    ask = {"account": clerk, "reason": "轮岗", "sight": system, "by": system.actor, "at": w.now()}
    accounts.move(unit=world.other_street, **ask)  # type: ignore[arg-type] # one mapping for two calls
    assert Account.objects.get(pk=clerk.pk).unit == world.other_street
    with pytest.raises(Forbidden):
        accounts.move(unit=world.far_street, **ask)  # type: ignore[arg-type] # as above


@pytest.mark.usefixtures("clerk")
def test_the_list_shows_the_units_seen_and_no_others(world: World, system: Sight) -> None:
    w.account("far", world.far_street)
    seen = set(accounts_visible_to(system).values_list("username", flat=True))
    assert seen == {"system", "clerk"}
    assert not accounts_visible_to(w.sight(w.holder("worker", Role.WORKER, world.community))).exists()


def test_a_password_is_shown_once_on_its_page(world: World, clerk: Account) -> None:
    client = w.signed_in(w.holder("sys", Role.SYSTEM_ADMIN, world.city))
    form = {"reason": "本人忘记", "stamp": clerk.stamp}
    answer = client.post("/accounts/of/clerk/password/", form)
    found = re.search(r'一次性密码：<code class="code">(\w{12})</code>', answer.content.decode())
    assert found
    assert "no-store" in answer["Cache-Control"]
    assert Account.objects.get(pk=clerk.pk).check_password(found[1])
    again = client.post("/accounts/of/clerk/password/", form).content.decode()
    assert "刚刚被别人改过" in again
    assert Account.objects.get(pk=clerk.pk).check_password(found[1])
    assert found[1] not in str(list(Event.objects.values()))


def test_an_account_is_made_disabled_and_moved_in_pages(world: World) -> None:
    client = w.signed_in(w.holder("sys", Role.SYSTEM_ADMIN, world.city))
    form = {"username": "newcomer", "name": "新来", "unit": str(world.street.pk), "reason": "入职"}
    assert "一次性密码" in client.post("/accounts/new/", form).content.decode()
    assert "已有人使用" in client.post("/accounts/new/", form).content.decode()
    where = "/accounts/of/newcomer"
    assert client.post(f"{where}/switch/", {"reason": "离岗"}).status_code == 302
    assert not Account.objects.get(username="newcomer").is_active
    move = {"reason": "调整", "unit": str(world.other_street.pk)}
    assert client.post(f"{where}/move/", move).status_code == 302
    assert client.post(f"{where}/link/", {"person_uid": "p-77"}).status_code == 302
    now = Account.objects.get(username="newcomer")
    assert (now.unit, now.person_uid) == (world.other_street, "p-77")


def test_posting_more_fields_than_the_form_has_changes_nothing_else(world: World, clerk: Account) -> None:
    client = w.signed_in(w.holder("sys", Role.SYSTEM_ADMIN, world.city))
    extra = {"is_active": "", "password": "x", "username": "root", "must_change_password": "", "role": "city"}
    client.post("/accounts/of/clerk/link/", {"person_uid": "p-5", **extra})
    now = Account.objects.get(pk=clerk.pk)
    assert (now.username, now.is_active, now.password) == ("clerk", True, clerk.password)


@pytest.mark.usefixtures("clerk")
def test_the_list_filters_by_name_role_and_state(world: World) -> None:
    w.holder("leader", Role.STREET_LEADER, world.street)
    client = w.signed_in(w.holder("sys", Role.SYSTEM_ADMIN, world.city))
    for query, there, gone in (
        ("q=lead", "leader先生", "clerk先生"),
        ("role=street_clerk", "clerk先生", "leader先生"),
        ("state=active", "clerk先生", "没有符合条件"),
        ("state=disabled", "没有符合条件", "clerk先生"),
    ):
        page = client.get(f"/accounts/?{query}").content.decode()
        assert there in page
        assert gone not in page


def test_the_list_asks_few_questions(world: World, django_assert_max_num_queries: object) -> None:
    for number in range(30):
        w.holder(f"clerk{number}", Role.STREET_CLERK, world.street)
    client = w.signed_in(w.holder("sys", Role.SYSTEM_ADMIN, world.city))
    client.get("/accounts/")
    with django_assert_max_num_queries(12):  # type: ignore[operator] # the fixture's own protocol
        assert client.get("/accounts/").status_code == 200


def test_a_one_time_password_lasts_some_days(world: World, system: Sight) -> None:
    made = make(system, world.street)
    assert made.account.password_before is not None
    assert made.account.password_before - w.now() > timedelta(days=2)
