"""Which words occur in the fields of the people within sight, to choose from in a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.core.cache import cache

from jishi.access.permissions import Sight
from jishi.registry.selectors.narrowing import Day, within_sight

FIELDS: Final = ("position", "post_class", "identity", "channel", "political_status")
_FRESH: Final = 300  # seconds: a word new since then can still be asked for by its address


def words_within(sight: Sight) -> Mapping[str, Sequence[str]]:
    """The words in use today by field, in order; looked up again every few minutes."""
    key = f"registry.words:{sight.path}:{sight.on.isoformat()}"
    words: Mapping[str, Sequence[str]] | None = cache.get(key)
    if words is None:
        rows = list(within_sight(sight, Day(sight.on)).order_by().values_list(*FIELDS).distinct())
        words = {
            name: sorted({row[place] for row in rows if row[place]}) for place, name in enumerate(FIELDS)
        }
        cache.set(key, words, _FRESH)
    return words
