"""Signing in by an identity service: a small one of our own on this machine plays the service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings

from jishi import urls as platform
from jishi.access.enums import Role
from jishi.audit.models import Event
from tests.access import world as w
from tests.access.world import World

urlpatterns = [
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    *platform.urlpatterns,
]
handler403, handler404 = platform.handler403, platform.handler404


class Service(BaseHTTPRequestHandler):
    """Tells whoever asks that the person signed in is the one named in `person`."""

    person: ClassVar[str] = "clerk"
    status: ClassVar[int] = 200

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined] # an HTTPServer
        if self.path.startswith("/person"):
            self._tell({"sub": "1", "preferred_username": self.person})
        else:
            self._tell({
                "issuer": base, "authorization_endpoint": f"{base}/ask", "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/person", "jwks_uri": f"{base}/keys",
            })  # fmt: skip

    def do_POST(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined] # an HTTPServer
        told = {"sub": "1", "iss": base, "aud": "jishi", "exp": 4_102_444_800, "iat": 1}
        signed = jwt.encode(told, "k" * 32, algorithm="HS256")
        self._tell({"access_token": "t", "token_type": "Bearer", "id_token": signed}, self.status)

    def _tell(self, told: dict[str, Any], status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(settings: Settings) -> Iterator[type[Service]]:
    Service.person, Service.status = "clerk", 200
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = Thread(target=server.serve_forever)
    thread.start()
    app = {
        "provider_id": "service", "name": "service", "client_id": "jishi", "secret": "s",
        "settings": {"server_url": f"http://127.0.0.1:{server.server_port}/.well-known/openid-configuration"},
    }  # fmt: skip
    settings.ROOT_URLCONF = "tests.access.test_identity"
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    yield Service
    server.shutdown()
    thread.join()
    server.server_close()


def come_back(client: Client, wanted: str = "") -> Any:
    sent = client.post("/oidc/service/login/", {"next": wanted})
    asked = parse_qs(urlsplit(sent["Location"]).query)
    return client.get("/oidc/service/login/callback/", {"code": "c", "state": asked["state"][0]})


def test_whom_the_service_names_is_let_in_to_the_page_wanted(world: World, service: type[Service]) -> None:
    service.person = "Clerk"
    w.holder("clerk", Role.STREET_CLERK, world.street)
    client = Client()
    assert "用统一身份认证登录" in client.get("/login/").content.decode()
    assert come_back(client, "/account/")["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert "统一身份认证" in Event.objects.get(verb="session.start").particulars


def test_the_second_factor_is_owed_all_the_same(
    world: World,
    service: type[Service],  # noqa: ARG001 # it runs
    settings: Settings,
) -> None:
    settings.REQUIRE_TOTP = True
    w.holder("clerk", Role.STREET_CLERK, world.street)
    client = Client()
    assert come_back(client)["Location"] == "/login/code/"
    assert client.get("/account/")["Location"].startswith("/login/code/")


@pytest.mark.parametrize("named", ["nobody", "gone", ""])
def test_whom_the_platform_does_not_know_is_not_let_in(
    world: World, service: type[Service], named: str
) -> None:
    w.account("gone", world.street, is_active=False)
    service.person = named
    client = Client()
    assert come_back(client).status_code == 403
    assert client.get("/account/").status_code == 302
    assert Event.objects.filter(verb="session.refused").count() == 1


def test_a_service_that_fails_leads_back_to_name_and_password(world: World, service: type[Service]) -> None:  # noqa: ARG001
    service.status = 500
    answer = come_back(Client())
    assert answer.status_code == 403
    assert "改用登录名和密码" in answer.content.decode()


def test_an_answer_nobody_asked_for_lets_nobody_in(world: World, service: type[Service]) -> None:  # noqa: ARG001
    answer = Client().get("/oidc/service/login/callback/", {"code": "c", "state": "forged"})
    assert answer.status_code == 403
