"""Which keys are in use: the only place of this room that reads the platform's settings."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from jishi.vault.file_keys import FileKeys
from jishi.vault.keys import KeyProvider


def keys_in_use() -> KeyProvider:
    """The keys the settings KEY_FILE and CIPHER name."""
    return _file_keys(Path(settings.KEY_FILE), settings.CIPHER)


@lru_cache(maxsize=8)
def _file_keys(path: Path, cipher: str) -> FileKeys:
    return FileKeys(path, cipher)
