"""No deed without its event, no event without its deed, and nothing rewritten."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from jishi.audit.actions import (
    AuditFailed,
    Export,
    masked,
    particulars_of,
    record,
    record_export,
    record_many,
    record_view,
)
from jishi.audit.enums import SYSTEM, Actor, Subject
from jishi.audit.models import ChainHead, Event
from jishi.audit.models.guards import lift_guards, set_guards
from jishi.audit.selectors import verify
from tests.audit.conftest import CHAIN, CLERK, MORNING, entry, recorded

PERSON = Subject("person", "p1", "赵一")
OTHER = Actor("liming", "李明", "区委组织部")


def one(verb: str = "person.change", *, at: datetime = MORNING, chain: str = CHAIN, **told: Any) -> Event:
    return record(verb=verb, subject=PERSON, by=CLERK, at=at, chain=chain, **told)


@transaction.atomic
def deed() -> None:
    """Some other write together with its event."""
    ChainHead.objects.create(chain="another deed")
    one()


@pytest.mark.django_db
def test_an_event_tells_who_did_what_when_from_where_and_why() -> None:
    proxy = Actor("wangfang", "王芳", "街道经办", "p-9", "10.0.0.7", "李明", principal="p-3")
    with transaction.atomic():
        record(
            verb="person.change",
            subject=PERSON,
            by=proxy,
            at=MORNING,
            chain=CHAIN,
            particulars={"kind": "调动", "on": date(2026, 3, 1), "units": {"b", "a"}},
            reason="工作需要",
        )

    kept = Event.objects.get()
    assert (kept.account, kept.actor_name, kept.role, kept.actor_person) == (
        "wangfang",
        "王芳",
        "街道经办",
        "p-9",
    )
    assert (kept.on_behalf_of, kept.principal, kept.address) == ("李明", "p-3", "10.0.0.7")
    assert (kept.subject_kind, kept.subject_key, kept.subject_label) == ("person", "p1", "赵一")
    assert (kept.at, kept.reason) == (MORNING, "工作需要")
    assert kept.details == {"kind": "调动", "on": "2026-03-01", "units": ["a", "b"]}


@pytest.mark.django_db
def test_events_of_a_chain_are_numbered_without_gaps_and_linked() -> None:
    recorded(3)
    recorded(2, chain="district-2")
    recorded(2)

    kept = list(Event.objects.filter(chain=CHAIN).order_by("seq"))
    assert [event.seq for event in kept] == [1, 2, 3, 4, 5]
    assert [event.prev for event in kept] == ["", *(event.digest for event in kept[:-1])]
    assert len({event.digest for event in kept}) == 5
    assert list(Event.objects.filter(chain="district-2").values_list("seq", flat=True)) == [1, 2]


@pytest.mark.django_db
def test_a_clock_set_back_does_not_put_an_event_before_the_last() -> None:
    with transaction.atomic():
        one(at=MORNING)
        late = one(at=MORNING - timedelta(days=1))
        after = one(at=MORNING + timedelta(seconds=1))

    assert (late.at, after.at) == (MORNING, MORNING + timedelta(seconds=1))
    assert verify(CHAIN).is_sound


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        one()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_an_instant_without_its_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        one(at=datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001 # the mistake under test


@pytest.mark.django_db
def test_a_deed_undone_takes_its_event_with_it_and_leaves_no_gap() -> None:
    recorded(2)
    with transaction.atomic():
        one()
        transaction.set_rollback(True)
    recorded(1)

    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert verify(CHAIN).is_sound


@pytest.mark.django_db
def test_when_the_audit_cannot_be_written_nothing_else_is_either() -> None:
    recorded(1)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event RENAME TO audit_event_away")
        with pytest.raises(AuditFailed, match=r"没有生效.*请稍后再试"):
            deed()
        transaction.set_rollback(True)

    assert not ChainHead.objects.filter(chain="another deed").exists()
    assert ChainHead.objects.get(chain=CHAIN).seq == 1


@pytest.mark.django_db
def test_a_caller_that_swallows_the_refusal_still_leaves_nothing() -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event RENAME TO audit_event_away")
        with suppress(DatabaseError), transaction.atomic():
            ChainHead.objects.create(chain="another deed")
            with suppress(AuditFailed):
                one()
        transaction.set_rollback(True)

    assert not ChainHead.objects.filter(chain="another deed").exists()


@pytest.mark.django_db(transaction=True)
def test_a_locked_audit_table_lets_the_action_refuse_and_leave_nothing() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock for everything")
    recorded(1)
    refusals: list[str] = []

    def act() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '200ms'")
                deed()
        except AuditFailed as refused:
            refusals.append(refused.sentence)
        finally:
            connection.close()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE")
        thread = Thread(target=act)
        thread.start()
        thread.join(10)

    assert len(refusals) == 1
    assert not ChainHead.objects.filter(chain="another deed").exists()


@pytest.mark.django_db(transaction=True)
def test_eight_recording_at_once_make_one_chain_without_gap_or_fork() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the tests' SQLite lives in memory and does not wait for a lock")
    failures: list[str] = []

    def act() -> None:
        try:
            for _ in range(25):
                with transaction.atomic():
                    one()
        except Exception as error:  # noqa: BLE001 # a thread's failure is told by the test
            failures.append(repr(error))
        finally:
            connection.close()

    crew = [Thread(target=act) for _ in range(8)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join(60)

    assert not failures
    report = verify(CHAIN)
    assert (report.count, report.last_seq, report.is_sound) == (200, 200, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda _: Event.objects.create(chain=CHAIN, seq=9, at=MORNING),
        lambda event: Event.objects.bulk_create([event]),
        lambda event: Event.objects.bulk_update([event], ["reason"]),
        lambda event: Event.objects.filter(pk=event.pk).update(reason="改"),
        lambda _: Event.objects.all().delete(),
    ],
)
def test_code_that_would_write_events_otherwise_is_refused(write: Callable[[Event], object]) -> None:
    event = recorded(1)[0]
    with pytest.raises(NotImplementedError):
        write(event)
    assert Event.objects.get().reason == event.reason


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event"])
def test_the_database_itself_refuses_to_change_or_delete_an_event(statement: str) -> None:
    recorded(2)
    with transaction.atomic():
        set_guards(connection)
        with (
            pytest.raises(DatabaseError, match="never changed or deleted"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        recorded(1)
        lift_guards(connection)

    assert Event.objects.count() == 3


def test_a_database_set_up_by_migration_guards_its_events(tmp_path: Path) -> None:
    home = {**os.environ, "JISHI_HOME": str(tmp_path), "DATABASE_URL": ""}
    manage = [sys.executable, str(Path(__file__).parents[2] / "manage.py"), "migrate", "audit", "-v0"]
    subprocess.run(manage, env=home, check=True)

    with closing(sqlite3.connect(tmp_path / "jishi.sqlite3")) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    assert {name for (name,) in triggers} == {"audit_event_no_update", "audit_event_no_delete"}


@pytest.mark.django_db
def test_many_events_are_recorded_quickly_under_one_lock() -> None:
    entries = [entry(n) for n in range(5000)]
    began = time.process_time()
    with transaction.atomic():
        events = record_many(entries, by=SYSTEM, at=MORNING, chain=CHAIN)
    rate = 5000 / (time.process_time() - began)

    print(f"{rate:,.0f} events a second recorded on {connection.vendor}")  # noqa: T201 # a figure to read
    assert [event.seq for event in events] == list(range(1, 5001))
    assert verify(CHAIN).is_sound
    assert rate > 500  # 12,000 and more on a quiet machine


@pytest.mark.django_db
def test_nothing_to_record_locks_and_writes_nothing() -> None:
    with transaction.atomic():
        assert record_many([], by=SYSTEM, at=MORNING, chain=CHAIN) == []
    assert not ChainHead.objects.exists()


@pytest.mark.django_db
def test_odd_characters_and_long_words_neither_stop_an_action_nor_break_the_chain() -> None:
    odd = Subject("person", "p\0" + "x" * 300, "\ud800\N{GRINNING FACE}" + "长" * 300)
    with transaction.atomic():
        for reason in ("\0a\x01\x7f\u2028", '"\\\n\r\t\b\f', "\ud83d", "王" * 5000):
            record(
                verb="person.change",
                subject=odd,
                by=OTHER,
                at=MORNING,
                chain=CHAIN,
                particulars={"a": reason, "b": None, "c": True, "d": 10**30, "e": {"f": [1, "二"]}},
                reason=reason,
            )

    kept = Event.objects.order_by("seq").last()
    assert kept is not None
    assert (len(kept.subject_label), len(kept.reason)) == (200, 5000)
    assert verify(CHAIN).is_sound


@pytest.mark.django_db
@pytest.mark.parametrize("value", [object(), 1j, float("nan"), b"x"])
def test_particulars_that_have_no_plain_form_are_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)), transaction.atomic():
        one(particulars={"a": value})
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_view_tells_which_fields_and_an_export_how_many_rows() -> None:
    with transaction.atomic():
        record_view(
            subject=PERSON, fields=["手机号"], by=CLERK, at=MORNING, chain=CHAIN, reason="核对联系方式"
        )
        record_export(
            export=Export(page="花名册", filters={"街道": "东风"}, columns=["姓名"], row_count=72),
            by=CLERK,
            at=MORNING,
            chain=CHAIN,
            reason="报送组织部",
        )

    view, export = Event.objects.order_by("seq")
    assert (view.verb, view.details, view.reason) == ("view", {"fields": ["手机号"]}, "核对联系方式")
    assert export.verb == "export"
    assert export.details == {
        "page": "花名册",
        "filters": {"街道": "东风"},
        "columns": ["姓名"],
        "row_count": 72,
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("990101199001010010", "**************0010"),
        ("19900001234", "*******1234"),
        ("12345678", "****5678"),
        ("1234567", "*******"),
        ("王某", "**"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_sensitive_value_shows_its_last_four_characters_at_most(value: object, shown: str) -> None:
    assert masked(value) == shown


def test_particulars_tell_only_what_changed_and_mask_what_is_sensitive() -> None:
    told = particulars_of(
        {"phone": "19900001234", "name": "赵一", "unit": "东风社区"},
        {"phone": "19900005678", "name": "赵一", "unit": "东风社区", "post": "副主任"},
        sensitive={"phone"},
    )
    assert told == {
        "before": {"phone": "*******1234"},
        "after": {"phone": "*******5678", "post": "副主任"},
    }


def test_who_acts_is_known_by_person_and_without_one_by_account() -> None:
    assert CLERK.identity == "p-9"
    assert OTHER.identity == "account:liming"


@pytest.mark.django_db
def test_instants_keep_their_microseconds_whatever_zone_they_come_in() -> None:
    shanghai = datetime(2026, 3, 2, 9, 0, 0, 7, tzinfo=UTC).astimezone()
    with transaction.atomic():
        one(at=shanghai)
    assert Event.objects.get().at == shanghai
    assert verify(CHAIN).is_sound
