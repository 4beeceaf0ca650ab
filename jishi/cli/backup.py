"""`jishi backup`, `jishi restore`: a copy that proves itself, and the way back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from jishi.cli.backups.archive import Spoiled
from jishi.cli.chinese import Chinese
from jishi.cli.exit_codes import ExitCode
from jishi.cli.installation import NotReady, check_up_to_date, missing_migrations, on_the_platform, where
from jishi.cli.screen import say

_MOST_TOLD = 20
_NO_KEYS = "备份里没有密钥：请把 {keys} 另外保存在别处，没有它，证件号、手机号、银行卡号解不开。"


@click.command(
    cls=Chinese,
    help="备份：数据库、文件和审计锚定写成一个文件，开着站也可以做。备份里从不含密钥。\n"
    "--verify 演练：把一份备份恢复到临时数据库，逐表比对行数和校验码，核验审计链，试开加密字段。\n"
    "退出码 1：有差别。",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="备份放在哪里；不写为 JISHI_HOME/backups",
)
@click.option(
    "--verify", "path", type=click.Path(path_type=Path), metavar="文件", help="演练这份备份，不做新的"
)
@on_the_platform
def backup(folder: Path | None, path: Path | None) -> ExitCode:
    """Makes a backup, or proves one."""
    return _drill(path) if path is not None else _make(folder)


@contextmanager
def _in_sentences() -> Iterator[None]:
    """Tell trouble with the disk or of the database's own in a sentence."""
    import sqlite3

    import psycopg

    try:
        yield
    except (sqlite3.Error, psycopg.Error) as error:
        told = str(error).strip().partition("\n")[0]
        raise NotReady(f"数据库没有照办：{told}。请先处理，再重来一次。") from None
    except OSError as error:
        raise Spoiled(f"读写文件没有成功：{error}。请核对空间和权限，再重来一次。") from None


def _make(folder: Path | None) -> ExitCode:
    from django.conf import settings
    from django.utils import timezone

    from jishi.cli.backups.making import make

    check_up_to_date()
    began = time.perf_counter()
    with _in_sentences():
        target, manifest = make(folder or Path(settings.HOME) / "backups", timezone.localtime())
    size = target.stat().st_size / 1e6
    say(
        f"已备份：{target}（{size:.1f} MB，{len(manifest.tables)} 张表，{manifest.row_count} 行，"
        f"{len(manifest.heads)} 条审计链），用时 {time.perf_counter() - began:.1f} 秒。"
    )
    say(_NO_KEYS.format(keys=settings.KEY_FILE))
    say(f"请演练一次：jishi backup --verify {target}")
    return ExitCode.DONE


def _drill(path: Path) -> ExitCode:
    from jishi.cli.backups.restoring import drill

    began = time.perf_counter()
    with _in_sentences():
        outcome = drill(path)
    manifest, took = outcome.manifest, time.perf_counter() - began
    say(f"{path.name}：{manifest.made_at} 备份，基石 {manifest.version}，{manifest.vendor}。")
    if outcome.faults:
        _tell(outcome.faults)
        say(
            f"演练不通过：{len(outcome.faults)} 处差别，用时 {took:.1f} 秒。"
            "这份备份不可靠，请立即重做并查明原因。",
            aside=True,
        )
        return ExitCode.FINDINGS
    say(
        f"{len(manifest.tables)} 张表、{manifest.row_count} 行，行数和校验码逐表相同；"
        f"审计 {outcome.testimony.events} 条核验无误；试开加密字段 {outcome.testimony.opened} 项，都能打开。"
    )
    say(f"演练通过，用时 {took:.1f} 秒。")
    return ExitCode.DONE


def _tell(faults: list[str]) -> None:
    for fault in faults[:_MOST_TOLD]:
        say(f"  {fault}", aside=True)


@click.command(
    cls=Chinese,
    help="用一份备份恢复当前数据库（DATABASE_URL 所指），并结束所有登录。先停站。\n"
    "数据库里已有数据时拒绝，除非写明 --anew。原有的锚定和文件移到一旁，不删。",
)
@click.argument("path", type=click.Path(path_type=Path), metavar="文件")
@click.option("--anew", is_flag=True, help="以备份取代数据库里现有的全部数据")
@on_the_platform
def restore(path: Path, anew: bool) -> ExitCode:
    """Restores a backup."""
    from django.utils import timezone

    from jishi.cli.backups.restoring import restore as put_back

    began = time.perf_counter()
    with _in_sentences():
        outcome = put_back(path, anew=anew, at=timezone.localtime())
    if outcome.differences:
        _tell(outcome.differences)
        say("恢复出来的与备份时不同，没有采用，原来的数据还在。请换一份备份。", aside=True)
        return ExitCode.FINDINGS
    say(
        f"已恢复到 {outcome.manifest.made_at} 的样子：{where()}，"
        f"{outcome.manifest.row_count} 行逐表核对相同，结束登录 {outcome.sessions} 个，"
        f"用时 {time.perf_counter() - began:.1f} 秒。"
    )
    if missing := missing_migrations():
        say(f"备份比程序旧 {len(missing)} 步，请接着运行 jishi migrate 和 jishi verify-audit，再开站。")
    if outcome.testimony.faults:
        _tell(outcome.testimony.faults)
        say("数据已恢复，但核验有上列问题，请先查明再开站。", aside=True)
        return ExitCode.FINDINGS
    return ExitCode.DONE
