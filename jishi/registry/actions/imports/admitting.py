"""Taking in the rows found ready, some hundreds at a time: people, marks and event in one transaction.

A worker killed half-way leaves whole lots behind; carried again, it finds the others still waiting.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count, islice
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from jishi.access.permissions import Sight
from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.registry import permissions
from jishi.registry.actions import changes
from jishi.registry.actions.imports import places
from jishi.registry.actions.imports.checking import FINAL
from jishi.registry.actions.imports.differences import Difference, differences
from jishi.registry.actions.imports.reading import read
from jishi.registry.actions.intake import KNOWN, admit_archive
from jishi.registry.enums import ChangeKind, ImportKind, ImportState, RowState
from jishi.registry.models import Change, ImportJob, ImportRow, Person
from jishi.registry.rulings.archives import PersonArchive
from jishi.registry.rulings.imports import FAULT, PEOPLE_SHEET, PersonRows, archives, people_of
from jishi.registry.selectors.files import person_file
from jishi.registry.selectors.imports import (
    Places,
    communities_within,
    counts_of,
    employed_ever,
    people_by_number,
    worker_numbers_taken,
)
from jishi.roster.apart import Answer

LOT = 500
READY = (RowState.READY, RowState.NOTICE)
Told = Callable[[int, int], None]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Hand:
    """Who takes rows in, on which day, by which clock, and how they tell how far they are."""

    sight: Sight
    by: Actor
    on: date
    clock: Clock
    told: Told


def take_in(*, of: ImportJob, hand: Hand) -> int:
    """Take in whatever of an import is ready; how many rows were.

    Errors: Refused when the file cannot be read; Forbidden; ImportJob.DoesNotExist out of sight.
    """
    permissions.check_can_import(hand.sight, of)
    answer = read(of, hand.sight, hand.on)
    if of.kind == ImportKind.PLACES:
        taken = places.take_in(of=of, sight=hand.sight, answer=answer, by=hand.by, at=hand.clock())
        hand.told(taken, taken)
        return taken
    taken = _Roster(of, hand, answer, communities_within(hand.sight, of.district)).take_in()
    finish(of, hand.clock())
    return taken


@transaction.atomic
def finish(of: ImportJob, at: datetime | None) -> None:
    """Say how far an import is; `at` when rows were taken in just now."""
    of = ImportJob.objects.select_for_update(of=("self",)).get(pk=of.pk)
    of.counts = counts_of(of, PEOPLE_SHEET)
    of.imported_at = of.imported_at or at
    if of.imported_at is not None or not of.rows.exclude(state__in=(*FINAL, RowState.SAME)).exists():
        waiting = of.rows.exclude(state__in=(*FINAL, RowState.SAME)).exists()
        of.state = ImportState.PARTIAL if waiting else ImportState.IMPORTED
    of.save(update_fields=["counts", "imported_at", "state"])


@dataclass(slots=True)
class _Roster:
    of: ImportJob
    hand: Hand
    answer: Answer
    places: Places
    people: Mapping[int, PersonRows] = field(init=False)

    def __post_init__(self) -> None:
        self.people = {each.number: each for each in people_of(self.answer)}

    def take_in(self) -> int:
        """Take in people lot by lot, then rows of other sheets that were put right later."""
        waiting = list(self._waiting(PEOPLE_SHEET))
        later = self.of.rows.filter(state__in=READY).exclude(sheet=PEOPLE_SHEET)
        total, done = len(waiting) + later.count(), 0
        self.hand.told(0, total)
        while lot := waiting[:LOT]:
            del waiting[:LOT]
            done += self._take_lot(lot)
            self.hand.told(done, total)
        return done + self._take_later()

    def _waiting(self, sheet: str) -> Sequence[int]:
        rows = self.of.rows.filter(sheet=sheet, state__in=READY).order_by("number")
        return list(rows.values_list("number", flat=True))

    @transaction.atomic
    def _take_lot(self, numbers: Sequence[int]) -> int:
        """One lot: those still waiting once the district is held."""
        district = Unit.objects.select_for_update(no_key=True).get(pk=self.of.district_id)
        held = self.of.rows.select_for_update().filter(
            sheet=PEOPLE_SHEET, number__in=numbers, state__in=READY
        )
        rows = {row.number: row for row in held}
        uids = self._still_new(rows)
        at = self.hand.clock()
        lot = list(archives(self.answer, list(rows), units=self.places, uids=uids, at=at))
        _give_numbers(district, [archive for _, archive in lot])
        admit_archive(district=district, archives=[archive for _, archive in lot], by=self.hand.by, at=at)
        self._mark(rows, lot, at)
        return len(lot)

    def _still_new(self, rows: dict[int, ImportRow]) -> dict[str, str]:
        """Put aside whoever came on file since the check; who was never employed keeps the uid."""
        people = {number: self.people[number] for number in rows if number in self.people}
        known = people_by_number([each.id_number for each in people.values()])
        employed = employed_ever(known.values())
        uids: dict[str, str] = {}
        for number, each in people.items():
            person = known.get(each.id_number)
            if person is None:
                continue
            if person.pk in employed or person.district_id != self.of.district_id:
                what, remedy = KNOWN.rstrip("。").split("。", 1)
                row = rows.pop(number)
                row.state, row.problems = RowState.FAULTY, [["身份证号", "", FAULT, what, remedy]]
                row.save(update_fields=["state", "problems"])
            else:
                uids[each.person["worker_id"]] = person.uid
        return uids

    def _mark(
        self, rows: Mapping[int, ImportRow], lot: Sequence[tuple[int, PersonArchive]], at: datetime
    ) -> None:
        people = Person.objects.in_bulk([archive.uid for _, archive in lot], field_name="uid")
        recorded: dict[int, list[int]] = defaultdict(list)
        found = Change.objects.filter(person__in=people.values(), recorded_at__gte=at).order_by("recorded_at")
        for person_id, pk in found.values_list("person_id", "pk"):
            recorded[person_id].append(pk)
        for number, archive in lot:
            row, person = rows[number], people[archive.uid]
            row.state, row.person, row.changes = RowState.DONE, person, recorded[person.pk]
        done = [rows[number] for number, _ in lot]
        ImportRow.objects.filter(pk__in=[row.pk for row in done]).delete()  # updating takes far longer
        for row in done:
            row.pk = None
        ImportRow.objects.bulk_create(done)

    def _take_later(self) -> int:
        """Rows of other sheets, put right after their person was taken in: each a change of its own."""
        later = list(self.of.rows.filter(state__in=READY).exclude(sheet=PEOPLE_SHEET))
        wanted = {(row.sheet, row.number): row for row in later}
        done = 0
        for rows in self.people.values() if wanted else ():
            own = [
                wanted[sheet, line["_row"]]
                for sheet, lines in rows.dated.items()
                for line in lines
                if (sheet, line["_row"]) in wanted
            ]
            if own:
                done += self._record_rows(rows, own)
        return done

    def _record_rows(self, rows: PersonRows, own: Sequence[ImportRow]) -> int:
        known = people_by_number([rows.id_number]).get(rows.id_number)
        if known is None:
            return 0
        for row in own:
            with transaction.atomic():
                found = differences(person_file(known), rows, self.places, self.of.since)
                mine = [each for each in found if (each.sheet, each.number) == (row.sheet, row.number)]
                record_chosen(row, known, mine, self.hand)
        return len(own)


def record_chosen(row: ImportRow, person: Person, chosen: Sequence[Difference], hand: Hand) -> ImportRow:
    """Record the new values chosen of somebody known, each a change, and mark the row; one refused holds all.

    Errors: Refused naming the field.
    """
    with transaction.atomic():
        row = ImportRow.objects.select_for_update().get(pk=row.pk)
        if row.state in FINAL:
            return row
        recorded = [_record(row, person, each, hand).pk for each in chosen]
        row.state = RowState.DONE if recorded else RowState.KEPT
        row.person, row.changes, row.problems = person, recorded, []
        row.save(update_fields=["state", "person", "changes", "problems"])
    return row


def _record(row: ImportRow, person: Person, what: Difference, hand: Hand) -> Change:
    try:
        return changes.record(
            person=person,
            kind=ChangeKind(what.particulars.kind_of_change),
            particulars=what.particulars,
            on=what.on,
            reason="导入时选用新值",
            token=str(uuid5(NAMESPACE_OID, f"import:{row.of_id}:{row.sheet}:{row.number}:{what.key}")),
            sight=hand.sight,
            by=hand.by,
            at=hand.clock(),
        )
    except Refused as refusal:
        raise Refused(f"{what.label}：{refusal.sentence}", field=what.key) from refusal


def _give_numbers(district: Unit, lot: Sequence[PersonArchive]) -> None:
    """Worker numbers for those whose workbook gives none: after the last given, in the way it is written."""
    without = [archive for archive in lot if archive.worker_number == archive.id_number]
    if without:
        taken = worker_numbers_taken(district) | {archive.worker_number for archive in lot}
        numbers = islice(_free_numbers(district, taken), len(without))
        for archive, number in zip(without, numbers, strict=True):
            archive.worker_number = number


def _free_numbers(district: Unit, taken: set[str]) -> Iterator[str]:
    last = Person.objects.filter(district=district).order_by("-pk").values_list("worker_number", flat=True)
    match = re.fullmatch(r"(.*?)(\d{1,12})", last.first() or "")
    head, digits = (match[1], match[2]) if match else ("", "000000")
    for number in count(int(digits) + 1):
        candidate = f"{head}{number:0{len(digits)}d}"
        if candidate not in taken:
            yield candidate
