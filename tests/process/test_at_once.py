"""Two offices at one case at once: one effect, nothing stuck; without the lock it shows (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from jishi.access.permissions import Sight
from jishi.ledger import Refused
from jishi.process.actions import opinions
from jishi.process.actions.opinions import Said
from jishi.process.enums import CaseState, SeatState, Verdict
from jishi.process.models import Case, Opinion, Seat
from tests.process.world import DAY, World, applied, build

PAIRS = 200


@pytest.fixture
def on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time; see the same test on PostgreSQL")


def agreeing(world: World, case: Case, sight: Sight) -> Callable[[], object]:
    """What a click on 同意 does, on the page as it was opened before."""
    seat = Seat.objects.select_related("case").get(case=case, unit_id=sight.unit_id, state=SeatState.WAITING)
    said, at = Said(Verdict.AGREE, case.content_digest), world.now
    return lambda: opinions.give(seat=seat, said=said, on=DAY, sight=sight, at=at)


def at_once(first: Callable[[], object], second: Callable[[], object]) -> int:
    """Run both at the same moment; how many went through."""
    gate = Barrier(2)

    def run(act: Callable[[], object]) -> int:
        try:
            gate.wait()
            act()
        except Refused:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(run, (first, second)))


def both_streets(world: World, case: Case) -> int:
    """The leaders of both streets agree at once."""
    sights = (world.leader("东城书记", 0), world.leader("西关书记", 1))
    first, second = (agreeing(world, case, sight) for sight in sights)
    return at_once(first, second)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_postgresql")
def test_of_200_pairs_of_approvals_of_one_seat_each_has_one_effect() -> None:
    world = build()
    applied.clear()
    for _ in range(PAIRS):
        case = world.submitted(world.clerk())
        assert both_streets(world, case) == 2
        first, second = (agreeing(world, case, world.social(name)) for name in ("社工部甲", "社工部乙"))
        assert at_once(first, second) == 1

    assert len(applied) == len(set(applied)) == PAIRS
    assert Case.objects.filter(state=CaseState.APPROVED).count() == PAIRS
    assert Opinion.objects.count() == 3 * PAIRS


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_postgresql")
def test_without_the_lock_two_opinions_at_once_leave_a_case_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build()
    monkeypatch.setattr(opinions, "locked", lambda case: Case.objects.get(pk=case.pk))
    cases = [world.submitted(world.clerk()) for _ in range(40)]

    through = [both_streets(world, case) for case in cases]

    assert through == [2] * len(cases)
    assert Case.objects.filter(step=0, state=CaseState.OPEN).exists()
