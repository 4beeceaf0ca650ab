"""`jishi retro`: what locked months still owe, or were paid too much, by what is known now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from jishi.cli import arguments
from jishi.cli.arguments import TABLE_SUFFIXES, Months, OneMonth, PathText, Settings, together
from jishi.cli.chinese import Chinese, fail
from jishi.cli.districts import read_district, tell_reading
from jishi.cli.exit_codes import ExitCode, findings
from jishi.cli.policies import pack_in_use, standing
from jishi.cli.progress import stages
from jishi.cli.results import money, printed, whole, write_result
from jishi.cli.screen import say, shortened
from jishi.policy.errors import FactError
from jishi.policy.money import show_yuan
from jishi.policy.period import Month
from jishi.policy.uses.locked import LockedRow, read_locked, seal
from jishi.policy.uses.retro import Retro, RetroLine
from jishi.policy.uses.retro import retro as compare
from jishi.roster.problems import RosterFileError
from jishi.roster.tables import Column, Table, Value

WHO = (Column("工号", width=20), Column("姓名", width=10))
MONTH = Column("月份", "month", 9)


@click.command(
    cls=Chinese,
    help="补差：把锁定的月份按现在所知重算，逐人、逐月、逐项列出补发或扣回及原因；锁定的结果不改动。\n"
    "锁定数加各行差额恰等于重算数。\n"
    "退出码 1：有行被退回，或有人现在算不出结果。",
)
@arguments.pack_option()
@arguments.roster_option()
@click.option(
    "--locked",
    required=True,
    multiple=True,
    type=PathText(),
    metavar="锁定文件",
    help="jishi pay --out 写出的 .jsonl；每月一个文件的，一个一个写",
)
@click.option("--from", "first", required=True, type=OneMonth(), metavar="月份", help="从哪一月")
@click.option("--to", "last", required=True, type=OneMonth(), metavar="月份", help="到哪一月，与起月同一年")
@arguments.set_option()
@arguments.out_option(*TABLE_SUFFIXES)
def retro(
    pack_name: str,
    roster: Path,
    locked: tuple[Path, ...],
    first: Month,
    last: Month,
    settings: tuple[Settings, ...],
    out: Path | None,
) -> ExitCode:
    """Compares locked months with what is known now, and tells what is owed."""
    if last < first or last.year != first.year:
        fail("--from 与 --to 颠倒或跨了年；跨年的请分年补差")
    chosen = together(settings)
    rows = read_locked_files(locked, first if first == last else None)
    with pack_in_use(pack_name, chosen) as pack, stages("补差", 3) as stage:
        stage("读花名册")
        district = read_district(roster, pack, last.first_day)
        stage("计算")
        try:
            found = compare(pack, district.records, rows, first, last)
        except FactError as error:
            raise RosterFileError(error.what, error.remedy) from None
        stage("写结果")
        if out is not None:
            head = (
                standing(pack, chosen),
                f"月份：{Months(first, last)}；锁定结果指纹 {seal(rows)}",
            )
            write_result(out, (line_table(found), person_table(found)), head, roster)
    tell_reading(district, out)
    tell_retro(found)
    return findings(district.errors, found.unresolved)


def read_locked_files(paths: Sequence[Path], default: Month | None) -> tuple[LockedRow, ...]:
    """The locked rows of all the files together; `default` is the month of rows that name none.

    Errors: RosterFileError for a file that cannot be read, or a person's month that is in two of them.
    """
    rows = tuple(row for path in paths for row in _read(path, default))
    if len({(row.worker_id, row.month) for row in rows}) < len(rows):
        raise RosterFileError("几个锁定文件里有同一个人的同一个月", "请每个月只给一个锁定文件")
    return rows


def _read(path: Path, default: Month | None) -> tuple[LockedRow, ...]:
    try:
        return read_locked(path.read_text(encoding="utf-8-sig").splitlines(), default)
    except FactError as error:
        raise RosterFileError(f"“{path.name}”{error.what}", error.remedy) from None
    except (OSError, UnicodeDecodeError):
        raise RosterFileError(
            f"“{path.name}”不存在或读不了", "请给出 jishi pay --out 写出的 .jsonl 文件"
        ) from None


def line_table(found: Retro) -> Table:
    """Every difference: whose, of which month and item, how much, why."""
    columns = (
        *WHO,
        MONTH,
        Column("项目", width=16),
        Column("类别", width=8),
        money("补扣金额"),
        Column("原因", width=60),
    )
    return Table("补差明细", columns, [_line(each) for each in found.lines])


def _line(line: RetroLine) -> tuple[Value, ...]:
    return line.worker_id, line.name, line.month.index, line.item, line.category, line.owed, line.cause


def person_table(found: Retro) -> Table:
    """What each person is owed (+) or gives back (-), in all months together."""
    owed: dict[tuple[str, str], list[int]] = {}
    for line in found.lines:
        owed.setdefault((line.worker_id, line.name), []).append(line.owed)
    rows = [(*who, len(amounts), sum(amounts)) for who, amounts in owed.items()]
    return Table("逐人合计", (*WHO, whole("行数"), money("补扣合计")), rows)


def _causes(found: Retro) -> Table:
    """The sums by month, item and cause."""
    sums: dict[tuple[int, str, str], tuple[set[str], int]] = {}
    for line in found.lines:
        people, owed = sums.get((line.month.index, line.item, line.cause), (set[str](), 0))
        sums[line.month.index, line.item, line.cause] = {*people, line.worker_id}, owed + line.owed
    rows = [(month, item, len(people), owed, cause) for (month, item, cause), (people, owed) in sums.items()]
    return Table("按原因", (MONTH, Column("项目"), whole("人数"), money("补扣金额"), Column("原因")), rows)


def tell_retro(found: Retro) -> None:
    """The sums by cause, the people, and the whole."""
    if found.lines:
        say(f"{printed(_causes(found))}\n")
        people = printed(person_table(found)).splitlines()
        say("\n".join((*people[:2], shortened(people[2:], "全部见 --out 的结果文件"))))
    more = sum(line.owed for line in found.lines if line.owed > 0)
    less = found.owed - more
    say(f"\n补发 {show_yuan(more)}，扣回 {show_yuan(-less)}，净额 {show_yuan(found.owed)}")
    lacking = [
        f"  {worker}　{month}　缺：{'、'.join(missing)}" for worker, month, missing in found.unresolved
    ]
    if lacking:
        say(f"{len(lacking)} 人次现在算不出结果，没有列差额：", aside=True)
        say(shortened(lacking, "补齐登记后再算"), aside=True)
