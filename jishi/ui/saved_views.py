"""The saved views of a list as tabs; which of all tabs is the current one."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from jishi.ui.components import Tab
from jishi.ui.lists import ListState
from jishi.ui.models import SavedView


def built_in_tab(state: ListState, label: str, query: str, count: int | None = None) -> Tab:
    """A view the list itself offers: a label for some filters, current when exactly those are applied."""
    return Tab(label, _address(state, query), count, is_current=state.filter_query() == query)


def saved_tabs(state: ListState, views: Sequence[SavedView]) -> tuple[Tab, ...]:
    """The views somebody has saved of this list."""
    return tuple(
        Tab(
            view.name,
            _address(state, view.query),
            is_current=state.filter_query() == view.query,
            delete_url=reverse("ui:view-delete", args=[state.spec.page, view.pk]),
        )
        for view in views
    )


def _address(state: ListState, query: str) -> str:
    kept = "&".join(f"{name}={value}" for name, value in state.kept.items())
    return f"?{'&'.join(part for part in (query, kept) if part)}"
