"""The streets and communities of the demo district, with the households its quota comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from jishi.roster.demo.dice import Dice
from jishi.roster.demo.naming import community_names, street_names

PEOPLE_A_COMMUNITY = 86  # in tenths
COMMUNITIES_A_STREET = 9
HOUSEHOLDS_A_PERSON = 370  # 350 a post, with some posts to fill
COMMUNITY_FACTS = ("社区量化得分", "居委会人数")
_STARS = ("一星", "二星", "三星", "三星", "四星", "四星", "五星")


@dataclass(frozen=True, slots=True)
class Community:
    """A community, and how many people work in it."""

    name: str
    street: str
    households: int
    team: int
    dual_head: bool
    record: tuple[object, ...]


def make_communities(people: int, dice: Dice, streets: Sequence[str] = ()) -> list[Community]:
    """Divides households and people among communities, the larger ones getting more of both."""
    count = max(1, round(people * 10 / PEOPLE_A_COMMUNITY))
    streets = streets or street_names(max(1, round(count / COMMUNITIES_A_STREET)))
    weights = [dice.between(60, 150) for _ in range(count)]
    households = shared_out(people * HOUSEHOLDS_A_PERSON, weights)
    teams = shared_out(people, [weight + 60 for weight in weights])
    names = community_names(count, dice)
    two_heads = set(range(0, count, 12))  # one in twelve has a secretary and a director
    return [
        _community(
            names[i], streets[i * len(streets) // count], households[i], teams[i], i not in two_heads, dice
        )
        for i in range(count)
    ]


def shared_out(total: int, weights: list[int]) -> list[int]:
    """Divides a whole number in proportion to weights so that the parts add up to it."""
    whole = sum(weights)
    ends = [total * weighed // whole for weighed in accumulate(weights)]
    return [end - start for start, end in pairwise([0, *ends])]


def _community(name: str, street: str, households: int, team: int, dual_head: bool, dice: Dice) -> Community:
    adjusted = dice.chance(4)
    record = (
        name,
        street,
        households,
        households * dice.between(24, 31) // 10,
        max(1, round(households / dice.between(230, 290))),
        dice.one_of(_STARS) if dice.chance(90) else None,
        dice.one_of((1, -1)) if adjusted else None,
        dice.one_of(("老旧小区集中", "新建小区未交付", "流动人口较多")) if adjusted else None,
        f"{dice.between(820, 1180) / 10:.1f}",
        str(dice.one_of((5, 5, 7))),
    )
    return Community(name, street, households, team, dual_head, record)
