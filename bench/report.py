"""The measurements against what the engine promises, as a table for people and as JSON."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.latency import Latency
from bench.measure import Measurement

TITLES = {
    "jishi": "基石：政策包编译后按列计算",
    "openfisca": "OpenFisca，按通常写法",
    "openfisca-bypassed": "OpenFisca，手工绕过其查表",
    "interpreter": "逐人解释公式文本（Decimal）",
}
MILLION, MEBI = 1_000_000, 1 << 20
TIMES_OPENFISCA, TIMES_BYPASSED, TIMES_INTERPRETER = 60, 1.5, 250
DISTURBED = 0.1
SHARE_OF_COPY, GROWTH_OF_TIME, PEAK_OF_BYTES = 1 / 8, 11, 1.5


@dataclass(frozen=True, slots=True)
class Comparison:
    """One promise: what was asked, what was measured, whether it holds.

    `at_full_size` marks those that are made for a million people and say nothing of a smaller run.
    """

    name: str
    asked: str
    measured: str
    met: bool
    at_full_size: bool = False


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything one run measured.

    Shape: `sizes` in rising order; `measurements` any engine at any of them; `copy_rate` the worker-months
           a second at which memory could at best be read and written, at the largest size.
    """

    sizes: tuple[int, ...]
    measurements: tuple[Measurement, ...]
    copy_rate: float
    latencies: tuple[Latency, ...]

    def at(self, engine: str, people: int) -> Measurement:
        """One measurement."""
        return next(m for m in self.measurements if (m.engine, m.people) == (engine, people))

    def largest(self, engine: str) -> Measurement:
        """An engine at the largest size it was measured at."""
        return max((m for m in self.measurements if m.engine == engine), key=lambda m: m.people)

    def fastest(self, engine: str) -> Measurement:
        """An engine at the size that suits it best."""
        return max((m for m in self.measurements if m.engine == engine), key=lambda m: m.rate)


def compare(bench: Bench) -> list[Comparison]:
    """Every promise of the engine against the measurements."""
    return [*_against_peers(bench), *_against_machine(bench), _same_figures(bench), *_waiting(bench)]


def _against_peers(bench: Bench) -> list[Comparison]:
    asked = {
        "openfisca": TIMES_OPENFISCA,
        "openfisca-bypassed": TIMES_BYPASSED,
        "interpreter": TIMES_INTERPRETER,
    }
    return [_times(bench, engine, times) for engine, times in asked.items()]


def _times(bench: Bench, engine: str, asked: float) -> Comparison:
    ours, peer = bench.largest("jishi"), bench.largest(engine)
    if peer.people != ours.people:  # too slow for the full size: its best rate stands for it
        peer = bench.fastest(engine)
    times = ours.rate / peer.rate
    name = f"{ours.people:,} 人时的速度，对「{TITLES[engine]}」"
    if peer.people != ours.people:
        name += f"（其速度取自 {peer.people:,} 人，取最快）"
    return Comparison(name, f"≥ {asked:g} 倍", f"{times:,.1f} 倍", times >= asked, at_full_size=True)


def _against_machine(bench: Bench) -> list[Comparison]:
    large, small = bench.largest("jishi"), bench.at("jishi", bench.sizes[-2])
    share = large.rate / bench.copy_rate
    growth = large.seconds / small.seconds
    peak = large.peak / large.bytes
    return [
        Comparison(
            "达到内存只做拷贝时速度的几分之几",
            "≥ 1/8",
            f"1/{1 / share:.1f}",
            share >= SHARE_OF_COPY,
            at_full_size=True,
        ),
        Comparison(
            f"{large.people:,} 人的用时，是 {small.people:,} 人的几倍",
            f"≤ {GROWTH_OF_TIME} 倍",
            f"{growth:.1f} 倍",
            growth <= GROWTH_OF_TIME,
            at_full_size=True,
        ),
        Comparison(
            f"内存峰值对输入与结果的字节数（{large.bytes / MEBI:,.0f} MiB）",
            f"≤ {PEAK_OF_BYTES:g} 倍",
            f"{peak:.2f} 倍",
            peak <= PEAK_OF_BYTES,
            at_full_size=True,
        ),
    ]


def _same_figures(bench: Bench) -> Comparison:
    found = {size: {m.digest for m in bench.measurements if m.people == size} for size in bench.sizes}
    differing = [f"{size:,} 人" for size, digests in found.items() if len(digests) > 1]
    measured = f"{'、'.join(differing)} 不一致" if differing else "逐分一致"
    return Comparison("各引擎的全部结果", "逐分一致", measured, not differing)


def _waiting(bench: Bench) -> list[Comparison]:
    return [Comparison(w.name, f"≤ {span(w.limit)}", span(w.seconds), w.met) for w in bench.latencies]


def span(seconds: float) -> str:
    """A time in words."""
    return f"{seconds:.2f} 秒" if seconds >= 1 else f"{seconds * 1000:.1f} 毫秒"


def show(bench: Bench, comparisons: Sequence[Comparison]) -> str:
    """Both tables as text, and a word of caution when the machine was not quiet."""
    return "\n".join([*_speeds(bench), "", *verdicts(comparisons), *_caution(bench)])


def _caution(bench: Bench) -> list[str]:
    # the clock of the processors ticks in hundredths of a second: shorter runs say nothing of others
    long = [measured for measured in bench.measurements if measured.seconds >= 0.2]
    worst = max(long, key=lambda measured: measured.others, default=None)
    if worst is None or worst.others < DISTURBED:
        return []
    where = f"「{TITLES[worst.engine]}」{worst.people:,} 人"
    return ["", f"注意：测{where}时，别的程序占了机器的 {worst.others:.0%}；请在机器空闲时重测再下结论。"]


def _speeds(bench: Bench) -> list[str]:
    rows = [
        (
            "十二个月（含累计个税），百万人月/秒",
            *(f"{size:,} 人" for size in bench.sizes),
            "最大规模时另占内存",
        )
    ]
    for engine, title in TITLES.items():
        measured = {m.people: m for m in bench.measurements if m.engine == engine}
        speeds = [_speed(measured[size]) if size in measured else "—" for size in bench.sizes]
        rows.append((title, *speeds, f"{bench.largest(engine).growth / MEBI:,.0f} MiB"))
    blanks = ("",) * (len(bench.sizes) - 1)
    rows.append(("内存只做拷贝（读入与写出同样多的字节）", *blanks, f"{bench.copy_rate / MILLION:.1f}", "—"))
    return table(rows)


def _speed(measured: Measurement) -> str:
    return f"{measured.rate / MILLION:.3g}（{measured.seconds:.3g} 秒）"


def verdicts(comparisons: Sequence[Comparison]) -> list[str]:
    """Every promise with what was asked and measured, and whether it holds."""
    rows = [("指标", "要求", "实测", "结论")]
    rows += [(c.name, c.asked, c.measured, "达标" if c.met else "未达标") for c in comparisons]
    return table(rows)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns, the first row their heads, numbers to the right."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
    return "  ".join([row[0] + first, *(pad + cell for pad, cell in zip(rest, row[1:], strict=True))])


def _width(text: str) -> int:
    """Columns on a screen: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def write_json(bench: Bench, comparisons: Sequence[Comparison], path: Path) -> None:
    """The same for machines."""
    found = {
        "measurements": [asdict(m) | {"rate": round(m.rate)} for m in bench.measurements],
        "copy_rate": round(bench.copy_rate),
        "latencies": [asdict(latency) for latency in bench.latencies],
        "comparisons": [asdict(comparison) for comparison in comparisons],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
