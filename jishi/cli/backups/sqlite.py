"""SQLite, by its online backup: the site may go on writing while it is copied."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from jishi.cli.backups import stock
from jishi.cli.backups.databases import Facts
from jishi.cli.backups.stock import Stock

_PATIENCE = 30.0


class Sqlite:
    """One file."""

    vendor, part = "sqlite", "database.sqlite3"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A link that sees one moment."""
        with closing(sqlite3.connect(self.path, timeout=_PATIENCE)) as link:
            link.execute("BEGIN")
            yield link
            link.rollback()

    def copy(self, target: Path) -> tuple[Stock, Facts]:
        """Copy the file as it is at one moment; counted in the copy, after the database checked it."""
        _over(self.path, target)
        with closing(sqlite3.connect(target)) as link:
            link.execute("PRAGMA journal_mode=DELETE")
            if (sound := link.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise sqlite3.DatabaseError(f"数据库文件已损坏：{sound}")
            return stock.take(link, self.vendor), Facts(link)

    def restore(self, source: Path, expected: Stock) -> list[str]:
        """Put a copy in the place of everything, in one transaction, once it is what it should be."""
        with closing(sqlite3.connect(source)) as link:
            try:
                sound = link.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            except sqlite3.DatabaseError:
                sound = False
            if not sound:
                return ["恢复出来的数据库文件已损坏。"]
            if told := stock.differences(expected, stock.take(link, self.vendor)):
                return told
        _over(source, self.path)
        return []

    @contextmanager
    def throwaway(self, folder: Path) -> Iterator[Sqlite]:
        """A file in a folder that is removed by its owner."""
        yield Sqlite(folder / "drill.sqlite3")


def _over(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source, timeout=_PATIENCE)) as old,
        closing(sqlite3.connect(target, timeout=_PATIENCE)) as new,
    ):
        old.backup(new)
