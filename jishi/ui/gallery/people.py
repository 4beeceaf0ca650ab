"""An invented roster of 641 people for the sample list, filtered and sorted in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from django.http import QueryDict
from django.urls import reverse

from jishi.ui.components import Link, Tag, Tone
from jishi.ui.filters import Choice, Filter
from jishi.ui.lists import Batch, ListPage, ListSpec, ListState
from jishi.ui.saved_views import built_in_tab
from jishi.ui.tables import NOT_FILLED, Cell, Column, Preference, Row

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = ("冬梅", "建国", "丽", "伟", "桂芳", "涛", "玉华", "磊", "秀云", "志强", "娜", "红梅", "欣", "鑫")
STREETS = ("桂园街道", "东苑街道", "南湖街道", "清河街道")
POSTS = {"head": "社区正职", "deputy": "社区副职", "member": "工作人员"}
EDUCATIONS = ("本科", "大专", "研究生", "")
CERTIFICATES = ("助理社会工作师", "社会工作师", "", "", "高级社会工作师")
STATES: dict[str, tuple[str, Tone]] = {
    "active": ("在岗", "ok"),
    "trial": ("试用期", "info"),
    "pending": ("待生效", "warn"),
    "left": ("已退出", "mute"),
}
DEGREES_OF_POST = ("member", "member", "member", "deputy", "member", "deputy", "head")


@dataclass(frozen=True, slots=True)
class Invented:
    """One person of the sample."""

    number: int
    name: str
    id_number: str
    street: str
    community: str
    post: str
    grade: int
    months: int
    education: str
    certificate: str
    contract_until: str
    state: str


@cache
def everybody() -> tuple[Invented, ...]:
    """The whole sample, always the same."""
    return tuple(_invent(number) for number in range(641))


def _invent(number: int) -> Invented:
    turn = number * 7919 + 104_729
    return Invented(
        number=number,
        name=SURNAMES[turn % len(SURNAMES)] + GIVEN[turn // 41 % len(GIVEN)],
        id_number=f"9901{turn % 9:02d}********{turn % 10_000:04d}",
        street=STREETS[number % len(STREETS)],
        community=f"第{turn % 18 + 1}社区",
        post=DEGREES_OF_POST[turn % len(DEGREES_OF_POST)],
        grade=turn % 18 + 1,
        months=turn % 240,
        education=EDUCATIONS[turn // 3 % len(EDUCATIONS)],
        certificate=CERTIFICATES[turn // 5 % len(CERTIFICATES)],
        contract_until=f"{2026 + turn % 3}-{turn % 12 + 1:02d}" if turn % 11 else "",
        state=_state(turn),
    )


def _state(turn: int) -> str:
    return {0: "trial", 1: "pending", 2: "left"}.get(turn % 13, "active")


SPEC = ListSpec(
    page="gallery:people",
    title="花名册",
    unit="人",
    default_sort="",
    default_size=50,
    columns=(
        Column("name", "姓名", sortable=True, card="title"),
        Column("id_number", "身份证号", group="基本"),
        Column("street", "街道", sortable=True, group="基本"),
        Column("community", "社区", group="基本"),
        Column("post", "岗位", sortable=True, group="任职"),
        Column("grade", "等级", align="end", sortable=True, group="任职"),
        Column("months", "年限（月）", align="end", sortable=True, group="任职"),
        Column("education", "学历", group="资格"),
        Column("certificate", "证书", group="资格"),
        Column("contract_until", "合同到期", sortable=True, group="任职"),
        Column("state", "状态", card="state"),
        Column("number", "工号", group="基本", default=False, card="hidden"),
    ),
    filters=(
        Filter("q", "关键词", "search", primary=True, hint="姓名、身份证号尾号、社区"),
        Filter(
            "street",
            "街道",
            "many",
            tuple(Choice(str(at), name) for at, name in enumerate(STREETS)),
            primary=True,
        ),
        Filter("post", "岗位", "choice", tuple(Choice(*pair) for pair in POSTS.items()), primary=True),
        Filter("state", "状态", "choice", tuple(Choice(key, word) for key, (word, _) in STATES.items())),
        Filter("education", "学历", "many", tuple(Choice(word, word) for word in EDUCATIONS if word)),
        Filter("contract", "合同到期", "days"),
        Filter("unsigned", "只看未签合同的", "flag"),
    ),
)

TESTS: dict[str, Callable[[Invented, ListState], bool]] = {
    "q": lambda one, state: state.value("q") in f"{one.name} {one.id_number} {one.community}",
    "street": lambda one, state: str(STREETS.index(one.street)) in state.choices("street"),
    "post": lambda one, state: one.post == state.value("post"),
    "state": lambda one, state: one.state == state.value("state"),
    "education": lambda one, state: one.education in state.choices("education"),
    "contract_from": lambda one, state: one.contract_until >= state.value("contract_from")[:7],
    "contract_to": lambda one, state: "" < one.contract_until <= state.value("contract_to")[:7],
    "unsigned": lambda one, _state: not one.contract_until,
}


def found(state: ListState) -> list[Invented]:
    """The people a state lets through, in its order."""
    tests = [TESTS[name] for name in state.values]
    people = [one for one in everybody() if all(test(one, state) for test in tests)]
    if state.sort:
        people.sort(key=lambda one: (getattr(one, state.sort), one.number), reverse=state.is_descending)
    return people


def row_of(one: Invented, columns: Sequence[Column]) -> Row:
    """One person as words."""
    word, tone = STATES[one.state]
    cells = {
        "name": Cell(one.name),
        "id_number": Cell(one.id_number),
        "street": Cell(one.street),
        "community": Cell(one.community),
        "post": Cell(POSTS[one.post]),
        "grade": Cell(f"{one.grade} 级"),
        "months": Cell(str(one.months)),
        "education": Cell(one.education) if one.education else NOT_FILLED,
        "certificate": Cell(one.certificate),
        "contract_until": Cell(one.contract_until) if one.contract_until else Cell("未签", "bad"),
        "state": Cell(word, tone),
        "number": Cell(f"{one.number:06d}"),
    }
    url = reverse("ui:gallery-person", args=[one.number])
    actions = (Link("详情", url), Link("变更", url))
    return Row(
        str(one.number),
        one.name,
        [cells[column.key] for column in columns],
        url=url,
        drawer_url=f"{url}?drawer=1",
        actions=actions,
    )


def sample_list(query: QueryDict, preference: Preference) -> ListPage:
    """The sample list as its address asks for it."""
    state = ListState.read(query, SPEC, preference)
    people = found(state)
    window = state.window(len(people))
    here = reverse("ui:gallery-component", args=["list"])
    return ListPage(
        state,
        window,
        [row_of(one, state.columns) for one in people[window.start : window.stop]],
        tabs=(
            built_in_tab(state, "全部", "", 641),
            built_in_tab(state, "社区正职", "post=head", sum(one.post == "head" for one in everybody())),
            built_in_tab(state, "未签合同", "unsigned=1", sum(not one.contract_until for one in everybody())),
        ),
        primary=Link("办理异动", here, "plus"),
        tools=(Link("导入", here, "upload"),),
        batches=(
            Batch("发核查", here, "clipboard-check"),
            Batch("打印登记表", here, "printer"),
            Batch("导出", here, "download"),
        ),
        note="纳入 620 人 · 截至 2026-11-01",
        export_url=f"{here}?{state.query()}",
    )


def tags_of(one: Invented) -> tuple[Tag, ...]:
    """The state of one person as tags."""
    word, tone = STATES[one.state]
    return (Tag(word, tone), Tag("一肩挑", "party")) if one.post == "head" else (Tag(word, tone),)
