"""What the machine's memory allows, and what a run takes of it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import rule

Bytes = npt.NDArray[np.uint8]
BLOCK = 8_192  # people whose facts and results pass through the cache together
THREADS = 2
PROCESS = Path("/proc/self")


def resident() -> int:
    """Bytes of this process in memory now."""
    return _status("VmRSS")


def highest_resident() -> int:
    """The most bytes this process has had in memory since `forget_highest`."""
    return _status("VmHWM")


def forget_highest() -> None:
    """Start watching for the highest anew."""
    (PROCESS / "clear_refs").write_text("5")


def _status(key: str) -> int:
    lines = (PROCESS / "status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(key))


def copy_year(people: int, read: int, written: int, repeats: int = 7) -> float:
    """Best seconds to read and write as many bytes as a year's pay does, and do nothing else.

    Shape: `read` and `written` bytes a person and month. As for an engine, the facts lie in memory and
           the results go to fresh pages.
    """
    facts = np.ones((len(rule.MONTHS), people * read), np.uint8)
    with ThreadPoolExecutor(THREADS) as threads:
        return min(_timed(threads, facts, people, read, written) for _ in range(repeats))


def _timed(threads: ThreadPoolExecutor, facts: Bytes, people: int, read: int, written: int) -> float:
    share = -(-people // THREADS)
    started = time.perf_counter()
    for month in facts:
        results = np.empty(people * written, np.uint8)
        ranges = [(low, min(people, low + share)) for low in range(0, people, share)]
        list(threads.map(lambda part: _copy(month, results, part, read, written), ranges))  # noqa: B023
    return time.perf_counter() - started


def _copy(facts: Bytes, results: Bytes, people: tuple[int, int], read: int, written: int) -> None:
    """Fill the results of some people by copying their facts as often as needed."""
    for low in range(*people, BLOCK):
        high = min(people[1], low + BLOCK)
        source, target = facts[low * read : high * read], results[low * written : high * written]
        for start in range(0, len(target), len(source)):
            piece = target[start : start + len(source)]
            piece[:] = source[: len(piece)]
