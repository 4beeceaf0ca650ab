"""`jishi roster …` and `jishi demo-roster`: the template, checking a roster, an invented one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from jishi.cli.arguments import Day, PathText, ResultFile, Whole, today
from jishi.cli.chinese import Chinese, Family
from jishi.cli.districts import District, give_back, read_district
from jishi.cli.exit_codes import ExitCode, findings
from jishi.cli.screen import say, table
from jishi.policy.pack.loader import load_pack
from jishi.policy.pack.model import Pack
from jishi.policy.records import Records
from jishi.policy.uses.grade import grade_plan
from jishi.policy.uses.pay import pay_plan
from jishi.roster.demo import make_demo
from jishi.roster.roster_workbook import write_roster
from jishi.roster.template import write_template

MOST_PEOPLE = 200_000
DEMO_DAY = date(2026, 11, 1)

roster = Family("roster", help="花名册模板，检查花名册。")


@roster.command(
    "template",
    short_help="写一份空白模板",
    help="写一份空白的花名册工作簿：各表各列都有说明，身份证号等列已设为文本，封闭的取值有下拉。",
)
@click.argument("file", metavar="文件", type=ResultFile(".xlsx"), help="要写的 xlsx 文件")
def template(file: Path) -> None:
    """Writes the template workbook."""
    write_template(file)
    say(f"模板写在 {file}；填好后用 jishi roster check {file} 检查")


@roster.command(
    "check",
    short_help="检查一份花名册，一次说完所有问题",
    help="读一份花名册，一次说完每一行的问题和改法；没有问题的行照常可用。\n"
    "退出码 1：有行被退回，或有政策包不认识的职务。",
)
@click.argument("file", metavar="花名册", type=PathText(), help="xlsx、csv、parquet 或其文件夹")
@click.option("--pack", "pack_name", metavar="政策包", help="再按这个政策包核对职务和所需的列")
@click.option("--on", type=Day(), metavar="日期", help="按哪一天检查", show_default="今天")
@click.option("--returned", type=ResultFile(".xlsx"), metavar="文件", help="把有错误的行连同原因写进这个文件")
def check(file: Path, pack_name: str | None, on: date | None, returned: Path | None) -> ExitCode:
    """Tells everything to put right in a roster."""
    pack = load_pack(pack_name) if pack_name else None
    district = read_district(file, pack, on or today())
    counts = [
        (each.sheet, str(each.rows), str(each.kept), str(each.rows - each.kept))
        for each in district.reading.counts
    ]
    say(table(("表", "行数", "可用", "退回"), counts))
    for problem in district.problems:
        say(f"{problem.level}　{problem}")
    for line in _columns(district, pack):
        say(line)
    say(f"错误 {len(district.errors)} 处，提醒 {len(district.problems) - len(district.errors)} 处")
    if returned:
        give_back(district, returned)
    return findings(district.errors)


def _columns(district: District, pack: Pack | None) -> list[str]:
    """The columns nothing asks for, and those grade and pay ask for in vain."""
    unused = [f"{each.sheet}·{each.header}" for each in district.reading.ignored_columns]
    lines = [f"未使用的列：{'、'.join(unused)}"] if unused else []
    if pack and (lacking := _lacking(district.records, pack)):
        lines.append(f"定级和工资还用到这些列，花名册里没有：{'、'.join(lacking)}")
    return lines


def _lacking(records: Records, pack: Pack) -> list[str]:
    plans = [plan(pack) for rule, plan in ((pack.grade, grade_plan), (pack.pay, pay_plan)) if rule]
    read = {name: fact for plan in plans for name, fact in plan.facts.items() if fact.blank_means is None}
    frames = {"花名册": records.people, "社区": records.communities}
    return [
        f"{fact.source}·{name}"
        for name, fact in read.items()
        if fact.source in frames and name not in frames[fact.source].columns
    ]


@click.command(
    "demo-roster",
    cls=Chinese,
    help="造一份演示花名册：虚构的区、街道、社区和人。\n"
    "身份证号校验位正确，但用没有分配的地区码；同一个 --seed 每次造出同一份。",
)
@click.argument("file", metavar="文件", type=ResultFile(".xlsx"), help="要写的 xlsx 文件")
@click.option("--people", type=Whole(1, MOST_PEOPLE), required=True, metavar="人数", help="多少人，如 620")
@click.option("--seed", type=Whole(0, 2**31), default="1", show_default="1", metavar="整数", help="随机种子")
@click.option("--on", type=Day(), metavar="日期", help="按哪一天的情形造", show_default=str(DEMO_DAY))
def demo_roster(file: Path, people: int, seed: int, on: date | None) -> None:
    """Writes an invented district."""
    write_roster(file, make_demo(people, seed, on=on or DEMO_DAY))
    say(f"{people} 人的演示花名册写在 {file}")
