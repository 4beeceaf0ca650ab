"""What happened to somebody's posts since coming on file: elections, moves, duties, leaving, what comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jishi.roster.demo.city.chronicle import Begin, End, Happening, Place
from jishi.roster.demo.city.entering import First, employment, posts_of
from jishi.roster.demo.city.scene import Scene
from jishi.roster.demo.city.staff import ENGAGED, Fate, Staff

_GROUNDS = (*["本人辞职"] * 6, *["考入机关事业单位"] * 3, *["合同期满不再续签"] * 2, "家庭原因辞职")
_END_WITH_THE_EMPLOYMENT = ("employment", "post:", "grid:", "grade", "contract:")
_COMING_POST = 59  # every so-manieth of those present


@dataclass(frozen=True, slots=True)
class Posts:
    """Tells of somebody's posts and duties."""

    first: First
    scene: Scene

    def everything(self) -> Iterator[Happening]:
        """All but leaving, in the order of their days."""
        yield from self.elections()
        yield from self.move()
        yield from self.duties()
        yield from self.to_come()

    def elections(self) -> Iterator[Happening]:
        """任职: posts begun since, by a general election or a by-election, ending the ones before."""
        posts = posts_of(self.first.staff)
        entered = self.first.staff.entered
        later = {post.since for post in posts if not self.first.knows(post.since) and post.since != entered}
        for day in sorted(later):
            begins = [post for post in posts if post.since == day]
            ends = [End(post.key, day) for post in posts if post.before == day]
            by_election = day == self.first.staff.promoted_on
            if by_election:
                begins.append(Begin("identity", "IdentityHeld", day, {"identity": "两委专职"}))
                ends.append(End("identity", day))
            number = self.scene.dice.between(2, 40)
            document = f"{self.first.staff.place.street[:2]}选〔{day.year}〕{number}号"
            yield self._told("appoint", day, tuple(begins), tuple(ends), document=document)

    def move(self) -> Iterator[Happening]:
        """调动 between communities, some across streets."""
        staff = self.first.staff
        if staff.moved_on is None:
            return
        (post,) = posts_of(staff)
        begins = (
            employment(staff, staff.place, staff.moved_on, self.scene),
            Begin("post:0", "Appointment", staff.moved_on, {**post.content, "unit": staff.place}),
        )
        ends = (End("employment", staff.moved_on), End("post:0", staff.moved_on))
        yield self._told("transfer", staff.moved_on, begins, ends, reason="街道间统筹调配")

    def duties(self) -> Iterator[Happening]:
        """分工: the grids somebody holds."""
        staff = self.first.staff
        grids = self.scene.duties.get(staff.worker_id, ())
        if grids:
            since = max(staff.entered, self.scene.times.opened, staff.moved_on or date.min)
            begins = tuple(
                Begin(
                    f"grid:{number}",
                    "Assignment",
                    since,
                    {"unit": grid, "duty": "网格服务", "as_deputy": as_deputy},
                )
                for number, (grid, as_deputy) in enumerate(grids)
            )
            yield self._told("assignment", since, begins, ())

    def to_come(self) -> Iterator[Happening]:
        """What is recorded already and takes effect after the day: a few moves and posts."""
        staff, dice = self.first.staff, self.scene.dice
        if staff.fate is not Fate.PRESENT or staff.moved_on or staff.text("position") not in ENGAGED:
            return
        day = self.scene.times.on + timedelta(days=dice.between(8, 40))
        recorded = max(self.scene.lately(), self.first.recorded + timedelta(hours=1))
        if staff.number % _COMING_POST == 11:
            begin = Begin("post:9", "Appointment", day, _another_post(staff))
            yield self._by_clerk("appoint", day, recorded, (begin,), (End("post:0", day),))

    def leaving(self, before: Sequence[Happening]) -> Iterator[Happening]:
        """退出, recorded after everything else: whatever hangs on the employment ends with it."""
        staff = self.first.staff
        if staff.left is None:
            return
        held = _held(before, staff.left)
        service = tuple(key for key in held if key.startswith("service:"))
        ends = [
            End(key, staff.left) for key in held if key.startswith(_END_WITH_THE_EMPLOYMENT) or key in service
        ]
        ground = "考核不合格" if _failed_twice(staff) else self.scene.dice.one_of(_GROUNDS)
        ends = [
            End(each.key, each.before, {"exit_ground": ground}) if each.key == "employment" else each
            for each in ends
        ]
        latest = max(each.recorded for each in before) + timedelta(minutes=20)
        own = self.scene.lately() if staff.fate is Fate.LEAVING else self.scene.soon_after(staff.left)
        yield self._by_clerk("exit", staff.left, max(own, latest), (), tuple(ends), reason=ground)

    def _told(
        self, kind: str, on: date, begins: tuple[Begin, ...], ends: tuple[End, ...], **words: Any
    ) -> Happening:
        recorded = max(self.scene.soon_after(on), self.first.recorded + timedelta(minutes=9))
        return self._by_clerk(kind, on, recorded, begins, ends, **words)

    def _by_clerk(  # as a happening is told
        self,
        kind: str,
        on: date,
        recorded: datetime,
        begins: tuple[Begin, ...],
        ends: tuple[End, ...],
        **words: Any,
    ) -> Happening:
        clerk = self.scene.clerk(self.first.staff.place.street)
        return Happening(kind, on, recorded, begins, ends, by=clerk, **words)


def _another_post(staff: Staff) -> dict[str, object]:
    """The other engaged post of the same community."""
    other = ENGAGED[1 - ENGAGED.index(staff.text("position"))]
    return {"unit": staff.place, "position": other, "mode": "聘任", "term": ""}


def _failed_twice(staff: Staff) -> bool:
    worst = [row for row in staff.career.assessments if str(row[2]).startswith("不")]
    return len(worst) > 1


def _held(happenings: Iterable[Happening], day: date) -> list[str]:
    """The keys of what still holds on the eve of a day and does not end by then of itself."""
    held: dict[str, Begin] = {}
    for happening in sorted(happenings, key=lambda each: each.recorded):
        for end in happening.ends:
            held.pop(end.key, None)
        held.update({begin.key: begin for begin in happening.begins})
    return [
        key
        for key, begin in held.items()
        if begin.since < day and (begin.before is None or begin.before > day)
    ]


def duties_of(
    staff: Sequence[Staff], grids: Sequence[Place], lacking: int
) -> dict[str, list[tuple[Place, bool]]]:
    """Shares the grids of a community among its people, each with a deputy; every so-manieth has nobody."""
    duties: dict[str, list[tuple[Place, bool]]] = {each.worker_id: [] for each in staff}
    names = list(duties)
    for number, grid in enumerate(grids):
        if not names or (number + lacking) % 31 == 30:
            continue
        duties[names[number % len(names)]].append((grid, False))
        if len(names) > 1:
            duties[names[(number + 1) % len(names)]].append((grid, True))
        if (number + lacking) % 47 == 46 and len(names) > 2:
            duties[names[(number + 2) % len(names)]].append((grid, False))
    return duties
