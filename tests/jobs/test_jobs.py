"""Long work comes to one good end through restarts, takeovers, double requests and faults of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jishi.audit.enums import Actor
from jishi.jobs.actions import carrying, starting
from jishi.jobs.actions.kinds import JobKind, Progress, register
from jishi.jobs.actions.starting import Order
from jishi.jobs.enums import JobState
from jishi.jobs.models import Job, Round
from jishi.jobs.selectors import late_rounds
from jishi.ledger import Refused, Stale

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
CLERK = Actor("clerk", "经办甲", "街道经办", person="p1")
during: list[Callable[[Job], object]] = []  # what happens while the test job runs


def _carry(job: Job, progress: Progress) -> Mapping[str, Any]:
    for number in range(3):
        for happening in during:
            happening(job)
        progress(number + 1, 3)
    return {"rows": 3}


register(JobKind("test-count", _carry))


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def nothing_happens() -> None:
    during.clear()


def started(token: str | None = None, *, queued: list[int] | None = None) -> Job:
    queue = [] if queued is None else queued
    order = Order("test-count", "数一数", token=token)
    return starting.start(
        order=order, district_id=None, grant_id=None, enqueue=queue.append, by=CLERK, at=NOON
    )


def carried(job: Job, *, worker: str = "w1", clock: Callable[[], datetime] | None = None) -> Job:
    carrying.carry(job.pk, worker=worker, clock=clock or Clock())
    return Job.objects.get(pk=job.pk)


def test_a_job_is_queued_carried_and_keeps_its_result() -> None:
    queued: list[int] = []
    job = started(queued=queued)
    assert queued == [job.pk]

    ended = carried(job)

    assert (ended.state, ended.done, ended.total, ended.result) == (JobState.DONE, 3, 3, {"rows": 3})


def test_the_same_request_twice_is_one_job() -> None:
    queued: list[int] = []
    assert started("t", queued=queued).pk == started("t", queued=queued).pk
    assert len(queued) == 1


def test_a_job_in_hand_is_not_carried_by_a_second_worker() -> None:
    job = started()
    carrying.claim(job.pk, worker="w1", at=NOON)
    assert carrying.carry(job.pk, worker="w2", clock=Clock()) is None


def test_what_a_killed_worker_left_is_queued_again_and_finished_by_the_next() -> None:
    job = started()
    carrying.claim(job.pk, worker="killed", at=NOON)
    later = NOON + carrying.LEASE + timedelta(seconds=1)
    queued: list[int] = []

    assert starting.sweep(enqueue=queued.append, at=NOON, waiting=timedelta(minutes=5)) == 0
    assert starting.sweep(enqueue=queued.append, at=later, waiting=timedelta(minutes=5)) == 1
    clock = Clock()
    clock.now = later
    assert carried(job, worker="w2", clock=clock).state == JobState.DONE


def test_a_worker_that_was_only_slow_writes_nothing_once_another_took_over() -> None:
    job = started()

    def taken_over(running: Job) -> None:
        later = NOON + carrying.LEASE + timedelta(seconds=1)
        if running.worker == "slow":
            during.clear()
            assert carrying.claim(running.pk, worker="w2", at=later)

    during.append(taken_over)
    assert carrying.carry(job.pk, worker="slow", clock=Clock()) is None
    now = Job.objects.get(pk=job.pk)
    assert (now.state, now.worker) == (JobState.RUNNING, "w2")


def test_a_running_job_stops_when_asked_and_can_be_tried_again() -> None:
    job = started()
    during.append(lambda running: starting.ask_to_stop(job=running, at=NOON))
    assert carried(job).state == JobState.CANCELLED

    during.clear()
    queued: list[int] = []
    again = starting.try_again(job=job, enqueue=queued.append)
    assert queued == [job.pk]
    assert carried(again).state == JobState.DONE


def test_a_waiting_job_stops_at_once_and_an_ended_one_says_so() -> None:
    job = started()
    assert starting.ask_to_stop(job=job, at=NOON).state == JobState.CANCELLED
    with pytest.raises(Stale, match="已经结束"):
        starting.ask_to_stop(job=job, at=NOON)


@pytest.mark.parametrize(
    ("fault", "words"),
    [(Refused("花名册缺表头，请补上后重新导入。"), "缺表头"), (KeyError("x"), "任务出错（KeyError）")],
)
def test_a_fault_ends_the_job_with_a_sentence_and_without_its_data(fault: Exception, words: str) -> None:
    def fail(_: Job) -> None:
        raise fault

    during.append(fail)
    ended = carried(started())
    assert ended.state == JobState.FAILED
    assert words in ended.failure


def test_a_job_that_keeps_killing_its_worker_is_given_up() -> None:
    job, clock = started(), Clock()
    for _ in range(carrying.MOST_ATTEMPTS):
        assert carrying.claim(job.pk, worker="killed", at=clock.now)
        clock.now += carrying.LEASE + timedelta(seconds=1)
    assert carried(job, clock=clock).state == JobState.FAILED


def test_two_clocks_begin_a_round_once_and_health_sees_what_did_not_come() -> None:
    Round.objects.create(kind="test-count", every_minutes=60)
    queued: list[int] = []
    for _ in range(2):
        starting.begin_rounds(enqueue=queued.append, by=CLERK, at=NOON)
    assert Job.objects.filter(kind="test-count").count() == 1
    assert late_rounds(NOON + timedelta(hours=2)) == []
    assert [each.kind for each in late_rounds(NOON + timedelta(hours=4))] == ["test-count"]

    job = Job.objects.get(kind="test-count")
    carrying.carry(job.pk, worker="w1", clock=lambda: NOON + timedelta(hours=3))
    assert late_rounds(NOON + timedelta(hours=4)) == []


def test_what_comes_round_is_known_without_anybody_setting_it_up() -> None:
    starting.begin_rounds(enqueue=[0].append, by=CLERK, at=NOON)
    assert "daily" in Round.objects.values_list("kind", flat=True)


def test_a_round_is_begun_anew_the_next_hour() -> None:
    Round.objects.create(kind="test-count", every_minutes=60)
    queued: list[int] = []
    for hours in (0, 1, 1, 2):
        starting.begin_rounds(enqueue=queued.append, by=CLERK, at=NOON + timedelta(hours=hours))
    assert Job.objects.filter(kind="test-count").count() == 3
