"""Things the code must not hold, each with a line that is fine and a line that is not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, listing, parsed, python_files, text_files, where

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "services", "misc"}

# A call that brings in inexact money, hidden code or a hidden clock → what to do instead.
BANNED_CALLS = {
    "float": "money and rates are integers with a declared scale",
    "eval": "formulas are parsed by jishi.policy.formula",
    "exec": "formulas are parsed by jishi.policy.formula",
    "date.today": "take the day as an argument: on=",
    "datetime.now": "take the day as an argument: on=",
    "datetime.today": "take the day as an argument: on=",
    "datetime.utcnow": "take the day as an argument: on=",
    "time.time": "take the day as an argument: on=",
}

MACHINE_PATH = re.compile(
    r"(?<![\w.~])/(?:" + "|".join(["home", "root", "Users", "work", "opt", "mnt"]) + r")/\w"
)
UNOWNED_PROMISE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b(?!\(#\d+\))")

# A silenced check names what it silences and says why: `# type: ignore[code] # reason`.
UNEXPLAINED_SILENCE = re.compile(r"#\s*(?:type:\s*ignore(?!\[[\w, -]+\] # \S)|noqa(?!: [A-Z0-9, ]+ # \S))")


def called_name(node: ast.Call) -> str:
    """Write a call's target as its last one or two names: `float`, `date.today`."""
    return ".".join(ast.unparse(node.func).split(".")[-2:])


def banned_calls(tree: ast.Module) -> list[tuple[int, str]]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(call.lineno, name) for call in calls if (name := called_name(call)) in BANNED_CALLS]


def lines_matching(pattern: re.Pattern[str], path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        f"{where(path, n)} {line.strip()[:80]}" for n, line in enumerate(lines, 1) if pattern.search(line)
    ]


def test_the_law_and_the_files_use_no_float_no_hidden_code_and_no_clock() -> None:
    found = [
        f"{where(path, line)} {name}(): {BANNED_CALLS[name]}"
        for path in python_files("jishi/policy", "jishi/roster")
        for line, name in banned_calls(parsed(path))
    ]
    assert not found, f"not here:{listing(found)}"


def test_modules_are_named_for_what_they_hold() -> None:
    vague = [where(path) for path in python_files("jishi", "bench", "tests") if path.stem in VAGUE_NAMES]
    vague += [
        where(p.parent) for p in python_files("jishi", "bench", "tests") if p.parent.name in VAGUE_NAMES
    ]
    assert not vague, f"name the noun it is about:{listing(vague)}"


def test_no_text_names_a_path_of_one_machine() -> None:
    found = [line for path in text_files() for line in lines_matching(MACHINE_PATH, path)]
    assert not found, f"write paths relative to the project:{listing(found)}"


def test_every_promise_names_its_issue() -> None:
    found = [line for path in text_files() for line in lines_matching(UNOWNED_PROMISE, path)]
    assert not found, (
        f"file an issue and write its number in brackets behind the word, as (#12):{listing(found)}"
    )


@pytest.mark.parametrize(
    "line", ["float('1.2')", "eval(text)", "dt.date.today()", "date.today()", "time.time()"]
)
def test_a_bad_line_is_seen(line: str) -> None:
    assert banned_calls(ast.parse(line))


@pytest.mark.parametrize("line", ["on.replace(day=1)", "pl.Float64()", "span.today", "evaluate(plan)"])
def test_a_good_line_is_left_alone(line: str) -> None:
    assert not banned_calls(ast.parse(line))


def test_an_unexplained_silence_is_seen() -> None:
    assert UNEXPLAINED_SILENCE.search("x = f()  # type: ignore[arg-type]")
    assert UNEXPLAINED_SILENCE.search("x = f()  # noqa: S307")
    assert not UNEXPLAINED_SILENCE.search("x = f()  # type: ignore[arg-type] # the stub lags behind")
    assert not UNEXPLAINED_SILENCE.search("x = f()  # noqa: S307 # this baseline is what we measure")


def test_a_machine_path_and_an_unowned_promise_are_seen() -> None:
    assert MACHINE_PATH.search("open('" + "/home" + "/someone/x')")
    assert not MACHINE_PATH.search("build/home/x and https://host/work")
    assert UNOWNED_PROMISE.search("# TO" + "DO later")
    assert not UNOWNED_PROMISE.search("# TO" + "DO(#12) later")


def test_the_root_is_the_project() -> None:
    assert (ROOT / "pyproject.toml").is_file()
