"""The map of the demo city: laid out when the platform opened, counted, starred and changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from jishi.audit.enums import SYSTEM
from jishi.places.actions import households, mergers, units
from jishi.places.actions.blueprints import Blueprint, BodyGiven, Count, FigureGiven, TagGiven
from jishi.places.enums import BodyKind, UnitKind
from jishi.places.models import Unit
from jishi.roster.demo.city import CITY, District
from jishi.roster.demo.city.chronicle import CLOCK, Place
from jishi.roster.demo.city.ground import Site
from jishi.roster.demo.city.staff import Times

FOUNDED = date(1996, 1, 1)  # before anybody's first day on file
TAKEN_OVER = "接收历史区划"
COUNTED = "年度户数核定"
_GRIDS = "网格台账"
_CITY_OFFICES = ("市委组织部", "市委社会工作部", "市民政局")
_OFFICES = (
    "区委组织部", "区委社会工作部", "区民政局", "区人力资源和社会保障局", "区财政局", "区纪委监委",
    "区委政法委", "区公安分局", "区人民法院", "区人民检察院", "区司法局", "区信访局", "区卫生健康委",
    "区税务局", "区市场监管局", "区城市管理局", "区应急管理局", "区退役军人事务局", "区审计局", "区教育局",
)  # fmt: skip
_CENSUS = "{} 年统计年报"
_MERGED, _MERGED_COUNT = "老码头社区", (310, 800)  # a small community that is no more
_FORMER, _RENAMED = "电机厂社区", 10  # what one community was called before, and which one it is


@dataclass(frozen=True, slots=True)
class Ground:
    """A district on the map, and its units by place."""

    district: Unit
    units: Mapping[Place, Unit]


def found_city(code: str, districts: Sequence[District]) -> list[Ground]:
    """Lay out the city with all its districts as the platform found them, and what changed since."""
    times = districts[0].times
    blueprint = Blueprint(
        kind=UnitKind.CITY,
        name=CITY,
        code=code,
        under=(
            *(Blueprint(kind=UnitKind.OFFICE, name=name) for name in _CITY_OFFICES),
            *(_district(district) for district in districts),
        ),
    )
    at = morning(times.opened)
    units.found(parent=None, blueprint=blueprint, on=FOUNDED, reason=TAKEN_OVER, by=SYSTEM, at=at)
    _rename(districts[0])
    _merge(times)
    tops = Unit.objects.filter(kind=UnitKind.DISTRICT).order_by("path")
    grounds = [Ground(top, units_by_place(top)) for top in tops]
    for district, ground in zip(districts, grounds, strict=True):
        _count_again(district, ground)
    return grounds


def units_by_place(top: Unit) -> dict[Place, Unit]:
    """The units of a district by their names from the street down."""
    places: dict[int, Place] = {top.pk: Place()}
    found: dict[Place, Unit] = {Place(): top}
    below = Unit.objects.filter(district=top, dissolved=False).exclude(kind=UnitKind.OFFICE)
    for unit in below.exclude(pk=top.pk).order_by("path"):
        if unit.parent_id in places:
            place = below_place(places[unit.parent_id], unit.name)
            places[unit.pk] = place
            found[place] = unit
    return found


def below_place(place: Place, name: str) -> Place:
    """The place of a name under another."""
    if not place.street:
        return Place(name)
    return Place(place.street, place.community or name, name if place.community else "")


def _rename(district: District) -> None:
    """One community was given another name when the works it was called after closed."""
    day = date(district.times.on.year - 2, 9, 1)
    name = _renamed(district).place.community
    unit = Unit.objects.get(name=_FORMER)
    units.rename(unit=unit, name=name, on=day, reason="企业搬迁，社区更名", by=SYSTEM, at=morning(day))


def _renamed(district: District) -> Site:
    return district.sites[_RENAMED % len(district.sites)]


def _merge(times: Times) -> None:
    """One small community became part of its neighbour."""
    day = date(times.on.year - 1, 3, 1)
    small = Unit.objects.get(name=_MERGED)
    large = Unit.objects.filter(parent=small.parent, kind=UnitKind.COMMUNITY).order_by("path")[0]
    reason = "老城片区拆迁完成，社区合并"
    mergers.merge(units=[large, small], into=large, on=day, reason=reason, by=SYSTEM, at=morning(day))


def _count_again(district: District, ground: Ground) -> None:
    """The counts of last year, for the quota of this one."""
    year = district.times.on.year - 1
    day = date(year, 7, 1)
    for site in district.sites:
        unit = Unit.objects.get(pk=ground.units[site.place].pk)
        count = Count(site.households, site.residents, _CENSUS.format(year))
        households.record(unit=unit, count=count, on=day, reason=COUNTED, by=SYSTEM, at=morning(day))


def morning(day: date) -> datetime:
    """Eight o'clock of a day."""
    return datetime(day.year, day.month, day.day, 8, tzinfo=CLOCK)


def _district(district: District) -> Blueprint:
    plan = district.plan
    code = f"99{plan.number + 1:02d}01"
    offices = [Blueprint(kind=UnitKind.OFFICE, name=name) for name in _OFFICES]
    streets = [_street(name, f"{code}{number:03d}", district) for number, name in enumerate(plan.streets, 1)]
    if plan.number == 0:
        streets[0] = replace(streets[0], under=(*streets[0].under, _small(district.times)))
    return Blueprint(
        kind=UnitKind.DISTRICT, name=plan.name, code=code, pack=plan.pack, under=(*offices, *streets)
    )


def _small(times: Times) -> Blueprint:
    count = Count(*_MERGED_COUNT, _CENSUS.format(times.opened.year))
    return Blueprint(kind=UnitKind.COMMUNITY, name=_MERGED, count=count)


def _street(name: str, code: str, district: District) -> Blueprint:
    sites = [site for site in district.sites if site.place.street == name]
    party = BodyGiven(BodyKind.PARTY_WORK, f"中共{name}工作委员会")
    below = (_community(site, f"{code}{place:03d}", district) for place, site in enumerate(sites, 1))
    return Blueprint(kind=UnitKind.STREET, name=name, code=code, bodies=(party,), under=tuple(below))


def _community(site: Site, code: str, district: District) -> Blueprint:
    name = site.place.community
    short = name.removesuffix("社区")
    former = district.plan.number == 0 and site == _renamed(district)
    residents = site.residents * site.earlier // site.households
    return Blueprint(
        kind=UnitKind.COMMUNITY,
        name=_FORMER if former else name,
        code=code,
        count=Count(site.earlier, residents, _CENSUS.format(district.times.opened.year)),
        star=site.star,
        tags=tuple(TagGiven(*tag) for tag in site.tags),
        bodies=(
            BodyGiven(BodyKind.PARTY, f"{short}社区党委"),
            BodyGiven(BodyKind.COMMITTEE, f"{short}社区居民委员会"),
            BodyGiven(BodyKind.SERVICE_CENTRE, f"{short}社区党群服务中心"),
        ),
        figures=tuple(FigureGiven(*figure) for figure in site.figures),
        under=tuple(
            Blueprint(
                kind=UnitKind.GRID, name=grid.name, count=Count(grid.households, grid.residents, _GRIDS)
            )
            for grid in site.grids
        ),
    )
