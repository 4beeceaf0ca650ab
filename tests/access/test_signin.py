"""Signing in by name and password: one answer for every mistake, a lock after five, the way back."""

from __future__ import annotations

import re
from datetime import timedelta
from time import process_time

import pytest
from axes.models import AccessAttempt
from django.conf import settings as platform
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django.fixtures import Settings

from jishi.access.enums import Role
from jishi.access.models import Account
from jishi.access.rulings.passwords import PasswordHasher
from jishi.audit.models import Event
from tests.access import world as w
from tests.access.world import World

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|csrf-token" content="\w+"')


def attempt(username: str, password: str, client: Client | None = None) -> tuple[int, str]:
    answer = (client or Client()).post("/login/", {"username": username, "password": password})
    return answer.status_code, TOKEN.sub("", answer.content.decode()).replace(username, "NAME")


@pytest.fixture
def clerk(world: World) -> Account:
    return w.holder("clerk", Role.STREET_CLERK, world.street)


def test_a_right_pair_leads_to_the_page_wanted(clerk: Account) -> None:  # noqa: ARG001
    pair = {"username": "Clerk", "password": w.PASSWORD, "next": "/account/?on=2025-01-01"}
    answer = Client().post("/login/", pair)
    assert answer["Location"] == "/account/?on=2025-01-01"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/x", "//evil.example/x", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_page_wanted_is_one_of_this_site(clerk: Account, elsewhere: str) -> None:  # noqa: ARG001
    pair = {"username": "clerk", "password": w.PASSWORD, "next": elsewhere}
    assert Client().post("/login/", pair)["Location"] == "/login/landing/"


def test_every_mistake_has_the_same_answer(world: World, clerk: Account) -> None:  # noqa: ARG001
    w.account("gone", world.street, is_active=False)
    wrong = attempt("clerk", "not-it-at-all-1A")
    assert wrong == attempt("nobody", "not-it-at-all-1A") == attempt("gone", w.PASSWORD)
    assert "登录名或密码不正确" in wrong[1]


def test_an_unknown_name_takes_as_long_as_a_known_one(clerk: Account, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["jishi.access.rulings.passwords.PasswordHasher"]
    Account.objects.filter(pk=clerk.pk).update(password=make_password(w.PASSWORD))

    def took(username: str) -> float:
        begun = process_time()
        attempt(username, "not-it-at-all-1A")
        return process_time() - begun

    pairs = [(took("clerk"), took(f"nobody{number}")) for number in range(3)]
    known, unknown = (min(times) for times in zip(*pairs, strict=True))
    assert unknown == pytest.approx(known, rel=0.3)


def test_a_hash_costs_at_least_what_is_asked_of_passwords_today() -> None:
    hasher = PasswordHasher()
    least_memory_kib, least_passes = 19 * 1024, 2
    assert hasher.memory_cost >= least_memory_kib
    assert hasher.time_cost >= least_passes
    assert hasher.encode(w.PASSWORD, "some-salt-of-it").startswith("argon2$argon2id$")


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Ab3-short", "至少 10 位"),
        ("alllowercase", "三种"),
        ("onlylower12345", "三种"),
        ("Clerk-2026-hello", "登录名"),
        ("Password123", "常见"),
    ],
)
def test_a_weak_password_is_refused_with_what_is_missing(clerk: Account, password: str, word: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, clerk)
    assert word in "".join(refusal.value.messages)


def test_five_wrong_passwords_lock_the_name_at_that_address_alone(clerk: Account) -> None:  # noqa: ARG001
    for _ in range(4):
        assert attempt("clerk", "wrong-Wrong-1")[0] == 200
    status, page = attempt("clerk", "wrong-Wrong-1")
    assert status == 429
    assert "15 分钟" in page
    assert attempt("clerk", w.PASSWORD)[0] == 429, "the right password does not open the lock"
    assert attempt("clerk", w.PASSWORD, Client(REMOTE_ADDR="10.1.1.1"))[0] == 302, (
        "nobody locks out somebody else"
    )


def test_the_counter_reads_the_name_where_the_form_sends_it() -> None:
    assert platform.AXES_USERNAME_FORM_FIELD == "username"
    assert 'name="username"' in Client().get("/login/").content.decode()


def test_a_lock_opens_by_itself(clerk: Account) -> None:  # noqa: ARG001
    for _ in range(5):
        attempt("clerk", "wrong-Wrong-1")
    for tried in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=tried.pk).update(
            attempt_time=tried.attempt_time - timedelta(minutes=16)
        )
    assert attempt("clerk", w.PASSWORD)[0] == 302


def test_a_right_password_forgets_the_wrong_ones(clerk: Account) -> None:  # noqa: ARG001
    for _ in range(3):
        for _ in range(4):
            attempt("clerk", "wrong-Wrong-1")
        assert attempt("clerk", w.PASSWORD)[0] == 302


def test_sign_ins_and_failures_are_in_the_audit_and_mistyped_names_are_not(clerk: Account) -> None:
    attempt("clerk", "wrong-Wrong-1")
    attempt("MyPassword-typed-here", "x")
    w.signed_in(clerk).post("/logout/")
    told = list(Event.objects.order_by("seq").values_list("verb", "subject_key"))
    assert told == [
        ("session.refused", "clerk"),
        ("session.refused", ""),
        ("session.start", "clerk"),
        ("session.end", "clerk"),
    ]
    assert "mypassword" not in str(list(Event.objects.values())).lower()


def test_signing_out_takes_a_form_and_ends_the_session(clerk: Account) -> None:
    client = w.signed_in(clerk)
    assert client.get("/logout/").status_code == 405
    client.post("/logout/")
    assert client.get("/account/").status_code == 302


def test_a_form_without_its_token_is_refused_kindly(clerk: Account) -> None:  # noqa: ARG001
    client = Client(enforce_csrf_checks=True)
    status, page = attempt("clerk", w.PASSWORD, client)
    assert status == 403
    assert "草稿" in page


def test_a_one_time_password_must_be_changed_before_anything_else(clerk: Account) -> None:
    Account.objects.filter(pk=clerk.pk).update(must_change_password=True)
    client = w.signed_in(clerk)
    assert client.get("/account/")["Location"].startswith("/login/password/")
    form = {"old": w.PASSWORD, "new": "Weak", "again": "Weak"}
    assert "至少 10 位" in client.post("/login/password/", form).content.decode()
    form = {"old": w.PASSWORD, "new": "Chosen-by-me-7", "again": "Chosen-by-me-7"}
    assert client.post("/login/password/", form).status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_one_time_password_ends_after_its_days(clerk: Account) -> None:
    late = w.now() - timedelta(minutes=1)
    Account.objects.filter(pk=clerk.pk).update(must_change_password=True, password_before=late)
    assert attempt("clerk", w.PASSWORD)[0] == 200


def test_a_changed_password_ends_every_other_session(clerk: Account) -> None:
    here, there = w.signed_in(clerk), w.signed_in(clerk)
    form = {"old": w.PASSWORD, "new": "Chosen-by-me-7", "again": "Chosen-by-me-7"}
    here.post("/login/password/", form)
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 401


@pytest.mark.parametrize(
    "wrong", [{"old": "x"}, {"again": "Other-one-99"}, {"new": w.PASSWORD, "again": w.PASSWORD}]
)
def test_a_password_is_changed_only_by_who_knows_the_old_one(clerk: Account, wrong: dict[str, str]) -> None:
    client = w.signed_in(clerk)
    form = {"old": w.PASSWORD, "new": "Chosen-by-me-7", "again": "Chosen-by-me-7", **wrong}
    assert client.post("/login/password/", form).status_code == 200
    assert Account.objects.get(pk=clerk.pk).check_password(w.PASSWORD)
