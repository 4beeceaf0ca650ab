"""Who is on a list: everybody within sight on a day, narrowed by what was asked, page by page.

Which questions a page offers and how they are written in an address is for forms; here only rows. A question
about a field group that is hidden of somebody never finds them, so that a filter tells no more than a column.
"""

from __future__ import annotations

import operator
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import reduce
from typing import Final

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from jishi.access.enums import FieldGroup, Level
from jishi.access.permissions import Sight
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.enums import ChangeKind, Keeper, Presence
from jishi.registry.models import Change, Contact, Person, Standing
from jishi.registry.models.standing import OPEN, StandingQuerySet
from jishi.registry.selectors.gaps import GAP_BY_KEY
from jishi.vault import blind_indexes

CHUNK = 2000  # rows an export holds at a time

# The least level a question needs, by the field group it asks about.
LEAST: Final[Mapping[FieldGroup, Level]] = {
    FieldGroup.BASIC: Level.READ,
    FieldGroup.IDENTIFIERS: Level.TAIL,
    FieldGroup.QUALIFICATION: Level.READ,
    FieldGroup.GRADE: Level.READ,
}
GROUP_OF_FIELD: Final[Mapping[str, FieldGroup]] = {
    "education": FieldGroup.QUALIFICATION,
    "degree": FieldGroup.QUALIFICATION,
    "certificate": FieldGroup.QUALIFICATION,
    "grade": FieldGroup.GRADE,
}


@dataclass(frozen=True, slots=True)
class Order:
    """A column a list may be ordered by; `backwards` where more of it means an earlier day."""

    column: str
    group: FieldGroup = FieldGroup.BASIC
    backwards: bool = False


ORDERS: Final[Mapping[str, Order]] = {
    "name": Order("spelling"),
    "community": Order("path"),
    "grade": Order("grade", FieldGroup.GRADE),
    "entered_on": Order("entered_on"),
    "contract_before": Order("contract_before"),
    "age": Order("birth_on", backwards=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What a list is narrowed by; empty asks nothing.

    Shape: `words` the allowed values of a field of the standing; `places` the paths of units, any of them.
    """

    text: str = ""
    places: tuple[str, ...] = ()
    presences: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grades: tuple[int | None, int | None] = (None, None)
    ages: tuple[int | None, int | None] = (None, None)
    contract_within: int | None = None
    entered: tuple[date | None, date | None] = (None, None)
    left: tuple[date | None, date | None] = (None, None)
    dual_head: bool | None = None
    gaps: tuple[str, ...] = ()
    upcoming: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """The day a list looks at and whose knowledge it shows (None: what is known now)."""

    on: date
    known_at: datetime | None = None


def can_ask(sight: Sight, group: FieldGroup) -> bool:
    """Whether lists may show, sort and narrow by a field group at all."""
    return sight.level(group) >= LEAST.get(group, Level.READ)


def within_sight(sight: Sight, day: Day) -> StandingQuerySet:
    """The standings on a day of everybody whose standing today lies in the subtree seen.

    Shape: at most one row a person; nobody for a sight that is oneself alone.
    """
    return _seen_of(Standing.objects.as_of(day.on, day.known_at), sight, day)


def parts_within_sight(sight: Sight, day: Day) -> list[StandingQuerySet]:
    """The same standings in two parts, each read in the order of names by its index alone."""
    return [
        _seen_of(Standing.objects.as_of(day.on, day.known_at, bucket=bucket), sight, day)
        for bucket in (day.on.year, OPEN)
    ]


def _seen_of(rows: StandingQuerySet, sight: Sight, day: Day) -> StandingQuerySet:
    if not sight.path:
        return rows.none()
    rows = _of_district(rows, sight)
    if day == Day(sight.on):
        return _under(rows, sight)
    today = _under(_of_district(Standing.objects.as_of(sight.on), sight), sight)
    return rows if _sees_district(sight) else rows.filter(person_id__in=today.values("person_id"))


def _of_district(rows: StandingQuerySet, sight: Sight) -> StandingQuerySet:
    """Those of the district seen; for the whole city of each of its districts, which the index goes by."""
    if sight.district_id is not None:
        return rows.filter(district_id=sight.district_id)
    districts = Unit.objects.filter(path__startswith=sight.path, kind=UnitKind.DISTRICT)
    return rows.filter(district_id__in=districts.values("pk"))


def _under(rows: StandingQuerySet, sight: Sight) -> StandingQuerySet:
    return rows if _sees_district(sight) else rows.filter(path__startswith=sight.path)


def _sees_district(sight: Sight) -> bool:
    """Whether the subtree seen is a whole district, so that the district alone bounds it."""
    return sight.district_id is not None and sight.unit_id == sight.district_id


def question_of(criteria: Criteria, *, sight: Sight, day: Day) -> Q:
    """All that is asked of a standing, save its state, as one condition."""
    return reduce(operator.and_, _questions(criteria, sight, day), Q())


def narrowed(rows: StandingQuerySet, criteria: Criteria, *, sight: Sight, day: Day) -> StandingQuerySet:
    """Those of some standings that answer every question of the criteria."""
    rows = rows.filter(question_of(criteria, sight=sight, day=day))
    return rows.filter(presence__in=criteria.presences) if criteria.presences else rows


def _questions(criteria: Criteria, sight: Sight, day: Day) -> Iterator[Q]:
    """Every question as a condition, save the one about the state."""
    if criteria.text:
        yield _text_question(criteria.text, sight, day)
    if criteria.places:
        yield _any(Q(path__startswith=path) for path in criteria.places)
    for name, values in criteria.words.items():
        if values:
            yield _seen(sight, GROUP_OF_FIELD.get(name, FieldGroup.BASIC)) & Q(**{f"{name}__in": values})
    if criteria.grades != (None, None):
        yield _seen(sight, FieldGroup.GRADE) & _between("grade", *criteria.grades)
    if criteria.ages != (None, None):
        yield _aged(day.on, *criteria.ages)
    if criteria.contract_within is not None:
        yield _ending(day.on, criteria.contract_within)
    if criteria.entered != (None, None):
        yield _between("entered_on", *criteria.entered)
    if criteria.left != (None, None):
        yield Q(presence=Presence.LEFT) & _between("valid_from", *criteria.left)
    if criteria.dual_head is not None:
        yield Q(dual_head=criteria.dual_head)
    if criteria.gaps:
        yield _any(_gap_question(key, sight, day) for key in criteria.gaps)
    if criteria.upcoming:
        yield Q(person_id__in=upcoming_changes(day).values("person_id"))


def _any(questions: Iterator[Q]) -> Q:
    return reduce(operator.or_, questions)


def _seen(sight: Sight, group: FieldGroup) -> Q:
    """Of whom a field group may be asked: nobody, everybody, or all whose file the district does not keep."""
    if not can_ask(sight, group):
        return Q(pk__in=())
    if sight.level(group, kept_by_district=True) < LEAST.get(group, Level.READ):
        return ~Q(keeper=Keeper.DISTRICT)
    return Q()


def _gap_question(key: str, sight: Sight, day: Day) -> Q:
    """Whether a standing has a gap, as far as it may be asked."""
    gap = GAP_BY_KEY[key]
    return _seen(sight, gap.group) & gap.question(day.on, day.known_at)


def upcoming_changes(day: Day) -> QuerySet[Change]:
    """The changes that were still to take effect on a day: recorded by then, believed, effective later."""
    moment = _end_of(day)
    known = Q(recorded_at__lte=moment)
    believed = Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment)
    after = Change.objects.filter(known, corrects_id=OuterRef("pk"))
    changes = Change.objects.filter(known, believed, ~Exists(after), effective_on__gt=day.on)
    return changes.exclude(kind=ChangeKind.WITHDRAW)


def _end_of(day: Day) -> datetime:
    """The last instant of a day, or what was known at before."""
    end = timezone.make_aware(datetime.combine(day.on, time.max))
    return end if day.known_at is None else min(end, day.known_at)


@dataclass(frozen=True, slots=True)
class Coming:
    """A change that was still to take effect: from which day, of which kind."""

    on: date
    kind: ChangeKind


def _with_next(rows: StandingQuerySet, day: Day) -> StandingQuerySet:
    """Standings with the next change of each that was still to take effect."""
    changes = upcoming_changes(day).filter(person_id=OuterRef("person_id")).order_by("effective_on", "pk")
    return rows.annotate(
        next_on=Subquery(changes.values("effective_on")[:1]), next_kind=Subquery(changes.values("kind")[:1])
    )


def coming_of(rows: Sequence[Standing]) -> dict[int, Coming]:
    """The next change of each row of a page, where there is one."""
    told = ((row.person_id, vars(row)) for row in rows)
    return {
        person: Coming(values["next_on"], ChangeKind(values["next_kind"]))
        for person, values in told
        if values.get("next_on")
    }


def _between(name: str, least: int | date | None, most: int | date | None) -> Q:
    """A value between two, both included, of which one or both may be open."""
    question = Q()
    if least is not None:
        question &= Q(**{f"{name}__gte": least})
    if most is not None:
        question &= Q(**{f"{name}__lte": most})
    return question


def _aged(on: date, least: int | None, most: int | None) -> Q:
    """Full years of age between two numbers, both included."""
    question = Q()
    if least is not None:
        question &= Q(birth_on__lte=_years_before(on, least))
    if most is not None:
        question &= Q(birth_on__gt=_years_before(on, most + 1))
    return question


def _years_before(on: date, years: int) -> date:
    """The day some years before another; 29 February becomes the 28th where there is none."""
    year = max(1, on.year - years)
    return on.replace(year=year, day=28) if (on.month, on.day) == (2, 29) else on.replace(year=year)


def _ending(on: date, days: int) -> Q:
    """A contract that is over within some days, or is over already."""
    return Q(contract_before__lte=date.fromordinal(min(on.toordinal() + days, date.max.toordinal())))


def _text_question(text: str, sight: Sight, day: Day) -> Q:
    """Whether a standing answers to a name, its initials or syllables, a worker number, or the tail of an
    ID number or telephone."""
    typed = text.strip()
    if not typed.isascii():
        return Q(name__contains=typed)
    spelled = typed.lower().replace(" ", "")
    question = Q(spelling__startswith=spelled) | Q(spelling__contains=f" {spelled}")
    if any(sign.isdigit() for sign in typed):
        numbered = Person.objects.filter(worker_number=typed)
        if sight.district_id is not None:
            numbered = numbered.filter(district_id=sight.district_id)
        question = Q(person_id__in=numbered.values("pk")) | _number_question(typed.upper(), sight, day)
    return question


def _number_question(typed: str, sight: Sight, day: Day) -> Q:
    """By number: an ID number or telephone in full, or the last 4 or 6 characters of one."""
    seen = _seen(sight, FieldGroup.IDENTIFIERS)
    match len(typed):
        case 4:
            return seen & (Q(id_number_tail__endswith=typed) | Q(phone_tail=typed))
        case 6:
            return seen & Q(id_number_tail=typed)
        case 11:
            words = blind_indexes(typed, field="phone")
            reached = Contact.objects.true_on(day.on).known_at(day.known_at).filter(phone_index__in=words)
            return seen & Q(person_id__in=reached.values("person_id"))
        case 18:
            found = Person.objects.filter(id_number_index__in=blind_indexes(typed, field="id_number"))
            return seen & Q(person_id__in=found.values("pk"))
    return Q(pk__in=())


def counted(rows: StandingQuerySet, questions: Mapping[str, Q]) -> dict[str, int]:
    """How many of some standings answer each of several questions, in one query."""
    counts = {f"n_{key}": Count("pk", filter=question) for key, question in questions.items()}
    found = rows.order_by().aggregate(**counts)
    return {key: found[f"n_{key}"] for key in questions}


def by_presence(question: Q) -> dict[str, Q]:
    """A question parted by state: together the parts are the whole."""
    return {state: question & Q(presence=state) for state in Presence.values}


def ordered(rows: StandingQuerySet, sort: str) -> StandingQuerySet:
    """Standings in one of ORDERS, with a minus turned round; who has no value comes last."""
    order = ORDERS[sort.removeprefix("-")]
    down = sort.startswith("-") != order.backwards
    if order.column == "spelling":
        return rows.order_by("-spelling", "-pk") if down else rows.order_by("spelling", "pk")
    column = F(order.column)
    first = column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
    return rows.order_by(first, "spelling", "pk")


def page_of(rows: StandingQuerySet, *, start: int, size: int, day: Day) -> list[Standing]:
    """One page of ordered standings with their persons and what comes next of each.

    Shape: the page is found by its keys, and only its own rows are read in full.
    """
    return standings_of(list(rows.values_list("pk", flat=True)[start : start + size]), day)


def merged_page(parts: Sequence[StandingQuerySet], *, start: int, size: int, day: Day) -> list[Standing]:
    """One page of standings by name out of parts read in that order; nothing is sorted as a whole."""
    found = [part.order_by().values_list("spelling", "pk") for part in parts]
    if connection.features.supports_slicing_ordering_in_compound:
        # PostgreSQL merges parts only when each says its own order; SQLite does by itself
        found = [part.order_by("spelling", "pk")[: start + size] for part in found]
    first, *others = found
    if first.query.is_empty():  # a question nobody can answer: of no part
        return []
    keys = first.union(*others, all=True).order_by("spelling", "pk")[start : start + size]
    return standings_of([pk for _, pk in keys], day)


def standings_of(keys: Sequence[int], day: Day) -> list[Standing]:
    """The standings of some keys in their order, with their persons and what comes next. One query."""
    found = _with_next(Standing.objects.select_related("person"), day).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def chunks_of(rows: StandingQuerySet) -> Iterator[list[Standing]]:
    """All ordered standings with their persons, some thousand at a time; of the others only keys are held."""
    keys = array("q", rows.values_list("pk", flat=True).iterator(chunk_size=CHUNK))
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK].tolist()
        found = Standing.objects.select_related("person").in_bulk(part)
        yield [found[key] for key in part]
