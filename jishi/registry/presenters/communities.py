"""A community's home: who leads it, who works there, its grids, how its team is made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from jishi.access.enums import FieldGroup, Level
from jishi.access.permissions import Sight
from jishi.places.models import Body, Households, Star, Tag
from jishi.places.selectors import Node
from jishi.policy.period import full_years
from jishi.registry.enums import Keeper
from jishi.registry.models import Appointment, Standing
from jishi.registry.presenters.places import NOT_FILLED, household_facts
from jishi.registry.rulings.quotas import CommunityQuota
from jishi.registry.selectors.communities import Holder
from jishi.ui.components import Band, Fact, percent

_UNIVERSITY = frozenset({"本科", "硕士研究生", "博士研究生"})
_AGES = ((0, 35, "35 岁及以下"), (36, 45, "36–45 岁"), (46, 55, "46–55 岁"), (56, 200, "56 岁及以上"))


@dataclass(frozen=True, slots=True)
class Portrait:
    """How a team is made up; every figure is of the `size` people the roster lists.

    Shape: `average_age` in tenths of a year; `told` how many the qualifications may be seen of.
    """

    size: int
    average_age: int | None
    told: int
    university: int
    certified: int
    women: int
    ages: tuple[Band, ...]

    @property
    def untold(self) -> int:
        """How many the qualifications may not be seen of."""
        return self.size - self.told

    @property
    def average_words(self) -> str:
        """The average age with one decimal."""
        return "—" if self.average_age is None else f"{self.average_age // 10}.{self.average_age % 10}"

    @property
    def university_words(self) -> str:
        """The share with a university degree course, as n/m(p%)."""
        return f"{self.university}/{self.told}（{percent(self.university, self.told)}）"

    @property
    def certified_words(self) -> str:
        """The share with a certificate, as n/m(p%)."""
        return f"{self.certified}/{self.told}（{percent(self.certified, self.told)}）"


def portrait(team: Sequence[Standing], sight: Sight, on: date) -> Portrait:
    """How a team is made up on a day; qualifications only of those whose file may be read or counted."""
    ages = [full_years(row.birth_on, on) for row in team]
    told = [row for row in team if _may_count(row, sight)]
    average = (sum(ages) * 20 + len(ages)) // (2 * len(ages)) if ages else None
    bands = tuple(Band(label, sum(low <= age <= high for age in ages)) for low, high, label in _AGES)
    return Portrait(
        size=len(team),
        average_age=average,
        told=len(told),
        university=sum(row.education in _UNIVERSITY for row in told),
        certified=sum(bool(row.certificate) for row in told),
        women=sum(row.sex == "女" for row in team),
        ages=bands,
    )


def _may_count(row: Standing, sight: Sight) -> bool:
    kept = row.keeper == Keeper.DISTRICT
    return sight.level(FieldGroup.QUALIFICATION, kept_by_district=kept) >= Level.COUNT


def weak_point(found: Portrait) -> str:
    """What stands out in how a team is made up, in a sentence; empty when nothing does."""
    if not found.size:
        return "还没有在岗人员。"
    if found.told and not found.certified:
        return f"{found.told} 人中没有人持有社会工作者职业水平证书。"
    if found.average_age is not None and found.average_age >= 480:
        return f"平均年龄 {found.average_words} 岁，偏大；可优先补充年轻人员。"
    if found.told and found.university * 2 < found.told:
        return f"本科及以上 {found.university_words}，不到一半。"
    return ""


def head_facts(
    counted: Households | None,
    star: Star | None,
    *,
    people: Fact,
    grids: int,
    quota: CommunityQuota | None,
) -> tuple[Fact, ...]:
    """The key facts of a community's header."""
    return (
        people,
        *household_facts(counted),
        Fact("网格", f"{grids} 个" if grids else NOT_FILLED),
        Fact("核定员额", _quota(quota), note=_gap(quota)),
        Fact("星级", star.star if star else "", note=star.document if star else ""),
    )


def _quota(row: CommunityQuota | None) -> str:
    return f"{row.quota} 人" if row is not None and row.quota is not None else ""


def _gap(row: CommunityQuota | None) -> str:
    if row is None:
        return "政策包没有按社区核定的规则"
    if row.quota is None:
        return f"缺{'、'.join(row.missing)}" if row.missing else ""
    return ""


def people_fact(team: Sequence[Standing], row: CommunityQuota | None, url: str) -> Fact:
    """How many are in the team, and by how many that is over or under the quota."""
    note = ""
    if row is not None and row.quota is not None:
        gap = row.quota - len(team)
        note = f"缺 {gap} 人" if gap > 0 else f"超 {-gap} 人" if gap < 0 else "足额"
    return Fact("在岗", f"{len(team)} 人", url, note)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team as a community's page shows them."""

    name: str
    url: str
    post_class: str
    positions: str
    dual_head: bool
    since: date | None
    term: str
    mode: str


def members(
    team: Sequence[Standing], posts: Mapping[int, list[Appointment]], *, may_open: bool
) -> tuple[Member, ...]:
    """A team with what each holds and since when."""
    return tuple(_member(row, posts.get(row.person_id, []), may_open) for row in team)


def _member(row: Standing, posts: Sequence[Appointment], may_open: bool) -> Member:
    return Member(
        name=row.name,
        url=reverse("registry:person", args=[row.person.uid]) if may_open else "",
        post_class=row.post_class,
        positions=row.positions or row.position,
        dual_head=row.dual_head,
        since=posts[0].valid_from if posts else row.entered_on,
        term="、".join(dict.fromkeys(post.term for post in posts if post.term)),
        mode="、".join(dict.fromkeys(post.mode for post in posts if post.mode)),
    )


def leaders(found: Sequence[Member]) -> tuple[Member, ...]:
    """Those of a team in a leading post."""
    return tuple(member for member in found if member.post_class.endswith(("正职", "副职")))


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag with its evidence."""

    name: str
    evidence: str
    since: date
    end_url: str


def tag_rows(tags: Sequence[Tag], *, can_edit: bool) -> tuple[TagRow, ...]:
    """A community's tags, each with how to end it."""
    return tuple(
        TagRow(
            tag.name,
            tag.evidence,
            tag.valid_from,
            reverse("registry:place-tag-end", args=[tag.pk]) if can_edit else "",
        )
        for tag in tags
    )


def body_facts(bodies: Sequence[Body]) -> tuple[Fact, ...]:
    """The bodies of a unit by kind."""
    return tuple(
        Fact(body.get_kind_display(), body.name, note=f"{body.valid_from.isoformat()} 起") for body in bodies
    )


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid on its community's page."""

    name: str
    households: int | None
    owners: tuple[Holder, ...]
    deputies: tuple[Holder, ...]


def grid_rows(
    grids: Sequence[Node], counted: Mapping[int, Households], holders: Mapping[int, list[Holder]]
) -> tuple[GridRow, ...]:
    """The grids of a community with households and who holds them."""
    return tuple(
        GridRow(
            grid.name,
            counted[grid.unit_id].households if grid.unit_id in counted else None,
            tuple(each for each in holders.get(grid.unit_id, ()) if not each.is_deputy),
            tuple(each for each in holders.get(grid.unit_id, ()) if each.is_deputy),
        )
        for grid in grids
    )


def deployment(
    holders: Mapping[int, list[Holder]], community: int, team: Sequence[Standing]
) -> tuple[Band, ...]:
    """How a team is spread: on grids, at a window or another duty, without any duty (R-066)."""
    on_grids = {each.uid for unit, held in holders.items() if unit != community for each in held}
    with_duty = {each.uid for each in holders.get(community, ())} - on_grids
    counted = Counter(
        "网格"
        if row.person.uid in on_grids
        else "窗口及其他"
        if row.person.uid in with_duty
        else "未登记分工"
        for row in team
    )
    return tuple(Band(label, counted[label]) for label in ("网格", "窗口及其他", "未登记分工"))
