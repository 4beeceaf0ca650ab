"""Writes a file whole or not at all: beside its place first, then into it in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from jishi.roster.problems import RosterFileError


@contextmanager
def replacing(path: Path, inputs: Sequence[Path] = ()) -> Iterator[Path]:
    """Gives a file beside `path` to write, which takes its place when all has gone well, else vanishes.

    Errors: RosterFileError when `path` is one of the inputs, or its place cannot be written to.
    """
    if any(path.exists() and source.exists() and path.samefile(source) for source in inputs):
        raise RosterFileError(f"“{path.name}”就是正在读取的文件，不能覆盖", "请换一个文件名保存结果")
    if path.is_dir():
        raise _unwritable(path, "同名的是一个文件夹")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.touch()
    except OSError as error:
        raise _unwritable(path, "文件夹不存在或没有写入权限") from error
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        raise _unwritable(path, "写入时出错，可能磁盘已满或文件正被打开") from error
    finally:
        with suppress(OSError):
            draft.unlink()


def _unwritable(path: Path, reason: str) -> RosterFileError:
    return RosterFileError(f"不能写入“{path.name}”：{reason}", "请换一个位置或文件名再试")
