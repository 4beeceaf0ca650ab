"""When the platform calls for help: what was measured in, sentences out. Nothing about anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

LATE = 3  # so many times its interval without a new anchor is late
LONGEST_WAIT = timedelta(minutes=30)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the watch measures, and what it is measured by.

    `anchor_age` is None before the first anchor; `has_just_started` gives time to what comes by the clock.
    """

    missing_migrations: int
    anchor_age: timedelta | None
    anchor_every: timedelta
    late_rounds: Sequence[str]
    waiting: timedelta | None
    free_mb: int
    least_free_mb: int
    has_just_started: bool = False


def troubles(vitals: Vitals) -> list[str]:
    """Why the platform is not well; nothing when it is."""
    told = []
    if vitals.missing_migrations:
        told.append(f"数据库还差 {vitals.missing_migrations} 步升级，请运行 jishi migrate。")
    if vitals.free_mb < vitals.least_free_mb:
        told.append(f"磁盘只剩 {vitals.free_mb} MB（不应少于 {vitals.least_free_mb} MB），请清理或扩容。")
    if not vitals.has_just_started:
        told += _by_the_clock(vitals)
    return told


def _by_the_clock(vitals: Vitals) -> list[str]:
    told = []
    if vitals.anchor_age is not None and vitals.anchor_age > LATE * vitals.anchor_every:
        told.append(
            f"审计锚定已停 {vitals.anchor_age // _MINUTE} 分钟"
            f"（每 {vitals.anchor_every // _MINUTE} 分钟应有一次），"
            "请看 jishi serve 是否在运行、JISHI_ANCHOR_DIR 能否写入。"
        )
    told += [f"定时任务 {kind} 该办没有办，请看 jishi work 是否在运行。" for kind in vitals.late_rounds]
    if vitals.waiting is not None and vitals.waiting > LONGEST_WAIT:
        told.append(f"后台任务排队已 {vitals.waiting // _MINUTE} 分钟没有人办，请看 jishi work 是否在运行。")
    return told
