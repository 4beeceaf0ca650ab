"""Grids that nobody or more than one holds, and those too large or too small."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jishi.access.permissions import Sight
from jishi.places.models import Unit


@dataclass(frozen=True, slots=True)
class GridBand:
    """How many households a grid may have by the policy."""

    least: int
    most: int
    clause: str = ""


@dataclass(frozen=True, slots=True)
class GridFault:
    """What is wrong with a grid, in a sentence."""

    grid: Unit
    kind: str  # nobody, several, too_small, too_large, unknown
    sentence: str


def grid_faults(sight: Sight, on: date, band: GridBand | None = None) -> list[GridFault]:
    """Everything wrong with the grids within sight on a day."""
    raise NotImplementedError
