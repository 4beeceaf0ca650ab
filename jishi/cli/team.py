"""`jishi team`: the team against the rules: scope, structure, training, reserves, selection, leaving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from jishi.cli import arguments
from jishi.cli.arguments import TABLE_SUFFIXES, Settings, Whole, together
from jishi.cli.chinese import Chinese, fail
from jishi.cli.districts import read_district, tell_reading
from jishi.cli.exit_codes import ExitCode, findings
from jishi.cli.policies import pack_in_use, standing
from jishi.cli.progress import stages
from jishi.cli.results import write_result
from jishi.cli.screen import say
from jishi.cli.team_sections import Asked, compare, digest_table
from jishi.policy.errors import did_you_mean
from jishi.policy.pack.model import Pack

EVERY_POOL = ""
MOST_RESERVES, MOST_MONTHS = 1_000_000, 480


class Reserves(click.ParamType[Mapping[str, int], str]):
    """People in a pool, `书记后备=97`; without a name, in every pool."""

    name = "后备库=人数"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Mapping[str, int]:
        """The pool and its people as a mapping of one."""
        pool, _, people = value.rpartition("=")
        return {pool: Whole(0, MOST_RESERVES).convert(people, param, ctx)}


@click.command(
    cls=Chinese,
    help="队伍对照：把在职的人与政策包的要求逐项对照。\n"
    "范围（纳入、不纳入、待核）、结构目标、培训到期、后备比例、遴选名额、到龄退休、退出提示。\n"
    "政策包没有写的部分一句话带过；还有待填项的部分列出待填的名称，其余部分照算。\n"
    "退出码 1：有行被退回，有人待核或缺资料，或有的部分还有待填项。\n"
    "退休按全国规定推算，总有可说的，所以待填项不使本命令以退出码 4 结束。",
)
@arguments.pack_option()
@arguments.roster_option()
@arguments.on_option()
@click.option(
    "--reserves",
    multiple=True,
    type=Reserves(),
    metavar="后备库=人数",
    help="现有后备人数，如 书记后备=97；只写人数则每个后备库都按这个数",
)
@click.option(
    "--months",
    type=Whole(0, MOST_MONTHS),
    default="12",
    show_default="12",
    metavar="月数",
    help="列出几个月内到龄的人",
)
@arguments.set_option()
@arguments.out_option(*TABLE_SUFFIXES)
def team(
    pack_name: str,
    roster: Path,
    on: date,
    reserves: Sequence[Mapping[str, int]],
    months: int,
    settings: tuple[Settings, ...],
    out: Path | None,
) -> ExitCode:
    """Compares the team part by part; tells the sums and the people somebody must look at."""
    chosen = together(settings)
    with pack_in_use(pack_name, chosen) as pack, stages("对照", 3) as stage:
        stage("读花名册")
        district = read_district(roster, pack, on)
        stage("计算")
        people = pools(pack, {pool: number for each in reserves for pool, number in each.items()})
        sections = list(compare(Asked(pack_name, pack, district.records, on, people, months)))
        stage("写结果")
        if out is not None:
            tables = [section.table for section in sections if section.table is not None]
            head = (standing(pack, chosen), f"截至：{on}")
            write_result(out, (digest_table(sections), *tables), head, roster)
    tell_reading(district, out)
    say("\n\n".join("\n".join((f"【{each.title}】", *each.lines)) for each in sections))
    return findings(district.errors, *(each.untold for each in sections))


def pools(pack: Pack, given: Mapping[str, int]) -> Mapping[str, int]:
    """How many people stand in each pool of the pack that something was given for."""
    known = [each.name for each in pack.lists.reserve_ratios]
    for pool in given:
        if pool not in (EVERY_POOL, *known):
            available = f"可用：{'、'.join(known)}" if known else "政策包没有写后备比例"
            fail(f"--reserves：没有叫「{pool}」的后备库。{did_you_mean(pool, known)}{available}")
    everywhere = dict.fromkeys(known, given[EVERY_POOL]) if EVERY_POOL in given else {}
    return {**everywhere, **{pool: number for pool, number in given.items() if pool}}
