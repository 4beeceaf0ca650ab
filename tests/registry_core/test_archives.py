"""Taking over a district's archive: the same people, the same figures, and what was known at each moment."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from time import process_time

import pytest
from polars.testing import assert_frame_equal

from jishi.audit.models import Event
from jishi.ledger import Refused
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.places.rulings import loaded
from jishi.policy.period import ONE_DAY, Month
from jishi.policy.records import Records
from jishi.policy.uses.climbing import grade_everyone
from jishi.registry.actions.intake import admit_archive
from jishi.registry.actions.standings import rebuild
from jishi.registry.models import FACTS, Change, Person, Standing
from jishi.registry.rulings.archives import PersonArchive, archives_from
from jishi.registry.rulings.records import communities_of, records_of_people
from jishi.registry.selectors.files import person_file
from jishi.roster.demo import make_demo
from tests.registry_core.town import NOW, SOCIAL_WORK, TODAY, Town, build_unit


def _recorded(day: date) -> datetime:
    """Three days later at nine, as far as that has come."""
    return min(datetime.combine(day, time(1), UTC) + timedelta(days=3), NOW)


def _units(town: Town, records: Records) -> dict[tuple[str, str], Unit]:
    streets: dict[str, Unit] = {}
    units = {}
    for row in records.communities.iter_rows(named=True):
        street = row["street"]
        if street not in streets:
            streets[street] = build_unit(UnitKind.STREET, street, town.district)
        units[street, row["community"]] = build_unit(UnitKind.COMMUNITY, row["community"], streets[street])
    return units


@pytest.fixture
def records() -> Records:
    return make_demo(60, 7, on=TODAY)


def _taken_over(town: Town, records: Records) -> list[PersonArchive]:
    archives = list(archives_from(records, units=_units(town, records), recorded=_recorded))
    assert admit_archive(district=town.district, archives=archives, by=SOCIAL_WORK, at=NOW) == len(archives)
    return archives


def test_everybody_of_an_archive_stands_in_the_roster_with_their_changes(
    town: Town, records: Records
) -> None:
    archives = _taken_over(town, records)

    assert Person.objects.count() == records.people.height
    assert Change.objects.count() == sum(len(each.changes) for each in archives)
    here = records.people.filter(records.people["left_before"].is_null())
    entered = here.filter(here["entered_on"].is_null() | (here["entered_on"] <= TODAY))
    assert Standing.objects.as_of(TODAY).filter(presence="present").count() >= entered.height
    event = Event.objects.get(verb="person.take_over")
    assert json.loads(event.particulars)["count"] == records.people.height


def test_the_figures_of_an_archive_are_those_of_its_records(town: Town, records: Records) -> None:
    _taken_over(town, records)
    month = Month.of(TODAY)
    people = Person.objects.order_by("worker_number")

    kept = records_of_people(people, month.first_day, district=town.district)

    pack = loaded("talent-drive-demo")
    expected = [
        (row.proposed, row.next_on, row.missing)
        for row in grade_everyone(pack, records, month.first_day).rows
    ]
    found = [
        (row.proposed, row.next_on, row.missing) for row in grade_everyone(pack, kept, month.first_day).rows
    ]
    assert found == expected
    for sheet in ("service", "assessments", "certificates"):
        columns = [name for name in getattr(records, sheet).columns if name != "worker_id"]
        assert_frame_equal(
            getattr(kept, sheet).select(columns),
            getattr(records, sheet).select(columns),
            check_row_order=False,
        )


def test_what_ended_was_once_known_as_open(town: Town, records: Records) -> None:
    _taken_over(town, records)
    change = Change.objects.filter(kind="appoint").order_by("recorded_at").first()
    assert change is not None
    before = change.recorded_at - timedelta(seconds=1)

    then = person_file(change.person, before).posts(change.effective_on - ONE_DAY)
    now = person_file(change.person).posts(change.effective_on - ONE_DAY)

    assert [post.position for post in then] == [post.position for post in now]
    assert {post.is_open for post in then} == {True}
    assert {post.valid_before for post in now} == {change.effective_on}


def test_standings_of_an_archive_made_anew_are_the_same(town: Town, records: Records) -> None:
    _taken_over(town, records)
    columns = [each.attname for each in Standing._meta.concrete_fields if each.name != "id"]
    before = sorted(Standing.objects.values_list(*columns), key=str)

    rebuild()

    assert sorted(Standing.objects.values_list(*columns), key=str) == before


def test_an_archive_with_somebody_known_is_refused_as_a_whole(town: Town, records: Records) -> None:
    archives = _taken_over(town, records)
    again = PersonArchive(archives[0].id_number, "ZZ1", NOW, archives[0].changes)

    with pytest.raises(Refused, match="有 1 人的公民身份号码已经建过档"):
        admit_archive(district=town.district, archives=[again], by=SOCIAL_WORK, at=NOW)


def test_an_archive_is_taken_over_quickly(town: Town) -> None:
    many = make_demo(250, 5, on=TODAY)
    units = _units(town, many)
    archives = list(archives_from(many, units=units, recorded=_recorded))
    loaded(town.district.pack)

    started = process_time()
    admit_archive(district=town.district, archives=archives, by=SOCIAL_WORK, at=NOW)
    taken = process_time() - started

    facts = sum(kind.objects.count() for kind in FACTS)
    assert facts / taken > 2500  # some 5,000 a second of our own time, the database beside us
    assert communities_of(town.district, TODAY).height >= many.communities.height
