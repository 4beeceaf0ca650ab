"""Reading a backup back: as a drill into a database that is thrown away, or in earnest."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jishi.cli.backups import archive, stock
from jishi.cli.backups.archive import Manifest, Spoiled
from jishi.cli.backups.databases import Database, closed, in_use
from jishi.cli.backups.making import ANCHORS, FILES
from jishi.cli.backups.witness import Testimony, hear
from jishi.cli.installation import NotReady


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading a backup back."""

    manifest: Manifest
    testimony: Testimony
    differences: list[str]
    sessions: int = 0

    @property
    def faults(self) -> list[str]:
        return [*self.differences, *self.testimony.faults]


def drill(path: Path) -> Outcome:
    """Restore a backup into a database that is thrown away, and compare everything.

    Errors: Spoiled, NotReady.
    """
    database = in_use()
    manifest = _usable(path, database)
    with tempfile.TemporaryDirectory(prefix="jishi-drill-") as name:
        folder = Path(name)
        archive.unpack(path, folder)
        with database.throwaway(folder) as spare:
            differences = spare.restore(folder / spare.part, manifest.tables)
            testimony = Testimony()
            if not differences:
                testimony = hear(spare.url, folder / ANCHORS, bring_up_to_date=True)
    return Outcome(manifest, testimony, differences)


def restore(path: Path, *, anew: bool, at: datetime) -> Outcome:
    """Put a backup in the place of the database in use and end every session.

    Nothing is changed when the backup is spoiled, of another kind, or the database holds something and `anew`
    was not asked. Anchors and files that are there are put aside, never deleted.
    Errors: Spoiled, NotReady.
    """
    from django.conf import settings

    database = in_use()
    manifest = _usable(path, database)
    if not anew:
        _refuse_what_is_not_empty(database)
    with tempfile.TemporaryDirectory(prefix=".jishi-restore-", dir=settings.HOME) as name, closed():
        folder = Path(name)
        archive.unpack(path, folder)
        if differences := database.restore(folder / database.part, manifest.tables):
            return Outcome(manifest, Testimony(), differences)
        sessions = _end_sessions(database)
        _put(folder / ANCHORS, Path(settings.ANCHOR_DIR), "anchors-*.jsonl", at)
        _put(folder / FILES, Path(settings.HOME) / FILES, "*", at)
    if _is_behind(manifest):
        return Outcome(manifest, Testimony(), [], sessions)
    return Outcome(
        manifest, hear(database.url, Path(settings.ANCHOR_DIR), bring_up_to_date=False), [], sessions
    )


def _usable(path: Path, database: Database) -> Manifest:
    """What a backup says of itself, when it can be read here."""
    from django.conf import settings

    manifest = archive.check(path)
    if manifest.vendor != database.vendor:
        raise Spoiled(
            f"{path.name} 是 {manifest.vendor} 的备份，当前数据库是 {database.vendor}。"
            "请用 DATABASE_URL 指向同类的数据库。"
        )
    if manifest.has_keys and not Path(settings.KEY_FILE).exists():
        raise NotReady(
            f"没有密钥文件 {settings.KEY_FILE}：备份里从不含密钥，没有它加密字段解不开。"
            "请先取回另存的密钥文件，或用 JISHI_KEY_FILE 指明它在哪里。"
        )
    return manifest


def _refuse_what_is_not_empty(database: Database) -> None:
    with database.read() as link:
        empty = stock.is_empty(link, database.vendor)
    if not empty:
        raise NotReady(
            "数据库里已有数据，没有恢复。请核对 DATABASE_URL；确要以备份取代现有的全部数据，"
            "请停站并另存一份备份，再加 --anew。"
        )


def _end_sessions(database: Database) -> int:
    """End every session: nobody is signed in by what was true when the backup was made."""
    with database.read() as link:
        count = int(link.execute("SELECT count(*) FROM django_session").fetchone()[0])
        link.execute("DELETE FROM django_session")
        link.execute("COMMIT")
    return count


def _put(source: Path, target: Path, pattern: str, at: datetime) -> None:
    """Lay what was unpacked where it belongs; what is there goes into a folder named by the moment."""
    if not source.exists() and not target.exists():
        return
    target.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.before-restore-{at:%Y%m%d-%H%M%S}")
    if there := sorted(target.glob(pattern)):
        aside.mkdir()
        for path in there:
            path.rename(aside / path.name)
    for path in sorted(source.glob("*")) if source.exists() else ():
        path.rename(target / path.name)


def _is_behind(manifest: Manifest) -> bool:
    from jishi.cli.installation import missing_migrations

    return bool(missing_migrations()) or not manifest.migrations
