"""The frame around the code: locks, dependencies, the Makefile and what the documents say of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, listing

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def names(text: str) -> set[str]:
    """Pick the package names out of requirement lines, without versions and extras."""
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return {re.split(r"[\[<>=! ]", line)[0].lower() for line in lines if line and not line.startswith("-")}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_pins_everything_by_hash_and_names_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    pins = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==\S+ \\$", text, re.MULTILINE)
    unpinned = [line for line in text.splitlines() if re.match(r"[A-Za-z]", line) and not line.endswith("\\")]

    assert "://" not in text, "remove the address: lock with `make lock`, which leaves addresses out"
    assert pins, "an empty lock: run `make lock`"
    assert not unpinned, f"pinned without a hash, run `make lock`:{listing(unpinned)}"


def test_what_is_locked_to_run_is_what_the_project_declares() -> None:
    declared = names("\n".join(tomllib.loads(PYPROJECT)["project"]["dependencies"]))
    locked = names((ROOT / "requirements" / "run.in").read_text(encoding="utf-8"))
    assert locked - {"setuptools"} == declared, "keep requirements/run.in and pyproject.toml the same"


def test_every_dependency_says_why() -> None:
    block = re.search(r"^dependencies = \[\n(.*?)^\]", PYPROJECT, re.DOTALL | re.MULTILINE)
    extras = re.search(r"^\[project\.optional-dependencies\]\n(.*?)^\[", PYPROJECT, re.DOTALL | re.MULTILINE)
    assert block
    assert extras
    lines = [line.strip() for part in (block[1], extras[1]) for line in part.splitlines()]
    silent = [line for line in lines if line.startswith('"') and "#" not in line]
    assert not silent, f"write the reason behind the name, as a comment:{listing(silent)}"


def test_every_make_target_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    documents = [ROOT / ".ci" / "run", *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    missing = [
        f"{document.name}: make {target}"
        for document in documents
        for target in re.findall(
            r"(?:^|`|\$ )make ([a-z]+)\b", document.read_text(encoding="utf-8"), re.MULTILINE
        )
        if target not in targets
    ]
    assert not missing, f"no such target in the Makefile:{listing(missing)}"
