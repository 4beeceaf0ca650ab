"""Reading by pages and stretches passes nobody over and tells nothing twice, whatever is written."""

from __future__ import annotations

import random
import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jishi.access.enums import Role
from jishi.audit.models import ChainHead
from jishi.registry.actions.particulars import Graduated, Transferred
from jishi.registry.models import Change, Person
from tests.api.conftest import Reader, reader_of
from tests.registry_people.cast import Cast, build_cast


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 7), added=st.lists(st.integers(0, 2), max_size=6))
def test_pages_hold_everybody_once_while_people_are_added(
    cast: Cast, reader: Reader, limit: int, added: list[int]
) -> None:
    if not Person.objects.exists():
        for number in range(8):
            cast.admit(f"某人{number}")
    there = set(Person.objects.values_list("uid", flat=True))
    read: list[str] = []
    query: dict[str, Any] = {"limit": limit}
    while True:
        page = reader.read("people", query)
        read += [person["uid"] for person in page["people"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
        for _ in range(added.pop() if added else 0):
            cast.admit("新来的")
    assert len(read) == len(set(read))
    assert there <= set(read)


def pulled(reader: Reader, dice: random.Random, district: int) -> list[int]:
    """The changes of a feed, pulled in stretches of random length."""
    found: list[int] = []
    after, more = 0, True
    while more:
        part = reader.read("events", {"after": after, "limit": dice.randint(1, 9), "district": district})
        found += [event["change"] for event in part["events"]]
        assert part["next"] > after or not part["has_more"]
        after, more = part["next"], part["has_more"]
    return found


@pytest.mark.parametrize("role", [Role.SOCIAL_WORK, Role.CITY])
def test_the_feed_tells_every_change_once_in_the_order_it_was_recorded(cast: Cast, role: Role) -> None:
    person = cast.worker()
    change = cast.record(person, Transferred(using_unit=cast.communities[1]), cast.days_ago(10))
    cast.withdraw(change)
    cast.head()
    found = pulled(reader_of(cast, role), random.Random(1), cast.district.pk)
    assert found == list(Change.objects.order_by("pk").values_list("pk", flat=True))


def test_going_on_after_the_end_tells_what_was_recorded_since(cast: Cast, reader: Reader) -> None:
    cast.admit()
    end = reader.read("events")["next"]
    assert reader.read("events", {"after": end})["events"] == []
    person = cast.admit("后来者")
    assert [event["person"] for event in reader.read("events", {"after": end})["events"]] == [person.uid]


def test_a_city_names_the_district_it_pulls(cast: Cast) -> None:
    answer = reader_of(cast, Role.CITY).ask("events")
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["where"] == "district"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_the_feed_has_no_gap_while_several_are_writing() -> None:
    cast = build_cast()
    people = [cast.admit(f"某人{number}") for number in range(4)]
    reader = reader_of(cast)
    faults: list[BaseException] = []

    def write(person: Person) -> None:
        try:
            for turn in range(12):
                now = Person.objects.get(pk=person.pk)
                unit = cast.communities[(turn + 1) % 4]
                cast.record(now, Transferred(using_unit=unit), cast.days_ago(30 - turn))
        except BaseException as fault:  # noqa: BLE001 # told by the test, whatever it is
            faults.append(fault)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=[person]) for person in people]
    found: list[int] = []
    after = 0

    def pull() -> None:
        nonlocal after
        part = reader.read("events", {"after": after, "limit": 3})
        found.extend(event["change"] for event in part["events"])
        after = part["next"]

    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        pull()
    while reader.read("events", {"after": after, "limit": 3})["events"]:
        pull()
    assert not faults
    assert len(found) == len(set(found))
    assert set(found) == set(Change.objects.values_list("pk", flat=True))


def wait_for_a_lock() -> None:
    """Come back once somebody waits for a row that is held."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waited")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_change_that_is_visible_late_is_told_though_a_higher_number_was_seen_before() -> None:
    cast = build_cast()
    near, far = cast.admit(), cast.stranger()
    reader = reader_of(cast, Role.CITY)
    districts = (cast.district, cast.other_district)
    ends = {each.pk: reader.read("events", {"district": each.pk})["next"] for each in districts}

    def study(person: Person, **more: Any) -> threading.Thread:
        def record() -> None:
            try:
                cast.record(person, Graduated(level="本科", degree="学士"), cast.days_ago(5), **more)
            finally:
                connection.close()

        thread = threading.Thread(target=record)
        thread.start()
        return thread

    with transaction.atomic():
        ChainHead.objects.select_for_update().get(chain=f"district-{cast.district.pk}")
        late = study(near)
        wait_for_a_lock()
        study(far, sight=cast.sight(unit=cast.other_district)).join()
        seen = Change.objects.latest("pk")
    late.join()
    last = Change.objects.filter(person=near).latest("pk")
    assert last.pk < seen.pk  # whoever goes on after the highest number seen never meets it
    told = [reader.read("events", {"district": pk, "after": after})["events"] for pk, after in ends.items()]
    assert [[event["change"] for event in events] for events in told] == [[last.pk], [seen.pk]]
