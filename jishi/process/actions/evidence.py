"""Files that come with a case: checked by what they hold, kept under names nobody can guess."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from jishi.ledger import Refused
from jishi.process.models import Case

LARGEST: Final = 5 * 1024 * 1024
_NAMES: Final[Mapping[str, bytes]] = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "pdf": b"%PDF-",
}
_ENDS: Final[Mapping[str, bytes]] = {"png": b"IEND\xaeB`\x82", "jpg": b"\xff\xd9", "pdf": b"%%EOF"}
_TAIL = 1024
_FIELD = "evidence"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file as the case names it: where it lies, what it is called, how large it is, its fingerprint."""

    file: str
    name: str
    size: int
    sha256: str

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return folder() / self.file


def folder() -> Path:
    """Where files of cases are kept; readable by the platform alone."""
    kept: Path = settings.HOME / "files"
    kept.mkdir(mode=0o700, exist_ok=True)
    return kept


def kind_of_file(content: bytes) -> str:
    """png, jpg or pdf, by what a file holds, whatever its name; empty for anything else or half of one."""
    for kind, beginning in _NAMES.items():
        if content.startswith(beginning) and _ENDS[kind] in content[-_TAIL:]:
            return kind
    return ""


def keep(content: bytes) -> Evidence:
    """Keep a file under a random name.

    Errors: Refused for a file that is empty, too large, or neither photo nor PDF.
    """
    if len(content) > LARGEST:
        raise Refused("文件超过 5 MB。请用手机相册压缩后再上传。", field=_FIELD)
    kind = kind_of_file(content)
    if not kind:
        raise Refused("只能上传照片（png、jpg）或 PDF，且文件要完整。请重新拍照或另存后再传。", field=_FIELD)
    name = f"{secrets.token_hex(20)}.{kind}"
    path = folder() / name
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(content)
    return Evidence(name, f"佐证.{kind}", len(content), hashlib.sha256(content).hexdigest())


def discard(evidence: Evidence | None) -> None:
    """Take away a file whose case did not come about."""
    if evidence is not None:
        evidence.path.unlink(missing_ok=True)


def as_content(evidence: Evidence) -> dict[str, Any]:
    """The file as the content of a case names it; its fingerprint is part of what is agreed to."""
    return asdict(evidence)


def opened_evidence(case: Case) -> Evidence | None:
    """The file that came with a case, if there is one and it is what was agreed on.

    Errors: Refused when the file on disk is not the one that was sent.
    """
    told = case.content.get(_FIELD)
    if not told:
        return None
    evidence = Evidence(**told)
    if not evidence.path.is_file():
        return None
    if hashlib.sha256(evidence.path.read_bytes()).hexdigest() != evidence.sha256:
        raise Refused("佐证文件与提交时不一致，已停止打开。请联系系统管理员核查。")
    return evidence
