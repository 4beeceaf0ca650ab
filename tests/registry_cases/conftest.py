"""What every test of cases about people stands on."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from tests.registry_cases.offices import Offices, build_offices


@pytest.fixture
def offices(db: None) -> Offices:  # noqa: ARG001 # asks for the database
    """The district with somebody in every office a transfer goes through."""
    cache.clear()
    return build_offices()


@pytest.fixture(autouse=True)
def _pages(settings: Settings) -> None:
    settings.REQUIRE_TOTP = False
