"""What the gallery holds, in groups, and the frame it is shown in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from jishi.ui.frame import AsOf, Crumb, Desk, Frame, NavItem

TODAY = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Specimen:
    """One page of the gallery."""

    key: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """Specimens that belong together."""

    key: str
    title: str
    icon: str
    specimens: tuple[Specimen, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        "pages",
        "整页",
        "layout-dashboard",
        (
            Specimen("home", "工作台", "要办的、要看的、要紧的数"),
            Specimen("list", "列表页", "筛选、视图、列设置、批量、抽屉"),
            Specimen("empty-list", "空列表", "为什么没有，接下来怎么办"),
            Specimen("detail", "详情页", "抬头卡片、页签、经过"),
            Specimen("review", "审批页", "步骤、变更、意见、后果"),
            Specimen("form", "表单页", "说明、错误、草稿、提交前的后果"),
            Specimen("as-of", "往日视图", "截至日期不是今天时的提示"),
        ),
    ),
    Group(
        "figures",
        "数字",
        "chart-bar",
        (
            Specimen("key-figure", "关键数字", "数、单位、变化、目标，点开见名单"),
            Specimen("gap-cell", "缺额", "在岗与核定，超几人缺几人"),
            Specimen("distribution-strip", "分布条", "各部分占比与切线"),
            Specimen("coverage-ring", "覆盖环", "n/m 与目标"),
            Specimen("progress-job", "长任务", "进度、速度、剩余时间"),
            Specimen("formats", "写法", "金额、日期、空值、未填"),
        ),
    ),
    Group(
        "flows",
        "办理与理由",
        "git-branch",
        (
            Specimen("approval-stepper", "审批步骤", "谁在办、办了什么、还剩多久"),
            Specimen("opinion-box", "意见框", "常用意见与动词"),
            Specimen("effect-panel", "后果", "提交后将发生什么"),
            Specimen("trace", "算式", "一行的算式与逐层的算式"),
            Specimen("timeline", "经过", "发生过什么，新的在上"),
            Specimen("diff-table", "新旧对照", "变更前与变更后"),
            Specimen("unit-matrix", "联审矩阵", "每人每家单位的答复"),
            Specimen("clause", "条款", "就地看依据的原意"),
        ),
    ),
    Group(
        "forms",
        "填写",
        "pencil",
        (
            Specimen("fields", "字段", "标签、说明、错误、单位"),
            Specimen("error-summary", "错误汇总", "一处看全，点到字段"),
            Specimen("masked-field", "遮盖的值", "写明用途，显示三十秒"),
        ),
    ),
    Group(
        "layout",
        "版式",
        "layout-rows",
        (
            Specimen("page-head", "页首与卡片", "标题、计数、动作"),
            Specimen("tags", "状态与人", "词与色一起说话"),
            Specimen("notices", "提示与提醒", "一句话，一个出路"),
            Specimen("toast", "可撤销的提示", "八秒之内可以撤销"),
            Specimen("buttons", "按钮", "动词写在按钮上"),
            Specimen("icons", "图标", "全部图标"),
            Specimen("print-sheet", "打印表", "A4、签章位置、表样版本"),
        ),
    ),
)

ERRORS = ("400", "403", "404", "409", "500", "expired")


def specimen(key: str) -> Specimen | None:
    """Find a page of the gallery."""
    return next((each for group in GROUPS for each in group.specimens if each.key == key), None)


def gallery_frame(key: str, as_of: AsOf | None = None) -> Frame:
    """The frame of the gallery: its groups as the menu, an invented desk."""
    shown = specimen(key)
    home = reverse("ui:gallery")
    crumbs = (Crumb("界面部件", home), Crumb(shown.title)) if shown else ()
    return Frame(
        place="清河区",
        places=(Crumb("清河区", home), Crumb("全市", home)),
        desk=Desk("王建国", "区委社会工作部 · 系统管理", profile_url=home, switch_url=home, logout_url=home),
        nav=(NavItem("gallery", "总览", "home", home), *(_nav(group) for group in GROUPS)),
        active=key or "gallery",
        tabs=_tabs(),
        crumbs=crumbs,
        as_of=as_of or AsOf(TODAY, TODAY),
        home_url=home,
        search_url=reverse("ui:gallery-search"),
        todo_count=12,
        todo_overdue=1,
        todo_url=home,
        draft_count=2,
        draft_url=home,
        help_url=home,
    )


def _nav(group: Group) -> NavItem:
    children = tuple(NavItem(each.key, each.title, "", address(each)) for each in group.specimens)
    return NavItem(group.key, group.title, group.icon, "", children=children)


def _tabs() -> tuple[NavItem, ...]:
    keys = (("home", "首页", "home"), ("list", "人员", "users"), ("review", "审批", "checklist"))
    items = tuple(
        NavItem(key, label, icon, reverse("ui:gallery-component", args=[key])) for key, label, icon in keys
    )
    return (*items, NavItem("gallery", "部件", "layout-dashboard", reverse("ui:gallery")))


def address(shown: Specimen) -> str:
    """Where a page of the gallery is."""
    return reverse("ui:gallery-component", args=[shown.key])
