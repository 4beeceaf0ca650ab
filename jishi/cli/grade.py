"""`jishi grade`: everyone's grade on a day, the next date, and where it differs from the grade in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import click

from jishi.cli import arguments
from jishi.cli.arguments import JSON_LINES, TABLE_SUFFIXES, Settings, Word, together
from jishi.cli.chinese import Chinese
from jishi.cli.districts import read_district, tell_faults, tell_missing, tell_reading
from jishi.cli.exit_codes import ExitCode, findings
from jishi.cli.policies import basis, pack_in_use
from jishi.cli.progress import stages
from jishi.cli.results import IDENTITY, printed, whole, write_result
from jishi.cli.screen import say
from jishi.policy.decisions.figures import decimal_text
from jishi.policy.uses.climbing import grade_everyone
from jishi.policy.uses.grade import GradeRow, Grades
from jishi.roster.tables import Column, Table, Value

UNKNOWN_CLASS = "（岗位类别不详）"


@click.command(
    cls=Chinese,
    help="给全员定级：等级、本岗区间、系数、下一级日期，与核定等级不一致的标明。\n"
    "退出码 1：有行被退回，有登记超出政策包的范围，或有人不能定级。",
)
@arguments.pack_option()
@arguments.roster_option()
@arguments.on_option()
@click.option("--strategy", type=Word("公式", "阶梯"), metavar="策略", help="公式或阶梯；不写按政策包")
@arguments.set_option()
@arguments.out_option(*TABLE_SUFFIXES, JSON_LINES)
def grade(
    pack_name: str,
    roster: Path,
    on: date,
    strategy: str | None,
    settings: tuple[Settings, ...],
    out: Path | None,
) -> ExitCode:
    """Grades everyone; tells the averages and who cannot be graded."""
    chosen = together(settings)
    with pack_in_use(pack_name, chosen) as pack, stages("定级", 3) as stage:
        stage("读花名册")
        district = read_district(roster, pack, on)
        stage("计算")
        grades = grade_everyone(pack, district.records, on, strategy=strategy or "")
        stage("写结果")
        if out is not None:
            head = (basis(pack, grades.binding.digest, chosen), f"截至：{on}")
            write_result(
                out, (grade_table(grades), summary_table(grades), no_result_table(grades)), head, roster
            )
    tell_reading(district, out)
    say(printed(summary_table(grades)))
    missing = {row.row: "、".join(row.missing) for row in grades.rows if row.proposed is None}
    rows = {row.row for row in grades.rows}
    faults = [fault for fault in grades.situation.faults if fault.row in rows]
    tell_faults(faults, grades.situation.people)
    tell_missing(str(on), missing, grades.situation.people)
    return findings(district.errors, missing, faults)


def grade_table(grades: Grades) -> Table:
    """One row a person: the grade, its bounds, the coefficient, the next date, all of it in a sentence."""
    columns = (
        *IDENTITY,
        Column("岗位类别", width=12),
        *map(whole, ("测算等级", "核定等级", "本岗起点", "本岗上限")),
        Column("系数", width=8),
        Column("下一级日期", "day", 12),
        Column("说明", width=60),
    )
    return Table("等级表", columns, [_row(row) for row in grades.rows])


def _row(row: GradeRow) -> tuple[Value, ...]:
    bounds = (row.proposed, row.confirmed, row.low, row.high)
    ahead = (row.coefficient, row.next_on, row.sentence)
    return (row.worker_id, row.name, row.street, row.community, row.post_class, *bounds, *ahead)


def summary_table(grades: Grades) -> Table:
    """By post class and in all: people, average, at the cap, different from the grade in force, ungraded."""
    classes: dict[str, list[GradeRow]] = {}
    for row in grades.rows:
        classes.setdefault(row.post_class or UNKNOWN_CLASS, []).append(row)
    columns = (
        Column("岗位类别", width=16),
        whole("人数"),
        Column("平均等级", width=10),
        *map(whole, ("已达上限", "与核定不一致", "无结果")),
    )
    rows = [_summary(name, held) for name, held in sorted(classes.items())]
    return Table("汇总", columns, [*rows, _summary("合计", grades.rows)])


def _summary(name: str, rows: Sequence[GradeRow]) -> tuple[Value, ...]:
    ungraded = sum(row.proposed is None for row in rows)
    capped, apart = sum(row.capped for row in rows), sum(row.differs for row in rows)
    return name, len(rows), average_grade(rows), capped, apart, ungraded


def average_grade(rows: Sequence[GradeRow]) -> str:
    """The mean grade of those who have one, with two decimals at most."""
    held = [row.proposed for row in rows if row.proposed is not None]
    return decimal_text(Fraction(sum(held), len(held))) if held else "—"


def no_result_table(grades: Grades) -> Table:
    """Everyone who cannot be graded, with the facts that are missing."""
    rows = [
        (row.worker_id, row.name, row.street, row.community, "、".join(row.missing))
        for row in grades.rows
        if row.proposed is None
    ]
    return Table("无结果", (*IDENTITY, Column("缺少的登记", width=60)), rows)
