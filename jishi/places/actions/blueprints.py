"""What a unit to be founded will be: the whole of one form, or of a map being laid out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jishi.places.enums import BodyKind, UnitKind


@dataclass(frozen=True, slots=True)
class Count:
    """A count of households and residents and where it comes from."""

    households: int | None = None
    residents: int | None = None
    source: str = ""

    def __bool__(self) -> bool:
        return self.households is not None or self.residents is not None


@dataclass(frozen=True, slots=True)
class TagGiven:
    """A tag and what shows that it fits."""

    name: str
    evidence: str


@dataclass(frozen=True, slots=True)
class BodyGiven:
    """A body to be set up."""

    kind: BodyKind
    name: str


@dataclass(frozen=True, slots=True)
class FigureGiven:
    """A figure in the locality's own words."""

    name: str
    value: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A unit to be founded, with what is known of it and the units below it.

    Shape: `since` is the day it is founded where that is not the day of the whole.
    """

    kind: UnitKind
    name: str
    code: str = ""
    pack: str = ""
    count: Count = Count()
    star: str = ""
    tags: tuple[TagGiven, ...] = ()
    bodies: tuple[BodyGiven, ...] = ()
    figures: tuple[FigureGiven, ...] = ()
    under: tuple[Blueprint, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit is split into: a new unit, and which units below the old one it takes along."""

    blueprint: Blueprint
    takes: tuple[int, ...] = ()
