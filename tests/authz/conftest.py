"""One town for all cells; what a cell does is undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.authz.town import Town, build


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:  # noqa: ARG001 # sets the database up
    """The town, built once and taken away afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.REQUIRE_TOTP = False
