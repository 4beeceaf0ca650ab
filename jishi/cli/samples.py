"""`jishi samples`: an invented district on files, every pack that runs applied to it, and a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from jishi.cli.arguments import OneMonth, PathText, Whole
from jishi.cli.chinese import Chinese
from jishi.cli.grade import average_grade, grade_table
from jishi.cli.pay_tables import Slips, no_result_table, pay_table, summary_table
from jishi.cli.policies import basis, pack_in_use
from jishi.cli.progress import stages
from jishi.cli.quota import allowed, unit_table
from jishi.cli.results import money, printed, whole
from jishi.cli.screen import say
from jishi.policy.pack.loader import list_packs
from jishi.policy.pack.model import Pack
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.climbing import grade_everyone
from jishi.policy.uses.grade import Grades
from jishi.policy.uses.pay import pay_months
from jishi.policy.uses.quota import QuotaResult, quota_everywhere
from jishi.roster.demo import make_demo
from jishi.roster.problems import RosterFileError
from jishi.roster.reading import read_roster
from jishi.roster.roster_workbook import write_roster
from jishi.roster.tables import Column, Table, Value
from jishi.roster.writing import write_tables

STANDARD_PACK = "general-example"
MOST_PEOPLE = 20_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one pack makes of the district."""

    pack: Pack
    quotas: tuple[QuotaResult, ...]
    grades: Grades
    slips: Slips

    @property
    def by_worker(self) -> Mapping[str, int]:
        """The grade of everyone who has one."""
        return {row.worker_id: row.proposed for row in self.grades.rows if row.proposed is not None}


@click.command(
    cls=Chinese,
    help="造一个虚构的区，用通用示例和各演示包各算一遍员额、等级、工资，并排比较。\n"
    "花名册、每个政策包的结果和对比表都写进 --dir 的文件夹。",
)
@click.option("--dir", "folder", required=True, type=PathText(), metavar="文件夹", help="结果写在哪里")
@click.option(
    "--people",
    type=Whole(1, MOST_PEOPLE),
    default="620",
    show_default="620",
    metavar="人数",
    help="多少人",
)
@click.option(
    "--month", type=OneMonth(), default="2026-11", show_default="2026-11", metavar="月份", help="算哪一月"
)
@click.option("--seed", type=Whole(0, 2**31), default="1", show_default="1", metavar="整数", help="随机种子")
def samples(folder: Path, people: int, month: Month, seed: int) -> None:
    """Makes the district, applies the packs, tells and writes the comparison."""
    roster = _open(folder) / "花名册.xlsx"
    codes = running_packs()
    with stages("样例", len(codes) + 1) as stage:
        stage("造花名册")
        write_roster(roster, make_demo(people, seed, on=month.first_day))
        records = read_roster(roster, on=month.first_day).records  # with the columns of every pack
        outcomes = []
        for code in codes:
            stage(code)
            outcomes.append(_apply(code, records, month, folder))
    table = comparison(outcomes)
    written = write_tables(folder / "对比.xlsx", (table,), head=(f"月份：{month}；虚构的 {people} 人",))
    say(f"虚构的清河区：{people} 人，{month}。同一份花名册，{len(codes)} 个政策包各算一遍：\n")
    say(printed(table))
    say(f"\n员额取各包的第一种算法；“等级不同”与 {STANDARD_PACK} 相比。")
    say(f"花名册　　　　{roster}\n对比表　　　　{written[0]}\n各包的结果　　{folder / '<政策包>.xlsx'}")


def running_packs() -> list[str]:
    """The packs that run without anything to fill in: the standard one, its siblings, the demonstrations."""
    codes = list_packs()
    general = [code for code in codes if code.startswith(STANDARD_PACK)]
    return [*general, *(code for code in codes if code.endswith("-demo"))]


def _open(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise RosterFileError(f"不能建文件夹“{folder}”", "请换一个位置") from None
    return folder


def _apply(code: str, records: Records, month: Month, folder: Path) -> Outcome:
    with pack_in_use(code, {}) as pack:
        outcome = Outcome(
            pack,
            quota_everywhere(pack, records, month.first_day),
            grade_everyone(pack, records, month.first_day),
            Slips.of(pay_months(pack, records, month, month)[0]),
        )
    paid = (outcome.slips,)
    tables = (
        summary_table(paid),
        pay_table(paid),
        grade_table(outcome.grades),
        unit_table(outcome.quotas),
        no_result_table(paid),
    )
    head = (basis(pack, outcome.slips.paid.binding.digest, {}), f"月份：{month}")
    write_tables(folder / f"{code}.xlsx", tables, head=head)
    return outcome


def comparison(outcomes: Sequence[Outcome]) -> Table:
    """The packs side by side."""
    columns = (
        Column("政策包", width=20),
        Column("员额算法", width=18),
        whole("员额"),
        whole("在岗"),
        Column("平均等级", width=10),
        whole("等级不同"),
        money("应发每月"),
        money("用工成本每月"),
        whole("无结果"),
    )
    standard = outcomes[0].by_worker
    return Table("对比", columns, [_row(outcome, standard) for outcome in outcomes])


def _row(outcome: Outcome, standard: Mapping[str, int]) -> tuple[Value, ...]:
    quota, grades, paid = outcome.quotas[0], outcome.by_worker, outcome.slips.paid
    moved = sum(worker in standard and standard[worker] != held for worker, held in grades.items())
    sums = [
        paid.total(paid.roles[part]) if part in paid.roles else None for part in ("gross", "employer_cost")
    ]
    return (
        outcome.pack.code,
        quota.rule.name,
        allowed(quota),
        sum(row.actual for row in quota.rows),
        average_grade(outcome.grades.rows),
        moved,
        *sums,
        len(outcome.slips.missing),
    )
