"""Projecting facts into standings: what lists read, kept in step with every change and made anew at will."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def reproject(person_ids: Iterable[int], at: datetime) -> int:
    """Bring the standings of some people in step with their facts; how many rows were recorded."""
    raise NotImplementedError


def reproject_units(unit_ids: Iterable[int], at: datetime) -> int:
    """Bring the standings of everybody who was ever in some units in step: names and places have changed."""
    raise NotImplementedError


def rebuild(person_ids: Iterable[int] | None = None) -> int:
    """Make the standings of some people, or all, anew from their facts and their whole history."""
    raise NotImplementedError
