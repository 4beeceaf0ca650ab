"""What a search finds while somebody types: people by name, pinyin, ID and phone; communities by name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from jishi.access.enums import FieldGroup, Level
from jishi.access.permissions import Sight
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.enums import Keeper
from jishi.registry.models import Contact, Person, Standing
from jishi.registry.selectors.people import standings_visible_to
from jishi.vault import blind_indexes

LIMIT = 8
_PLACES = (UnitKind.STREET, UnitKind.COMMUNITY)
_ID_TAIL = re.compile(r"\d{3}[\dX]|\d{5}[\dX]")
_WHOLE_ID = re.compile(r"\d{17}[\dX]")
_MOBILE = re.compile(r"1\d{10}")
_PHONE_TAIL = re.compile(r"\d{4}")
_LETTERS = re.compile(r"[a-z]+")
_NUMBER_LIKE = re.compile(r"[\dX]+")


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What was found, at most LIMIT a group."""

    people: tuple[Standing, ...] = ()
    by_id_number: tuple[Standing, ...] = ()
    by_phone: tuple[Standing, ...] = ()
    communities: tuple[Unit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.by_id_number or self.by_phone or self.communities)


def suggestions(sight: Sight, text: str) -> Suggestions:
    """What a text may mean: a name or part of it, pinyin in full or its initials, a worker number, the last 4
    or 6 of an ID number or a whole one, the last 4 of a telephone or a whole one, the name of a community.

    Shape: at most LIMIT a group; nothing outside one's sight, nor by a field one may not see.
    """
    typed = "".join(text.split())
    if not typed or not sight.path:
        return Suggestions()
    letters, number = typed.lower(), typed.upper()
    if _LETTERS.fullmatch(letters):
        return Suggestions(people=_people(sight, Q(spelling__startswith=letters) | _initials(letters)))
    if _NUMBER_LIKE.fullmatch(number) or typed.isascii():
        return Suggestions(
            people=_people(sight, _numbered(typed)),
            by_id_number=_by_id_number(sight, number),
            by_phone=_by_phone(sight, number),
        )
    return Suggestions(people=_people(sight, Q(name__contains=typed)), communities=_communities(sight, typed))


def _initials(letters: str) -> Q:
    return Q(spelling__contains=f" {letters}")


def _people(sight: Sight, question: Q) -> tuple[Standing, ...]:
    """The first few by spelling; only keys are read of the others."""
    rows = standings_visible_to(sight).filter(question).order_by("spelling", "pk")
    keys = list(rows.values_list("pk", flat=True)[:LIMIT])
    found = Standing.objects.select_related("unit", "person").in_bulk(keys)
    return tuple(found[key] for key in keys)


def _numbered(typed: str) -> Q:
    return Q(person_id__in=Person.objects.filter(worker_number=typed).values("pk"))


def _seen(sight: Sight) -> Q | None:
    """Of whom identifiers may be searched; None of nobody."""
    if sight.level(FieldGroup.IDENTIFIERS) < Level.TAIL:
        return None
    apart = sight.level(FieldGroup.IDENTIFIERS, kept_by_district=True) < Level.TAIL
    return ~Q(keeper=Keeper.DISTRICT) if apart else Q()


def _by_id_number(sight: Sight, number: str) -> tuple[Standing, ...]:
    seen = _seen(sight)
    if seen is None:
        return ()
    if _WHOLE_ID.fullmatch(number):
        known = Person.objects.filter(id_number_index__in=blind_indexes(number, field="id_number"))
        return _people(sight, seen & Q(person_id__in=known.values("pk")))
    if not _ID_TAIL.fullmatch(number):
        return ()
    ends = Q(id_number_tail=number) if len(number) == 6 else Q(id_number_tail__endswith=number)
    return _people(sight, seen & ends)


def _by_phone(sight: Sight, number: str) -> tuple[Standing, ...]:
    seen = _seen(sight)
    if seen is None:
        return ()
    if _MOBILE.fullmatch(number):
        reached = Contact.objects.known_at(None).true_on(sight.on)
        reached = reached.filter(phone_index__in=blind_indexes(number, field="phone"))
        return _people(sight, seen & Q(person_id__in=reached.values("person_id")))
    return _people(sight, seen & Q(phone_tail=number)) if _PHONE_TAIL.fullmatch(number) else ()


def _communities(sight: Sight, typed: str) -> tuple[Unit, ...]:
    units = Unit.objects.filter(
        path__startswith=sight.path, kind__in=_PLACES, dissolved=False, name__contains=typed
    )
    return tuple(units.select_related("parent").order_by("path")[:LIMIT])
