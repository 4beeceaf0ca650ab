"""What was counted, ordered and drawn of a large district, kept until the next deed is recorded there.

Counting or sorting a hundred thousand people takes longer than showing fifty of them, and between two deeds
the answers are the same. Below some thousand people nothing is kept.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal, TypeVar

from django.core.cache import cache, caches

from jishi.access.permissions import Sight
from jishi.audit.selectors import deeds_of_all, deeds_until
from jishi.registry.models.standing import StandingQuerySet
from jishi.registry.selectors.narrowing import Day

LARGE: Final = 5000  # people within sight
_KEPT: Final = 3600  # seconds
Shelf = Literal["default", "orders", "tables"]  # caches of their own: orders and tables are large, so few
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Register:
    """The people within a sight on a day, as they were at a deed.

    Shape: `deed` None where so few are within sight that nothing is kept.
    """

    sight: Sight
    day: Day
    deed: int | None

    @property
    def is_large(self) -> bool:
        """Whether answers are kept."""
        return self.deed is not None

    def counts(self, asked: object, make: Callable[[], Mapping[str, int]]) -> Mapping[str, int]:
        """How many people answer each of some questions, counted now or kept."""
        found = self.kept("default", ("counts", asked), make)
        if self.deed is None and sum(found.values()) >= LARGE:
            cache.set(_large(self.sight), value=True, timeout=_KEPT)
        return found

    def order(self, asked: object, rows: StandingQuerySet) -> Sequence[int]:
        """The keys of ordered standings, read now or kept; eight bytes a person."""
        return self.kept("orders", ("order", asked), lambda: _keys(rows))

    def kept(self, shelf: Shelf, asked: object, make: Callable[[], _Answer]) -> _Answer:
        """An answer that follows from the sight, the day, what was asked and what is recorded alone.

        Shape: what is asked is told apart by how it is written (`repr`).
        """
        if self.deed is None:
            return make()
        name = f"registry:{sha256(f'{self._told()}|{asked!r}'.encode()).hexdigest()}"
        found: _Answer | None = caches[shelf].get(name)
        if found is None:
            found = make()
            caches[shelf].set(name, found, _KEPT)
        return found

    def _told(self) -> str:
        """All of a sight that decides what is seen of whom, the day and the deed."""
        sight, day = self.sight, self.day
        levels = sorted((str(group), int(level)) for group, level in sight.levels.items())
        where = (sight.role, sight.unit_id, sight.path, sight.district_id, sight.person_uid, sight.on)
        return f"{where}|{levels}|{day}|{self.deed}"


def register_of(sight: Sight, day: Day) -> Register:
    """The register within sight, at the deed last recorded. One query, none where few are within sight."""
    if not cache.get(_large(sight)):
        return Register(sight, day, None)
    if sight.district_id is None:
        return Register(sight, day, deeds_of_all("district-"))
    return Register(sight, day, deeds_until(f"district-{sight.district_id}"))


def _large(sight: Sight) -> str:
    return f"registry.large:{sight.path}"


def _keys(rows: StandingQuerySet) -> array[int]:
    return array("q", rows.values_list("pk", flat=True).iterator(chunk_size=LARGE))
