"""`jishi packs` and `jishi pack …`: what packs there are, what they say, whether they are right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from jishi.cli.arguments import Day, PathText, today
from jishi.cli.chinese import Chinese, Family
from jishi.cli.exit_codes import ExitCode, findings
from jishi.cli.pack_check import compile_everything
from jishi.cli.pack_report import pack_report
from jishi.cli.policies import blank_text
from jishi.cli.screen import say, table
from jishi.policy.errors import PackErrors
from jishi.policy.pack.diff import diff_packs
from jishi.policy.pack.loader import list_packs, load_pack, new_pack
from jishi.policy.pack.model import Pack
from jishi.policy.uses.cases import check_cases

NAME = "政策包"


@click.command(cls=Chinese, help="列出随附的政策包：类别、条款、算例和待填项数。")
def packs() -> None:
    """Lists the packs that come with the program."""
    rows = [_overview(load_pack(code)) for code in list_packs()]
    say(table(("代码", "名称", "类别", "继承", "条款", "算例", "待填"), rows))


def _overview(pack: Pack) -> tuple[str, ...]:
    clauses = sum(len(document.clauses) for document in pack.documents.values())
    counts = (clauses, len(pack.cases), len(pack.blanks(today())))
    return (pack.code, pack.title, pack.category, "、".join(pack.parents) or "—", *map(str, counts))


pack = Family("pack", help="检查、查看、比较、新建政策包。")


@pack.command(
    "check",
    short_help="检查格式、引用、公式和全部算例",
    help="检查一个政策包：格式，依据的条款，参数、表、公式能否编译，全部算例是否算得一致，有几项待填。\n"
    "退出码 1：有算例对不上；3：政策包有误，逐条列出文件、行号和改法。",
)
@click.argument("name", metavar=NAME, help="代码或文件夹")
@click.option("--on", type=Day(), metavar="日期", help="待填项按哪一天数", show_default="今天")
def check(name: str, on: date | None) -> ExitCode:
    """Checks everything there is to check in a pack."""
    found = load_pack(name)
    if errors := compile_everything(found):
        raise PackErrors(errors)
    say(f"{found.title}（{found.code}）格式、条款、参数、表、公式都通过")
    mismatches = check_cases(found)
    wrong = {mismatch.case for mismatch in mismatches}
    say(f"算例 {len(found.cases)} 个，算得一致 {len(found.cases) - len(wrong)} 个")
    for mismatch in mismatches:
        say(str(mismatch), aside=True)
    blanks = found.blanks(on or today())
    say(f"{len(blanks)} 项待填{'：' if blanks else ''}")
    for blank in blanks:
        say(f"  {blank_text(found, blank).splitlines()[0]}　依据 {'、'.join(blank.clauses) or '—'}")
    return findings(mismatches)


@pack.command(
    "show",
    short_help="说了什么：条款、参数、表、公式、清单、流程",
    help="看一个政策包说了什么：文件和条款各落到哪里，参数、表、公式、清单、流程，每个值的来历。",
)
@click.argument("name", metavar=NAME, help="代码或文件夹")
@click.option("--on", type=Day(), metavar="日期", help="只看这一天有效的值；不写则列出各日期的值")
def show(name: str, on: date | None) -> None:
    """Prints a pack for reading."""
    say("\n".join(pack_report(load_pack(name), on)))


@pack.command("diff", short_help="比较两个政策包", help="逐项比较两个政策包，两边各带依据。")
@click.argument("old", metavar="甲", help="代码或文件夹")
@click.argument("new", metavar="乙", help="代码或文件夹")
def diff(old: str, new: str) -> None:
    """Prints every difference between two packs."""
    rows = diff_packs(load_pack(old), load_pack(new))
    section = ""
    for row in rows:
        if row.section != section:
            section = row.section
            say(f"【{section}】")
        say(f"  {row.name}")
        for side, value, clause in (("甲", row.old, row.old_clause), ("乙", row.new, row.new_clause)):
            say(f"    {side}  {value or '（没有）'}" + (f"　依据 {clause}" if clause else ""))
    say(f"共 {len(rows)} 处不同")


@pack.command(
    "new",
    short_help="新建一个政策包的骨架",
    help="在一个新文件夹里写好带注释的政策包骨架，文件夹名就是代码；改完用 jishi pack check 检查。",
)
@click.argument("folder", metavar="文件夹", type=PathText(), help="还不存在的文件夹，如 my-city")
def new(folder: Path) -> None:
    """Writes the skeleton of a pack."""
    written = new_pack(folder)
    say(f"已建好 {written}。下一步：按注释填写，再运行 jishi pack check {written}")
