"""What stands around every page: navigation, place, day looked at, counts and the person at the desk.

`jishi.access` builds a Frame for each request and puts it into the context as `frame`; the base template
draws it. Nothing here decides what somebody may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of a menu. With children it is a heading that opens; `count` is shown when it is not zero."""

    key: str
    label: str
    icon: str
    url: str
    count: int | None = None
    children: tuple[NavItem, ...] = ()

    def holds(self, key: str) -> bool:
        """Tell whether the item, or one below it, carries this key."""
        return self.key == key or any(child.holds(key) for child in self.children)


@dataclass(frozen=True, slots=True)
class Crumb:
    """One place on the way to this page; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day whose state is shown, and until when things count as known (None: everything known today)."""

    on: date
    today: date
    known_at: date | None = None

    @property
    def is_now(self) -> bool:
        """Tell whether the page shows today as known today."""
        return self.on == self.today and self.known_at in (None, self.today)

    @property
    def is_future(self) -> bool:
        """Tell whether the day looked at has not come yet."""
        return self.on > self.today


@dataclass(frozen=True, slots=True)
class Desk:
    """The person signed in and the office they act for now; `switch_url` is empty when there is only one."""

    name: str
    office: str
    profile_url: str = ""
    switch_url: str = ""
    logout_url: str = ""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A navigation item as one page shows it: whether it is here, and which of its children is."""

    item: NavItem
    is_current: bool
    is_open: bool
    children: tuple[MenuEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything the base template shows around a page."""

    place: str
    desk: Desk | None = None
    nav: tuple[NavItem, ...] = ()
    active: str = ""
    tabs: tuple[NavItem, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    places: tuple[Crumb, ...] = ()
    as_of: AsOf | None = None
    home_url: str = "/"
    search_url: str = ""
    todo_count: int = 0
    todo_overdue: int = 0
    todo_url: str = ""
    draft_count: int = 0
    draft_url: str = ""
    help_url: str = ""

    @property
    def menu(self) -> tuple[MenuEntry, ...]:
        """Mark the items of the side bar for this page."""
        return tuple(_entry(item, self.active) for item in self.nav)

    @property
    def bottom_bar(self) -> tuple[MenuEntry, ...]:
        """Mark the items of the phone's bottom bar for this page."""
        return tuple(_entry(item, self.active) for item in self.tabs)

    @property
    def trail(self) -> tuple[Crumb, ...]:
        """Give the way to this page; on a first-level page that is the name of the menu item alone."""
        if self.crumbs:
            return self.crumbs
        return tuple(Crumb(item.label) for item in self.nav if item.holds(self.active))


def _entry(item: NavItem, active: str) -> MenuEntry:
    children = tuple(_entry(child, active) for child in item.children)
    return MenuEntry(item, is_current=item.key == active, is_open=item.holds(active), children=children)
