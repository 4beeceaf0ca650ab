"""Runs the platform's tests on PostgreSQL: `python -m tests.postgres [what pytest takes]`.

With DATABASE_URL the server it names is used. Without one a cluster is made for this run alone, from Debian's
package: a folder of its own, a port of its own on this machine, no waiting for the disk; it is ended and
removed afterwards, however the run ends.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

APART = {"architecture", "bench", "browser", "cli", "docs", "policy", "roster", "spark"}  # need no database
INSTALLED = Path("/usr/lib/postgresql")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
ADVICE = "缺少 PostgreSQL：请先执行 sudo apt-get install postgresql，或用 DATABASE_URL 指定一个服务器。"


def main(arguments: Sequence[str]) -> int:
    """Run pytest on a PostgreSQL server and end as it ends."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return _tests(os.environ["DATABASE_URL"], arguments)
    with throwaway_cluster() as url:
        return _tests(url, arguments)


def _tests(url: str, arguments: Sequence[str]) -> int:
    what = list(arguments) or ["-q", "-n", "auto", "--dist", "loadfile", *_rooms()]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *what], env={**os.environ, "DATABASE_URL": url}, check=False
    ).returncode


def _rooms() -> list[str]:
    """The folders of tests that use the database: all but those known to need none."""
    folders = (path.parent for path in Path(__file__).parent.glob("*/test_*.py"))
    return sorted({str(folder) for folder in folders if folder.name not in APART})


@contextmanager
def throwaway_cluster() -> Iterator[str]:
    """A server with one empty database, for as long as the block lasts; its address."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="jishi-postgres-"))
    as_owner = _as_owner(folder)
    port = _free_port()
    options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", *FAST]
    started = " ".join(f"-c {option}" for option in options)
    data = folder / "data"
    control = [*as_owner, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    try:
        made = ["-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "jishi", "--no-sync"]
        _run([*as_owner, str(programs / "initdb"), "-D", str(data), *made])
        _run([*control, "-l", str(folder / "log"), "-o", started, "start"])
        try:
            yield f"postgresql://jishi@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Where the newest installed server is; installed by the package manager when that is allowed."""
    if not (found := _installed()) and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-qq"], environment)
        _run(["apt-get", "install", "-y", "-qq", "postgresql"], environment)
        found = _installed()
    if not found:
        raise SystemExit(ADVICE)
    return found[-1]


def _installed() -> list[Path]:
    found = [path.parent for path in INSTALLED.glob("*/bin/initdb")]
    return sorted(found, key=lambda path: [int(part) for part in path.parent.name.split(".")])


def _as_owner(folder: Path) -> list[str]:
    """What a command begins with to be run by somebody the server accepts: never the superuser."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=tempfile.gettempdir(), env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"没有完成：{' '.join(command)}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
