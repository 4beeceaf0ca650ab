"""Who works in a demo community: posts by the size of the team, and the few people something happens to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import count

from jishi.roster.demo.places import Community

POSITIONS = (
    "社区党组织书记",
    "居委会主任",
    "社区党组织副书记",
    "居委会副主任",
    "社区党组织委员",
    "居委会委员",
    "社区服务中心主任",
    "专职社区工作者",
    "专职网格员",
)
_SECRETARY, _DIRECTOR, _VICE_SECRETARY, _VICE_DIRECTOR, _PARTY, _COMMITTEE, _CENTRE, _WORKER, _GRID = (
    POSITIONS
)


class Rank(Enum):
    """How far up somebody is, by which age, service and pay are drawn."""

    HEAD = 0
    DEPUTY = 1
    MEMBER = 2
    WORKER = 3


class Story(Enum):
    """What is particular about somebody's present."""

    NOTHING = 0
    JOINED = 1  # this month
    JOINING = 2  # next month
    LEAVING = 3  # this month or next
    FAILED_TWICE_RUNNING = 4
    FAILED_TWICE_APART = 5
    SECONDED = 6  # an established cadre in a community post


# Among so many of a rank, the so-manieth: the demo's 620 people get four, three and three who come and go.
_STORIES = {
    Rank.WORKER: {
        Story.JOINED: (62, 5),
        Story.JOINING: (83, 9),
        Story.LEAVING: (80, 13),
        Story.FAILED_TWICE_RUNNING: (250, 40),
        Story.FAILED_TWICE_APART: (250, 41),
    },
    Rank.HEAD: {Story.SECONDED: (9, 4)},
}


@dataclass(frozen=True, slots=True)
class Member:
    """A post in a community and its holder to be."""

    community: Community
    positions: tuple[str, ...]
    rank: Rank
    story: Story


def make_teams(communities: Sequence[Community]) -> list[Member]:
    """Fills every community's team, heads first, workers and grid workers last."""
    numbers = {rank: count() for rank in Rank}
    return [
        Member(community, positions, rank, _story(rank, next(numbers[rank])))
        for community in communities
        for rank, positions in _posts(community)
    ]


def _story(rank: Rank, number: int) -> Story:
    stories = _STORIES.get(rank, {}).items()
    return next((story for story, (every, place) in stories if number % every == place), Story.NOTHING)


def _posts(community: Community) -> Iterator[tuple[Rank, tuple[str, ...]]]:
    """The posts of a team of this size, in the order in which they are filled."""
    posts: list[tuple[Rank, tuple[str, ...]]] = (
        [(Rank.HEAD, (_SECRETARY, _DIRECTOR))]
        if community.dual_head
        else [(Rank.HEAD, (_SECRETARY,)), (Rank.HEAD, (_DIRECTOR, _CENTRE))]
    )
    posts += [
        (Rank.DEPUTY, (_VICE_SECRETARY,)),
        (Rank.DEPUTY, (_VICE_DIRECTOR,)),
        (Rank.MEMBER, (_PARTY, _COMMITTEE) if community.households % 3 == 0 else (_PARTY,)),
        (Rank.MEMBER, (_COMMITTEE,)),
    ]
    yield from posts[: community.team]
    for place in range(community.team - len(posts)):
        yield Rank.WORKER, (_GRID,) if place % 2 else (_WORKER,)
