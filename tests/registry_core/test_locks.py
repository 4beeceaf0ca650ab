"""Two people at one file at the same time: nothing is lost, and without the lock it would be (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from jishi.ledger import Refused
from jishi.ledger.actions import load_history
from jishi.ledger.models import FOREVER, UNTIL_NOW
from jishi.registry.actions import changes
from jishi.registry.actions.particulars import Figured, Particulars, Reached
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Change, GradeHeld, Person
from jishi.registry.selectors.files import person_file
from tests.registry_core.town import NOW, SOCIAL_WORK, Town, build_town

PAIRS = 200
DAY = date(2026, 10, 1)


@pytest.fixture
def on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time; see the same test on PostgreSQL")


def _both_at_once(acts: tuple[Callable[[], object], Callable[[], object]]) -> int:
    """Run two edits at the same moment; how many went through."""
    gate = Barrier(2)

    def run(act: Callable[[], object]) -> int:
        try:
            gate.wait()
            act()
        except (Refused, IntegrityError):
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(run, acts))


def _edit(town: Town, person: Person, what: Particulars, number: int) -> Callable[[], object]:
    return lambda: changes.record(
        person=person,
        kind=ChangeKind(what.kind_of_change),
        particulars=what,
        on=DAY + timedelta(days=number % 20),
        sight=town.sight(),
        by=SOCIAL_WORK,
        at=NOW,
    )


def _phone(number: int) -> str:
    return f"199{number:08d}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_postgresql")
def test_of_200_pairs_of_edits_of_one_person_none_is_lost() -> None:
    town = build_town()
    person = town.admit()

    done = 0
    for number in range(PAIRS):
        done += _both_at_once(
            (
                _edit(town, person, Figured(name=f"甲{number}", value=str(number)), number),
                _edit(town, person, Figured(name=f"乙{number}", value=str(number)), number),
            )
        )

    person.refresh_from_db()
    assert done == 2 * PAIRS
    assert Change.objects.filter(person=person, kind=ChangeKind.FIGURE).count() == 2 * PAIRS
    assert person.version == 2 + 2 * PAIRS
    instants = list(Change.objects.filter(person=person).values_list("recorded_at", flat=True))
    assert len(set(instants)) == len(instants)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_postgresql")
def test_with_the_lock_out_edits_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    town = build_town()
    person = town.admit(phone=_phone(1))
    unlocked = lambda given: Person.objects.select_related("district").get(pk=given.pk)  # noqa: E731 # a lock that holds nothing
    monkeypatch.setattr(changes, "locked", unlocked)

    done = sum(
        _both_at_once(
            (
                _edit(town, person, Reached(phone=_phone(number + 2)), number),
                _edit(town, person, Reached(bank_name=f"银行{number}"), number),
            )
        )
        for number in range(20)
    )

    assert done < 40


@pytest.mark.django_db
def test_the_database_itself_refuses_two_grades_on_a_day(town: Town) -> None:
    person = town.admit()

    def grade(number: int, starts: date, ends: date = FOREVER) -> GradeHeld:
        return GradeHeld(
            person=person,
            grade=number,
            valid_from=starts,
            valid_before=ends,
            recorded_at=NOW,
            superseded_at=UNTIL_NOW,
        )

    load_history([grade(4, date(2021, 1, 1), date(2022, 1, 1)), grade(5, date(2022, 1, 1))])

    assert len(person_file(person).every(GradeHeld)) == 2
    with pytest.raises(IntegrityError, match="one_a_day"):
        load_history([grade(6, date(2021, 6, 1), date(2021, 7, 1))])
