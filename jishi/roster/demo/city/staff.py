"""Who works in a demo district, who left in the last years, and who is about to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from jishi.policy.records import PEOPLE
from jishi.roster.demo.career import SOME_TERM, TERM_YEARS, Career, live
from jishi.roster.demo.city.chronicle import Place
from jishi.roster.demo.city.plans import DistrictPlan
from jishi.roster.demo.dice import Dice
from jishi.roster.demo.district import PERSON_FACTS
from jishi.roster.demo.places import Community
from jishi.roster.demo.team import POSITIONS, Member, Rank, Story, make_teams

COLUMNS = (*PEOPLE, *PERSON_FACTS)
ENGAGED = POSITIONS[-2:]  # posts held by contract, without an election
NUMBERS_A_DISTRICT = 5_000
LEAVERS, COMERS, LEAVING = 14, 1, 1  # of a hundred people; at least one of each
MOVED, PROMOTED = 9, 24  # of a hundred workers, of a hundred elected members


class Fate(Enum):
    """Where somebody stands on the day of the demo."""

    PRESENT = 0
    COMING = 1
    LEAVING = 2  # present, and known to leave
    LEFT = 3


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of the district: the career as of the day, and what is not in it.

    `moved_from` and `moved_on` tell of a move between communities, `promoted_on` of a by-election.
    """

    career: Career
    rank: Rank
    fate: Fate
    entered: date
    left: date | None = None
    moved_from: Place | None = None
    moved_on: date | None = None
    promoted_on: date | None = None

    def of(self, column: str) -> object:
        """A value of the person's row by the name of its column."""
        return self.career.person[COLUMNS.index(column)]

    def text(self, column: str) -> str:
        """A value of the person's row as text; empty when it is missing."""
        value = self.of(column)
        return "" if value is None else str(value)

    @property
    def worker_id(self) -> str:
        """工号."""
        return self.text("worker_id")

    @property
    def number(self) -> int:
        """The place in the district's count of worker numbers, for what happens to every so-manieth."""
        return int(self.worker_id.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) % NUMBERS_A_DISTRICT

    @property
    def place(self) -> Place:
        """The community somebody works in, on the day."""
        return Place(self.text("street"), self.text("community"))


@dataclass(frozen=True, slots=True)
class Times:
    """The day of the demo and the day, three years earlier, on which the platform was taken into use."""

    on: date
    opened: date

    @property
    def term(self) -> int:
        """The first year of the present term of office."""
        return SOME_TERM + (self.on.year - SOME_TERM) // TERM_YEARS * TERM_YEARS


def make_staff(plan: DistrictPlan, communities: Sequence[Community], times: Times, dice: Dice) -> list[Staff]:
    """Everybody of a district: those present are exactly as many as the plan says."""
    number = plan.number * NUMBERS_A_DISTRICT
    staff: list[Staff] = []
    for member in make_teams(communities):
        staff.append(_present(member, number + len(staff), plan.prefix, times, dice))
    staff = _leaving(staff, times, dice)
    staff = [_with_a_past(each, communities, times, dice) for each in staff]
    for _ in range(_share(plan.people, COMERS)):
        member = Member(dice.one_of(communities), (dice.one_of(ENGAGED),), Rank.WORKER, Story.JOINING)
        career = live(member, number + len(staff), times.on, dice, plan.prefix)
        staff.append(Staff(career, Rank.WORKER, Fate.COMING, _entered(career)))
    for _ in range(_share(plan.people, LEAVERS)):
        staff.append(_left(dice.one_of(communities), number + len(staff), plan.prefix, times, dice))
    return staff


def _share(people: int, of_hundred: int) -> int:
    return max(1, people * of_hundred // 100)


def _present(member: Member, number: int, prefix: str, times: Times, dice: Dice) -> Staff:
    """The holder of a post on the day; a newcomer of this month has begun before the day."""
    day = times.on
    if member.story in {Story.JOINING, Story.LEAVING}:
        member = replace(member, story=Story.NOTHING)
    elif member.story is Story.JOINED:
        day -= timedelta(days=20)
    career = live(member, number, day, dice, prefix)
    return Staff(career, member.rank, Fate.PRESENT, _entered(career))


def _entered(career: Career) -> date:
    """The first day of the present employment; the first post where the file lacks it."""
    person = career.person[COLUMNS.index("entered_on")]
    day = person if person is not None else min(row[5] for row in career.appointments)  # type: ignore[type-var] # rows of plain objects
    assert isinstance(day, date)
    return day


def _leaving(staff: list[Staff], times: Times, dice: Dice) -> list[Staff]:
    """Some of those present are known to leave in the next weeks."""
    count = _share(len(staff), LEAVING)
    chosen = {dice.between(0, len(staff) - 1) for _ in range(count)}
    return [
        replace(each, fate=Fate.LEAVING, left=times.on + timedelta(days=dice.between(6, 45)))
        if number in chosen
        else each
        for number, each in enumerate(staff)
    ]


def _left(community: Community, number: int, prefix: str, times: Times, dice: Dice) -> Staff:
    """Somebody who held a post until a day of the last years."""
    left = dice.day_between(times.opened + timedelta(days=40), times.on - timedelta(days=12))
    rank, positions = dice.one_of(
        (*[(Rank.WORKER, ENGAGED[:1])] * 5, *[(Rank.WORKER, ENGAGED[1:])] * 3, (Rank.MEMBER, POSITIONS[5:6]))
    )
    career = live(Member(community, positions, rank, Story.NOTHING), number, left, dice, prefix)
    person = list(career.person)
    person[COLUMNS.index("left_before")] = left
    return Staff(replace(career, person=tuple(person)), rank, Fate.LEFT, _entered(career), left)


def _with_a_past(staff: Staff, communities: Sequence[Community], times: Times, dice: Dice) -> Staff:
    """Some were moved from another community, some elected between two general elections."""
    first, last = max(staff.entered, times.opened) + timedelta(days=60), times.on - timedelta(days=20)
    if staff.fate is not Fate.PRESENT or first >= last:
        return staff
    if staff.rank is Rank.WORKER and dice.chance(MOVED):
        before = dice.one_of(communities)
        if before.name == staff.text("community"):
            return staff
        place = Place(before.street, before.name)
        return replace(staff, moved_from=place, moved_on=dice.day_between(first, last))
    if staff.rank in {Rank.DEPUTY, Rank.MEMBER} and dice.chance(PROMOTED):
        return _promoted(staff, times, dice.day_between(first, last))
    return staff


def _promoted(staff: Staff, times: Times, on: date) -> Staff:
    """Until a by-election the elected member was a worker of the same community."""
    career = staff.career
    worker, community = staff.worker_id, staff.text("community")
    held = [row for row in career.appointments if row[6] is None]
    before = (worker, community, ENGAGED[0], "聘任", None, staff.entered, on)
    after = [(worker, community, row[2], "选任", f"{times.term}届补选", on, None) for row in held]
    return replace(staff, career=replace(career, appointments=(before, *after)), promoted_on=on)
