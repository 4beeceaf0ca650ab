"""A key file, an anchor folder and a clock of its own for every test of the audit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from jishi.audit.actions import Entry, record_many
from jishi.audit.enums import Actor, Subject
from jishi.audit.models import Event

CHAIN = "district-1"
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CLERK = Actor("wangfang", "王芳", "街道经办", person="p-9", address="10.0.0.7")


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, settings: Settings) -> Path:
    """Keys and anchors in a folder of the test's own."""
    settings.KEY_FILE = tmp_path / "keys.json"
    settings.ANCHOR_DIR = tmp_path / "anchors"
    return tmp_path


def entry(n: int, verb: str = "person.change") -> Entry:
    return Entry(
        verb=verb,
        subject=Subject("person", f"p{n % 7}", f"赵{n}"),
        particulars={"kind": "调动", "before": {"社区": f"{n}号"}, "after": {"社区": f"{n + 1}号"}},
        reason=f"工作需要 {n}",
    )


def recorded(
    count: int, *, chain: str = CHAIN, by: Actor = CLERK, at: datetime = MORNING, apart: int = 60
) -> list[Event]:
    """Events one after another, so many seconds apart."""
    with transaction.atomic():
        return [
            event
            for n in range(count)
            for event in record_many([entry(n)], by=by, at=at + timedelta(seconds=apart * n), chain=chain)
        ]
