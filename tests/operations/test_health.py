"""Whoever watches `/healthz` sees red when something that should have run did not, and reads what to do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from jishi.audit.models import AnchorHead
from jishi.jobs.actions.kinds import rounds
from jishi.jobs.enums import JobState
from jishi.jobs.models import Job, Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(settings: Settings) -> datetime:
    """The platform has been up for long."""
    settings.STARTING_SECONDS = 0
    settings.FREE_MB = 1
    settings.ANCHOR_MINUTES = 10
    at = timezone.now()
    for kind, minutes in rounds().items():
        Round.objects.create(kind=kind, every_minutes=minutes, last_done_at=at)
    return at


def asked() -> tuple[int, list[str]]:
    answer = Client().get("/healthz")
    assert answer.json()["ok"] is (answer.status_code == 200)
    return answer.status_code, answer.json()["reasons"]


def anchored(at: datetime) -> None:
    AnchorHead.objects.update_or_create(pk=1, defaults={"number": 1, "at": at})


def queued(at: datetime, **values: object) -> Job:
    return Job.objects.create(kind="test", title="甲", account="clerk", created_at=at, **values)


def test_a_platform_that_is_well_is_green_and_says_nothing_else(now: datetime) -> None:
    anchored(now - timedelta(minutes=29))
    queued(now - timedelta(minutes=29))
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert set(answer.json()) == {"ok", "database", "migrations", "anchor_age_seconds", "reasons"}
    assert answer.json()["reasons"] == []


def test_an_anchor_older_than_three_intervals_is_red(now: datetime) -> None:
    anchored(now - timedelta(minutes=31))
    status, (reason,) = asked()
    assert status == 503
    assert "审计锚定已停 31 分钟" in reason


def test_work_that_should_have_come_round_and_did_not_is_red(now: datetime) -> None:
    Round.objects.create(kind="nightly", every_minutes=60, last_done_at=now - timedelta(minutes=181))
    status, (reason,) = asked()
    assert status == 503
    assert "nightly 该办没有办" in reason


def test_work_that_never_began_is_red(now: datetime) -> None:  # noqa: ARG001
    Round.objects.all().delete()
    status, reasons = asked()
    assert rounds()
    assert status == 503
    assert len(reasons) == len(rounds())


def test_work_that_starts_every_time_and_never_ends_well_is_red(now: datetime) -> None:
    Round.objects.create(
        kind="nightly", every_minutes=60, last_started_at=now, last_done_at=now - timedelta(hours=4)
    )
    assert asked()[0] == 503


def test_a_job_nobody_takes_is_red_and_one_tried_again_is_not(now: datetime) -> None:
    queued(now - timedelta(hours=9), started_at=now - timedelta(hours=8))
    queued(now - timedelta(hours=9), state=JobState.DONE)
    assert asked() == (200, [])
    queued(now - timedelta(minutes=31))
    status, (reason,) = asked()
    assert status == 503
    assert "jishi work" in reason


def test_a_disk_nearly_full_is_red(now: datetime, settings: Settings) -> None:  # noqa: ARG001
    settings.FREE_MB = 10**9
    status, (reason,) = asked()
    assert status == 503
    assert "磁盘只剩" in reason


def test_a_database_behind_the_program_is_red(now: datetime) -> None:  # noqa: ARG001
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")
    status, (reason,) = asked()
    assert status == 503
    assert "jishi migrate" in reason


def test_a_platform_just_started_is_given_time_to_catch_up(now: datetime, settings: Settings) -> None:
    settings.STARTING_SECONDS = 10**6
    anchored(now - timedelta(days=2))
    Round.objects.create(kind="nightly", every_minutes=60, last_done_at=now - timedelta(days=2))
    assert asked() == (200, [])


def test_a_database_out_of_reach_is_red_in_a_sentence(now: datetime, settings: Settings) -> None:  # noqa: ARG001
    from jishi.jobs.views import health

    with connection.execute_wrapper(_refusing):
        answer = health.healthz(Client().get("/healthz").wsgi_request)
    assert answer.status_code == 503
    assert "连不上数据库" in answer.content.decode("unicode_escape")


def _refusing(*_: object) -> None:
    from django.db import OperationalError

    raise OperationalError("server closed the connection unexpectedly")
