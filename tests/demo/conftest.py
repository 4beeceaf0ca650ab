"""The demo, loaded once for all that look at it, and gone again when they are done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings as project_settings
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from jishi.cli.demonstration.accounts import Given
from jishi.cli.demonstration.loading import Wanted, load

ON = date(2026, 11, 25)


class Demo(NamedTuple):
    """What was loaded: the day it stands at, when, how long it took, the accounts."""

    on: date
    at: datetime
    seconds: float
    accounts: list[Given]


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None,  # noqa: ARG001 # the tables are there
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demo]:
    """The whole city, in a transaction that is undone at the end."""
    anchors: Path = tmp_path_factory.mktemp("anchors")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(project_settings, "ANCHOR_DIR", anchors)
        with transaction.atomic():
            began = timezone.now()
            accounts = load(Wanted(ON), at=began, stage=lambda _: None)
            yield Demo(ON, began, (timezone.now() - began).total_seconds(), accounts)
            transaction.set_rollback(True)
