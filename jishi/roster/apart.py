"""Starts the reader of uploads in a process of its own, takes its answer, kills one that takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from jishi.roster.problems import RosterFileError

_SECONDS = 25
_SUFFIXES = (".xlsx", ".csv", ".parquet", ".xlsm")
_TAKES_TOO_MUCH = RosterFileError(
    "文件太大或结构异常，读取没有完成", "请去掉无关的表和列，或分成几个文件再试"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader found, and the frames of good rows by sheet; `_row` is the number of a row."""

    told: Mapping[str, Any]
    frames: Mapping[str, pl.DataFrame]
    workbook: bytes = b""


@contextmanager
def _folder(content: bytes, suffix: str) -> Iterator[tuple[Path, Path]]:
    """A folder only its owner may enter, with the upload in it; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="jishi-upload-") as name:
        folder = Path(name)
        path = folder / f"上传的文件{suffix if suffix in _SUFFIXES else '.unknown'}"
        path.write_bytes(content)
        yield folder, path


def read_apart(content: bytes, suffix: str, request: Mapping[str, Any]) -> Answer:
    """Answer a request about an upload.

    Errors: RosterFileError with the reader's sentence, or when it overran its bounds.
    """
    with _folder(content, suffix) as (folder, path):
        asked = folder / "request.json"
        asked.write_text(json.dumps({**request, "path": str(path)}, ensure_ascii=False), encoding="utf-8")
        _run(asked)
        answer = folder / "answer.json"
        if not answer.is_file():
            raise _TAKES_TOO_MUCH
        told = json.loads(answer.read_text(encoding="utf-8"))
        if "refusal" in told:
            what, _, remedy = told["refusal"].rstrip("。").rpartition("。")
            raise RosterFileError(what, remedy)
        parts = (part for part in folder.glob("*.parquet") if part != path)
        made = folder / "returned.xlsx"
        workbook = made.read_bytes() if made.is_file() else b""
        frames = {part.stem: pl.read_parquet(part, memory_map=False) for part in parts}
        return Answer(told, frames, workbook)


def _run(asked: Path) -> None:
    bounded = {**os.environ, "POLARS_MAX_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "jishi.roster.reader", str(asked)]
    root = Path(__file__).resolve().parents[2]
    try:
        subprocess.run(
            command, env=bounded, cwd=root, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _TAKES_TOO_MUCH from error
