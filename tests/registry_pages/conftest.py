"""What every test of these pages stands on."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.registry_pages.cast import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    """The invented city, with nobody in it yet."""
    cache.clear()
    return build_town(timezone.localdate())
