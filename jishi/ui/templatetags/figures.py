"""Components that show figures: key figure, gap, distribution, coverage, progress, differences, matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from jishi.ui.components import Band, Difference, Job, MatrixRow, Tone, percent, slices_of

register = template.Library()

Shown = dict[str, Any]

RING_LENGTH = 1000  # the ring's circumference is declared as this many units (pathLength)


@register.inclusion_tag("ui/parts/key_figure.html")
def key_figure(  # noqa: PLR0913 # a figure is told by all of these words, each optional
    label: str,
    value: str | int,
    unit: str = "",
    *,
    delta: str = "",
    delta_tone: Tone = "mute",
    note: str = "",
    target: str = "",
    url: str = "",
    icon: str = "",
    tone: Tone = "info",
) -> Shown:
    """Show one figure with unit, change, target and the way to the names behind it."""
    shown = f"{value:,}" if isinstance(value, int) else value
    words = {"label": label, "value": shown, "unit": unit, "delta": delta, "delta_tone": delta_tone}
    return {**words, "note": note, "target": target, "url": url, "icon": icon, "tone": tone}


@register.inclusion_tag("ui/parts/gap_cell.html")
def gap_cell(approved: int | None, active: int, url: str = "") -> Shown:
    """Show active against approved, and by how many it is short or over."""
    gap = None if approved is None else active - approved
    tone = "mute" if gap is None else "ok" if gap == 0 else "bad" if gap > 0 else "warn"
    if gap is None:
        word = "未核定"
    elif gap == 0:
        word = "足额"
    else:
        word = f"超 {gap}" if gap > 0 else f"缺 {-gap}"
    return {"approved": approved, "active": active, "word": word, "tone": tone, "url": url}


@register.inclusion_tag("ui/parts/distribution_strip.html")
def distribution_strip(
    bands: Sequence[Band], label: str, cut_count: int | None = None, cut_label: str = ""
) -> Shown:
    """Show how a whole is divided, with a line after the first `cut_count` of them."""
    total = sum(band.count for band in bands)
    cut = None if cut_count is None or not total else min(cut_count, total) * 1000 // total
    words = "；".join(f"{band.label} {band.count}" for band in bands)
    return {
        "slices": slices_of(bands),
        "label": label,
        "words": words,
        "total": total,
        "cut": cut,
        "cut_label": cut_label,
    }


@register.inclusion_tag("ui/parts/coverage_ring.html")
def coverage_ring(label: str, count: int, total: int, target_percent: int | None = None) -> Shown:
    """Show n of m as a ring with a tick at the target."""
    share = min(count, total) * RING_LENGTH // total if total > 0 else 0
    tick = None if target_percent is None else target_percent * 360 // 100
    is_short = target_percent is not None and count * 100 < total * target_percent
    tone = "warn" if is_short else "ok" if target_percent is not None else "info"
    words = {"label": label, "count": count, "total": total, "percent": percent(count, total)}
    return {**words, "share": share, "tick": tick, "target": target_percent, "tone": tone}


@register.inclusion_tag("ui/parts/progress_job.html")
def progress_job(job: Job) -> Shown:
    """Show a long job: n of m, rate, time left; it looks again every two seconds until it is over."""
    states: dict[str, tuple[Tone, str]] = {
        "waiting": ("mute", "排队中"),
        "running": ("info", "进行中"),
        "done": ("ok", "已完成"),
        "partial": ("warn", "部分完成"),
        "failed": ("bad", "未完成"),
    }
    tone, word = states[job.state]
    is_moving = job.state in ("waiting", "running")
    return {
        "job": job,
        "tone": tone,
        "word": word,
        "is_moving": is_moving,
        "percent": percent(job.done, job.total),
    }


@register.inclusion_tag("ui/parts/diff_table.html")
def diff_table(
    rows: Sequence[Difference], caption: str, before: str = "变更前", after: str = "变更后"
) -> Shown:
    """Set old beside new, item by item; what did not change stays quiet."""
    return {"rows": rows, "caption": caption, "before": before, "after": after}


@register.inclusion_tag("ui/parts/unit_matrix.html")
def unit_matrix(units: Sequence[str], rows: Sequence[MatrixRow], caption: str) -> Shown:
    """Show people against the units that must answer, one word and tone in each cell."""
    return {"units": units, "rows": rows, "caption": caption}
