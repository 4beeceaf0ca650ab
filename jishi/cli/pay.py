"""`jishi pay`: everyone's pay of a month or of several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from jishi.cli import arguments
from jishi.cli.arguments import JSON_LINES, TABLE_SUFFIXES, Months, MonthSpan, Settings, together
from jishi.cli.chinese import Chinese
from jishi.cli.districts import read_district, tell_faults, tell_missing, tell_reading
from jishi.cli.exit_codes import ExitCode, findings
from jishi.cli.pay_checks import Checked, check_table, tell_checks
from jishi.cli.pay_tables import Slips, no_result_table, pay_table, summary_table
from jishi.cli.policies import basis, pack_in_use
from jishi.cli.progress import stages
from jishi.cli.results import printed, write_result
from jishi.cli.screen import say
from jishi.policy.uses.locked import pay_objects
from jishi.policy.uses.pay import pay_months
from jishi.roster.writing import write_jsonl


@click.command(
    cls=Chinese,
    help="算全员的月工资：逐项、应发、扣缴、实发、用工成本。\n"
    "个税按累计预扣，从当年一月起逐月推算到所要的月份。\n"
    "--out 写 .jsonl 时每人一行，金额是以分计的整数，可以留作锁定结果，日后交给 jishi retro。\n"
    "退出码 1：有行被退回，有登记超出政策包的范围，有人没有结果，或有阻断性的检查不符、检查没有做。",
)
@arguments.pack_option()
@arguments.roster_option()
@click.option(
    "--month",
    "--on",
    "months",
    required=True,
    type=MonthSpan(),
    metavar="月份",
    help="哪一月，如 2026-11；同一年的几个月写 2026-10..2026-11；写日期就是那一天所在的月份",
)
@arguments.set_option()
@arguments.out_option(*TABLE_SUFFIXES, JSON_LINES)
def pay(
    pack_name: str, roster: Path, months: Months, settings: tuple[Settings, ...], out: Path | None
) -> ExitCode:
    """Computes pay; tells the sums and who has no result."""
    chosen = together(settings)
    with pack_in_use(pack_name, chosen) as pack, stages("工资", 3) as stage:
        stage("读花名册")
        district = read_district(roster, pack, months.first.first_day)
        stage("计算")
        slips = [Slips.of(paid) for paid in pay_months(pack, district.records, *months)]
        checked = [Checked.of(pack, district.records, each.paid) for each in slips]
        stage("写结果")
        if out is not None:
            head = (basis(pack, slips[-1].paid.binding.digest, chosen), f"月份：{months}")
            _write(out, slips, checked, head, roster)
    tell_reading(district, out)
    say(printed(summary_table(slips)))
    for each, check in zip(slips, checked, strict=True):
        tell_faults(each.paid.faults, each.paid.situation.people)
        tell_missing(str(each.paid.month), each.missing, each.paid.situation.people)
        tell_checks(check)
    signs = (each.missing or each.paid.faults for each in slips)
    return findings(district.errors, *signs, *(each.blocking or each.open for each in checked))


def _write(
    out: Path, slips: Sequence[Slips], checked: Sequence[Checked], head: Sequence[str], roster: Path
) -> None:
    if out.suffix.lower() == JSON_LINES:
        write_jsonl(out, (each for month in slips for each in pay_objects(month.paid)), inputs=(roster,))
        say(f"结果写在 {out}", aside=True)
    else:
        tables = (pay_table(slips), summary_table(slips), no_result_table(slips), check_table(checked))
        write_result(out, tables, head, roster)
