"""The places of a demo district: communities with their counts, tags and bodies, and the grids below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.roster.demo.city.chronicle import Place
from jishi.roster.demo.dice import Dice
from jishi.roster.demo.places import COMMUNITY_FACTS, Community, shared_out

_NUMERALS = "一二三四五六七八九十"
_EVIDENCE = {
    "老旧小区集中": "2000 年前建成的住宅占 {share}%，住建台账",
    "新就业群体聚集": "辖区快递、外卖站点 {count} 个，专项摸排",
    "老年人口集中": "60 岁以上常住人口占 {share}%，年度人口统计",
    "困难群众较多": "低保和特困家庭 {count} 户，民政台账",
}
_PLAIN_TAGS = ("老旧小区集中", "新就业群体聚集", "老年人口集中")


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid and its count."""

    name: str
    households: int
    residents: int


@dataclass(frozen=True, slots=True)
class Site:
    """A community as the platform is told of it. `earlier` is the count of the year before the last."""

    place: Place
    households: int
    residents: int
    earlier: int
    star: str
    tags: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str, str], ...]  # name, value, remark
    grids: tuple[Grid, ...]


def make_sites(communities: Sequence[Community], tags: Sequence[str], dice: Dice) -> list[Site]:
    """What the platform is told of every community; its grids add up to it."""
    return [_site(each, tags or _PLAIN_TAGS, dice) for each in communities]


def _site(community: Community, tags: Sequence[str], dice: Dice) -> Site:
    _, _, households, residents, grids, star, adjustment, reason, *facts = community.record
    assert isinstance(households, int)
    assert isinstance(residents, int)
    assert isinstance(grids, int)
    figures = [(name, str(value), "") for name, value in zip(COMMUNITY_FACTS, facts, strict=True)]
    if adjustment is not None:
        figures.append(("员额调整", str(adjustment), str(reason or "")))
    return Site(
        place=Place(community.street, community.name),
        households=households,
        residents=residents,
        earlier=households * dice.between(94, 101) // 100,
        star="" if star is None else str(star),
        tags=tuple(_tags(tags, dice)),
        figures=tuple(figures),
        grids=tuple(_grids(households, residents, grids, dice)),
    )


def _tags(names: Sequence[str], dice: Dice) -> list[tuple[str, str]]:
    chosen = [name for name in dict.fromkeys(names) if dice.chance(26)]
    filled = {"share": dice.between(31, 58), "count": dice.between(12, 60)}
    return [(name, _EVIDENCE.get(name, "街道专项摸排").format_map(filled)) for name in chosen]


def _grids(households: int, residents: int, count: int, dice: Dice) -> list[Grid]:
    weights = [dice.between(80, 118) for _ in range(count)]
    people = shared_out(residents, weights)
    homes = shared_out(households, weights)
    return [Grid(f"第{numeral(number + 1)}网格", homes[number], people[number]) for number in range(count)]


def numeral(number: int) -> str:
    """A whole number below a hundred in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones - 1]
    head = "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")
