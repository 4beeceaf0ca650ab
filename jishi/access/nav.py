"""The menu of every duty: what is on it, under which name, and the permission each item asks for.

An item whose page does not exist (yet) is left out, so the menu promises nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

from jishi.access.enums import Permission, Role
from jishi.access.permissions import Sight
from jishi.ui.frame import NavItem


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the menu: a page by its name, for duties with one of some permissions."""

    key: str
    label: str
    icon: str
    page: str
    permissions: tuple[Permission, ...]


_P = Permission

MENU: tuple[Entry, ...] = (
    Entry("home", "工作台", "home", "registry:home", (_P.HOME_VIEW,)),
    Entry("todo", "待办中心", "checklist", "process:tasks", (_P.CASE_VIEW,)),
    Entry("places", "组织机构", "sitemap", "registry:places", (_P.PLACE_VIEW,)),
    Entry("grids", "网格", "map-2", "registry:grids", (_P.PLACE_VIEW,)),
    Entry("roster", "花名册", "users", "registry:roster", (_P.ROSTER_VIEW,)),
    Entry("quality", "数据质量与时效", "clipboard-check", "registry:quality", (_P.TIMELINESS_VIEW,)),
    Entry("imports", "导入中心", "upload", "registry:imports", (_P.IMPORT,)),
    Entry("me", "我的", "user", "registry:me", (_P.SELF_VIEW,)),
    Entry("flows", "办理流程", "hierarchy-2", "process:flows", (_P.FLOW_VIEW,)),
    Entry("audit", "审计查询", "shield-check", "access:audit", (_P.AUDIT_VIEW, _P.ADMIN_AUDIT_VIEW)),
    Entry("accounts", "用户与权限", "lock", "access:accounts", (_P.ACCOUNT_VIEW, _P.GRANT_VIEW)),
    Entry("roles", "角色与字段权限", "eye", "access:roles", (_P.GRANT_VIEW,)),
    Entry("lockouts", "登录锁定", "lock-open", "access:lockouts", (_P.LOCKOUT_EDIT,)),
    Entry("gallery", "界面部件", "layout-dashboard", "ui:gallery", (_P.GALLERY_VIEW,)),
)

_PHONE = (
    Entry("home", "首页", "home", "registry:home", (_P.HOME_VIEW,)),
    Entry("todo", "待办", "checklist", "process:tasks", (_P.CASE_VIEW,)),
    Entry("me", "我的", "user", "registry:me", (_P.SELF_VIEW,)),
)

# How many things wait for a duty, and how many of them too long; the room that knows cases says so.
Waiting = Callable[[Sight], tuple[int, int]]
_counters: list[Waiting] = []


def count_with(counter: Waiting) -> None:
    """Let a room above say what waits for a duty, once, when the application starts."""
    if counter not in _counters:
        _counters.append(counter)


def waiting_for(sight: Sight) -> tuple[int, int]:
    """How many things wait for a duty, and how many of them are overdue."""
    if not sight.may(_P.CASE_VIEW):
        return 0, 0
    counts = [counter(sight) for counter in _counters]
    return sum(count for count, _ in counts), sum(overdue for _, overdue in counts)


def menu_for(sight: Sight) -> tuple[NavItem, ...]:
    """The first-level menu of a duty."""
    return _items(MENU, sight)


def tabs_for(sight: Sight) -> tuple[NavItem, ...]:
    """The bottom bar on a phone: a worker's two pages, the first of the menu for everybody else."""
    return _items(_PHONE, sight) if sight.role == Role.WORKER else _items(MENU, sight)[:4]


def address(page: str, *parts: str) -> str:
    """The address of a page by its name, empty when there is no such page."""
    if parts:
        return _address(page, parts)
    return _fixed_address(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), page)


@lru_cache(maxsize=512)
def _fixed_address(_addresses: str, _prefix: str, page: str) -> str:
    """The menu asks for the same addresses on every page; they are the same for as long as the site runs."""
    return _address(page, ())


def _address(page: str, parts: tuple[str, ...]) -> str:
    try:
        return reverse(page, args=parts)
    except NoReverseMatch:
        return ""


def _items(entries: tuple[Entry, ...], sight: Sight) -> tuple[NavItem, ...]:
    allowed = (entry for entry in entries if any(sight.may(asked) for asked in entry.permissions))
    placed = ((entry, address(entry.page)) for entry in allowed)
    return tuple(NavItem(entry.key, entry.label, entry.icon, url) for entry, url in placed if url)
