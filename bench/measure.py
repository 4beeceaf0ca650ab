"""One engine, one size, one fresh process: `python -m bench.measure ENGINE PEOPLE` prints a line of JSON.

Timed: from the facts in memory, in the engine's own form, to all results of twelve months in memory.
Not timed: making people, imports, compiling. Memory is that of the first run, before an allocator has
pages to use again.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench import memory, population, rule
from bench.population import Year
from bench.results import Results, digest

MOST_REPEATS = 10
ENOUGH_SECONDS = 12.0
WARM_UP = 1_000
STATISTICS = Path("/proc/stat")


@dataclass(frozen=True, slots=True)
class Job:
    """A run made ready: what is timed, and how to see its results."""

    run: Callable[[], Any]
    results: Callable[[Any], list[Results]] = list
    input_bytes: int = 0
    output_bytes: Callable[[Any], int] = lambda _: 0


@dataclass(frozen=True, slots=True)
class Measurement:
    """How one engine did at one size.

    Shape: `seconds` is the best of `repeats`; `growth` the bytes above what lay in memory before the
           first run; `others` the share of the machine that other programs took during the best run.
    """

    engine: str
    people: int
    seconds: float
    repeats: int
    growth: int
    input_bytes: int
    output_bytes: int
    digest: str
    others: float = 0.0

    @property
    def rate(self) -> float:
        """Worker-months a second."""
        return self.people * len(rule.MONTHS) / self.seconds

    @property
    def bytes(self) -> int:
        return self.input_bytes + self.output_bytes

    @property
    def peak(self) -> int:
        """The facts and all the run needed above them."""
        return self.input_bytes + self.growth


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a job."""

    seconds: float
    growth: int
    others: float


Prepare = Callable[[Year], Job]


def jishi() -> Prepare:
    """Jishi: the pack compiled, run over columns."""
    from bench import compiled

    with tempfile.TemporaryDirectory() as folder:
        _, bindings = compiled.compiled(compiled.write_pack(Path(folder) / "three-posts"))

    def prepare(year: Year) -> Job:
        months = compiled.frames(year)
        return Job(
            run=partial(compiled.pay_year, bindings, months),
            results=compiled.results,
            input_bytes=compiled.byte_count(months),
            output_bytes=compiled.byte_count,
        )

    return prepare


def openfisca(look_up: str) -> Prepare:
    """OpenFisca-core with one of its two ways to look up."""
    from bench import openfisca as peer

    system = peer.system(getattr(peer, look_up))
    return lambda year: Job(run=partial(peer.calculate, peer.simulate(system, year)))


def interpreter() -> Prepare:
    """Formula strings evaluated for one person at a time."""
    from bench import interpreter as peer

    return lambda year: Job(run=partial(peer.pay_year, year))


ENGINES: dict[str, Callable[[], Prepare]] = {
    "jishi": jishi,
    "openfisca": partial(openfisca, "fancy"),
    "openfisca-bypassed": partial(openfisca, "bypassed"),
    "interpreter": interpreter,
}


def measure(engine: str, people: int) -> Measurement:
    """Run an engine until it has been given enough chances; keep its best."""
    prepare = ENGINES[engine]()
    prepare(population.make(WARM_UP)).run()
    year = population.make(people)
    first, job, out = _once(prepare, year)
    found = digest(job.results(out))
    sizes = job.input_bytes, job.output_bytes(out)
    del job, out
    runs = [first]
    while len(runs) < MOST_REPEATS and sum(run.seconds for run in runs) < ENOUGH_SECONDS:
        runs.append(_once(prepare, year)[0])
    best = min(runs, key=lambda run: run.seconds)
    return Measurement(engine, people, best.seconds, len(runs), first.growth, *sizes, found, best.others)


def _once(prepare: Prepare, year: Year) -> tuple[Run, Job, Any]:
    job = prepare(year)
    gc.collect()
    memory.forget_highest()
    before, busy, own = memory.resident(), _busy(), time.process_time()
    started = time.perf_counter()
    out = job.run()
    seconds = time.perf_counter() - started
    others = (_busy() - busy) - (time.process_time() - own)
    share = round(max(0.0, others) / seconds / (os.cpu_count() or 1), 3)
    return Run(seconds, memory.highest_resident() - before, share), job, out


def _busy() -> float:
    """Seconds that all programs together have kept the processors busy."""
    ticks = [int(each) for each in STATISTICS.read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(ticks) - sum(ticks[3:5])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(json.dumps(asdict(measure(sys.argv[1], int(sys.argv[2])))))
