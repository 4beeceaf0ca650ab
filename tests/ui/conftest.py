"""The design system by itself: its own addresses, no door before them, two people with an account."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from jishi.access.models import Account
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from tests.ui.gallery_pages import without_doors

AT = datetime(2026, 11, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def by_itself(settings: Settings) -> None:
    """Answer the design system's addresses without asking who may come in; that is told elsewhere."""
    settings.ROOT_URLCONF = "tests.ui.addresses"
    settings.MIDDLEWARE = without_doors(settings.MIDDLEWARE)


def account_named(username: str) -> Account:
    """An account that can be signed in."""
    city, _ = Unit.objects.get_or_create(path="9901/", defaults={"kind": UnitKind.CITY, "name": "清州市"})
    account = Account(username=username, name="王建国", unit=city, created_at=AT)
    account.set_unusable_password()
    account.save()
    return account


@pytest.fixture
def account(db: None) -> Account:  # noqa: ARG001 # the database is what is asked for
    return account_named("clerk")


@pytest.fixture
def stranger(db: None) -> Account:  # noqa: ARG001 # the database is what is asked for
    return account_named("stranger")


@pytest.fixture
def desk(account: Account) -> Client:
    """A browser with the account signed in."""
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client
