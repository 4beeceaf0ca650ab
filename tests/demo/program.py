"""The real program on a database of its own, as somebody runs it in a terminal."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

PROGRAM = Path(sys.executable).with_name("jishi")
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    aside: str


@dataclass(frozen=True, slots=True)
class Program:
    """Runs `jishi` with a home and a database of its own."""

    home: Path
    environment: dict[str, str]

    def __call__(self, *arguments: str) -> Ended:
        done = subprocess.run(
            [str(PROGRAM), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def serving(self) -> Iterator[Site]:
        """The site, until the block ends; how long it took to answer is measured."""
        port = _free_port()
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(PROGRAM), "serve", "--port", str(port)],
            env=self.environment,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        site = Site(process, port)
        try:
            site.wait_until_it_answers()
            site.started_in = time.perf_counter() - began
            yield site
        finally:
            process.kill()
            process.communicate()


@dataclass(slots=True)
class Site:
    """A running site."""

    process: subprocess.Popen[str]
    port: int
    started_in: float = 0.0

    def get(self, path: str, *, compressed: bool = False) -> tuple[int, bytes]:
        """The status and the body of a page, as it comes over the wire."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        if compressed:
            request.add_header("Accept-Encoding", "gzip")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return int(answer.status), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def wait_until_it_answers(self) -> None:
        """Ask until there is an answer, as long as the program runs."""
        while self.process.poll() is None:
            try:
                self.get("/healthz")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"the site ended by itself: {self.process.communicate()[1]}")

    def stop(self) -> tuple[int, str]:
        """Ask it to end as an operating system does; its exit code and last words."""
        self.process.send_signal(signal.SIGTERM)
        words = self.process.communicate(timeout=40)[1]
        return self.process.returncode, words


@contextmanager
def program(home: Path) -> Iterator[Program]:
    """The program, on SQLite or on a database of its own beside the one of the tests."""
    ours = ("JISHI_", "DATABASE_", "DJANGO_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment["JISHI_HOME"] = str(home)
    if connection.vendor != "postgresql":
        yield Program(home, environment)
        return
    with _own_database() as url:
        yield Program(home, {**environment, "DATABASE_URL": url})


@contextmanager
def _own_database() -> Iterator[str]:
    given = connection.settings_dict
    parts = {"host": given["HOST"], "port": given["PORT"] or 5432, "user": given["USER"]}
    password = {"password": given["PASSWORD"]} if given["PASSWORD"] else {}
    name = f"jishi_program_{os.getpid()}_{time.monotonic_ns()}"
    server = make_conninfo(dbname="postgres", **parts, **password)
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            secret = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
            yield f"postgresql://{given['USER']}{secret}@{given['HOST']}:{parts['port']}/{name}"
        finally:
            link.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
