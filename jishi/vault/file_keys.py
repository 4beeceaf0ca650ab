"""Keys in one JSON file, readable by its owner alone, made on first use.

The file: `{"version": 1, "current": {purpose: id}, "keys": {id: {"purpose", "algorithm", "key" (base64)}}}`.
Whoever loses it loses every sealed field: it is backed up apart from the database.
"""

from __future__ import annotations

import base64
import fcntl
import json
import logging
import os
import secrets
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jishi.vault.keys import KEY_BYTES, Algorithm, Key, Purpose, algorithm_for
from jishi.vault.refusals import KeysRefused

_log = logging.getLogger(__name__)
_RESTORE = "请从备份恢复这个文件，不要重新生成。"
_FORBIDDEN_MODE = stat.S_IRWXO | stat.S_IWGRP


@dataclass(frozen=True, slots=True)
class _Ring:
    """The content of the file."""

    current: Mapping[Purpose, str]
    keys: Mapping[str, Key]

    def with_new(self, key: Key) -> _Ring:
        return _Ring({**self.current, key.purpose: key.id}, {**self.keys, key.id: key})


class FileKeys:
    """Keys kept in a file; another process's rotation is noticed at the next use."""

    def __init__(self, path: Path, cipher: str) -> None:
        if cipher not in {Algorithm.AES_GCM, Algorithm.SM4_GCM}:
            raise KeysRefused(f"不认识加密算法“{cipher}”：请把 JISHI_CIPHER 设为 AES-GCM 或 SM4-GCM。")
        self._path = path
        self._cipher = Algorithm(cipher)
        self._seen: tuple[tuple[int, int, int], _Ring] | None = None

    def current(self, purpose: Purpose) -> Key:
        """The key new work is done with. Another cipher adds keys; the index keeps its own until rotated."""
        ring = self._ring()
        key = ring.keys[ring.current[purpose]]
        if purpose is Purpose.INDEX or key.algorithm is algorithm_for(purpose, self._cipher):
            return key
        return self.rotate(purpose, unless=algorithm_for(purpose, self._cipher))

    def find(self, key_id: str) -> Key | None:
        """A key by its id, old ones included."""
        return self._ring().keys.get(key_id)

    def every(self, purpose: Purpose) -> Sequence[Key]:
        """All keys of a purpose, the current one first."""
        ring = self._ring()
        found = [key for key in ring.keys.values() if key.purpose is purpose]
        return sorted(found, key=lambda key: key.id != ring.current[purpose])

    def rotate(self, purpose: Purpose, *, unless: Algorithm | None = None) -> Key:
        """Add a new current key and keep the old ones for what they sealed.

        `unless`: leave things as they are when the current key already has this algorithm.
        """
        with self._alone():
            ring = self._ring()
            held = ring.keys[ring.current[purpose]]
            if held.algorithm is unless:
                return held
            key = _new_key(purpose, self._cipher)
            self._write(ring.with_new(key))
            return key

    def _ring(self) -> _Ring:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._create()
            found = self._path.stat()
        self._refuse_open_file(found.st_mode)
        mark = (found.st_mtime_ns, found.st_size, found.st_ino)
        if self._seen is None or self._seen[0] != mark:
            self._seen = (mark, _parse(self._path))
        return self._seen[1]

    def _refuse_open_file(self, mode: int) -> None:
        if mode & _FORBIDDEN_MODE:
            raise KeysRefused(
                f"密钥文件 {self._path} 的权限是 {stat.S_IMODE(mode):04o}，别的用户可以读写，已停止使用。"
                f"请执行 chmod 600 {self._path}，并考虑密钥是否已经外泄、需要更换。"
            )

    def _create(self) -> None:
        with self._alone():
            if not self._path.exists():
                ring = _Ring({}, {})
                for purpose in Purpose:
                    ring = ring.with_new(_new_key(purpose, self._cipher))
                self._write(ring)
                _log.warning("已生成新的密钥文件 %s；如果平台原来有密钥，请立即停用并恢复备份。", self._path)

    def _write(self, ring: _Ring) -> None:
        """Put the new content in the old one's place at once, or not at all."""
        draft = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(_written(ring))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
        _sync_folder(self._path.parent)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from writing the file meanwhile."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(self._path.with_name(f".{self._path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _new_key(purpose: Purpose, cipher: Algorithm) -> Key:
    """A fresh key. Ids are random, so that a lost file's key is missed by name and not taken for another."""
    algorithm = algorithm_for(purpose, cipher)
    return Key(
        f"{purpose[0]}{secrets.token_hex(4)}", purpose, algorithm, secrets.token_bytes(KEY_BYTES[algorithm])
    )


def _written(ring: _Ring) -> str:
    keys = {
        key.id: {
            "purpose": key.purpose,
            "algorithm": key.algorithm,
            "key": base64.b64encode(key.secret).decode(),
        }
        for key in ring.keys.values()
    }
    return json.dumps({"version": 1, "current": dict(ring.current), "keys": keys}, indent=1) + "\n"


def _parse(path: Path) -> _Ring:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        keys = {key_id: _parsed_key(key_id, entry) for key_id, entry in content["keys"].items()}
        current = {purpose: str(content["current"][purpose]) for purpose in Purpose}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysRefused(f"密钥文件 {path} 已损坏，读不出密钥。{_RESTORE}") from error
    if any(key_id not in keys or keys[key_id].purpose is not use for use, key_id in current.items()):
        raise KeysRefused(f"密钥文件 {path} 缺少当前密钥。{_RESTORE}")
    return _Ring(current, keys)


def _parsed_key(key_id: str, entry: Mapping[str, Any]) -> Key:
    algorithm = Algorithm(entry["algorithm"])
    secret = base64.b64decode(entry["key"], validate=True)
    if len(secret) != KEY_BYTES[algorithm]:
        raise ValueError(f"key {key_id} has {len(secret)} bytes")
    return Key(key_id, Purpose(entry["purpose"]), algorithm, secret)


def _sync_folder(folder: Path) -> None:
    """Make sure that the file's new name survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
