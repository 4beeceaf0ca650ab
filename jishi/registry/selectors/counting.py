"""Head counts of large districts, kept until the next change is recorded.

Counting a hundred thousand people takes longer than showing fifty of them, and between two changes the
numbers are the same. Below some thousand people nothing is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from django.core.cache import cache
from django.db.models import Max, Q

from jishi.access.permissions import Sight
from jishi.registry.models import Change
from jishi.registry.models.standing import StandingQuerySet
from jishi.registry.selectors.narrowing import Day, counted

LARGE: Final = 5000  # people within sight
_KEPT: Final = 60  # seconds, should a change become visible behind a later one


def counted_lately(
    rows: StandingQuerySet, questions: Mapping[str, Q], *, sight: Sight, day: Day
) -> dict[str, int]:
    """How many of everybody within sight answer each question; one query, whether counted now or kept."""
    large = f"registry.large:{sight.path}"
    if not cache.get(large):
        found = counted(rows, questions)
        if sum(found.values()) >= LARGE:
            cache.set(large, value=True, timeout=_KEPT)
        return found
    key = _key(questions, sight, day)
    kept: dict[str, int] | None = cache.get(key)
    if kept is None:
        kept = counted(rows, questions)
        cache.set(key, kept, _KEPT)
    return kept


def _key(questions: Mapping[str, Q], sight: Sight, day: Day) -> str:
    """A name for some questions at a state of the register: the last change recorded is part of it."""
    last = Change.objects.aggregate(Max("pk"))["pk__max"]
    asked = "|".join(f"{key}={_written(question)}" for key, question in questions.items())
    told = f"{sight.path}|{sight.on}|{day.on}|{day.known_at}|{last}|{asked}"
    return f"registry.counts:{sha256(told.encode()).hexdigest()}"


def _written(question: Q) -> str:
    """A condition in full; a query within it by its statement and values."""
    told = (_written(each) if isinstance(each, Q) else _told(each) for each in question.children)
    return f"{question.connector}{question.negated}({','.join(told)})"


def _told(part: object) -> str:
    """One part of a condition: a field and what it is compared with."""
    name, value = part if isinstance(part, tuple) else ("", part)
    return f"{name}:{getattr(value, 'query', value)}"
