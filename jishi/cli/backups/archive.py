"""The file of a backup: a plain tar whose last member is the SHA-256 of all that stands before it.

Any flipped bit, any missing end is found before anything is unpacked.
What the members mean is not known here.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import click

from jishi.cli.exit_codes import ExitCode

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "sha256"
_BLOCK = 512
_TAIL = 4 * _BLOCK  # the seal's header and content, and the two empty blocks that end a tar
_PIECE = 1 << 20


class Spoiled(click.ClickException):
    """A backup that must not be used; the message says what is wrong with it."""

    exit_code = int(ExitCode.FILE)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Shape: tables: table → [rows, checksum]; heads: audit chain → [last number, digest].
    """

    made_at: str
    version: str
    vendor: str
    migrations: list[str]
    tables: dict[str, list[int | str]]
    heads: dict[str, list[int | str]]
    anchor_number: int
    has_keys: bool
    format: int = FORMAT
    parts: list[str] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        return sum(int(rows) for rows, _ in self.tables.values())


def write(target: Path, manifest: Manifest, parts: Mapping[str, Path]) -> None:
    """Write a backup under a name of its own, on disk, and only then give it its name."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb+") as file:
            _fill(file, manifest, parts)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(target.parent)


def _fill(file: BinaryIO, manifest: Manifest, parts: Mapping[str, Path]) -> None:
    content = json.dumps({**asdict(manifest), "parts": sorted(parts)}, ensure_ascii=False, indent=1).encode()
    members = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # ended by the tail
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(content), 0o600
    members.addfile(entry, BytesIO(content))
    for name, path in sorted(parts.items()):
        members.add(path, name, recursive=False)
    end = file.tell()
    file.seek(0)
    digest = _digest(file, end)
    file.seek(end)
    file.write(_tail(digest))


def _tail(digest: str) -> bytes:
    entry = tarfile.TarInfo(SEAL)
    entry.size, entry.mode = len(digest), 0o600
    return entry.tobuf() + digest.encode().ljust(_BLOCK, b"\0") + bytes(2 * _BLOCK)


def _digest(file: BinaryIO, size: int) -> str:
    taken = hashlib.sha256()
    while size > 0 and (piece := file.read(min(size, _PIECE))):
        taken.update(piece)
        size -= len(piece)
    return taken.hexdigest()


def check(path: Path) -> Manifest:
    """Read a whole backup and give what it says of itself.

    Errors: Spoiled when it is not exactly what was written.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END) - _TAIL
            file.seek(0)
            digest = _digest(file, size)
            if size <= 0 or file.read() != _tail(digest):
                raise Spoiled(
                    f"{path.name} 不是完整的备份：校验码不符，文件被截断、改动过，或不是 jishi backup 写的。"
                    "没有动数据库，请换一份备份。"
                )
    except OSError as error:
        raise Spoiled(f"读不了 {path}：{error.strerror or error}。请核对文件名和权限。") from None
    return _manifest(path)


def _manifest(path: Path) -> Manifest:
    try:
        with tarfile.open(path, "r:") as members:
            names = set(members.getnames())
            kept = members.extractfile(MANIFEST)
            manifest = Manifest(**json.loads(kept.read())) if kept else None
    except (tarfile.TarError, KeyError, TypeError, ValueError):
        raise Spoiled(f"{path.name} 里没有能读的清单，不能用。请换一份备份。") from None
    if manifest is None or manifest.format != FORMAT:
        raise Spoiled(f"{path.name} 的格式本版程序不认识，请用写它的版本恢复。")
    if missing := set(manifest.parts) - names:
        raise Spoiled(f"{path.name} 缺少 {'、'.join(sorted(missing))}，不能用。请换一份备份。")
    return manifest


def unpack(path: Path, folder: Path) -> None:
    """Lay the parts of a checked backup into an empty folder."""
    with tarfile.open(path, "r:") as members:
        members.extractall(folder, filter="data")


def sync_folder(folder: Path) -> None:
    """Make sure that names in a folder are on disk."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
