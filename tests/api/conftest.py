"""The town with readers: a duty, its token and what it may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from jishi.access.enums import Role
from jishi.access.models import Account
from jishi.access.selectors import sight_for
from jishi.api.actions import tokens
from jishi.api.models import Token
from jishi.places.models import Unit
from tests.registry_people.cast import Cast, build_cast


@dataclass
class Reader:
    """Another system with its token."""

    account: Account
    token: Token
    text: str

    def ask(self, what: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        """Ask an address of the API."""
        sent = {"authorization": f"Bearer {self.text}", **headers}
        return Client().get(f"/api/v1/{what}", query or {}, headers=sent)

    def read(self, what: str, query: dict[str, Any] | None = None) -> Any:
        """What is answered, which must be an answer."""
        answer = self.ask(what, query)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()


Readers = Callable[..., Reader]


@pytest.fixture(autouse=True)
def _as_new(settings: Any) -> None:
    settings.REQUIRE_TOTP = False
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 # in the test's transaction
    """The town on the day the tests run."""
    return build_cast()


def reader_of(cast: Cast, role: Role = Role.SOCIAL_WORK, unit: Unit | None = None) -> Reader:
    """A system that reads as somebody of a role."""
    account = cast.account(role, unit)
    grant = account.grants.select_related("unit__district").get()
    sight = sight_for(account, grant, cast.today)
    issued = tokens.issue(
        account=account,
        grant=grant,
        name="省平台取数",
        until=cast.today + timedelta(days=30),
        on=cast.today,
        sight=sight,
        by=sight.actor,
        at=timezone.now(),
    )
    return Reader(account, issued.token, issued.text)


@pytest.fixture
def reader(cast: Cast) -> Reader:
    """A system of the first district."""
    return reader_of(cast)
