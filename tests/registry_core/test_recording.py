"""Recording a change: what the file and the roster say afterwards, once and only once."""

from __future__ import annotations

from datetime import date

from jishi.registry.actions.particulars import Graded, Left, Transferred
from jishi.registry.enums import Presence
from jishi.registry.models import Standing
from jishi.registry.selectors.files import person_file
from tests.registry_core.town import TODAY, Town


def test_somebody_admitted_stands_in_the_roster_from_the_day_on(town: Town) -> None:
    person = town.admit(on=date(2020, 3, 1))

    standing = Standing.objects.as_of(TODAY).get(person=person)
    assert (standing.name, standing.unit, standing.presence) == (
        "王晓明",
        town.communities[0],
        Presence.PRESENT,
    )
    assert standing.spelling == "wangxiaoming wxm"
    assert not Standing.objects.as_of(date(2020, 2, 29)).filter(person=person).exists()


def test_a_transfer_to_come_leaves_today_as_it_is(town: Town) -> None:
    person = town.admit()
    day = date(2027, 1, 10)

    town.record(person, Transferred(using_unit=town.communities[1]), day)

    assert Standing.objects.as_of(TODAY).get(person=person).unit == town.communities[0]
    assert Standing.objects.as_of(day).get(person=person).unit == town.communities[1]


def test_whoever_left_stays_with_the_last_unit(town: Town) -> None:
    person = town.admit()

    town.record(person, Left(ground="本人辞职"), date(2026, 10, 1))

    standing = Standing.objects.as_of(TODAY).get(person=person)
    assert (standing.presence, standing.unit) == (Presence.LEFT, town.communities[0])


def test_withdrawing_gives_back_what_was(town: Town) -> None:
    person = town.admit()
    before = [(type(f), f.valid_from, f.valid_before, f.content()) for f in person_file(person).facts]

    change = town.record(person, Graded(grade=5), date(2026, 1, 1))
    town.withdraw(change)

    assert [(type(f), f.valid_from, f.valid_before, f.content()) for f in person_file(person).facts] == before
