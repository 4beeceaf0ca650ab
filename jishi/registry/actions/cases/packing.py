"""Particulars of a change as plain data, kept with a case until it is approved, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from jishi.places.models import Unit
from jishi.registry.actions.particulars import PARTICULARS, Particulars
from jishi.registry.enums import ChangeKind

_UNIT, _DAY = "unit", "day"


def packed(particulars: Particulars) -> dict[str, Any]:
    """Particulars as plain data; a unit by its number, a day as it is written."""
    return {each.name: _packed(getattr(particulars, each.name)) for each in fields(particulars)}


def _packed(value: Any) -> Any:
    if isinstance(value, Unit):
        return {_UNIT: value.pk}
    return {_DAY: value.isoformat()} if isinstance(value, date) else value


def unpacked(kind: ChangeKind, data: Mapping[str, Any]) -> Particulars:
    """The particulars that were packed; units as they are now."""
    return PARTICULARS[kind](**{name: _unpacked(value) for name, value in data.items()})


def _unpacked(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    if _UNIT in value:
        return Unit.objects.select_related("parent", "district").get(pk=value[_UNIT])
    return date.fromisoformat(value[_DAY])
