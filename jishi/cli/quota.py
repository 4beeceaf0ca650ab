"""`jishi quota`: how many workers each unit may have by every standard of the pack, and how many it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from jishi.cli import arguments
from jishi.cli.arguments import JSON_LINES, TABLE_SUFFIXES, Settings, together
from jishi.cli.chinese import Chinese
from jishi.cli.districts import read_district, tell_reading
from jishi.cli.exit_codes import ExitCode, findings
from jishi.cli.policies import basis, pack_in_use
from jishi.cli.progress import stages
from jishi.cli.results import printed, whole, write_result
from jishi.cli.screen import say, shortened
from jishi.policy.uses.quota import QuotaResult, QuotaRow, quota_everywhere
from jishi.roster.tables import Column, Table, Value

MOST_UNITS = 20
STANDARD, SCOPE = Column("标准", width=16), Column("口径", width=8)


@click.command(
    cls=Chinese,
    help="按政策包的每一种算法核定员额：下限、上限、核定数、调整、在岗、差几人。\n"
    "退出码 1：有行被退回，或有单位缺资料无法核定。",
)
@arguments.pack_option()
@arguments.roster_option()
@arguments.on_option()
@arguments.set_option()
@arguments.out_option(*TABLE_SUFFIXES, JSON_LINES)
def quota(
    pack_name: str, roster: Path, on: date, settings: tuple[Settings, ...], out: Path | None
) -> ExitCode:
    """Applies every standard; tells the sums, or each unit where they are few."""
    chosen = together(settings)
    with pack_in_use(pack_name, chosen) as pack, stages("员额", 3) as stage:
        stage("读花名册")
        district = read_district(roster, pack, on)
        stage("计算")
        results = quota_everywhere(pack, district.records, on)
        stage("写结果")
        if out is not None:
            head = (basis(pack, results[0].binding.digest, chosen), f"截至：{on}")
            write_result(
                out, (unit_table(results), summary_table(results), no_result_table(results)), head, roster
            )
    tell_reading(district, out)
    say(printed(summary_table(results)))
    for result in results:
        if len(result.rows) <= MOST_UNITS:
            say(f"\n{result.rule.name}（按{result.rule.scope}）")
            say(printed(unit_table([result])))
    lacking = [f"  {'　'.join(map(str, row))}" for row in no_result_table(results)]
    if lacking:
        say(f"{len(lacking)} 处缺资料，无法核定：", aside=True)
        say(shortened(lacking, "全部见结果文件的「无结果」"), aside=True)
    return findings(district.errors, lacking)


def unit_table(results: Sequence[QuotaResult]) -> Table:
    """One row a unit and standard."""
    columns = (
        STANDARD,
        SCOPE,
        Column("单位", width=16),
        Column("街道", width=14),
        *map(whole, ("户数", "下限", "上限", "核定", "调整", "可配", "在岗")),
        Column("结果", width=24),
    )
    return Table("员额表", columns, [row for result in results for row in _rows(result)])


def _rows(result: QuotaResult) -> Iterator[tuple[Value, ...]]:
    for row in result.rows:
        figures = (row.lower, row.upper, row.approved, row.adjustment, row.quota, row.actual)
        standard = (result.rule.name, result.rule.scope)
        yield (*standard, row.unit, row.street, row.households, *figures, row.state)


def summary_table(results: Sequence[QuotaResult]) -> Table:
    """The sums of every standard: units, bounds, what may be, what is, how many over and short."""
    columns = (
        STANDARD,
        SCOPE,
        *map(whole, ("单位数", "下限", "可配", "在岗", "超员单位", "缺员单位", "无结果")),
    )
    return Table("汇总", columns, [_summary(result) for result in results])


def _summary(result: QuotaResult) -> tuple[Value, ...]:
    known = [row for row in result.rows if row.quota is not None]
    lower = sum(row.lower for row in known if row.lower is not None)
    most, actual = allowed(result), sum(row.actual for row in result.rows)
    over, short = sum(map(_over, known)), sum(map(_short, known))
    counts = (len(result.rows), lower or None, most, actual, over, short, len(result.rows) - len(known))
    return (result.rule.name, result.rule.scope, *counts)


def allowed(result: QuotaResult) -> int:
    """How many workers a standard allows in all units together."""
    return sum(row.quota for row in result.rows if row.quota is not None)


def _over(row: QuotaRow) -> bool:
    return row.quota is not None and row.actual > row.quota


def _short(row: QuotaRow) -> bool:
    least = row.quota if row.lower is None else row.lower + row.adjustment
    return least is not None and row.actual < least


def no_result_table(results: Sequence[QuotaResult]) -> Table:
    """Every unit a standard cannot be applied to, with the facts that are missing."""
    rows = [
        (result.rule.name, row.unit, "、".join(row.missing))
        for result in results
        for row in result.rows
        if row.quota is None
    ]
    return Table("无结果", (STANDARD, Column("单位", width=16), Column("缺少的登记", width=40)), rows)
