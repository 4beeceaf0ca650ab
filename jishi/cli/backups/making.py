"""Making a backup: one moment of the database, the files and the anchors that belong to it."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import jishi
from jishi.cli.backups import archive
from jishi.cli.backups.archive import Manifest
from jishi.cli.backups.databases import in_use

ANCHORS, FILES = "anchors", "files"


def make(folder: Path, at: datetime) -> tuple[Path, Manifest]:
    """Write a backup into a folder; its path and what it says of itself.

    Anchors are taken after the database and cut where that moment remembers the last one.
    """
    from django.conf import settings

    folder.mkdir(parents=True, exist_ok=True)
    database = in_use()
    with tempfile.TemporaryDirectory(prefix=".jishi-backup-", dir=folder) as name:
        work = Path(name)
        counted, facts = database.copy(work / database.part)
        manifest = Manifest(
            made_at=at.isoformat(timespec="seconds"),
            version=jishi.__version__,
            vendor=database.vendor,
            migrations=facts.migrations,
            tables=counted,
            heads=facts.heads,
            anchor_number=facts.anchor_number,
            has_keys=Path(settings.KEY_FILE).exists(),
        )
        parts = {
            database.part: work / database.part,
            **_anchors(Path(settings.ANCHOR_DIR), work, facts.anchor_number),
            **_files(Path(settings.HOME) / FILES),
        }
        target = folder / f"jishi-{at:%Y%m%d-%H%M%S}.tar"
        archive.write(target, manifest, parts)
    return target, manifest


def _anchors(kept: Path, work: Path, number: int) -> dict[str, Path]:
    """The anchor files up to a number, copied so that nothing later is in them."""
    from jishi.audit.models import AnchorLine

    parts = {}
    (work / ANCHORS).mkdir()
    for path in sorted(kept.glob("anchors-*.jsonl")):
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines(keepends=True)
        read = [(text, AnchorLine.parsed(text)) for text in lines]
        copied = work / ANCHORS / path.name
        text = "".join(text for text, line in read if line is None or line.number <= number)
        if text:
            copied.write_text(text, encoding="utf-8", errors="surrogateescape")
            parts[f"{ANCHORS}/{path.name}"] = copied
    return parts


def _files(folder: Path) -> dict[str, Path]:
    return {
        f"{FILES}/{path.relative_to(folder).as_posix()}": path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
