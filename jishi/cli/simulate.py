"""`jishi simulate`: what a month would cost under other rules, who changes grade, and what causes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from jishi.cli import arguments
from jishi.cli.arguments import TABLE_SUFFIXES, Setting, Settings, together
from jishi.cli.chinese import Chinese, fail
from jishi.cli.districts import read_district, tell_reading
from jishi.cli.exit_codes import ExitCode, findings
from jishi.cli.policies import basis, pack_in_use
from jishi.cli.progress import stages
from jishi.cli.results import IDENTITY, money, printed, whole, write_result
from jishi.cli.screen import MOST_SHOWN, say
from jishi.policy.errors import LiteralError
from jishi.policy.pack.model import Pack
from jishi.policy.period import MONTHS_A_YEAR, Month
from jishi.policy.uses.what_if import Change, Group, Trial, changes_of, try_changes
from jishi.roster.tables import Column, Table, Value

TOTALS = {"gross": "应发", "employer_cost": "用工成本"}


@click.command(
    cls=Chinese,
    help="试算：一个月的应发和用工成本改前、改后、全年，每项改动各占多少，按街道和岗位，谁的等级会变。\n"
    "改动按先后逐项叠加，各项之和恰等于总差额；没有结果的人不计入合计。\n"
    "退出码 1：有行被退回，或改前、改后有人没有结果。",
)
@arguments.pack_option()
@arguments.roster_option()
@arguments.month_option()
@click.option(
    "--change", "changes", multiple=True, type=Setting(), metavar="名称=值", help="改什么，写法同 --set"
)
@click.option("--to", "target", metavar="政策包", help="改用另一个政策包；--change 再叠加在它上面")
@arguments.set_option()
@arguments.out_option(*TABLE_SUFFIXES)
def simulate(
    pack_name: str,
    roster: Path,
    month: Month,
    changes: tuple[Settings, ...],
    target: str | None,
    settings: tuple[Settings, ...],
    out: Path | None,
) -> ExitCode:
    """Computes the month before and after every change, and tells what moved."""
    if not changes and not target:
        fail("没有要试算的改动，请写 --change 名称=值，或 --to 另一个政策包")
    chosen = together(settings)
    with (
        pack_in_use(target, {}) if target else nullcontext() as other,
        pack_in_use(pack_name, chosen) as pack,
        stages("试算", 3) as stage,
    ):
        stage("读花名册")
        district = read_district(roster, pack, month.first_day)
        stage("计算")
        trial = try_changes(pack, steps(pack, other, changes), district.records, month)
        stage("写结果")
        tables = (*trial_tables(trial), grade_table(trial))
        if out is not None:
            done = "；".join(each.title for each in trial.effects)
            head = (basis(pack, trial.before.binding.digest, chosen), f"月份：{month}；改动：{done}")
            write_result(out, tables, head, roster)
    tell_reading(district, out)
    say("\n\n".join(f"{each.name}\n{printed(each)}" for each in tables[:-1]))
    say(f"\n{_moved(trial)}")
    if trial.unresolved:
        say(f"{len(trial.unresolved)} 人改前或改后没有结果，不计入合计；原因见 jishi pay", aside=True)
    return findings(district.errors, trial.unresolved)


def steps(pack: Pack, other: Pack | None, changes: Sequence[Settings]) -> tuple[Change, ...]:
    """The changes in the order given; another pack comes first and the rest is laid on it."""
    first = (Change(f"改用「{other.title}」", other),) if other else ()
    try:
        return (*first, *changes_of(other or pack, changes))
    except LiteralError as error:
        fail(str(error))


def trial_tables(trial: Trial) -> tuple[Table, ...]:
    """The totals, the effect of every change, and the sums by street and post class."""
    return (
        Table("合计", (Column("项目", width=12), *_DIFFERENCE), [_total(trial, role) for role in TOTALS]),
        Table("逐项影响", (Column("改动", width=48), *_EFFECT), _effects(trial)),
        Table("按街道", (Column("街道", width=20), *_GROUP), _groups(trial.streets)),
        Table("按岗位", (Column("岗位类别", width=20), *_GROUP), _groups(trial.post_classes)),
    )


_DIFFERENCE = (money("改前每月"), money("改后每月"), money("每月差额"), money("全年差额"))
_EFFECT = (money("应发每月"), money("应发全年"), money("用工成本每月"), money("用工成本全年"))
_GROUP = (whole("人数"), *_DIFFERENCE)


def _total(trial: Trial, role: str) -> tuple[Value, ...]:
    return (TOTALS[role], *_difference(*trial.total(role)))


def _difference(before: int, after: int) -> tuple[int, int, int, int]:
    return before, after, after - before, (after - before) * MONTHS_A_YEAR


def _effects(trial: Trial) -> list[tuple[Value, ...]]:
    return [
        (
            each.title,
            each.gross,
            each.gross * MONTHS_A_YEAR,
            each.employer_cost,
            each.employer_cost * MONTHS_A_YEAR,
        )
        for each in trial.effects
    ]


def _groups(groups: Sequence[Group]) -> list[tuple[Value, ...]]:
    return [(each.name, each.people, *_difference(each.before, each.after)) for each in groups]


def grade_table(trial: Trial) -> Table:
    """Everyone whose grade changes, the money a month, and by which change."""
    columns = (
        *IDENTITY,
        Column("岗位类别", width=12),
        *map(whole, ("改前等级", "改后等级")),
        money("应发每月差额"),
        Column("起因", width=48),
    )
    rows = [
        (
            *(each.worker_id, each.name, each.street, each.community, each.post_class),
            *(each.before, each.after, each.gross_difference, each.cause),
        )
        for each in trial.grades
    ]
    return Table("等级变化", columns, rows)


def _moved(trial: Trial) -> str:
    up = sum(each.after > each.before for each in trial.grades)
    down = len(trial.grades) - up
    people = Counter(f"{each.before}→{each.after}" for each in trial.grades).most_common(MOST_SHOWN)
    listed = f"：{'、'.join(f'{move} {count} 人' for move, count in people)}" if people else ""
    return f"等级变化 {len(trial.grades)} 人，升 {up}，降 {down}{listed}"
