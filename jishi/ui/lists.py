"""A list page: what it offers (ListSpec), what its address asks for (ListState), what is shown (ListPage).

The state is read from the query string and writes it again, so that a link reproduces the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict

from jishi.ui.components import Link, Tab
from jishi.ui.drawing import DrawnRows, drawn_rows
from jishi.ui.filters import Chip, Choice, Filter, Values, read_day, read_filters
from jishi.ui.tables import Column, Density, Preference, Row, arranged_columns, chosen_columns

SIZES = (20, 50, 100, 200)
KEPT = ("on", "known")
LAST_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class ListSpec:
    """What a list offers. `page` is its lasting key: saved views and column choices hang on it."""

    page: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    default_sort: str = ""
    default_size: int = 50

    def filter(self, key: str) -> Filter:
        """Find a filter by its key."""
        return next(each for each in self.filters if each.key == key)


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the whole is shown: page `number` of `count`, rows `start` up to and without `stop`."""

    number: int
    count: int
    total: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class ListState:
    """What the address of a list asks for, with everything impossible left out and said in `notices`."""

    spec: ListSpec
    values: Values
    kept: Mapping[str, str]
    sort: str
    is_descending: bool
    page: int
    size: int
    preference: Preference
    columns: tuple[Column, ...]
    notices: tuple[str, ...]

    @classmethod
    def read(cls, query: QueryDict, spec: ListSpec, preference: Preference = Preference()) -> ListState:  # noqa: B008 # frozen
        """Read a list's address; never fails, whatever stands in it."""
        reading = read_filters(query, spec.filters)
        sort, is_descending = _read_sort(query.get("sort") or "", spec)
        kept = {
            name: day.isoformat() for name in KEPT if (day := read_day(query.get(name) or "")) is not None
        }
        size = _read_number(query.get("size") or "", spec.default_size)
        return cls(
            spec=spec,
            values=reading.values,
            kept=kept,
            sort=sort,
            is_descending=is_descending,
            page=min(max(_read_number(query.get("page") or "", 1), 1), LAST_PAGE),
            size=size if size in SIZES else spec.default_size,
            preference=preference,
            columns=chosen_columns(spec.columns, preference),
            notices=tuple(reading.notices),
        )

    @property
    def density(self) -> Density:
        """Tell how close the rows stand."""
        return self.preference.density

    def value(self, key: str) -> str:
        """Give the one value of a filter, empty when it is not applied."""
        return next(iter(self.values.get(key, ())), "")

    def choices(self, key: str) -> tuple[str, ...]:
        """Give all values of a filter of many."""
        return self.values.get(key, ())

    def day(self, parameter: str) -> date | None:
        """Give the day of a day filter's parameter."""
        return read_day(self.value(parameter))

    def window(self, total: int) -> Window:
        """Place the page in a whole of `total` rows; a page beyond the end becomes the last."""
        count = max((total + self.size - 1) // self.size, 1)
        number = min(self.page, count)
        start = (number - 1) * self.size
        return Window(number, count, total, start, min(start + self.size, total))

    def filter_query(self, without: Sequence[str] = ()) -> str:
        """Write the filters alone as a query string, some left out: what a saved view keeps."""
        names = [name for each in self.spec.filters for name in each.parameters if name not in without]
        return urlencode([(name, value) for name in names for value in self.values.get(name, ())])

    def query(self, *, page: int | None = None, sort: str | None = None, without: Sequence[str] = ()) -> str:
        """Write the whole state as a query string that reproduces the list."""
        parts = [self.filter_query(without), urlencode(list(self.kept.items()))]
        order = self.order if sort is None else sort
        extras = {"sort": order if order != self.spec.default_sort else ""}
        extras["size"] = str(self.size) if self.size != self.spec.default_size else ""
        extras["page"] = str(page) if page is not None and page > 1 else ""
        parts.append(urlencode({name: value for name, value in extras.items() if value}))
        return "&".join(part for part in parts if part)

    @property
    def order(self) -> str:
        """Write the order as in the address: a column's key, with `-` before it when descending."""
        return f"-{self.sort}" if self.is_descending else self.sort

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Show every applied filter in words, with the address of the list without it."""
        applied = [each for each in self.spec.filters if any(name in self.values for name in each.parameters)]
        return tuple(
            Chip(each.label, self._words(each), f"?{self.query(without=each.parameters)}") for each in applied
        )

    def _words(self, each: Filter) -> str:
        if each.kind == "days":
            first, last = (self.value(name) for name in each.parameters)
            return f"{first} 至 {last}" if first and last else f"{first} 起" if first else f"{last} 前"
        if each.kind == "flag":
            return "是"
        return "、".join(each.word_for(value) for value in self.values[each.key])


def _read_number(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,7}", text) else otherwise


def _read_sort(text: str, spec: ListSpec) -> tuple[str, bool]:
    sortable = {column.key for column in spec.columns if column.sortable}
    asked = text if text.removeprefix("-") in sortable else spec.default_sort
    return asked.removeprefix("-"), asked.startswith("-")


# ---------------------------------------------------------------- what the templates draw


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its words, and the address that sorts by it."""

    column: Column
    sort_url: str
    direction: Literal["", "ascending", "descending"]


@dataclass(frozen=True, slots=True)
class PageLink:
    """One link of the pager; without a number it is the gap."""

    number: int
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One option of a filter with whether it is chosen."""

    choice: Choice
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A filter as the bar draws it."""

    filter: Filter
    value: str
    chosen: tuple[str, ...] = ()
    first: str = ""
    last: str = ""

    @property
    def options(self) -> tuple[ShownChoice, ...]:
        """Its choices, each with whether it is chosen."""
        return tuple(ShownChoice(choice, choice.value in self.chosen) for choice in self.filter.choices)


@dataclass(frozen=True, slots=True)
class Batch:
    """Something that can be done to the chosen rows: the verb, where it goes, and how it looks."""

    label: str
    url: str
    icon: str = ""
    is_dangerous: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everything the list template shows. Rows carry cells in the order of `state.columns`, or are drawn."""

    state: ListState
    window: Window
    rows: Sequence[Row] | DrawnRows
    tabs: tuple[Tab, ...] = ()
    saved: tuple[Tab, ...] = ()
    primary: Link | None = None
    tools: tuple[Link, ...] = ()
    batches: tuple[Batch, ...] = ()
    note: str = ""
    export_url: str = ""
    empty_advice: str = "试试减少筛选条件，或只输入姓氏、拼音首字母。"
    empty_links: tuple[Link, ...] = ()

    @property
    def spec(self) -> ListSpec:
        """The list's own description."""
        return self.state.spec

    @property
    def table(self) -> DrawnRows:
        """The rows, drawn."""
        if isinstance(self.rows, DrawnRows):
            return self.rows
        return drawn_rows(self.rows, self.state.columns, has_box=bool(self.batches))

    @property
    def can_save_view(self) -> bool:
        """Tell whether filters are applied that no view shows yet."""
        return bool(self.state.values) and not any(tab.is_current for tab in (*self.tabs, *self.saved))

    @property
    def heads(self) -> tuple[Head, ...]:
        """Draw the heads of the shown columns."""
        return tuple(self._head(column) for column in self.state.columns)

    def _head(self, column: Column) -> Head:
        state = self.state
        if not column.sortable:
            return Head(column, "", "")
        is_here = state.sort == column.key
        turned = f"-{column.key}" if is_here and not state.is_descending else column.key
        direction: Literal["", "ascending", "descending"] = ""
        if is_here:
            direction = "descending" if state.is_descending else "ascending"
        return Head(column, f"?{state.query(sort=turned)}", direction)

    @property
    def pages(self) -> tuple[PageLink, ...]:
        """Draw the pager: first, last, and the neighbours of the current page; gaps carry the number 0."""
        window = self.window
        near = {1, window.count, *range(max(window.number - 1, 1), min(window.number + 1, window.count) + 1)}
        links: list[PageLink] = []
        for number in sorted(near):
            if links and number - links[-1].number > 1:
                links.append(PageLink(0, ""))
            links.append(PageLink(number, self._page_url(number), number == window.number))
        return tuple(links)

    def _page_url(self, number: int) -> str:
        return f"?{self.state.query(page=number)}"

    @property
    def previous_url(self) -> str:
        """The address of the page before, empty on the first."""
        return self._page_url(self.window.number - 1) if self.window.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The address of the page after, empty on the last."""
        return self._page_url(self.window.number + 1) if self.window.number < self.window.count else ""

    @property
    def clear_url(self) -> str:
        """The address of the list with no filter applied."""
        names = [name for each in self.spec.filters for name in each.parameters]
        return f"?{self.state.query(without=names)}"

    @property
    def primary_filters(self) -> tuple[ShownFilter, ...]:
        """Draw the filters of the bar."""
        return tuple(self._shown(each) for each in self.spec.filters if each.primary)

    @property
    def more_filters(self) -> tuple[ShownFilter, ...]:
        """Draw the filters of the drawer."""
        return tuple(self._shown(each) for each in self.spec.filters if not each.primary)

    @property
    def more_count(self) -> int:
        """Count the applied filters that the drawer hides."""
        hidden = [each for each in self.spec.filters if not each.primary]
        return sum(any(name in self.state.values for name in each.parameters) for each in hidden)

    def _shown(self, each: Filter) -> ShownFilter:
        first, last = (
            (self.state.value(name) for name in each.parameters) if each.kind == "days" else ("", "")
        )
        return ShownFilter(each, self.state.value(each.key), self.state.choices(each.key), first, last)

    @property
    def settings(self) -> tuple[tuple[Column, bool], ...]:
        """List every column for the settings dialog, the fixed first one left out."""
        first = self.spec.columns[0].key
        arranged = arranged_columns(self.spec.columns, self.state.preference)
        return tuple(pair for pair in arranged if pair[0].key != first)

    @property
    def hidden_fields(self) -> tuple[tuple[str, str], ...]:
        """What the filter form must carry besides its filters: order, size and the day looked at."""
        state = self.state
        order = state.order if state.order != self.spec.default_sort else ""
        size = str(state.size) if state.size != self.spec.default_size else ""
        pairs = [("sort", order), ("size", size), *state.kept.items()]
        return tuple((name, value) for name, value in pairs if value)
