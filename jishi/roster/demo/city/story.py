"""Puts a demo district together: its places, its people, and the story of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from jishi.policy.records import Records
from jishi.roster.demo.career import Career
from jishi.roster.demo.city.chronicle import Happening, Place, Told, tell
from jishi.roster.demo.city.entering import entry, first_record
from jishi.roster.demo.city.ground import Site, make_sites
from jishi.roster.demo.city.plans import DistrictPlan
from jishi.roster.demo.city.posts import Posts, duties_of
from jishi.roster.demo.city.scene import GradePath, Scene, Words
from jishi.roster.demo.city.since import Since, confirmed_on
from jishi.roster.demo.city.staff import COLUMNS, Fate, Staff, Times, make_staff
from jishi.roster.demo.dice import Dice
from jishi.roster.demo.district import records_of
from jishi.roster.demo.places import Community, make_communities
from jishi.roster.demo.team import Rank

YEARS_ON_FILE = 3
_BROUGHT_ALONG = frozenset({"education", "certificate", "assessment"})
_PLAIN_RESULTS = ("优秀", "合格", "基本合格", "不合格")
_CHANNELS = {  # as the lives are told → what a pack may call it, the first it knows
    "选任": ("选任", "换届选举"),
    "委任": ("委任", "选任", "换届选举"),
    "招聘": ("招聘", "公开招聘", "统一招录", "聘任"),
    "转聘": ("转聘", "招聘", "公开招聘", "统一招录", "聘任"),
    "其他": ("招聘", "公开招聘", "统一招录", "聘任"),
}


@dataclass(frozen=True, slots=True)
class PersonStory:
    """Somebody's file: who, and everything recorded, oldest first."""

    worker_number: str
    id_number: str
    created_at: datetime
    told: tuple[Told, ...]
    staff: Staff


@dataclass(frozen=True, slots=True)
class District:
    """An invented district before it is loaded."""

    plan: DistrictPlan
    times: Times
    sites: tuple[Site, ...]
    staff: tuple[Staff, ...]
    records: Records  # of everybody, for asking the policy what grades they held
    dice: Dice

    def stories(self, grades: GradePath) -> Iterator[PersonStory]:
        """Tells everybody's story, with the grades they held."""
        scene = Scene(self.plan, self.times, self.dice, self._duties(), grades)
        return (_story(each, scene) for each in self.staff)

    def present(self) -> list[Staff]:
        """Those in the team on the day."""
        return [each for each in self.staff if each.fate in {Fate.PRESENT, Fate.LEAVING}]

    def _duties(self) -> Mapping[str, Sequence[tuple[Place, bool]]]:
        """Who holds which grid: everybody present but the heads."""
        teams: dict[Place, list[Staff]] = defaultdict(list)
        for each in self.present():
            if each.rank is not Rank.HEAD:
                teams[each.place].append(each)
        duties: dict[str, list[tuple[Place, bool]]] = {}
        for number, site in enumerate(self.sites):
            grids = [Place(*site.place[:2], grid.name) for grid in site.grids]
            duties |= duties_of(teams[site.place], grids, number * 13)
        return duties


def make_district(
    plan: DistrictPlan, words: Words, seed: int, *, on: date, years: int = YEARS_ON_FILE
) -> District:
    """Invents a district as of a day, with some years before it.

    Shape: those present on the day are exactly as many as planned; some more have left or are to come.
    """
    dice = Dice(seed * 101 + plan.number)
    times = Times(on, date(on.year - years, on.month, 1))
    communities = make_communities(plan.people, dice, plan.streets)
    staff = [_in_words(each, words, times) for each in make_staff(plan, communities, times, dice)]
    return District(
        plan=plan,
        times=times,
        sites=tuple(make_sites(communities, words.tags, dice)),
        staff=tuple(staff),
        records=_records(communities, staff),
        dice=dice,
    )


def _records(communities: Sequence[Community], staff: Sequence[Staff]) -> Records:
    return records_of(communities, [each.career for each in staff])


def _story(staff: Staff, scene: Scene) -> PersonStory:
    first = first_record(staff, scene)
    posts = Posts(first, scene)
    happenings = [*Since(first, scene).everything(), *posts.everything()]
    happenings = _brought_along(entry(first, scene), happenings)
    happenings += posts.leaving(happenings)
    return PersonStory(
        staff.worker_id, staff.text("id_number"), first.recorded, tuple(tell(happenings)), staff
    )


def _brought_along(entry: Happening, happenings: Sequence[Happening]) -> list[Happening]:
    """What went on file together with somebody belongs to the change that took them in."""
    along = [each for each in happenings if each.recorded == entry.recorded and each.kind in _BROUGHT_ALONG]
    begins = [begin for each in along for begin in each.begins]
    later = [each for each in happenings if each not in along]
    return [replace(entry, begins=(*entry.begins, *begins)), *later]


def _in_words(staff: Staff, words: Words, times: Times) -> Staff:
    """The same life in the words of the district's pack: results and channels."""
    results = dict(zip(_PLAIN_RESULTS, words.results, strict=True))
    assessments = tuple(
        (worker, year, results[str(result)])
        for worker, year, result in staff.career.assessments
        if isinstance(year, int) and confirmed_on(year) < times.on
    )
    person = list(staff.career.person)
    place = COLUMNS.index("channel")
    known = (name for name in _CHANNELS.get(str(person[place]), ()) if name in words.channels)
    person[place] = next(known, person[place])
    career: Career = replace(staff.career, person=tuple(person), assessments=assessments)
    return replace(staff, career=career)
