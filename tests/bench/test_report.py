"""The report of `make bench` says of every promise whether it holds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench import memory
from bench.latency import Latency
from bench.measure import Measurement
from bench.report import Bench, compare, show, write_json

SIZES = (1_000, 10_000)
SECONDS = {"jishi": 1, "openfisca": 100, "openfisca-bypassed": 2, "interpreter": 300}
WAITING = Latency("打开", 0.3, 0.5)


def measurement(engine: str, people: int) -> Measurement:
    seconds = SECONDS[engine] * people / SIZES[-1]
    return Measurement(engine, people, seconds, 1, 100, input_bytes=100, output_bytes=100, digest=f"{people}")


def bench(**changed: object) -> Bench:
    """A run that keeps every promise, but for what is changed of Jishi at the largest size."""
    measurements = [measurement(engine, people) for engine in SECONDS for people in SIZES]
    spoilt = [
        replace(each, **changed) if (each.engine, each.people) == ("jishi", SIZES[-1]) else each  # type: ignore[arg-type]  # any field
        for each in measurements
    ]
    return Bench(SIZES, tuple(spoilt), copy_rate=800_000, latencies=(WAITING,))


def screen_width(line: str) -> int:
    return sum(2 if ord(character) >= 0x2E80 else 1 for character in line)


def broken(measured: Bench) -> int:
    return sum(not comparison.met for comparison in compare(measured))


def test_a_run_that_keeps_every_promise_has_no_failure() -> None:
    assert broken(bench()) == 0


@pytest.mark.parametrize(
    ("changed", "failures"),
    [
        ({"seconds": 1.18}, 1),  # growing faster than people
        ({"seconds": 1.7}, 5),  # slower than every baseline allows
        ({"growth": 201}, 1),
        ({"digest": "other"}, 1),
    ],
)
def test_each_promise_that_fails_is_counted(changed: dict[str, object], failures: int) -> None:
    assert broken(bench(**changed)) == failures


def test_waiting_too_long_is_a_failure() -> None:
    assert broken(replace(bench(), latencies=(replace(WAITING, seconds=0.6),))) == 1


def test_a_disturbed_measurement_is_named() -> None:
    assert "注意" not in show(bench(), ())
    assert "1%" not in show(bench(others=0.01), ())
    assert "10,000 人时，别的程序占了机器的 40%" in show(bench(others=0.4), ())


def test_the_tables_line_up_on_a_screen_with_wide_characters() -> None:
    measured = bench(growth=201)
    text = show(measured, compare(measured))
    assert text.count("未达标") == 1
    speeds, verdicts = (table.splitlines() for table in text.split("\n\n"))
    assert len({screen_width(line) for line in speeds}) == 1
    assert len({screen_width(line) for line in verdicts}) == 1


def test_the_json_holds_measurements_and_verdicts(tmp_path: Path) -> None:
    measured = bench()
    write_json(measured, compare(measured), tmp_path / "bench" / "latest.json")
    found = json.loads((tmp_path / "bench" / "latest.json").read_text(encoding="utf-8"))
    assert len(found["measurements"]) == len(measured.measurements)
    assert all(each["met"] for each in found["comparisons"])


def test_the_memory_limit_is_measured_for_any_shape_of_rows() -> None:
    assert memory.copy_year(people=101, read=3, written=10, repeats=1) > 0
