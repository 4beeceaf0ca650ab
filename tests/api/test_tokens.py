"""A token opens what its duty opens, until anything about it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.api.models import Token
from jishi.audit.models import Event
from tests.api.conftest import Reader, reader_of
from tests.registry_people.cast import Cast

WAYS: dict[str, Callable[[Reader], object]] = {
    "revoked": lambda reader: Token.objects.filter(pk=reader.token.pk).update(revoked_at=timezone.now()),
    "over": lambda reader: Token.objects.filter(pk=reader.token.pk).update(
        valid_from=timezone.localdate() - timedelta(days=3), valid_before=timezone.localdate()
    ),
    "not yet begun": lambda reader: Token.objects.filter(pk=reader.token.pk).update(
        valid_from=timezone.localdate() + timedelta(days=1)
    ),
    "account disabled": lambda reader: Account.objects.filter(pk=reader.account.pk).update(is_active=False),
    "account changed": lambda reader: Account.objects.filter(pk=reader.account.pk).update(stamp=99),
    "password due": lambda reader: Account.objects.filter(pk=reader.account.pk).update(
        must_change_password=True
    ),
    "duty revoked": lambda reader: Grant.objects.filter(pk=reader.token.grant_id).update(
        revoked_at=timezone.now()
    ),
    "duty over": lambda reader: Grant.objects.filter(pk=reader.token.grant_id).update(
        valid_before=timezone.localdate()
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_token_ends_with_the_next_request_once_anything_about_it_ends(reader: Reader, way: str) -> None:
    assert reader.ask("people").status_code == 200
    WAYS[way](reader)
    for what in ("people", "places", "events", "people/x", "openapi.json"):
        answer = reader.ask(what)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert "接口令牌" in answer.json()["sentence"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer jishi_",
        "Bearer 令牌",
        "Basic eDp5",
        "bearer jishi_x",
        "Bearer " + "j" * 9999,
    ],
)
def test_what_is_no_token_opens_nothing(cast: Cast, header: str) -> None:  # noqa: ARG001 # a town to read
    assert Client().get("/api/v1/people", headers={"authorization": header}).status_code == 401


def test_a_session_opens_nothing_here(cast: Cast) -> None:
    assert cast.client(Role.SOCIAL_WORK).get("/api/v1/people").status_code == 401


def test_a_token_opens_no_page(reader: Reader) -> None:
    answer = Client().get("/roster/", headers={"authorization": f"Bearer {reader.text}"})
    assert answer.status_code == 302


def test_a_role_that_may_no_longer_hold_tokens_is_told_so(reader: Reader) -> None:
    Grant.objects.filter(pk=reader.token.grant_id).update(role=Role.STREET_CLERK)
    answer = reader.ask("people")
    assert answer.status_code == 403
    assert "没有这项权限" in answer.json()["sentence"]


def test_a_token_is_shown_once_kept_as_a_hash_and_ended_from_the_same_page(cast: Cast) -> None:
    client = cast.client(Role.ORGANISATION)
    until = (cast.today + timedelta(days=90)).isoformat()
    page = client.post("/account/tokens/", {"name": "省平台取数", "until": until}).content.decode()
    text = next(iter(re.findall(r"jishi_[\w-]{43}", page)))
    token = Token.objects.get()
    assert text not in client.get("/account/tokens/").content.decode()
    assert text not in "".join(str(value) for value in vars(token).values())
    assert not Event.objects.filter(particulars__contains=text).exists()
    ask = {"authorization": f"Bearer {text}"}
    assert Client().get("/api/v1/places", headers=ask).status_code == 200
    assert Token.objects.get().last_used_on == cast.today
    client.post(f"/account/tokens/{token.pk}/revoke/")
    assert Client().get("/api/v1/places", headers=ask).status_code == 401
    verbs = Event.objects.filter(verb__startswith="token.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["token.issue", "token.revoke"]


@pytest.mark.parametrize("days", [-1, 400])
def test_a_token_for_a_past_day_or_for_years_is_not_given(cast: Cast, days: int) -> None:
    until = (cast.today + timedelta(days=days)).isoformat()
    answer = cast.client(Role.CITY).post("/account/tokens/", {"name": "取数", "until": until})
    assert answer.status_code == 200
    assert not Token.objects.exists()


def test_an_eleventh_token_is_not_given(cast: Cast) -> None:
    client = cast.client(Role.CITY)
    for number in range(11):
        client.post("/account/tokens/", {"name": f"第{number}个", "until": cast.today.isoformat()})
    assert Token.objects.count() == 10


def test_nobody_ends_the_token_of_somebody_else(cast: Cast, reader: Reader) -> None:
    other = cast.client(Role.SOCIAL_WORK)
    assert other.post(f"/account/tokens/{reader.token.pk}/revoke/").status_code == 404
    assert reader.ask("people").status_code == 200


def test_the_security_administrator_takes_all_tokens_of_an_account_away(cast: Cast, reader: Reader) -> None:
    where = f"/accounts/of/{reader.account.username}/tokens/"
    client = cast.client(Role.SECURITY_ADMIN)
    assert where in client.get(f"/accounts/of/{reader.account.username}/").content.decode()
    assert "省平台取数" in client.get(where).content.decode()
    assert client.post(where).status_code == 302
    assert reader.ask("people").status_code == 401
    assert client.post(where).status_code == 400


def test_the_security_administrator_of_another_district_does_not_reach_it(cast: Cast, reader: Reader) -> None:
    client = cast.client(Role.SECURITY_ADMIN, cast.other_district)
    assert client.post(f"/accounts/of/{reader.account.username}/tokens/").status_code == 404
    assert reader.ask("people").status_code == 200


def test_the_page_of_ones_account_leads_to_tokens_where_one_may_hold_them(cast: Cast) -> None:
    leads = {role: "/account/tokens/" in cast.client(role).get("/account/").content.decode() for role in Role}
    holders = {Role.CITY, Role.ORGANISATION, Role.SOCIAL_WORK}
    assert {role for role, found in leads.items() if found} == holders


def test_one_token_tells_nothing_of_another(cast: Cast) -> None:
    one, two = reader_of(cast), reader_of(cast, Role.CITY)
    Token.objects.filter(pk=one.token.pk).update(revoked_at=timezone.now())
    assert (one.ask("places").status_code, two.ask("places").status_code) == (401, 200)
