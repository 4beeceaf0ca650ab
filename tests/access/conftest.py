"""The invented city every test of this room stands in."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.access.world import World, build


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001 # the database is what the fixture asks for
    return build()


@pytest.fixture(autouse=True)
def by_password_alone(settings: Settings, tmp_path: Path) -> None:
    """Sign in by password alone unless a test is about the second factor; anchors stay in the test."""
    settings.REQUIRE_TOTP = False
    settings.ANCHOR_DIR = tmp_path / "anchors"
