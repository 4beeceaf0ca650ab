"""What every test of imports stands on: a district of its own, nobody in it yet, and somebody to import."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from tests.registry_people.cast import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 # asks for the database
    """The invented district, with nobody in it yet."""
    cache.clear()
    return build_cast()


@pytest.fixture(autouse=True)
def _pages(settings: Settings, tmp_path: Path) -> None:
    settings.REQUIRE_TOTP = False
    settings.HOME = tmp_path
