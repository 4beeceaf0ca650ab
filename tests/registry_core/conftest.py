"""A district for every test that asks for one."""

from __future__ import annotations

import pytest

from tests.registry_core.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:  # noqa: ARG001 # asks for the database
    """An invented district with nobody in it."""
    return build_town()
