"""PostgreSQL, by its own programs: `pg_dump -Fc` of one moment, `pg_restore` into an empty schema."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

from jishi.cli.backups import stock
from jishi.cli.backups.databases import Facts
from jishi.cli.backups.stock import Stock
from jishi.cli.installation import NotReady

_ASIDE = "before_restore"
_NO_CLIENT = (
    "找不到 {program}。请安装 PostgreSQL 客户端，版本不低于服务器"
    "（Debian：sudo apt-get install postgresql-client）。"
)

_Link = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Postgres:
    """One database of a server."""

    name: str
    user: str
    password: str
    host: str
    port: str
    vendor: str = "postgresql"
    part: str = "database.dump"

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Postgres:
        """The database of Django's settings."""
        names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
        return cls(*(str(settings.get(name) or "") for name in names))

    @property
    def url(self) -> str:
        """Its address as DATABASE_URL takes it."""
        secret = f":{quote(self.password, safe='')}" if self.password else ""
        port = f":{self.port}" if self.port else ""
        host = quote(self.host, safe="[]:" if ":" in self.host else "")
        return f"postgresql://{quote(self.user, safe='')}{secret}@{host}{port}/{quote(self.name)}"

    def _connect(self, *, autocommit: bool = False) -> _Link:
        given = {"user": self.user, "password": self.password, "host": self.host, "port": self.port}
        named = {key: value for key, value in given.items() if value}
        return psycopg.connect(dbname=self.name, autocommit=autocommit, **named)  # type: ignore[arg-type] # texts alone

    @contextmanager
    def read(self) -> Iterator[_Link]:
        """A link that sees one moment."""
        with self._connect() as link:
            link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield link
            link.rollback()

    def copy(self, target: Path) -> tuple[Stock, Facts]:
        """Dump one moment and count the same moment."""
        with self.read() as link:
            moment = link.execute("SELECT pg_export_snapshot()").fetchone()
            assert moment is not None
            self._run("pg_dump", "-Fc", "--no-owner", "--no-privileges", "--no-comments",
                      f"--snapshot={moment[0]}", f"--file={target}", self.name)  # fmt: skip
            return stock.take(link, self.vendor), Facts(link)

    def restore(self, source: Path, expected: Stock) -> list[str]:
        """Restore beside what is there; only when it is what it should be does the old one go."""
        self._put_back()  # of a restore that was cut short
        self._put_aside()
        try:
            self._run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error",
                      "--single-transaction", f"--dbname={self.name}", str(source))  # fmt: skip
            with self.read() as link:
                told = stock.differences(expected, stock.take(link, self.vendor))
        except BaseException:
            self._put_back()
            raise
        if told:
            self._put_back()
        else:
            self._change(lambda link: link.execute(f"DROP SCHEMA {_ASIDE} CASCADE"))
        return told

    def _put_aside(self) -> None:
        def change(link: _Link) -> None:
            link.execute(f"ALTER SCHEMA public RENAME TO {_ASIDE}")
            link.execute("CREATE SCHEMA public")
            _move_extensions(link, _ASIDE, "public")

        self._change(change)

    def _put_back(self) -> None:
        def change(link: _Link) -> None:
            if link.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [_ASIDE]).fetchone():
                _move_extensions(link, "public", _ASIDE)
                link.execute("DROP SCHEMA IF EXISTS public CASCADE")
                link.execute(f"ALTER SCHEMA {_ASIDE} RENAME TO public")

        self._change(change)

    def _change(self, change: Callable[[_Link], object]) -> None:
        """Change the database in one transaction, or not at all."""
        with self._connect() as link:
            change(link)

    @contextmanager
    def throwaway(self, folder: Path) -> Iterator[Postgres]:  # noqa: ARG002 # the other kind needs one
        """A new database on the same server; needs the right to create one."""
        name = f"jishi_drill_{secrets.token_hex(4)}"
        try:
            with self._connect(autocommit=True) as link:
                link.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise NotReady(
                f"演练要新建一个临时数据库，而用户 {self.user} 无权新建。"
                f"请执行 ALTER ROLE {self.user} CREATEDB，或在另一台服务器上演练。"
            ) from None
        try:
            yield replace(self, name=name)
        finally:
            with self._connect(autocommit=True) as link:
                link.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; the password goes by the environment, where nobody lists it."""
        found = shutil.which(program)
        if found is None:
            raise NotReady(_NO_CLIENT.format(program=program))
        given = {"PGUSER": self.user, "PGPASSWORD": self.password, "PGHOST": self.host, "PGPORT": self.port}
        environment = {**os.environ, **{key: value for key, value in given.items() if value}}
        command: Sequence[str] = [found, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            first = done.stderr.strip().partition("\n")[0]
            raise NotReady(f"{program} 没有完成：{first}。数据库没有改动，请先处理再试。")


def _move_extensions(link: _Link, old: str, new: str) -> None:
    """Extensions are neither data nor in the way: they go with whichever schema is in use."""
    query = (
        "SELECT extname FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace WHERE nspname = %s"
    )
    for (name,) in link.execute(query, [old]).fetchall():
        link.execute(SQL("ALTER EXTENSION {} SET SCHEMA {}").format(Identifier(name), Identifier(new)))
