"""What an event tells beyond who, what and when: before and after, never an identifier in clear."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

_SHOWN = 4


def masked(value: object) -> str:
    """A sensitive value as the audit may keep it: its last four characters, or nothing of a short one."""
    text = "" if value is None else str(value)
    hidden = len(text) - _SHOWN
    return "*" * hidden + text[-_SHOWN:] if hidden >= _SHOWN else "*" * len(text)


def particulars_of(
    before: Mapping[str, Any], after: Mapping[str, Any], *, sensitive: Collection[str] = ()
) -> dict[str, Any]:
    """What changed, as before and after; the fields named as sensitive are masked.

    Shape: {"before": {field: value}, "after": {field: value}} with the fields that differ; what only one side
           has is told on that side.
    """
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]

    def told(values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: masked(values[name]) if name in sensitive else values[name]
            for name in changed
            if name in values
        }

    return {"before": told(before), "after": told(after)}


def written(particulars: Mapping[str, Any]) -> str:
    """Particulars as the text that is hashed and kept.

    Errors: TypeError for a value that has no plain form, ValueError for an infinite number.
    """
    return json.dumps(
        particulars,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
        default=_plain,
    )


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"an event cannot tell of a {type(value).__name__}; give its text")
