"""The report of `python -m bench.platform` says of every promise of the platform whether it holds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench.platform.looks import Exported, Look
from bench.platform.promises import TODAY, Measured, compare, show, write_json

PAGE = Look(TODAY, size=120_000, sent=14_000, seconds=0.020, bare=0.008)
PAST = replace(PAGE, name="截至四年前的花名册", seconds=0.025)
FILE = Exported("xlsx", rows=100_000, seconds=15, peak=200 << 20)
GOOD = Measured(
    database="SQLite",
    people=100_000,
    standings=3_900_000,
    facts=4_700_000,
    looks=(PAGE,),
    back=(PAST,),
    unseen=PAGE,
    crowd=0.05,
    crowd_bare=0.01,
    failures=0,
    search=0.06,
    exports=(FILE,),
    start=1.5,
    first=100_000,
    next=15_000,
)


def broken(measured: Measured) -> list[str]:
    return [comparison.name for comparison in compare(measured) if not comparison.met]


def test_a_run_that_keeps_every_promise_has_no_failure() -> None:
    assert broken(GOOD) == []


@pytest.mark.parametrize(
    "worse",
    [
        {"looks": (replace(PAGE, seconds=0.0241),)},
        {"back": (replace(PAST, seconds=0.0301),)},
        {"crowd": 0.31},
        {"failures": 1},
        {"search": 0.11},
        {"start": 3.1},
        {"exports": (replace(FILE, seconds=20.1),)},
        {"exports": (replace(FILE, peak=301 << 20),)},
        {"first": 400_001},
        {"next": 80_001},
    ],
)
def test_each_promise_that_fails_is_told_by_name(worse: dict[str, object]) -> None:
    assert len(broken(replace(GOOD, **worse))) == 1  # type: ignore[arg-type] # any field


def test_a_page_nobody_has_looked_at_is_told_and_promises_nothing() -> None:
    slow = replace(GOOD, unseen=replace(PAGE, name="没人看过的页", seconds=1))

    assert broken(slow) == []
    assert "没人看过的页" in show(slow, compare(slow))


def test_the_same_is_kept_for_machines(tmp_path: Path) -> None:
    write_json(GOOD, compare(GOOD), tmp_path / "platform.json")

    found = json.loads((tmp_path / "platform.json").read_text("utf-8"))
    assert found["measured"]["people"] == 100_000
    assert all(comparison["met"] for comparison in found["comparisons"])
