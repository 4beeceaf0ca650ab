"""Turning the policy core's records into archives of people, ready to be taken over.

A fact that has ended was once recorded as open and later as ended, so that what was known at any instant can
still be asked. What the records say of the time before somebody came belongs to the change that took them in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from types import MappingProxyType
from typing import Any

import polars as pl

from jishi import vault
from jishi.ledger.actions import copied
from jishi.ledger.models import FOREVER, UNTIL_NOW
from jishi.places.models import Unit
from jishi.policy.records import PEOPLE, Records
from jishi.registry.enums import ChangeKind
from jishi.registry.models import (
    Appointment,
    Assessment,
    Certificate,
    Contact,
    Education,
    Employment,
    Figure,
    GradeHeld,
    IdentityHeld,
    PersonFact,
    Profile,
    Service,
)

RecordedPolicy = Callable[[date], datetime]  # a day something took effect → the instant it was recorded
TRAINED_ON = "上次轮训日期"  # the figure that holds the day of the last training
UNSTATED = "档案未注明"
NOBODY_KNOWN: Mapping[str, str] = MappingProxyType({})
_TICK = timedelta(microseconds=1)
_CONFIRMED = (1, 20)  # a year's assessment is confirmed on this day of the next
_PROFILE_COLUMNS = {"政治面貌": "political_status", "民族": "ethnicity", "籍贯": "native_place"}
_PHONE = "手机号"
_UID_BYTES = 16
_Row = dict[str, Any]


@dataclass(slots=True)
class ArchivedChange:
    """A change of the past and the facts it recorded, whose times they bring along.

    Shape: every fact has `recorded_at` equal to that of the change; `superseded_at` is the instant a later
           change of the same person superseded it, else UNTIL_NOW.
    """

    kind: ChangeKind
    effective_on: date
    recorded_at: datetime
    facts: list[PersonFact] = field(default_factory=list)
    summary: str = ""
    reason: str = ""
    document: str = ""
    recorded_by: str = ""


@dataclass(slots=True)
class PersonArchive:
    """A person to be taken over: who, and every change of the past, oldest recorded first.

    Shape: no two changes of a person share an instant. `uid` is given where facts are sealed to it already.
    """

    id_number: str
    worker_number: str
    created_at: datetime
    changes: list[ArchivedChange] = field(default_factory=list)
    uid: str = field(default_factory=lambda: token_urlsafe(_UID_BYTES))

    def change(self, kind: ChangeKind, on: date, recorded_at: datetime, summary: str = "") -> ArchivedChange:
        """Add a change, recorded after all before it."""
        if self.changes:
            recorded_at = max(recorded_at, self.changes[-1].recorded_at + _TICK)
        self.changes.append(ArchivedChange(kind, on, recorded_at, summary=f"{kind.label}：{summary}"))
        return self.changes[-1]

    def believed(self) -> list[PersonFact]:
        """What its changes so far leave believed."""
        return [fact for each in self.changes for fact in each.facts if fact.superseded_at == UNTIL_NOW]


def believe(change: ArchivedChange, *facts: PersonFact) -> None:
    """Let a change record facts."""
    for fact in facts:
        fact.recorded_at, fact.superseded_at = change.recorded_at, UNTIL_NOW
        change.facts.append(fact)


def end(change: ArchivedChange, fact: PersonFact, before: date, **different: Any) -> None:
    """Let a change end a fact recorded by an earlier one."""
    fact.superseded_at = change.recorded_at
    believe(change, copied(fact, valid_before=before, **different))


def archives_from(
    records: Records,
    *,
    units: Mapping[tuple[str, str], Unit],
    recorded: RecordedPolicy,
    uids: Mapping[str, str] = NOBODY_KNOWN,
) -> Iterator[PersonArchive]:
    """One archive a person of the records.

    Shape:  `units` by (street, community); own columns of the roster become figures, 手机号 and 政治面貌
            contact and profile. `uids` by worker, of those on file already without an employment.
    Errors: KeyError for a place that is not among the units.
    """
    sheets = {
        name: _by_worker(getattr(records, name))
        for name in ("appointments", "service", "education", "certificates", "assessments")
    }
    homes = {community: unit for (_, community), unit in units.items()}
    for person in records.people.iter_rows(named=True):
        rows = {name: sheet.get(person["worker_id"], []) for name, sheet in sheets.items()}
        uid = uids.get(person["worker_id"]) or token_urlsafe(_UID_BYTES)
        yield _Builder(person, rows, units, homes, recorded, uid).archive()


def _by_worker(frame: pl.DataFrame) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        found[row["worker_id"]].append(row)
    return found


@dataclass(slots=True)
class _Builder:
    """Builds one archive, change by change, in the order things took effect."""

    person: _Row
    rows: Mapping[str, Sequence[_Row]]
    units: Mapping[tuple[str, str], Unit]
    homes: Mapping[str, Unit]
    recorded: RecordedPolicy
    uid: str
    made: PersonArchive = field(init=False)

    def archive(self) -> PersonArchive:
        entered = self._entered()
        person = self.person
        at = self.recorded(entered)
        self.made = PersonArchive(person["id_number"], person["worker_id"], at, uid=self.uid)
        opening = self.made.change(ChangeKind.ENTER, entered, self.recorded(entered), self._came())
        believe(opening, *self._opening(entered))
        later = self._events(entered, opening)
        for on in sorted(later):
            for step in later[on]:
                step(on)
        if (left := self.person["left_before"]) is not None:
            self._leave(left)
        return self.made

    def _entered(self) -> date:
        """The first day of the employment, else the earliest the file shows somebody in post."""
        days = [row["valid_from"] for row in self.rows["appointments"] if row["valid_from"]]
        entered: date = self.person["entered_on"] or min(days, default=None) or date(2020, 1, 1)
        return entered

    def _came(self) -> str:
        words = [self.person["community"], self.person["position"] or "", self.person["channel"] or UNSTATED]
        return "，".join(word for word in words if word)

    @property
    def _unit(self) -> Unit:
        return self.units[self.person["street"], self.person["community"]]

    def _opening(self, entered: date) -> Iterator[PersonFact]:
        """What the file said when it was opened."""
        person, unit = self.person, self._unit
        own = {name: person.get(column) or "" for column, name in _PROFILE_COLUMNS.items()}
        yield Profile(
            valid_from=entered,
            name=person["name"],
            sex=person["sex"],
            birth_on=person["birth_on"],
            retirement_category=person["retirement_category"] or "",
            **own,
        )
        if person["identity"]:
            yield IdentityHeld(valid_from=entered, identity=person["identity"])
        yield Employment(
            valid_from=entered,
            channel=person["channel"] or UNSTATED,
            recruiting_unit=unit.parent or unit,
            managing_unit=unit.parent or unit,
            using_unit=unit,
            full_time=person["full_time"] is not False,
            entered_on=person["entered_on"],
        )
        if phone := person.get(_PHONE):
            yield self._contact(entered, phone)
        yield from self._figures(entered)

    def _contact(self, entered: date, phone: str) -> Contact:
        sealed = vault.seal(phone, table="contact", row=self.made.uid, field="phone")
        index = vault.blind_index(phone, field="phone")
        return Contact(valid_from=entered, phone_sealed=sealed, phone_index=index, phone_tail=phone[-4:])

    def _figures(self, entered: date) -> Iterator[Figure]:
        own = [name for name in self.person if name not in PEOPLE and name not in {*_PROFILE_COLUMNS, _PHONE}]
        for name in own:
            if self.person[name] is not None:
                yield Figure(valid_from=entered, name=name, value=str(self.person[name]))
        if self.person["trained_on"] is not None:
            yield Figure(valid_from=entered, name=TRAINED_ON, value=self.person["trained_on"].isoformat())

    def _events(self, entered: date, opening: ArchivedChange) -> dict[date, list[Callable[[date], None]]]:
        """What happened after somebody came, by day; what was before goes into the first change."""
        later: dict[date, list[Callable[[date], None]]] = defaultdict(list)

        def add(kind: ChangeKind, fact: PersonFact, summary: str) -> None:
            if fact.valid_from <= entered:
                believe(opening, fact)
            else:
                later[fact.valid_from].append(lambda on: believe(self._change(kind, on, summary), fact))

        for fact, kind, summary in self._dated(entered):
            add(kind, fact, summary)
        if not self.rows["appointments"]:
            believe(opening, *self._stated_posts(entered))
        for day in {row["valid_from"] for row in self.rows["appointments"]}:
            starting = [row for row in self.rows["appointments"] if row["valid_from"] == day]
            if day <= entered:
                believe(opening, *(self._post(row) for row in starting))
            else:
                later[day].append(lambda on, rows=starting: self._appoint(on, rows))  # type: ignore[misc] # a default binds the rows of this turn
        for day in {row["valid_before"] for row in self.rows["appointments"]} - {None}:
            if day != self.person["left_before"] and day > entered and not self._starts(day):
                later[day].append(self._remove)
        return later

    def _starts(self, day: date) -> bool:
        return any(row["valid_from"] == day for row in self.rows["appointments"])

    def _change(self, kind: ChangeKind, on: date, summary: str) -> ArchivedChange:
        return self.made.change(kind, on, self.recorded(on), summary)

    def _dated(self, entered: date) -> Iterator[tuple[PersonFact, ChangeKind, str]]:
        """The facts that begin on a day of their own and end, if at all, as they were recorded."""
        left = self.person["left_before"]
        for row in self.rows["service"]:
            open_ended = row["valid_before"] is None or row["valid_before"] == left
            yield (
                Service(
                    valid_from=row["valid_from"],
                    valid_before=FOREVER if open_ended else row["valid_before"],
                    workplace=row["unit"],
                    verified=bool(row["verified"]),
                    counts=row["counts"] is not False,
                ),
                ChangeKind.SERVICE,
                row["unit"],
            )
        for row in self.rows["education"]:
            obtained = row["obtained_on"]
            fact = Education(
                valid_from=obtained or entered,
                level=row["level"],
                degree=row["degree"] or "",
                obtained_on=obtained,
            )
            yield fact, ChangeKind.EDUCATION, row["level"]
        for row in self.rows["certificates"]:
            obtained = row["obtained_on"]
            certificate = Certificate(
                valid_from=obtained or entered,
                name=row["name"],
                number=row["number"] or "",
                obtained_on=obtained,
                registered_before=row["registered_before"],
            )
            yield certificate, ChangeKind.CERTIFICATE, row["name"]
        for row in self.rows["assessments"]:
            confirmed = date(row["year"] + 1, *_CONFIRMED)
            result = Assessment(valid_from=confirmed, year=row["year"], result=row["result"])
            yield result, ChangeKind.ASSESSMENT, f"{row['year']} 年度{row['result']}"
        if self.person["confirmed_grade"] is not None:
            since = self.person["grade_since"] or entered
            grade = GradeHeld(valid_from=since, grade=self.person["confirmed_grade"], cause="档案")
            yield grade, ChangeKind.GRADE, f"{self.person['confirmed_grade']} 级"

    def _stated_posts(self, entered: date) -> Iterator[Appointment]:
        for position in (self.person["position"] or "").split("、"):
            if position.strip():
                yield Appointment(valid_from=entered, unit=self._unit, position=position.strip())

    def _post(self, row: _Row) -> Appointment:
        unit = self.homes[row["community"]] if row["community"] else self._unit
        return Appointment(
            valid_from=row["valid_from"],
            unit=unit,
            position=row["position"],
            mode=row["mode"] or "",
            term=row["term"] or "",
        )

    def _appoint(self, on: date, starting: Sequence[_Row]) -> None:
        change = self._change(ChangeKind.APPOINT, on, "任" + "、".join(row["position"] for row in starting))
        self._end_posts(change, on)
        believe(change, *(self._post(row) for row in starting))

    def _remove(self, on: date) -> None:
        self._end_posts(self._change(ChangeKind.REMOVE, on, "任期届满"), on)

    def _end_posts(self, change: ArchivedChange, on: date) -> None:
        ending = [
            (row["position"], row["valid_from"])
            for row in self.rows["appointments"]
            if row["valid_before"] == on
        ]
        for fact in self.made.believed():
            if isinstance(fact, Appointment) and (fact.position, fact.valid_from) in ending:
                end(change, fact, on)

    def _leave(self, left: date) -> None:
        change = self._change(ChangeKind.EXIT, left, UNSTATED)
        for fact in self.made.believed():
            if isinstance(fact, Employment):
                end(change, fact, left, exit_ground=UNSTATED)
            elif isinstance(fact, Appointment | GradeHeld | Service) and fact.is_open:
                end(change, fact, left)
