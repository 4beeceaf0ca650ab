"""Counts and orders of large districts, kept until the next deed is recorded there.

Counting or sorting a hundred thousand people takes longer than showing fifty of them, and between two deeds
the answers are the same. Below some thousand people nothing is kept.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from django.core.cache import cache, caches
from django.db.models import Q

from jishi.access.permissions import Sight
from jishi.audit.selectors import deeds_of_all, deeds_until
from jishi.registry.models.standing import StandingQuerySet
from jishi.registry.selectors.narrowing import Day, counted

LARGE: Final = 5000  # people within sight
_KEPT: Final = 3600  # seconds
ORDERS: Final = "orders"  # the cache of ordered keys: few, for each is large


def counted_lately(
    rows: StandingQuerySet, questions: Mapping[str, Q], *, sight: Sight, day: Day
) -> dict[str, int]:
    """How many of everybody within sight answer each question; one query, whether counted now or kept."""
    if not sees_many(sight):
        found = counted(rows, questions)
        if sum(found.values()) >= LARGE:
            cache.set(_large(sight), value=True, timeout=_KEPT)
        return found
    key = _key("counts", [f"{key}={_written(question)}" for key, question in questions.items()], sight, day)
    kept: dict[str, int] | None = cache.get(key)
    if kept is None:
        kept = counted(rows, questions)
        cache.set(key, kept, _KEPT)
    return kept


def ordered_lately(rows: StandingQuerySet, *, sight: Sight, day: Day, asked: Q, order: str) -> Sequence[int]:
    """The keys of everybody within sight who answers, in order.

    Shape: at most two queries, whether ordered now or kept; eight bytes a person.
    """
    key = _key("order", [order, _written(asked)], sight, day)
    kept: array[int] | None = caches[ORDERS].get(key)
    if kept is None:
        kept = array("q", rows.values_list("pk", flat=True).iterator(chunk_size=LARGE))
        caches[ORDERS].set(key, kept, _KEPT)
    return kept


def sees_many(sight: Sight) -> bool:
    """Whether so many people are within sight that answers are kept, as far as was counted lately."""
    return bool(cache.get(_large(sight)))


def _large(sight: Sight) -> str:
    return f"registry.large:{sight.path}"


def _key(kind: str, asked: Sequence[str], sight: Sight, day: Day) -> str:
    """A name for some questions at a state of the register: the last deed recorded is part of it."""
    if sight.district_id is None:
        deeds = deeds_of_all("district-")
    else:
        deeds = deeds_until(f"district-{sight.district_id}")
    told = f"{sight.path}|{sight.on}|{day.on}|{day.known_at}|{deeds}|{'|'.join(asked)}"
    return f"registry.{kind}:{sha256(told.encode()).hexdigest()}"


def _written(question: Q) -> str:
    """A condition in full; a query within it by its statement and values."""
    told = (_written(each) if isinstance(each, Q) else _told(each) for each in question.children)
    return f"{question.connector}{question.negated}({','.join(told)})"


def _told(part: object) -> str:
    """One part of a condition: a field and what it is compared with."""
    name, value = part if isinstance(part, tuple) else ("", part)
    return f"{name}:{getattr(value, 'query', value)}"
