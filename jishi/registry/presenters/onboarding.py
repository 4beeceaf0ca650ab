"""开通向导: the six tasks of a new district and where each stands, all told by what is on file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse

from jishi.access.permissions import Sight
from jishi.places.models import Unit
from jishi.places.selectors.said import households_on
from jishi.registry.actions.imports import steps
from jishi.registry.enums import ImportKind, ImportState, Presence
from jishi.registry.models import Standing
from jishi.registry.rulings.onboarding import blanks_of
from jishi.registry.rulings.quotas import community_quotas
from jishi.registry.selectors.imports import communities_within, imports_within
from jishi.ui.components import Tone

_OPEN = frozenset(ImportState) - {ImportState.IMPORTED, ImportState.UNDONE, ImportState.DROPPED}


class TaskState(StrEnum):
    """Where a task stands."""

    WAITING = "未开始"
    BEGUN = "进行中"
    HELD = "已看，暂不能办结"
    DONE = "完成"


_TONES: Mapping[TaskState, Tone] = {
    TaskState.WAITING: "mute",
    TaskState.BEGUN: "info",
    TaskState.HELD: "warn",
    TaskState.DONE: "ok",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One task: what it is, where it stands and why, and the page that does it."""

    name: str
    state: TaskState
    told: str
    url: str = ""
    action: str = ""

    @property
    def tone(self) -> Tone:
        """How the state is shown."""
        return _TONES[self.state]


def tasks_of(sight: Sight, district: Unit, on: date) -> list[Task]:
    """The six tasks of a district as they stand on a day."""
    open_imports = {of.kind: of.pk for of in imports_within(sight) if steps.standing(of) in _OPEN}
    communities = communities_within(sight, district)
    people = _people(district, on)
    return [
        _pack(district),
        _blanks(district, on),
        _places([unit.pk for unit in communities.values()], open_imports, on),
        _roster(people, open_imports),
        _quotas(district, len(communities), people, on),
        _grades(people),
    ]


def _people(district: Unit, on: date) -> int:
    rows = Standing.objects.as_of(on).filter(district=district)
    return rows.exclude(presence=Presence.LEFT).count()


def _pack(district: Unit) -> Task:
    if district.pack:
        return Task("选策略包", TaskState.DONE, f"已选定“{district.pack}”。")
    return Task(
        "选策略包", TaskState.WAITING, "选定本区执行的政策，员额、等级、薪酬都按它测算。", "#packs", "去选择"
    )


def _blanks(district: Unit, on: date) -> Task:
    blanks = blanks_of(district, on)
    if blanks is None:
        return Task("填待填参数", TaskState.WAITING, "先选策略包，再看有哪些参数待填。")
    if not blanks:
        return Task("填待填参数", TaskState.DONE, "政策包没有待填项。")
    told = f"还有 {blanks} 项待填，填写在政策中心（后续版本）；不影响导入，用到它们的测算会说明缺哪一项。"
    return Task("填待填参数", TaskState.HELD, told)


def _import_url(kind: ImportKind, open_imports: Mapping[str, int]) -> tuple[str, str]:
    if kind in open_imports:
        return reverse("registry:import", args=[open_imports[kind]]), "接着办"
    return reverse("registry:import-new", args=[kind]), "去导入"


def _places(units: list[int], open_imports: Mapping[str, int], on: date) -> Task:
    url, action = _import_url(ImportKind.PLACES, open_imports)
    if not units:
        state = TaskState.BEGUN if ImportKind.PLACES in open_imports else TaskState.WAITING
        return Task("导入机构与户数", state, "街道、社区和户数，一张表就行。", url, action)
    counted = sum(1 for each in households_on(units, on=on).values() if each.households is not None)
    told = f"{len(units)} 个社区，{counted} 个有户数。"
    done = counted == len(units) and ImportKind.PLACES not in open_imports
    return Task("导入机构与户数", TaskState.DONE if done else TaskState.BEGUN, told, url, action)


def _roster(people: int, open_imports: Mapping[str, int]) -> Task:
    url, action = _import_url(ImportKind.ROSTER, open_imports)
    if ImportKind.ROSTER in open_imports:
        return Task("导入花名册", TaskState.BEGUN, f"已有 {people} 人，有一次导入没有办完。", url, action)
    state = TaskState.DONE if people else TaskState.WAITING
    return Task("导入花名册", state, f"已有 {people} 人。" if people else "用本区自己的表。", url, action)


def _quotas(district: Unit, communities: int, people: int, on: date) -> Task:
    name, url = "核对员额", reverse("registry:places")
    if not communities:
        return Task(name, TaskState.WAITING, "导入机构与户数之后，按政策测算各社区员额。")
    quotas = community_quotas(district, on)
    if quotas.sentence:
        return Task(name, TaskState.HELD, quotas.sentence, url, "看组织机构")
    known = [row.quota for row in quotas.rows.values() if row.quota is not None]
    told = f"{len(known)} 个社区员额合计 {sum(known)}，在岗 {people} 人。"
    if len(known) < len(quotas.rows):
        lacking = len(quotas.rows) - len(known)
        return Task(name, TaskState.HELD, f"{told}还有 {lacking} 个社区缺资料，算不出。", url, "看组织机构")
    return Task(name, TaskState.DONE, told, url, "看组织机构")


def _grades(people: int) -> Task:
    if not people:
        return Task("查看定级结果", TaskState.WAITING, "导入花名册之后查看。")
    told = "每个人的测算等级和依据在本人页面“等级”里；全区试定级和分布图在后续版本。"
    return Task("查看定级结果", TaskState.HELD, told, reverse("registry:roster"), "看花名册")
