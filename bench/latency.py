"""How long a person waits: an explanation, a pack, a whole month's pay from file to file."""

from __future__ import annotations

import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

from bench import compiled, population
from bench.population import Facts
from jishi.policy.engines import scalar
from jishi.policy.engines.trace import explain, tell
from jishi.policy.pack.loader import list_packs, load_pack
from jishi.policy.pack.model import Pack
from jishi.policy.plan import Binding, compile_plan

EXPLAIN_LIMIT, PACK_LIMIT, PAY_LIMIT = 0.005, 0.4, 4.0
EXPLAINED_MONTH = 8
ROSTER_PEOPLE, PAY_PACK, PAY_MONTH = 10_000, "general-example", "2026-11"
COMMAND = Path(sysconfig.get_path("scripts")) / "jishi"


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds waited for one thing, and how many it may take."""

    name: str
    seconds: float
    limit: float

    @property
    def met(self) -> bool:
        return self.seconds <= self.limit


def measure(folder: Path) -> Iterator[Latency]:
    """Everything a person waits for; `folder` takes the files it needs."""
    pack, bindings = compiled.compiled(compiled.write_pack(folder / "three-posts"))
    yield Latency("解释一个人的实发工资（已预热）", _explaining(pack, bindings), EXPLAIN_LIMIT)
    name, seconds = max(_packs(), key=lambda each: each[1])
    yield Latency(f"读入、检查并编译一个政策包（最慢的是 {name}）", seconds, PACK_LIMIT)
    yield Latency(f"jishi pay 由 {ROSTER_PEOPLE:,} 行 xlsx 冷启动算到写出 xlsx", _paying(folder), PAY_LIMIT)


def _best(run: Callable[[], object], repeats: int) -> float:
    return min(_seconds(run) for _ in range(repeats))


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _explaining(pack: Pack, bindings: list[Binding]) -> float:
    months = [_raw(facts) for facts in population.make(1)][:EXPLAINED_MONTH]

    def one() -> list[str]:
        state: dict[str, int | None] = {}
        for binding, facts in zip(bindings, months, strict=False):
            registers = scalar.run(binding, facts, state)
            state = scalar.next_state(binding, registers)
        return tell(explain(binding, pack, registers, compiled.FORMULAS["net"]))

    return _best(one, 20)


def _raw(facts: Facts) -> dict[str, int | None]:
    return {compiled.FACTS[each.name]: int(getattr(facts, each.name)[0]) for each in fields(facts)}


def _packs() -> Iterator[tuple[str, float]]:
    """Each shipped pack, with the seconds to have it ready the first time."""
    for code in list_packs():
        yield code, _seconds(partial(_ready, code))


def _ready(code: str) -> None:
    pack = load_pack(code)
    if pack.pay is not None:
        compile_plan(pack, [item.name for item in pack.pay.items])


def _paying(folder: Path) -> float:
    roster, out = folder / "roster.xlsx", folder / "pay.xlsx"
    _jishi(roster, "demo-roster", str(roster), "--people", str(ROSTER_PEOPLE))
    pay = ("pay", "--pack", PAY_PACK, "--roster", str(roster), "--month", PAY_MONTH, "--out", str(out))
    return _best(lambda: _jishi(out, *pay), 3)


def _jishi(written: Path, *arguments: str) -> None:
    """Run the command; it has done its work when the file is there, though some people may lack facts."""
    written.unlink(missing_ok=True)
    done = subprocess.run([str(COMMAND), *arguments], check=False, capture_output=True, text=True)
    if not written.exists():
        raise RuntimeError(f"jishi {' '.join(arguments)}：{done.stderr or done.stdout}")
