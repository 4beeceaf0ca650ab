"""A database administrator who knows the key tampers with the audit; the anchors outside tell every time."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from jishi.audit.actions import anchor
from jishi.audit.exports import event_lines
from jishi.audit.models import SIGNED_FIELDS, Event, current_proof, instant
from jishi.audit.selectors import AnchorRecord, anchor_record, verify
from tests.audit import second_verifier
from tests.audit.conftest import CHAIN, MORNING, recorded

pytestmark = pytest.mark.django_db

COUNT = 80
EVERY = 20
TRIALS = 200

Tamper = Callable[[random.Random], None]


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rewrite(seq: int, **values: str) -> None:
    for column, value in values.items():
        sql(f"UPDATE audit_event SET {column} = %s WHERE chain = %s AND seq = %s", value, CHAIN, seq)


def move(seq: int, to: int) -> None:
    sql("UPDATE audit_event SET seq = %s WHERE chain = %s AND seq = %s", to, CHAIN, seq)


def delete_from(seq: int, before: int = COUNT + 1) -> None:
    sql("DELETE FROM audit_event WHERE chain = %s AND seq >= %s AND seq < %s", CHAIN, seq, before)


def rebuild(first: int) -> None:
    """Give every event from a place on a number, link and digest that fit, and the head too."""
    kept = Event.objects.filter(chain=CHAIN).order_by("seq", "id")
    seq, prev = first - 1, ""
    if first > 1:
        prev = kept.get(seq=seq).digest
    proof, rows = current_proof("event"), []
    for event in list(kept.filter(seq__gte=first)):
        seq += 1
        event.seq, event.prev = seq, prev
        signed = [instant(event.at) if name == "at" else getattr(event, name) for name in SIGNED_FIELDS]
        prev = proof(signed)
        rows.append((seq, event.prev, prev, event.pk))
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE audit_event SET seq=%s, prev=%s, digest=%s WHERE id=%s", rows)
    sql("UPDATE audit_chainhead SET seq = %s, digest = %s WHERE chain = %s", seq, prev, CHAIN)


def edit(chance: random.Random) -> None:
    column = chance.choice(["reason", "actor_name", "particulars", "subject_key", "verb", "address"])
    rewrite(chance.randint(1, COUNT), **{column: "改"})


def edit_time(chance: random.Random) -> None:
    later = MORNING + timedelta(seconds=chance.randint(1, 59), minutes=(seq := chance.randint(1, COUNT)) - 1)
    sql("UPDATE audit_event SET at = %s WHERE chain = %s AND seq = %s", later, CHAIN, seq)


def delete(chance: random.Random) -> None:
    first = chance.randint(1, COUNT - 3)
    delete_from(first, first + chance.randint(1, 3))


def swap(chance: random.Random) -> None:
    one, other = chance.sample(range(1, COUNT + 1), 2)
    move(one, -1)
    move(other, one)
    move(-1, other)


def copied(event: Event, **different: Any) -> None:
    """Insert a copy of an event by the database itself."""
    values = {
        column.attname: getattr(event, column.attname)
        for column in Event._meta.concrete_fields
        if not column.primary_key
    } | different
    marks = ", ".join(["%s"] * len(values))
    sql(f"INSERT INTO audit_event ({', '.join(values)}) VALUES ({marks})", *values.values())


def insert(chance: random.Random) -> None:
    place = chance.randint(1, COUNT)
    event = Event.objects.get(chain=CHAIN, seq=place)
    for seq in range(COUNT, place, -1):
        move(seq, seq + 1)
    copied(event, seq=place + 1, reason="从来没有发生过")


def cut_tail(chance: random.Random) -> None:
    first = chance.randint(2, COUNT)
    delete_from(first)
    rebuild(first)


def rewrite_tail(chance: random.Random) -> None:
    first = chance.randint(2, COUNT)
    rewrite(first, reason="另一种说法")
    rebuild(first)


def replace_tail(chance: random.Random) -> None:
    first = chance.randint(2, COUNT - 1)
    delete_from(first, first + 1)
    rebuild(first)


def rebuild_all(chance: random.Random) -> None:
    rewrite(chance.randint(1, 5), actor_name="别人")
    rebuild(1)


KINDS: list[Tamper] = [
    edit, edit_time, delete, swap, insert, cut_tail, rewrite_tail, replace_tail, rebuild_all,
]  # fmt: skip


@pytest.fixture
def anchors() -> AnchorRecord:
    """A chain of 80 events of which every twentieth is anchored, the last among them."""
    for part in range(0, COUNT, EVERY):
        recorded(EVERY, at=MORNING + timedelta(minutes=part))
        anchor(at=MORNING + timedelta(minutes=part + EVERY))
    return anchor_record()


@pytest.fixture
def outside(anchors: AnchorRecord, apart: Any) -> Callable[[], list[str]]:  # noqa: ARG001 # made first
    """What the second verifier says of the events as they are."""
    keys = second_verifier.load_keys(apart / "keys.json")
    lines = second_verifier.read_anchors(apart / "anchors")

    def faults() -> list[str]:
        rows = [json.loads(line) for line in event_lines([CHAIN])]
        return second_verifier.check_events(rows, lines, keys)

    assert not second_verifier.check_anchors(lines, keys)
    return faults


def test_the_untouched_chain_is_sound_to_both_verifiers(
    anchors: AnchorRecord, outside: Callable[[], list[str]]
) -> None:
    report = verify(CHAIN, anchors=anchors)
    assert (report.count, report.anchored_seq, report.unanchored_count) == (COUNT, COUNT, 0)
    assert report.is_sound, report.faults
    assert not anchors.faults
    assert not outside()


@pytest.mark.parametrize("tamper", KINDS, ids=lambda tamper: tamper.__name__)
def test_tampering_is_found_200_times_of_200(
    tamper: Tamper, anchors: AnchorRecord, outside: Callable[[], list[str]]
) -> None:
    missed, missed_outside = [], []
    for trial in range(TRIALS):
        with transaction.atomic():
            tamper(random.Random(trial))
            if verify(CHAIN, anchors=anchors).is_sound:
                missed.append(trial)
            if not outside():
                missed_outside.append(trial)
            transaction.set_rollback(True)

    assert not missed
    assert not missed_outside
    assert verify(CHAIN, anchors=anchors).is_sound
