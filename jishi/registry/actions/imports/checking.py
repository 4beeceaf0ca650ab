"""Checking an upload: every row held against itself, the others, the policy's words and who is on file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from jishi.access.permissions import Sight
from jishi.registry import permissions
from jishi.registry.actions.imports import files, places
from jishi.registry.actions.imports.differences import differences
from jishi.registry.actions.imports.reading import read, read_cells
from jishi.registry.actions.intake import KNOWN
from jishi.registry.enums import ImportKind, ImportState, RowState
from jishi.registry.models import ImportJob, ImportRow, Person, Standing
from jishi.registry.rulings.imports import (
    FAULT,
    PEOPLE_SHEET,
    PLACES_SHEET,
    Fault,
    PersonRows,
    Vocabulary,
    faults_of,
    lengths_of,
    people_of,
)
from jishi.registry.selectors.files import person_files
from jishi.registry.selectors.imports import (
    Places,
    communities_within,
    counts_of,
    employed_ever,
    people_by_number,
    worker_numbers_taken,
)
from jishi.roster.apart import Answer

FINAL = (RowState.DONE, RowState.KEPT)
_AT_ONCE = 500
_ROWS = 2000


@dataclass(slots=True)
class Finding:
    """What was found of one row."""

    sheet: str
    number: int
    problems: list[Fault] = field(default_factory=list)
    state: RowState = RowState.READY
    person: Person | None = None
    cells: Sequence[str] = ()

    def settled(self) -> Finding:
        """The same, its state following from its problems where nothing else decided it."""
        if self.state in (RowState.READY, RowState.NOTICE):
            levels = {problem[2] for problem in self.problems}
            self.state = RowState.FAULTY if FAULT in levels else RowState.NOTICE if levels else RowState.READY
        return self


def check(*, of: ImportJob, sight: Sight, on: date) -> Mapping[str, int]:
    """Find out what every row comes to and keep it with the import; rows taken in already are left alone.

    Errors: Refused when the file cannot be read; Forbidden; ImportJob.DoesNotExist out of sight.
    """
    permissions.check_can_import(sight, of)
    answer = read(of, sight, on)
    is_roster = of.kind == ImportKind.ROSTER
    final = set(of.rows.filter(state__in=FINAL).values_list("sheet", "number"))
    found = _Roster(of, sight, answer, final).findings() if is_roster else _places(of, sight, answer, final)
    findings = [each.settled() for each in found]
    _add_cells(of, sight, on, answer, findings)
    return _keep(of, findings, PEOPLE_SHEET if is_roster else PLACES_SHEET)


def _add_cells(of: ImportJob, sight: Sight, on: date, answer: Answer, findings: Iterable[Finding]) -> None:
    """Give every row with faults the cells it was read from."""
    cells = answer.told["cells"]
    faulty = [each for each in findings if each.state is RowState.FAULTY]
    unread = [each for each in faulty if str(each.number) not in cells.get(each.sheet, {})]
    more = read_cells(of, sight, on, [(each.sheet, each.number) for each in unread]) if unread else {}
    for each in faulty:
        number = str(each.number)
        each.cells = cells.get(each.sheet, {}).get(number) or more.get(each.sheet, {}).get(number, ())


@transaction.atomic
def _keep(of: ImportJob, findings: Sequence[Finding], sheet: str) -> Mapping[str, int]:
    of = ImportJob.objects.select_for_update(of=("self",)).get(pk=of.pk)
    of.rows.exclude(state__in=FINAL).delete()
    rows = [
        ImportRow(
            of=of,
            sheet=each.sheet,
            number=each.number,
            state=each.state,
            problems=[list(problem) for problem in each.problems],
            person=each.person,
            cells_sealed=files.sealed_json(list(each.cells), of.seal_key, "cells") if each.cells else "",
        )
        for each in findings
    ]
    ImportRow.objects.bulk_create(rows, batch_size=_ROWS)
    of.counts = counts_of(of, sheet)
    of.state = ImportState.PARTIAL if of.imported_at else ImportState.CHECKED
    of.failure = ""
    of.save(update_fields=["counts", "state", "failure"])
    return dict(of.counts)


def _places(of: ImportJob, sight: Sight, answer: Answer, final: set[tuple[str, int]]) -> Iterator[Finding]:
    faults = faults_of(answer)
    plans = places.plans_of(of, sight, answer)
    for number in answer.told["numbers"][PLACES_SHEET]:
        if (PLACES_SHEET, number) in final:
            continue
        plan, problems = plans.get(number), faults.get((PLACES_SHEET, number), [])
        finding = Finding(PLACES_SHEET, number, [*problems, *(plan.problems if plan else ())])
        if plan is not None and plan.is_same:
            finding.state = RowState.SAME
        yield finding


@dataclass(slots=True)
class _Roster:
    """Checking a roster: who is new, who is known, who cannot be taken in."""

    of: ImportJob
    sight: Sight
    answer: Answer
    final: set[tuple[str, int]]

    def findings(self) -> list[Finding]:
        """One finding for every row of 花名册, and for rows of the other sheets that have faults."""
        faults = faults_of(self.answer)
        people = {each.number: each for each in people_of(self.answer)}
        places = communities_within(self.sight, self.of.district)
        found = [
            Finding(PEOPLE_SHEET, number, list(faults.get((PEOPLE_SHEET, number), [])))
            for number in self.answer.told["numbers"][PEOPLE_SHEET]
            if (PEOPLE_SHEET, number) not in self.final
        ]
        good = [(each, people[each.number]) for each in found if each.number in people]
        self._check_new_and_known(good, places)
        return [*found, *self._of_other_sheets(faults)]

    def _of_other_sheets(self, faults: Mapping[tuple[str, int], list[Fault]]) -> Iterator[Finding]:
        """Rows of the other sheets with faults, and those put right since."""
        mended = {(sheet, int(number)) for sheet, rows in files.edits_of(self.of).items() for number in rows}
        faulty = {key for key, problems in faults.items() if any(each[2] == FAULT for each in problems)}
        for sheet, number in sorted({*faulty, *mended} - self.final):
            if sheet != PEOPLE_SHEET:
                yield Finding(sheet, number, list(faults.get((sheet, number), [])))

    def _check_new_and_known(self, good: Sequence[tuple[Finding, PersonRows]], places: Places) -> None:
        known = people_by_number([rows.id_number for _, rows in good])
        employed = employed_ever(known.values())
        vocabulary, taken = Vocabulary.of(self.of.district), worker_numbers_taken(self.of.district)
        doubtful = {name for name, count in Counter(name for _, name in places).items() if count > 1}
        own: list[tuple[Finding, PersonRows]] = []
        for finding, rows in good:
            finding.problems += lengths_of(rows)
            finding.problems += _community_doubts(rows, doubtful)
            person = known.get(rows.id_number)
            if person is None:
                finding.problems += vocabulary.doubts(rows.person)
                finding.problems += _number_taken(rows, taken)
            elif person.district_id != self.of.district_id:
                finding.problems.append(_KNOWN_ELSEWHERE)
            elif person.pk in employed:
                finding.person = person
                own.append((finding, rows))
        self._compare(own, places)

    def _compare(self, known: Sequence[tuple[Finding, PersonRows]], places: Places) -> None:
        """Mark those of this district as known or the same; those out of sight are as from elsewhere."""
        visible = _paths([finding.person.pk for finding, _ in known if finding.person], self.sight.on)
        for start in range(0, len(known), _AT_ONCE):
            part = known[start : start + _AT_ONCE]
            found = person_files([finding.person for finding, _ in part if finding.person])
            for (finding, rows), file in zip(part, found, strict=True):
                if not self.sight.within(visible.get(file.person.pk, "")):
                    finding.person = None
                    finding.problems.append(_KNOWN_ELSEWHERE)
                elif not any(problem[2] == FAULT for problem in finding.problems):
                    differing = differences(file, rows, places, self.of.since)
                    finding.state = RowState.KNOWN if differing else RowState.SAME


_KNOWN_ELSEWHERE: Fault = ("身份证号", "", FAULT, *KNOWN.rstrip("。").split("。", 1))  # type: ignore[assignment] # two sentences make five parts


def _paths(people: Sequence[int], on: date) -> dict[int, str]:
    """Where some people stand on a day."""
    found: dict[int, str] = {}
    for start in range(0, len(people), _AT_ONCE):
        rows = Standing.objects.as_of(on, None).filter(person_id__in=people[start : start + _AT_ONCE])
        found |= dict(rows.values_list("person_id", "path"))
    return found


def _community_doubts(rows: PersonRows, doubtful: set[str]) -> Iterator[Fault]:
    name = rows.person["community"]
    if name in doubtful:
        yield "社区", name, FAULT, f"本区有几个“{name}”，分不清是哪一个", "请先在组织机构中把它们的名称分开"


def _number_taken(rows: PersonRows, taken: set[str]) -> Iterator[Fault]:
    number = rows.person["worker_id"]
    if number in taken:
        yield "工号", number, FAULT, "本区已有人用这个工号", "请换一个，或留空由系统编号"
