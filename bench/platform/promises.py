"""What was measured of the platform against what it promises, as tables for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.platform.looks import FILE_KINDS, Exported, Look
from bench.report import MEBI, Comparison, span, table, verdicts

PAGE_TIMES, BACK_TIMES = 3, 1.5
CROWD, SEARCH, START = 0.3, 0.1, 3.0  # seconds
ROWS_A_SECOND, PEAK = 5_000, 300 * MEBI
FIRST, NEXT = 400_000, 80_000  # bytes, compressed
TODAY = "花名册"


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything one run measured on one database.

    Units: seconds and bytes; `crowd` the 95th percentile, `crowd_bare` that of the bare page.
    """

    database: str
    people: int
    standings: int
    facts: int
    looks: tuple[Look, ...]
    back: tuple[Look, ...]
    unseen: Look
    crowd: float
    crowd_bare: float
    failures: int
    search: float
    exports: tuple[Exported, ...]
    start: float
    first: int
    next: int


def compare(measured: Measured) -> list[Comparison]:
    """Every promise of the platform against the measurements."""
    return [*_pages(measured), *_waiting(measured), *_exports(measured), *_sizes(measured)]


def _pages(measured: Measured) -> Iterator[Comparison]:
    for look in measured.looks:
        yield _times(f"{look.name}，对同样大小、一次查询的光页", look.ratio, PAGE_TIMES)
    today = next(look for look in measured.looks if look.name == TODAY)
    for look in measured.back:
        yield _times(f"{look.name}，对今天的{TODAY}", look.seconds / today.seconds, BACK_TIMES)


def _times(name: str, ratio: float, asked: float) -> Comparison:
    return Comparison(name, f"≤ {asked:g} 倍", f"{ratio:.2f} 倍", ratio <= asked)


def _waiting(measured: Measured) -> Iterator[Comparison]:
    name = "每秒 20 次混合访问的第 95 百分位"
    if measured.failures:
        name += f"（{measured.failures} 次没有成功）"
    met = measured.crowd <= CROWD and not measured.failures
    yield Comparison(name, f"≤ {span(CROWD)}", span(measured.crowd), met)
    yield _within("查找的提示（最慢的一种）", measured.search, SEARCH)
    yield _within("启动到能应答", measured.start, START)


def _within(name: str, seconds: float, asked: float) -> Comparison:
    return Comparison(name, f"≤ {span(asked)}", span(seconds), seconds <= asked)


def _exports(measured: Measured) -> Iterator[Comparison]:
    for each in measured.exports:
        name = f"导出 {each.rows:,} 行（{each.kind}）"
        asked, found = f"≥ {ROWS_A_SECOND:,} 行/秒", f"{each.rate:,.0f} 行/秒"
        yield Comparison(name, asked, found, each.rate >= ROWS_A_SECOND)
        told = f"{each.peak / MEBI:,.0f} MiB"
        yield Comparison(f"{name}时网页进程的内存", f"≤ {PEAK // MEBI} MiB", told, each.peak <= PEAK)


def _sizes(measured: Measured) -> Iterator[Comparison]:
    for name, size, asked in (
        ("首页连同样式与脚本", measured.first, FIRST),
        ("此后的页面", measured.next, NEXT),
    ):
        told = f"{size / 1000:,.0f} kB"
        yield Comparison(f"{name}（压缩后）", f"≤ {asked // 1000} kB", told, size <= asked)


def show(measured: Measured, comparisons: Sequence[Comparison]) -> str:
    """Both tables as text."""
    head = (
        f"{measured.database}：{measured.people:,} 人，在册状态 {measured.standings:,} 行，"
        f"事实 {measured.facts:,} 行"
    )
    return "\n".join([head, *_looks(measured), "", *verdicts(comparisons)])


def _looks(measured: Measured) -> list[str]:
    rows = [("页面", "大小", "压缩后", "用时", "光页用时", "倍数")]
    for look in (*measured.looks, *measured.back, measured.unseen):
        sizes = (f"{look.size / 1000:,.0f} kB", f"{look.sent / 1000:,.1f} kB")
        rows.append((look.name, *sizes, span(look.seconds), span(look.bare), f"{look.ratio:.2f}"))
    rows.append(("每秒 20 次，第 95 百分位", "", "", span(measured.crowd), span(measured.crowd_bare), ""))
    return table(rows)


def write_json(measured: Measured, comparisons: Sequence[Comparison], path: Path) -> None:
    """The same for machines."""
    found = {
        "measured": asdict(measured),
        "comparisons": [asdict(comparison) for comparison in comparisons],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_met(path: Path) -> bool:
    """Whether a run kept every promise."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return all(each["met"] for each in found["comparisons"])


__all__ = ["FILE_KINDS", "Measured", "compare", "read_met", "show", "write_json"]
