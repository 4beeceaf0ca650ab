"""What a search finds while somebody types: people by name, pinyin, ID and phone; communities by name."""

from __future__ import annotations

from dataclasses import dataclass

from jishi.access.permissions import Sight
from jishi.places.models import Unit
from jishi.registry.models import Standing

LIMIT = 8


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
    """What a text may mean: a name or part of it, pinyin in full or initials, the last 4 or 6 of an ID number,
    a whole one, the last 4 of a phone number, the name of a community.
    """
    raise NotImplementedError
