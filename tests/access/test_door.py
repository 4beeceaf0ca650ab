"""The door before every page: who says nothing lets nobody in; everybody else is asked at every request."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from jishi.access.enums import Permission, Role
from jishi.access.models import Account
from jishi.access.permissions import ROLE_PERMISSIONS
from jishi.access.views.doors import DoorMiddleware, door_of, page, visit_of
from tests.access import world as w
from tests.access.world import World

TOKEN = re.compile(r"[A-Za-z0-9]{64}")  # a form's token, another in each answer


def undeclared(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


def every_view(patterns: list[Any]) -> list[Any]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += every_view(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found.append(pattern.callback)
    return found


def test_a_view_that_declares_nothing_is_not_found() -> None:
    request = RequestFactory().get("/anything/")
    request.user = AnonymousUser()
    with pytest.raises(Http404):
        DoorMiddleware(undeclared).process_view(request, undeclared, (), {})


def test_a_page_must_name_a_permission() -> None:
    with pytest.raises(TypeError):
        page()


def test_every_address_of_the_platform_has_a_door() -> None:
    bare = [view for view in every_view(get_resolver().url_patterns) if door_of(view) is None]
    assert not bare


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(world: World) -> None:  # noqa: ARG001
    answer = Client().get("/accounts/?role=worker")
    assert answer.status_code == 302
    assert answer["Location"] == "/login/?next=%2Faccounts%2F%3Frole%3Dworker"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(world: World) -> None:  # noqa: ARG001
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/accounts/?q=x"}
    answer = Client().get("/accounts/", headers=headers)
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/login/?next=%2Faccounts%2F%3Fq%3Dx"


def test_another_method_is_refused_with_the_right_ones(world: World) -> None:
    client = w.signed_in(w.holder("sys", Role.SYSTEM_ADMIN, world.city))
    answer = client.post("/accounts/")
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]


def test_a_missing_permission_is_a_403_page_with_a_sentence(world: World) -> None:
    client = w.signed_in(w.holder("clerk", Role.STREET_CLERK, world.street))
    answer = client.get("/accounts/")
    assert answer.status_code == 403
    assert "没有这项权限" in answer.content.decode()


def test_outside_ones_sight_and_not_there_at_all_look_the_same(world: World) -> None:
    client = w.signed_in(w.holder("sys", Role.SYSTEM_ADMIN, world.district))
    w.holder("far", Role.STREET_CLERK, world.far_street)
    outside, nowhere = client.get("/accounts/of/far/"), client.get("/accounts/of/nobody/")
    assert outside.status_code == nowhere.status_code == 404
    one, other = (TOKEN.sub("", answer.content.decode()) for answer in (outside, nowhere))
    assert one.replace("/far/", "/nobody/") == other


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_the_permissions_of_its_row_and_no_others(world: World, role: Role) -> None:
    sight = w.sight(w.holder("somebody", role, world.at(role)))
    assert {permission for permission in Permission if sight.may(permission)} == ROLE_PERMISSIONS[role]


def test_a_page_looks_at_today_until_another_day_is_asked_for(world: World) -> None:
    client = w.signed_in(w.holder("clerk", Role.STREET_CLERK, world.street))
    assert looked_at(client, "/account/") == (timezone.localdate(), None)


def test_the_day_asked_for_is_kept_until_it_is_put_back(world: World) -> None:
    client = w.signed_in(w.holder("clerk", Role.STREET_CLERK, world.street))
    looked_at(client, "/account/?on=2025-03-01&known=2025-06-30")
    day, known = looked_at(client, "/account/")
    assert day.isoformat() == "2025-03-01"
    assert timezone.localdate(known).isoformat() == "2025-06-30"
    looked_at(client, "/account/?on=today&known=now")
    assert looked_at(client, "/account/") == (timezone.localdate(), None)


@pytest.mark.parametrize("text", ["2025-02-30", "yesterday", "0001-01-01", "9999-12-31", "20250101", "💥"])
def test_a_day_that_is_none_is_ignored_and_said(world: World, text: str) -> None:
    client = w.signed_in(w.holder("clerk", Role.STREET_CLERK, world.street))
    answer = client.get("/account/", {"on": text})
    assert answer.status_code == 200
    assert visit_of(answer.wsgi_request).on == timezone.localdate()
    assert "不是可用的截至日期" in answer.content.decode()


def looked_at(client: Client, address: str) -> tuple[Any, Any]:
    visit = visit_of(client.get(address).wsgi_request)
    return visit.on, visit.known_at


def test_a_duty_ends_with_its_last_day(world: World) -> None:
    today = timezone.localdate()
    clerk = w.account("clerk", world.street)
    w.grant(clerk, Role.STREET_CLERK, world.street, before=today)
    answer = Client().post("/login/", {"username": "clerk", "password": w.PASSWORD}, follow=True)
    assert answer.status_code == 403
    assert "没有有效授权" in answer.content.decode()
    w.grant(clerk, Role.STREET_CLERK, world.street, before=today + timedelta(days=1))
    assert w.signed_in(clerk).get("/account/").status_code == 200


def test_nobody_sees_anything_without_a_duty(world: World) -> None:
    Account.objects.filter(pk=w.account("newcomer", world.street).pk).update(last_login=None)
    client = Client()
    client.post("/login/", {"username": "newcomer", "password": w.PASSWORD})
    assert client.get("/account/").status_code == 403
    assert client.get("/account/").status_code == 302, "the session is over"
