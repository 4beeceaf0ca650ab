"""What every test of these pages stands on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.registry_pages.cast import Town, build_town


@pytest.fixture
def town(db: None) -> Town:  # noqa: ARG001 # the database is what the fixture asks for
    """The invented city, with nobody in it yet."""
    cache.clear()
    return build_town(timezone.localdate())


@pytest.fixture(autouse=True)
def by_password_alone(settings: Settings, tmp_path: Path) -> None:
    """Sign in by password alone: the second factor has tests of its own; anchors stay in the test."""
    settings.REQUIRE_TOTP = False
    settings.ANCHOR_DIR = tmp_path / "anchors"
