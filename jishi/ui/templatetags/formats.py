"""How values are written on a page: money, days, months, nothing and not known."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jishi.policy.money import show_yuan

register = template.Library()

BLANK = "—"


@register.filter
def yuan(fen: int | None) -> str:
    """Write whole 分 as 元 with two decimals: 455480 → 4,554.80."""
    return BLANK if fen is None else show_yuan(fen).removesuffix("元")


@register.filter
def wan(fen: int | None) -> str:
    """Write whole 分 as 万元 with two decimals, halves up, as boards show sums: 3229660000 → 3,229.66."""
    if fen is None:
        return BLANK
    hundredths = (abs(fen) + 5_000) // 10_000
    return f"{'-' if fen < 0 else ''}{hundredths // 100:,}.{hundredths % 100:02d}"


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day as 2026-11-01; an instant is first brought to local time."""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return BLANK if value is None else value.strftime("%Y-%m-%d")


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant as 2026-11-01 09:12 in local time."""
    if value is None:
        return BLANK
    return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%d %H:%M")


@register.filter
def month(value: date | None) -> str:
    """Write the month of a day as 2026-11."""
    return BLANK if value is None else value.strftime("%Y-%m")


@register.filter
def count(value: int | None) -> str:
    """Write a number of things with thousands parted: 100000 → 100,000."""
    return BLANK if value is None else f"{value:,}"


@register.filter
def blank(value: object) -> object:
    """Write “—” for what is empty; zero is a value and stays."""
    return BLANK if value is None or value == "" else value


@register.filter
def unknown(value: object) -> object:
    """Write 未填 in amber for what is not known; zero is a value and stays."""
    if value is None or value == "":
        return _not_filled()
    return value


def _not_filled() -> SafeString:
    return format_html('<span class="unknown">{}</span>', "未填")
