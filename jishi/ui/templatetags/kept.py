"""Parts of a page that are the same whoever looks: drawn once in a process and kept.

Only what follows from the arguments alone belongs here: no account, no token, nothing anybody typed.
"""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jishi.ui.lists import ShownFilter
from jishi.ui.tables import Column

register = template.Library()

_TYPED = frozenset({"search", "day", "days"})  # filters that hold what somebody typed


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw an icon of the sprite; with a label it is read aloud, without it is decoration."""
    return _icon(_where(), name, size, label)


@register.simple_tag
def assets() -> SafeString:
    """The style sheets and scripts of every page."""
    return _assets(_where())


@register.simple_tag
def filter_control(shown: ShownFilter, compact: bool = False) -> SafeString:  # as templates call it
    """Draw a filter of a list, `compact` in its bar."""
    if shown.filter.kind in _TYPED:
        return _filter_drawn(shown, compact)
    return _filter_kept(shown, compact)


@register.simple_tag
def column_list(columns: tuple[tuple[Column, bool], ...]) -> SafeString:
    """Draw the choice of columns of the settings dialog."""
    return _columns(_where(), columns)


def _where() -> tuple[str, str]:
    """Where static files are and how they are named; other settings give other addresses."""
    return settings.STATIC_URL, settings.STORAGES["staticfiles"]["BACKEND"]


@lru_cache(maxsize=4)
def _sprite(_where: tuple[str, str]) -> str:
    return static("ui/icons.svg")


@lru_cache(maxsize=512)
def _icon(where: tuple[str, str], name: str, size: str, label: str) -> SafeString:
    use = format_html('<use href="{}#{}"/>', _sprite(where), name)
    if label:
        return format_html('<svg class="icon {}" role="img" aria-label="{}">{}</svg>', size, label, use)
    return format_html('<svg class="icon {}" aria-hidden="true">{}</svg>', size, use)


@lru_cache(maxsize=4)
def _assets(_where: tuple[str, str]) -> SafeString:
    return render_to_string("ui/_assets.html")


@lru_cache(maxsize=1024)
def _filter_kept(shown: ShownFilter, compact: bool) -> SafeString:  # part of the key
    return _filter_drawn(shown, compact)


def _filter_drawn(shown: ShownFilter, compact: bool) -> SafeString:  # as above
    return render_to_string("ui/_filter.html", {"shown": shown, "compact": compact})


@lru_cache(maxsize=256)
def _columns(_where: tuple[str, str], columns: tuple[tuple[Column, bool], ...]) -> SafeString:
    return render_to_string("ui/_column_list.html", {"settings": columns})
