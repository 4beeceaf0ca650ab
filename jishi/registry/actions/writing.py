"""Writing a planned change: its row, its facts, the standings, the person's version and the audit event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from jishi.audit.actions import record as record_event
from jishi.audit.enums import Actor, Subject
from jishi.ledger.actions import Delta, apply
from jishi.places.models import Unit
from jishi.registry.actions.checks import next_instant
from jishi.registry.actions.plans.draft import street_of
from jishi.registry.actions.standings import reproject_files
from jishi.registry.models import Change, Employment, Person
from jishi.registry.selectors.files import PersonFile

PERSON = "person"  # how the audit names who an event is about


@dataclass(frozen=True, slots=True)
class Writ:
    """A change about to be written: the file before it, its row, what it does, and its verb in the audit."""

    file: PersonFile
    change: Change
    delta: Delta
    verb: str


def locked(person: Person) -> Person:
    """The person's row, held until the transaction ends: changes of one person come one after another."""
    return Person.objects.select_for_update(of=("self",)).select_related("district").get(pk=person.pk)


def write(writ: Writ, *, by: Actor, at: datetime) -> Change:
    """Write a change inside the transaction of its action; the event comes last, for it locks the chain.

    Errors: Stale when facts were superseded in between; AuditFailed, and then nothing is kept.
    """
    file, change = writ.file, writ.change
    person, after = file.person, file.after(writ.delta)
    instant = next_instant(person, at)
    change.unit = street_at(after if after.every(Employment) else file, change)
    change.recorded_at = instant
    change.recorded_by, change.recorder_account, change.recorder_person = by.name, by.account, by.person
    change.save(force_insert=True)
    apply(writ.delta, change_id=change.pk, at=instant)
    reproject_files([after], instant)
    Person.objects.filter(pk=person.pk).update(version=F("version") + 1)
    person.version += 1
    record_event(
        verb=writ.verb,
        subject=Subject(PERSON, person.uid, after.name or file.name),
        by=by,
        at=instant,
        chain=f"district-{person.district_id}",
        particulars={
            "summary": change.summary,
            "on": change.effective_on,
            "document": change.document,
            "change": change.pk,
        },
        reason=change.reason,
    )
    return change


def street_at(file: PersonFile, change: Change) -> Unit:
    """The street a change is recorded in: that of whoever uses the person on the day."""
    employment = file.nearest(Employment, change.effective_on)
    if employment is None:
        return file.person.district
    return street_of(employment.using_unit) or file.person.district
