"""The database in use as backups see it: copied as it is at one moment, and put back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from jishi.cli.backups.stock import Link, Stock


class Database(Protocol):
    """One database, wherever it is."""

    @property
    def vendor(self) -> str:
        """Its kind, as Django calls it."""

    @property
    def part(self) -> str:
        """What its copy is called in a backup."""

    @property
    def url(self) -> str:
        """Its address as DATABASE_URL takes it."""

    def copy(self, target: Path) -> tuple[Stock, Facts]:
        """Copy what is there at one moment, and count it as it was at that moment."""

    def restore(self, source: Path, expected: Stock) -> list[str]:
        """Put a copy in the place of everything; what differs afterwards, and then nothing was changed."""

    def read(self) -> AbstractContextManager[Link]:
        """A link that sees one moment and, at the end, has changed nothing unless told to."""

    def throwaway(self, folder: Path) -> AbstractContextManager[Database]:
        """An empty database of the same kind, gone at the end."""


class Facts:
    """What a backup tells of the copied moment beyond its tables."""

    def __init__(self, link: Link) -> None:
        self.migrations = [
            f"{app}.{name}"
            for app, name in link.execute(
                "SELECT app, name FROM django_migrations ORDER BY app, name"
            ).fetchall()
        ]
        heads = link.execute("SELECT chain, seq, digest FROM audit_chainhead ORDER BY chain").fetchall()
        self.heads: dict[str, list[int | str]] = {chain: [seq, digest] for chain, seq, digest in heads}
        anchored = link.execute("SELECT number FROM audit_anchorhead").fetchone()
        self.anchor_number = int(anchored[0]) if anchored else 0


def in_use() -> Database:
    """The database the settings name, given back by Django first."""
    from django.db import connection

    from jishi.cli.backups.postgres import Postgres
    from jishi.cli.backups.sqlite import Sqlite

    connection.close()
    settings = connection.settings_dict
    return Postgres.of(settings) if connection.vendor == "postgresql" else Sqlite(Path(settings["NAME"]))


@contextmanager
def closed() -> Iterator[None]:
    """Let Django hold no connection of this process while the database is put in another's place."""
    from django.db import connection

    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    yield
    connection.close()
