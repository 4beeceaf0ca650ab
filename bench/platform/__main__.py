"""`python -m bench.platform`: the platform on each database in turn; exit 1 when a promise fails.

每个数据库先装入一个区的 10 万人与十年记录（约 1,000 人由平台自己接收，再复制成 10 万人），再用 `jishi serve`
（2 个网页进程）开站、真实登录，与同一网页服务器、同样大小、只有一次查询的光页同场比较。
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import throwaway_cluster

DATABASES = ("sqlite", "postgresql")
BUILD = Path("build/bench").absolute()


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.platform", description="测平台的页面、查找与导出，并核对各项指标。"
    )
    parser.add_argument("--people", type=int, default=100_000, help="人数，默认 100000")
    parser.add_argument(
        "--database", choices=(*DATABASES, "both"), default="both", help="数据库，默认两种都测"
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help="留下装好的数据，下次接着用；PostgreSQL 须用 DATABASE_URL 指定一个空的库",
    )
    given = parser.parse_args()
    wanted = DATABASES if given.database == "both" else (given.database,)
    return max([_measure(database, given.people, keep=given.keep) for database in wanted])


def _measure(database: str, people: int, *, keep: bool) -> int:
    """Measure on one database in a process of its own."""
    home = BUILD / f"platform-{database}"
    if not keep:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    result = BUILD / f"platform-{database}.json"
    with _address(database) as url:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"JISHI_HOME": str(home), **({"DATABASE_URL": url} if url else {})}
        command = [sys.executable, "-m", "bench.platform.once", str(people), str(result)]
        code = subprocess.run(command, env=environment, check=False).returncode
    if not keep:
        shutil.rmtree(home, ignore_errors=True)
    return code


@contextmanager
def _address(database: str) -> Iterator[str]:
    """The database to be filled: the one named, else one for this run alone."""
    named = os.environ.get("DATABASE_URL", "")
    if database == "sqlite":
        yield ""
    elif named.startswith("postgres"):
        yield named
    else:
        with throwaway_cluster() as url:
            yield url


if __name__ == "__main__":
    sys.exit(main())
