"""Taking people in: one new person through the form, or a whole archive at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import count, islice, pairwise

from django.db import transaction

from jishi import vault
from jishi.access.permissions import Sight
from jishi.audit.actions import record as record_event
from jishi.audit.enums import Actor, Subject
from jishi.ledger import Refused
from jishi.ledger.actions import load_history
from jishi.places.models import Unit
from jishi.policy.identifiers import clean_id_number, id_number_problem
from jishi.registry import permissions
from jishi.registry.actions import checks
from jishi.registry.actions.changes import Preview
from jishi.registry.actions.particulars import Entered
from jishi.registry.actions.plans import plan_change
from jishi.registry.actions.standings import record_histories
from jishi.registry.actions.summaries import summary
from jishi.registry.actions.writing import Writ, locked, street_at, write
from jishi.registry.enums import TAKE_OVER, ChangeKind
from jishi.registry.models import Change, Employment, Person, PersonFact
from jishi.registry.rulings.archives import PersonArchive
from jishi.registry.rulings.effects import effects
from jishi.registry.rulings.warnings import warnings
from jishi.registry.selectors.files import PersonFile, person_file

TAIL = 6
_ROWS = 2000
_BATCH = 500
_DIGITS = 6
KNOWN = (
    "这个公民身份号码已有在册或曾经在册的记录，不能重复建档。如是再次进入，请在花名册中找到本人办理入职；"
    "找不到的，请联系市级主管部门核实。"
)


def preview_admission(*, district: Unit, particulars: Entered, on: date, sight: Sight) -> Preview:
    """Plan an admission in memory and say what it would bring about.

    Errors: as `admit`.
    """
    person = _checked(district, particulars, on, sight) or _new_person(
        district, particulars, datetime.combine(on, time(), UTC)
    )
    before = PersonFile(person)
    after = before.after(plan_change(before, ChangeKind.ENTER, particulars, on))
    told = summary(before, ChangeKind.ENTER, particulars, on)
    return Preview(told, effects(before, after, on), warnings(before, after, on, sight.on))


def admit(  # noqa: PLR0913 # subject, particulars, on, reason, by, at and what guards against two tabs
    *,
    district: Unit,
    particulars: Entered,
    on: date,
    reason: str = "",
    document: str = "",
    token: str | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Change:
    """Take in a person new to the platform; the change that did names them (`change.person`).

    Errors: Refused, the same sentence whether somebody is known in this district or in another; Forbidden.
    """
    with transaction.atomic():
        Unit.objects.select_for_update(no_key=True).get(pk=district.pk)  # one admission after another
        if (first := checks.sent_before(token, None, by)) is not None:
            return first
        person = _checked(district, particulars, on, sight)
        if person is None:
            person = _new_person(district, particulars, at)
            person.save(force_insert=True)
        file = person_file(person)
        change = Change(
            person=person,
            kind=ChangeKind.ENTER,
            effective_on=on,
            reason=reason.strip(),
            document=document.strip(),
            summary=summary(file, ChangeKind.ENTER, particulars, on),
            token=token or None,
        )
        delta = plan_change(file, ChangeKind.ENTER, particulars, on)
        return write(Writ(file, change, delta, f"person.{ChangeKind.ENTER}"), by=by, at=at)


def _checked(district: Unit, what: Entered, on: date, sight: Sight) -> Person | None:
    """Whoever of the number is on file without ever having been employed; None for somebody new.

    Errors: Refused, Forbidden.
    """
    permissions.check_can_admit(sight, district)
    checks.check_day(on, sight.on)
    number = clean_id_number(what.id_number)
    if (problem := id_number_problem(number)) is not None:
        raise Refused(f"{problem}。", field="id_number")
    if not what.name.strip():
        raise Refused("请填写姓名。", field="name")
    checks.check_units(what, Person(district=district), sight, on)
    indexes = vault.blind_indexes(number, field="id_number")
    known = Person.objects.filter(id_number_index__in=indexes).first()
    if known is None:
        return None
    if known.district_id != district.pk or Employment.objects.known_at(None).filter(person=known).exists():
        raise Refused(KNOWN, field="id_number")
    return locked(known)


def _new_person(district: Unit, what: Entered, at: datetime) -> Person:
    """The row of somebody new, not yet saved.

    Errors: Refused when the worker number is taken.
    """
    worker_number = what.worker_number.strip()
    if worker_number and Person.objects.filter(district=district, worker_number=worker_number).exists():
        raise Refused(
            f"工号“{worker_number}”在本区已有人使用，请换一个，或留空由系统编号。", field="worker_number"
        )
    number = worker_number or next_worker_number(district)
    return _row(district, PersonArchive(clean_id_number(what.id_number), number, at))


def _row(district: Unit, archive: PersonArchive) -> Person:
    return Person(
        uid=archive.uid,
        district=district,
        worker_number=archive.worker_number,
        id_number_sealed=vault.seal(archive.id_number, table="person", row=archive.uid, field="id_number"),
        id_number_index=vault.blind_index(archive.id_number, field="id_number"),
        id_number_tail=archive.id_number[-TAIL:],
        created_at=archive.created_at,
    )


def next_worker_number(district: Unit) -> str:
    """The worker number after the last one given in a district, in the way it is written there."""
    numbers = Person.objects.filter(district=district)
    last = numbers.order_by("-pk").values_list("worker_number", flat=True).first() or ""
    match = re.fullmatch(r"(.*?)(\d+)", last)
    head, digits = (match[1], match[2]) if match else ("", "0" * _DIGITS)
    for number in count(int(digits) + 1):
        candidate = f"{head}{number:0{len(digits)}d}"
        if not numbers.filter(worker_number=candidate).exists():
            return candidate
    raise AssertionError


def admit_archive(*, district: Unit, archives: Iterable[PersonArchive], by: Actor, at: datetime) -> int:
    """Take over people with their history and project their standings; how many were taken over.

    Shape:  a transaction and an audit event for every 500 people; facts keep the times they bring along.
    Errors: Refused when somebody is known already or stands twice in the archive (whoever is on file without
            ever having been employed is taken over again); ValueError when two changes of a person share an
            instant.
    """
    waiting, taken = iter(archives), 0
    while batch := list(islice(waiting, _BATCH)):
        with transaction.atomic():
            _take_over(district, batch, by)
            record_event(
                verb=TAKE_OVER,
                subject=Subject("unit", str(district.pk), district.name),
                by=by,
                at=at,
                chain=f"district-{district.pk}",
                particulars={"count": len(batch)},
            )
        taken += len(batch)
    return taken


def _take_over(district: Unit, batch: Sequence[PersonArchive], by: Actor) -> None:
    people = [_row(district, archive) for archive in batch]
    _check_distinct(people)
    before = _never_employed(district, people)
    Person.objects.bulk_create([person for person in people if person.id_number_index not in before])
    people = [before.get(person.id_number_index, person) for person in people]
    facts: list[list[PersonFact]] = []
    changes: list[Change] = []
    for person, archive in zip(people, batch, strict=True):
        _check_instants(archive)
        facts.append([fact for each in archive.changes for fact in each.facts])
        for fact in facts[-1]:
            fact.person = person
        changes += _changes(PersonFile(person, tuple(facts[-1])), archive, by)
    Change.objects.bulk_create(changes, batch_size=_ROWS)
    recorded = [archived for archive in batch for archived in archive.changes]
    for change, archived in zip(changes, recorded, strict=True):
        for fact in archived.facts:
            fact.change_id = change.pk
    load_history(fact for each in facts for fact in each)
    record_histories(people, facts)


def _check_distinct(people: Sequence[Person]) -> None:
    indexes = [person.id_number_index for person in people]
    if twice := len(indexes) - len(set(indexes)):
        raise _known_already(twice)


def _never_employed(district: Unit, people: Sequence[Person]) -> dict[str, Person]:
    """Who of some people is on file without an employment, by the index of the number.

    Errors: Refused when somebody was employed, or is on file elsewhere.
    """
    known = Person.objects.filter(id_number_index__in=[person.id_number_index for person in people])
    found = {person.id_number_index: person for person in known.select_for_update(of=("self",))}
    employed = Employment.objects.known_at(None).filter(person__in=found.values()).values("person").distinct()
    elsewhere = sum(person.district_id != district.pk for person in found.values())
    if count := max(employed.count(), elsewhere):
        raise _known_already(count)
    return found


def _known_already(count: int) -> Refused:
    return Refused(f"这批档案中有 {count} 人的公民身份号码已经建过档，整批没有接收。请核对后重新接收。")


def _check_instants(archive: PersonArchive) -> None:
    for one, two in pairwise(archive.changes):
        if one.recorded_at >= two.recorded_at:
            raise ValueError(f"changes of {archive.worker_number} are not recorded one after another")


def _changes(file: PersonFile, archive: PersonArchive, by: Actor) -> Iterator[Change]:
    for each in archive.changes:
        change = Change(
            person=file.person,
            kind=each.kind,
            effective_on=each.effective_on,
            reason=each.reason,
            document=each.document,
            summary=each.summary or each.kind.label,
            recorded_at=each.recorded_at,
            recorded_by=each.recorded_by or by.name,
            recorder_account=by.account,
            recorder_person=by.person,
        )
        change.unit = street_at(file, change)
        yield change
