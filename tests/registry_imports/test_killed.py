"""A worker killed in the middle of an import loses nothing and doubles nothing; the next one finishes it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PEOPLE = 1500
_ROOT = Path(__file__).resolve().parents[2]


def _run(home: Path, *words: str) -> str:
    done = subprocess.run(
        _command(*words), env=_env(home), cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "tests.registry_imports.worker", *words]


def _env(home: Path) -> dict[str, str]:
    return {**os.environ, "JISHI_HOME": str(home), "DATABASE_URL": "", "JISHI_REQUIRE_TOTP": "0"}


def _done(home: Path) -> int:
    with sqlite3.connect(f"file:{home / 'jishi.sqlite3'}?mode=ro", uri=True, timeout=20) as base:
        return int(base.execute("select count(*) from registry_importrow where state='done'").fetchone()[0])


def _kill_when(home: Path, enough: int, later: int) -> None:
    """Carry the job in a process and kill it once so many rows are in, wherever it is then."""
    worker = subprocess.Popen(_command("carry", str(later)), env=_env(home), cwd=_ROOT)
    while worker.poll() is None and _done(home) < enough:
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def test_killed_three_times_an_import_still_takes_everybody_in_once(tmp_path: Path) -> None:
    enough = (1, 251, 900)
    _run(tmp_path, "prepare", str(PEOPLE))
    for turn, number in enumerate(enough):
        _kill_when(tmp_path, number, later=turn * 61)
    between = _told(tmp_path)
    assert between["people"] == between["done"] == between["employed"] == between["events"]
    assert between["people"] < PEOPLE

    _run(tmp_path, "carry", str(len(enough) * 61))
    after = _told(tmp_path)
    figures = [after[key] for key in ("people", "numbers", "employed", "done", "events")]
    assert figures == [PEOPLE] * 5
    assert (after["job"], after["state"]) == ("done", "imported")


def _told(home: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_run(home, "tell").splitlines()[-1])
    return told
