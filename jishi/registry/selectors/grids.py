"""Grids that nobody or more than one holds, and those too large or too small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jishi.access.permissions import Sight
from jishi.places.enums import UnitKind
from jishi.places.models import Households, Unit, UnitStanding
from jishi.places.selectors import households_on
from jishi.registry.models import Assignment


@dataclass(frozen=True, slots=True)
class GridBand:
    """How many households a grid may have by the policy."""

    least: int
    most: int
    clause: str = ""


@dataclass(frozen=True, slots=True)
class GridFault:
    """What is wrong with a grid, in a sentence.

    Shape: `kind` nobody, several, too_small, too_large or unknown.
    """

    grid: Unit
    kind: str
    sentence: str


def grid_faults(
    sight: Sight,
    on: date,
    band: GridBand | None = None,
    *,
    known_at: datetime | None = None,
    counts: Mapping[int, Households] | None = None,
) -> list[GridFault]:
    """Everything wrong with the grids within sight on a day, by place, as known now or at an instant.

    Shape: deputies (B岗) are not owners; without a band the households are not judged; `counts` the
           households of that day where they have been read already.
    """
    standings = UnitStanding.objects.true_on(on).known_at(known_at).filter(unit__kind=UnitKind.GRID)
    within = standings.filter(unit__path__startswith=sight.path) if sight.path else standings.none()
    grids = list(within.select_related("unit", "unit__parent").order_by("unit__path"))
    keys = [grid.unit_id for grid in grids]
    held = Assignment.objects.true_on(on).known_at(known_at).filter(unit_id__in=keys, as_deputy=False)
    owners = Counter(held.values_list("unit_id", flat=True))
    if counts is None:
        counts = households_on(keys, on=on, known_at=known_at)
    found: list[GridFault] = []
    for grid in grids:
        place = f"{grid.unit.parent.name if grid.unit.parent else ''}{grid.name}"
        found += _owned(grid.unit, place, owners[grid.unit_id])
        if band is not None:
            count = counts.get(grid.unit_id)
            found += _sized(grid.unit, place, count.households if count else None, band)
    return found


def _owned(grid: Unit, place: str, owners: int) -> Iterator[GridFault]:
    if owners == 0:
        yield GridFault(grid, "nobody", f"{place}没有责任人，请登记分工。")
    elif owners > 1:
        yield GridFault(grid, "several", f"{place}有 {owners} 名责任人，应当只有一名；其余请登记为B岗。")


def _sized(grid: Unit, place: str, households: int | None, band: GridBand) -> Iterator[GridFault]:
    rule = f"规定 {band.least}—{band.most} 户{f'（{band.clause}）' if band.clause else ''}"
    if households is None:
        yield GridFault(grid, "unknown", f"{place}没有登记户数，无法对照规定。请补登户数。")
    elif households < band.least:
        yield GridFault(grid, "too_small", f"{place} {households} 户，偏小，{rule}。")
    elif households > band.most:
        yield GridFault(grid, "too_large", f"{place} {households} 户，偏大，{rule}。")
