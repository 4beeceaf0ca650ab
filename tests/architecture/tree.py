"""The project's own files as the architecture tests see them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_NOT_OURS = {
    ".git", ".venv", "build", "__pycache__", ".hypothesis", ".pytest_cache", ".ruff_cache", ".mypy_cache",
    "vendor",
}  # fmt: skip
_BINARY = {
    ".xlsx", ".parquet", ".png", ".pyc", ".jpg", ".zip", ".ico", ".woff2", ".pdf", ".gz", ".mo", ".sqlite3",
}  # fmt: skip
_PAGES = {".html", ".svg", ".txt"}


@cache
def text_files() -> tuple[Path, ...]:
    """List every text file that belongs to the project, sorted; what others wrote lies under `vendor`."""
    return tuple(sorted(path for path in _walk(ROOT) if path.suffix not in _BINARY))


def python_files(*rooms: str) -> tuple[Path, ...]:
    """List the Python files under the given folders (relative to the root)."""
    folders = [ROOT / room for room in rooms]
    return tuple(
        path for path in text_files() if path.suffix == ".py" and any(path.is_relative_to(f) for f in folders)
    )


def templates() -> tuple[Path, ...]:
    """List the templates of the platform."""
    return tuple(
        path for path in text_files() if path.suffix in {".html", ".svg", ".txt"} and _in_templates(path)
    )


def _in_templates(path: Path) -> bool:
    return path.is_relative_to(ROOT / "jishi") and "templates" in path.parts


def written_code(*rooms: str) -> tuple[Path, ...]:
    """List the Python files people write: without the migrations a tool writes."""
    return tuple(path for path in python_files(*rooms) if "migrations" not in path.parts)


def apps() -> tuple[str, ...]:
    """Name the rooms Django knows."""
    return tuple(sorted(path.parent.name for path in (ROOT / "jishi").glob("*/apps.py")))


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a Python file once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def where(path: Path, line: int | None = None) -> str:
    """Name a place the way an editor opens it."""
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    return name if line is None else f"{name}:{line}"


def listing(faults: list[str]) -> str:
    """Set faults one a line under an assertion's own sentence."""
    return "".join(f"\n  {fault}" for fault in faults)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _NOT_OURS or path.name.endswith(".egg-info"):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        elif path.is_file():
            yield path
