"""The second factor: owed by all staff, enrolled at the first sign-in, never passed without a fresh code."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from pytest_django.fixtures import Settings

from jishi.access.actions import factors
from jishi.access.enums import Role
from jishi.access.models import Account
from jishi.access.permissions import Forbidden
from jishi.access.rulings.factors import PERIOD, step_of_code
from jishi.audit.enums import Actor
from jishi.ledger import Refused
from tests.access import world as w
from tests.access.world import World

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OTHER_SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
CLERK = Actor(account="clerk", name="clerk", role="登录")


def code_at(at: datetime, secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // PERIOD)))


@pytest.fixture(autouse=True)
def required(settings: Settings, by_password_alone: None) -> None:  # noqa: ARG001 # it runs after the other
    settings.REQUIRE_TOTP = True


@pytest.fixture
def clerk(world: World) -> Account:
    return w.holder("clerk", Role.STREET_CLERK, world.street)


@pytest.fixture
def codes(clerk: Account) -> list[str]:
    """The recovery codes of a device enrolled ten minutes ago."""
    at = w.now() - timedelta(minutes=10)
    return list(factors.enrol(account=clerk, secret=SECRET, code=code_at(at), by=CLERK, at=at))


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_staff_without_a_device_must_enrol_one(clerk: Account) -> None:
    client = w.signed_in(clerk)
    assert not is_in(client)
    page = client.get("/login/code/", follow=True).content.decode()
    found = re.search(r'<code class="code">([A-Z2-7 ]+)</code>', page)
    assert found
    secret = found[1].replace(" ", "")
    assert not is_in(client)
    wrong = client.post("/login/enrol/", {"code": "000000"}).content.decode()
    assert "不正确" in wrong
    shown = client.post("/login/enrol/", {"code": code_at(w.now(), secret)}).content.decode()
    assert len(re.findall(r'<code class="code">[0-9a-f]{10}</code>', shown)) == factors.RECOVERY_CODES
    assert is_in(client)


def test_a_worker_owes_no_code_until_a_device_is_enrolled(world: World) -> None:
    worker = w.holder("worker", Role.WORKER, world.community)
    assert is_in(w.signed_in(worker))
    at = w.now()
    factors.enrol(account=worker, secret=SECRET, code=code_at(at), by=CLERK, at=at)
    assert not is_in(w.signed_in(worker))


@pytest.mark.usefixtures("codes")
def test_a_fresh_code_lets_in_under_a_new_session_key(clerk: Account) -> None:
    client = w.signed_in(clerk)
    before = client.session.session_key
    client.post("/login/code/", {"code": code_at(w.now())})
    assert is_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"code": ""},
        {"code": " "},
        {"code": "null"},
        {"code": ["", ""]},
        {"code[]": "123456"},
        {"code": ["123456", "654321"]},
        {"code": "0" * 5},
        {"code": "0" * 7},
        {"code": "１２３４５６"},
        {"code": "-12345"},
        {"code": "true"},
        {"code": "\x00"},
        {"code": "' or 1=1"},
    ],
)
@pytest.mark.usefixtures("codes")
def test_nothing_that_is_no_code_lets_in(clerk: Account, posted: dict[str, str]) -> None:
    client = w.signed_in(clerk)
    assert client.post("/login/code/", posted).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("minutes", [-10, -2, 2, 60])
@pytest.mark.usefixtures("codes")
def test_an_old_or_early_code_lets_nobody_in(clerk: Account, minutes: int) -> None:
    client = w.signed_in(clerk)
    client.post("/login/code/", {"code": code_at(w.now() + timedelta(minutes=minutes))})
    assert not is_in(client)


@pytest.mark.usefixtures("codes")
def test_a_code_counts_once(clerk: Account) -> None:
    code = code_at(w.now())
    w.signed_in(clerk).post("/login/code/", {"code": code})
    again = w.signed_in(clerk)
    again.post("/login/code/", {"code": code})
    assert not is_in(again)


def test_anothers_code_lets_nobody_in(world: World, clerk: Account, codes: list[str]) -> None:
    other = w.holder("other", Role.STREET_CLERK, world.street)
    at = w.now() - timedelta(minutes=10)
    theirs = factors.enrol(
        account=other, secret=OTHER_SECRET, code=code_at(at, OTHER_SECRET), by=CLERK, at=at
    )
    client = w.signed_in(clerk)
    for code in (code_at(w.now(), OTHER_SECRET), theirs[0]):
        client.post("/login/code/", {"code": code})
        assert not is_in(client)
    client = w.signed_in(other)
    client.post("/login/code/", {"code": codes[0]})
    assert not is_in(client)


def test_a_recovery_code_counts_once(clerk: Account, codes: list[str]) -> None:
    client = w.signed_in(clerk)
    client.post("/login/code/", {"code": codes[3].upper()})
    assert is_in(client)
    again = w.signed_in(clerk)
    again.post("/login/code/", {"code": codes[3]})
    assert not is_in(again)


def test_new_recovery_codes_take_the_place_of_the_old(clerk: Account, codes: list[str]) -> None:
    client = w.signed_in(clerk)
    client.post("/login/code/", {"code": codes[0]})
    assert client.post("/account/recovery-codes/").status_code == 200
    again = w.signed_in(clerk)
    again.post("/login/code/", {"code": codes[1]})
    assert not is_in(again)


@pytest.mark.parametrize("address", ["/login/enrol/", "/login/password/", "/account/duty/", "/accounts/"])
@pytest.mark.usefixtures("codes")
def test_no_other_way_leads_round_the_code(clerk: Account, address: str) -> None:
    client = w.signed_in(clerk)
    client.get(address)
    client.post(address, {"old": w.PASSWORD, "new": "Chosen-by-me-7", "again": "Chosen-by-me-7"})
    assert not is_in(client)
    assert Account.objects.get(pk=clerk.pk).check_password(w.PASSWORD)


def test_signing_in_again_owes_the_code_again(clerk: Account, codes: list[str]) -> None:
    client = w.signed_in(clerk)
    client.post("/login/code/", {"code": codes[0]})
    assert is_in(client)
    client.post("/login/", {"username": "clerk", "password": w.PASSWORD})
    assert not is_in(client)


@pytest.mark.usefixtures("codes")
def test_guessing_codes_locks_though_the_password_is_right() -> None:
    for _ in range(5):
        client = Client()
        client.post("/login/", {"username": "clerk", "password": w.PASSWORD})
        client.post("/login/code/", {"code": "000000"})
    answer = Client().post("/login/", {"username": "clerk", "password": w.PASSWORD})
    assert answer.status_code == 429


def test_the_secret_and_the_codes_are_kept_unreadable(clerk: Account, codes: list[str]) -> None:
    kept = str(list(Authenticator.objects.filter(user=clerk).values("data")))
    assert SECRET not in kept
    assert not any(code in kept for code in codes)


@pytest.mark.usefixtures("codes")
def test_only_the_security_administrator_forgets_a_device(world: World, clerk: Account) -> None:
    system, security = (
        w.sight(w.holder(role.value, role, world.city)) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    )
    with pytest.raises(Forbidden):
        factors.reset(account=clerk, reason="手机丢失", sight=system, by=system.actor, at=w.now())
    factors.reset(account=clerk, reason="手机丢失", sight=security, by=security.actor, at=w.now())
    page = w.signed_in(clerk).get("/login/code/", follow=True).content.decode()
    assert "启用动态验证码" in page


@pytest.mark.usefixtures("codes")
def test_a_second_device_takes_nobody_by_surprise(clerk: Account) -> None:
    at = w.now()
    with pytest.raises(Refused):
        factors.enrol(account=clerk, secret=OTHER_SECRET, code=code_at(at, OTHER_SECRET), by=CLERK, at=at)


@pytest.mark.parametrize("code", [None, 123456, b"123456", ["123456"], {}, True])
def test_what_is_no_text_is_no_code(code: object) -> None:
    assert step_of_code(SECRET, code, at=w.now(), after=0) is None
