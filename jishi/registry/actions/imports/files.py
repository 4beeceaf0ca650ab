"""The uploaded workbook, sealed beside the database under a name that says nothing."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings

from jishi import vault
from jishi.ledger import Refused
from jishi.registry.models import ImportJob, ImportRow

_TABLE = "import"


def folder() -> Path:
    """Where uploads lie, for their owner alone."""
    place = Path(settings.HOME) / "files"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def store(content: bytes) -> str:
    """Keep an upload sealed; gives its name."""
    name = token_hex(16)
    sealed = vault.seal(base64.b64encode(content).decode(), table=_TABLE, row=name, field="file")
    path = folder() / name
    path.touch(mode=0o600)
    path.write_text(sealed, encoding="ascii")
    return name


def content_of(of: ImportJob) -> bytes:
    """An upload in clear.

    Errors: Refused when it is gone.
    """
    path = folder() / of.stored
    if not of.stored or not path.is_file():
        raise Refused("这次导入的文件已经清除，不能再核对或导入。请重新上传。")
    opened = vault.unseal(path.read_text(encoding="ascii"), table=_TABLE, row=of.stored, field="file")
    return base64.b64decode(opened)


def discard(name: str) -> None:
    """Take an upload away."""
    if name:
        with suppress(OSError):
            (folder() / name).unlink()


def sealed_json(value: Any, key: str, field: str) -> str:
    """A value sealed as a field of an import; `key` is the name its file was stored under."""
    return vault.seal(json.dumps(value, ensure_ascii=False), table=_TABLE, row=key, field=field)


def outline_of(of: ImportJob) -> list[dict[str, Any]]:
    """The sheets and columns of an upload, with masked samples."""
    return _opened(of.outline_sealed, of, "outline") or []


def edits_of(of: ImportJob) -> dict[str, dict[str, list[str]]]:
    """Cells put right on screen: sheet → number of the row → cells."""
    return _opened(of.edits_sealed, of, "edits") or {}


def cells_of(row: ImportRow) -> list[str]:
    """The cells of a row with faults, as they are now."""
    return _opened(row.cells_sealed, row.of, "cells") or []


def _opened(sealed: str, of: ImportJob, field: str) -> Any:
    if not sealed:
        return None
    return json.loads(vault.unseal(sealed, table=_TABLE, row=str(of.seal_key), field=field))
