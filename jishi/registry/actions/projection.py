"""From what is believed of a person to where they stand, span by span. Pure; writing is for `standings`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple, TypeVar

from django.db.models import F
from django.utils.timezone import localdate

from jishi.ledger.models import FOREVER
from jishi.places.models import Unit, UnitStanding
from jishi.registry.actions.spelling import spelling
from jishi.registry.enums import EmploymentState, Keeper, Presence
from jishi.registry.models import (
    Appointment,
    Certificate,
    Contact,
    Contract,
    Education,
    Employment,
    GradeHeld,
    IdentityHeld,
    PersonFact,
    Profile,
)
from jishi.registry.models.standing import OPEN
from jishi.registry.rulings.terms import (
    CERTIFICATE_RANKS,
    DEGREE_RANKS,
    EDUCATION_RANKS,
    PackTerms,
    highest,
)
from jishi.registry.selectors.files import PersonFile

BETWEEN = "、"
_LONGEST_POSITIONS = 160
_Fact = TypeVar("_Fact", bound=PersonFact)


class Content(NamedTuple):
    """What a standing says, in the order of its columns."""

    district_id: int
    presence: str
    unit_id: int
    managing_unit_id: int
    path: str
    keeper: str
    name: str
    spelling: str
    sex: str
    birth_on: date
    political_status: str
    id_number_tail: str
    phone_tail: str
    identity: str
    channel: str
    full_time: bool
    entered_on: date | None
    position: str
    positions: str
    post_class: str
    dual_head: bool
    grade: int | None
    education: str
    degree: str
    certificate: str
    contract_before: date | None


class Stretch(NamedTuple):
    """A span of days and what holds in it."""

    valid_from: date
    valid_before: date
    content: Content

    @property
    def bucket(self) -> int:
        """The year the span is found by; the last span is found in every year."""
        return OPEN if self.valid_before == FOREVER else self.valid_from.year


@dataclass(slots=True)
class Atlas:
    """Where units stood on any day: where they stand now, and the parents they had on other days."""

    units: Mapping[int, Unit] = field(default_factory=dict)
    former: Mapping[int, list[UnitStanding]] = field(default_factory=dict)
    _cuts: dict[int, tuple[date, ...]] = field(default_factory=dict)

    @classmethod
    def now(cls) -> Atlas:
        """What is known of places now; one query where none ever moved, else one more."""
        former: dict[int, list[UnitStanding]] = defaultdict(list)
        elsewhere = UnitStanding.objects.known_at(None).exclude(parent=F("unit__parent"))
        for standing in elsewhere.filter(parent__isnull=False):
            former[standing.unit_id].append(standing)
        return cls(Unit.objects.in_bulk() if former else {}, former)

    def path(self, unit: Unit, on: date) -> str:
        """The path of a unit on a day; under a former parent, with a step no other unit has."""
        return self._path(unit.pk, on) if self.former else unit.path

    def _path(self, unit_id: int, on: date) -> str:
        unit = self.units[unit_id]
        then = next(
            (each for each in self.former.get(unit_id, ()) if each.valid_from <= on < each.valid_before), None
        )
        parent_id = then.parent_id if then else unit.parent_id
        if parent_id is None:
            return unit.path
        above = self._path(parent_id, on)
        return unit.path if unit.path.startswith(above) else f"{above}~{unit_id}/"

    def cuts(self, unit_id: int) -> tuple[date, ...]:
        """The days on which the path of a unit changes."""
        if not self.former:
            return ()
        if unit_id not in self._cuts:
            elsewhere = self.former.get(unit_id, ())
            own = {day for each in elsewhere for day in (each.valid_from, each.valid_before)}
            parents = {each.parent_id for each in elsewhere} | {self.units[unit_id].parent_id}
            above = {day for parent in parents if parent for day in self.cuts(parent)}
            self._cuts[unit_id] = tuple(sorted((own | above) - {FOREVER}))
        return self._cuts[unit_id]


def project(file: PersonFile, terms: PackTerms, atlas: Atlas) -> list[Stretch]:
    """Where somebody stands over all days, cut at each 1 January but for the last span.

    Before the first employment, from the day the file was opened, they are coming; after an exit they have
    left and keep the unit they had last. Nothing is said of somebody without an employment.
    """
    by_kind = _by_kind(file.facts)
    if not by_kind[Employment]:
        return []
    days = _boundaries(file, by_kind, atlas)
    spans: list[Stretch] = []
    for day, before in pairwise([*days, FOREVER]):
        content = _content(file, by_kind, day, terms, atlas)
        if spans and spans[-1].content == content:
            spans[-1] = spans[-1]._replace(valid_before=before)
        else:
            spans.append(Stretch(day, before, content))
    return list(_cut_by_year(spans))


def _cut_by_year(spans: list[Stretch]) -> Iterator[Stretch]:
    for span in spans:
        if span.valid_before == FOREVER:
            yield span
            continue
        start = span.valid_from
        while start < span.valid_before:
            end = min(span.valid_before, date(start.year + 1, 1, 1))
            yield Stretch(start, end, span.content)
            start = end


_ByKind = dict[type[PersonFact], list[PersonFact]]


def _by_kind(facts: Iterable[PersonFact]) -> _ByKind:
    found: _ByKind = defaultdict(list)
    for fact in facts:
        found[type(fact)].append(fact)
    for listed in found.values():
        listed.sort(key=lambda fact: (fact.valid_from, fact.valid_before))
    return found


_SHOWN: tuple[type[PersonFact], ...] = (
    Profile,
    Contact,
    IdentityHeld,
    Employment,
    Appointment,
    Education,
    Certificate,
    GradeHeld,
    Contract,
)


def _boundaries(file: PersonFile, by_kind: _ByKind, atlas: Atlas) -> list[date]:
    entered = by_kind[Employment][0].valid_from
    start = min(localdate(file.person.created_at), entered)
    days = {start, entered}
    for kind in _SHOWN:
        for fact in by_kind[kind]:
            days.add(fact.valid_from)
            days.add(fact.valid_before)
    for employment in _of(by_kind, Employment):
        days.update(atlas.cuts(employment.using_unit_id))
    return sorted(day for day in days if start <= day < FOREVER)


def _of(by_kind: _ByKind, kind: type[_Fact]) -> list[_Fact]:
    return [fact for fact in by_kind[kind] if isinstance(fact, kind)]


def _held(by_kind: _ByKind, kind: type[_Fact], day: date) -> list[_Fact]:
    return [
        fact
        for fact in by_kind[kind]
        if fact.valid_from <= day < fact.valid_before and isinstance(fact, kind)
    ]


def _nearest(by_kind: _ByKind, kind: type[_Fact], day: date) -> _Fact | None:
    """What holds on the day, else the last before it, else the first after it."""
    every = _of(by_kind, kind)
    begun = [fact for fact in every if fact.valid_from <= day]
    return begun[-1] if begun else next(iter(every), None)


def _content(file: PersonFile, by_kind: _ByKind, day: date, terms: PackTerms, atlas: Atlas) -> Content:
    employment = _nearest(by_kind, Employment, day)
    profile = _nearest(by_kind, Profile, day)
    if employment is None or profile is None:
        raise ValueError(f"{file.person.uid} has an employment and no profile")
    contact, identity = _nearest(by_kind, Contact, day), _nearest(by_kind, IdentityHeld, day)
    posts = _posts(by_kind, employment, day)
    main = terms.main_post(posts)
    positions = list(
        dict.fromkeys(post.position for post in sorted(posts, key=lambda post: post is not main))
    )
    present = employment.valid_from <= day < employment.valid_before
    schooling = _held(by_kind, Education, day)
    grade = next(iter(_held(by_kind, GradeHeld, day)), None)
    return Content(
        district_id=file.person.district_id,
        presence=_presence(employment, day),
        unit_id=employment.using_unit_id,
        managing_unit_id=employment.managing_unit_id,
        path=atlas.path(employment.using_unit, day),
        keeper=terms.keeper(positions) if present else Keeper.STREET,
        name=profile.name,
        spelling=spelling(profile.name),
        sex=profile.sex,
        birth_on=profile.birth_on,
        political_status=profile.political_status,
        id_number_tail=file.person.id_number_tail,
        phone_tail=contact.phone_tail if contact else "",
        identity=identity.identity if identity else "",
        channel=employment.channel,
        full_time=employment.full_time,
        entered_on=employment.entered_on,
        position=main.position if main else "",
        positions=BETWEEN.join(positions)[:_LONGEST_POSITIONS],
        post_class=terms.post_class(positions),
        dual_head=terms.dual_head(posts),
        grade=grade.grade if grade else None,
        education=highest(EDUCATION_RANKS, (each.level for each in schooling)),
        degree=highest(DEGREE_RANKS, (each.degree for each in schooling)),
        certificate=highest(CERTIFICATE_RANKS, (each.name for each in _held(by_kind, Certificate, day))),
        contract_before=_contract_before(by_kind, day),
    )


def _posts(by_kind: _ByKind, employment: Employment, day: date) -> list[Appointment]:
    """The posts of the day; of somebody still coming, those of the first day."""
    return _held(by_kind, Appointment, max(day, employment.valid_from))


def _presence(employment: Employment, day: date) -> Presence:
    if day < employment.valid_from:
        return Presence.COMING
    if day >= employment.valid_before:
        return Presence.LEFT
    return Presence.SUSPENDED if employment.state == EmploymentState.SUSPENDED else Presence.PRESENT


def _contract_before(by_kind: _ByKind, day: date) -> date | None:
    ends = [each.valid_before for each in _held(by_kind, Contract, day)]
    return max((end for end in ends if end != FOREVER), default=None)
