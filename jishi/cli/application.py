"""The program itself: its commands, and how each kind of trouble ends a run."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

import jishi
from jishi.cli.chinese import Family, Listed, listing, say_usage_error
from jishi.cli.exit_codes import MEANINGS, ExitCode
from jishi.cli.screen import say
from jishi.policy.errors import PolicyError
from jishi.roster.problems import RosterFileError

COMMANDS = (
    Listed("packs", "列出随附的政策包", "jishi.cli.packs"),
    Listed("pack", "检查、查看、比较、新建政策包", "jishi.cli.packs"),
    Listed("roster", "花名册模板，检查花名册", "jishi.cli.rosters"),
    Listed("quota", "按户数等核定员额，对照在岗人数", "jishi.cli.quota"),
    Listed("grade", "给全员定级，写明下一级日期", "jishi.cli.grade"),
    Listed("pay", "算全员的月工资", "jishi.cli.pay"),
    Listed("team", "队伍对照：范围、结构、培训、后备、遴选、退休、退出", "jishi.cli.team"),
    Listed("explain", "说明一个人的等级、工资、准入和退出", "jishi.cli.explain"),
    Listed("simulate", "试算：改了规则会怎样", "jishi.cli.simulate"),
    Listed("retro", "补差：已锁定的月份与现在所知之差", "jishi.cli.retro"),
    Listed("demo-roster", "造一份演示花名册", "jishi.cli.rosters"),
    Listed("demo", "在平台里载入虚构的清江市，列出演示账号", "jishi.cli.demo"),
    Listed("serve", "开站", "jishi.cli.serve"),
    Listed("work", "只运行后台任务", "jishi.cli.serve"),
    Listed("migrate", "把数据库升级到与程序一致", "jishi.cli.administer"),
    Listed("account", "建立第一批管理员", "jishi.cli.administer"),
    Listed("backup", "备份，或演练一份备份", "jishi.cli.backup"),
    Listed("restore", "用备份恢复数据库", "jishi.cli.backup"),
    Listed("verify-audit", "核验审计记录没有被改动", "jishi.cli.administer"),
    Listed("samples", "造一个演示区的花名册，用全部演示包各算一遍", "jishi.cli.samples"),
)


class Application(Family):
    """The `jishi` program."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> NoReturn:  # type: ignore[override] # one mode only: it always exits
        """Runs one command and exits with the code that tells how it went."""
        gc.set_threshold(100_000, 50, 50)  # millions of small values, then the end: look for cycles seldom
        extra.pop("standalone_mode", None)
        try:
            code = super().main(args, prog_name or "jishi", standalone_mode=False, **extra)
        except click.UsageError as error:
            code = _ended(ExitCode.USAGE, say_usage_error(error))
        except click.ClickException as error:
            code = _ended(ExitCode(error.exit_code), error.message)
        except PolicyError as error:
            code = _ended(ExitCode.PACK, str(error))
        except click.Abort:
            code = _ended(ExitCode.INTERRUPTED, "已中断，没有写完的文件不会留下")
        except RosterFileError as error:
            code = _ended(ExitCode.FILE, str(error))
        sys.exit(code or ExitCode.DONE)


def _ended(code: ExitCode, message: str) -> ExitCode:
    say(message, aside=True)
    return code


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        say(f"基石 {jishi.__version__}")
        ctx.exit()


main = Application(
    "jishi",
    help="基石：社区工作者的员额、等级和工资。\n政策写成数据，逐分可以解释。",
    epilog="\n".join(
        ("退出码：", *listing([(str(int(code)), meaning) for code, meaning in MEANINGS.items()]))
    ),
    listed=COMMANDS,
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help="显示版本并退出",
        )
    ],
)
