"""`jishi explain`: one worker's grade, pay, entry conditions and exit findings, with every reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import polars as pl

from jishi.cli import arguments
from jishi.cli.arguments import Settings, Word, together
from jishi.cli.chinese import Chinese, fail
from jishi.cli.districts import read_district
from jishi.cli.exit_codes import ExitCode, findings
from jishi.cli.policies import clause_text, pack_in_use
from jishi.cli.screen import say, shortened, table
from jishi.policy.engines.trace import Step, tell
from jishi.policy.errors import FactError
from jishi.policy.pack.model import Pack
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.explaining import (
    GradeExplanation,
    PayExplanation,
    explain_entry,
    explain_exit,
    explain_grade,
    explain_pay,
    only,
)
from jishi.policy.uses.scope import scope_everyone

ALL = "全部"


@dataclass(frozen=True, slots=True)
class Told:
    """One part of the explanation: its lines, the clauses they rest on, and whether there is a result."""

    lines: tuple[str, ...]
    clauses: tuple[str, ...] = ()
    finished: bool = True


Part = Callable[[Pack, Records, str, Month], Told]


@click.command(
    cls=Chinese,
    help="说明一个人：等级怎么来、何时升、怎样更快、卡在哪里；准入条件，退出规则；工资单和每一分的推导。\n"
    "退出码 1：等级或应发没有结果。",
)
@arguments.pack_option()
@arguments.roster_option()
@arguments.month_option()
@click.option("--worker", required=True, metavar="编号", help="工号、身份证号，或不重名的姓名")
@click.option(
    "--what",
    type=Word("等级", "工资", "准入", "退出", ALL),
    default=ALL,
    show_default=ALL,
    metavar="内容",
    help="等级、工资、准入、退出或全部",
)
@arguments.set_option()
def explain(
    pack_name: str, roster: Path, month: Month, worker: str, what: str, settings: tuple[Settings, ...]
) -> ExitCode:
    """Tells everything about one worker, or the part asked for."""
    with pack_in_use(pack_name, together(settings)) as pack:
        records = read_district(roster, pack, month.first_day).records
        worker_id = find_worker(records, worker)
        parts = PARTS if what == ALL else {what: PARTS[what]}
        try:
            told = {title: part(pack, records, worker_id, month) for title, part in parts.items()}
        except FactError as error:
            fail(str(error))
    say(f"{_who(records, worker_id)}　{month}　按「{pack.title}」")
    for title, each in told.items():
        say("\n".join(("", f"【{title}】", *each.lines)))
    say("\n".join(("", "【所依条款】", *_clauses(pack, told))))
    return findings(*(not each.finished for each in told.values()))


def find_worker(records: Records, worker: str) -> str:
    """The number of the one person meant by a number, an ID number or a name."""
    columns = ("worker_id", "id_number", "name")
    matches = (records.people.filter(pl.col(column) == worker)["worker_id"].to_list() for column in columns)
    found: list[str] = next(filter(None, matches), [])
    if not found:
        fail(f"花名册里没有「{worker}」，或这一行因有错误被退回。请核对，或先运行 jishi roster check")
    if len(found) > 1:
        same = [f"  {_who(records, worker_id)}" for worker_id in found]
        fail(f"有 {len(found)} 人叫「{worker}」，请改用工号：\n{shortened(same, '请用工号')}")
    return found[0]


def _who(records: Records, worker_id: str) -> str:
    person = records.people.row(by_predicate=pl.col("worker_id") == worker_id, named=True)
    places = [person[column] for column in ("street", "community", "position") if person[column]]
    return f"{person['name']}（{worker_id}）{'　'.join(places)}"


def _clauses(pack: Pack, told: Mapping[str, Told]) -> Iterator[str]:
    refs = dict.fromkeys(ref for each in told.values() for ref in each.clauses)
    yield from (f"  {clause_text(pack, ref)}" for ref in refs)


def _grade(pack: Pack, records: Records, worker_id: str, month: Month) -> Told:
    if pack.grade is None:
        return Told(("本政策包没有等级规则",))
    found = explain_grade(pack, records, worker_id, month)
    refs = [
        *_cited(found.step),
        *(ref for prospect in found.prospects for ref in prospect.clauses),
        *(ref for hold in found.holds for ref in hold.clauses),
    ]
    return Told(tuple(_grade_lines(found)), tuple(refs), found.row.proposed is not None)


def _grade_lines(found: GradeExplanation) -> Iterator[str]:
    yield found.row.sentence
    if found.row.reason:
        yield f"晋级经过：{found.row.reason}"
    yield "推导："
    yield from (f"  {line}" for line in tell(found.step))
    if found.row.next_on:
        yield f"下一级：只凭时间推移，{found.row.next_on} 起"
    yield "怎样更快："
    yield from _each(f"{each.name}：{each.sentence}" for each in found.prospects)
    yield "换岗："
    yield from _each(each.sentence for each in found.moves)
    yield "晋级前提："
    yield from _each(f"{_sign(each.met)} {each.name}：{each.sentence}" for each in found.holds)


def _sign(met: bool | None) -> str:
    return "待核" if met is None else "符合" if met else "不符"


def _each(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines] or ["  政策包没有写"]


def _pay(pack: Pack, records: Records, worker_id: str, month: Month) -> Told:
    if pack.pay is None:
        return Told(("本政策包没有工资规则",))
    found = explain_pay(pack, records, worker_id, month)
    refs = [ref for step in found.steps for ref in _cited(step)]
    gross = found.pay.outputs[found.pay.roles["gross"]][found.row]
    return Told(tuple(_pay_lines(found)), tuple(refs), gross is not None)


def _pay_lines(found: PayExplanation) -> Iterator[str]:
    steps = {step.name: step for step in found.steps}
    categories = {item.name: item.category for item in found.pay.items}
    slip = [(name, categories.get(name, "合计"), step.value) for name, step in steps.items()]
    yield from table(("项目", "类别", "金额"), slip).splitlines()
    yield "推导："
    yield from _derivations(found, steps)


def _derivations(found: PayExplanation, steps: Mapping[str, Step]) -> list[str]:
    """Net pay first, whose tree holds most items; then whatever no tree before holds."""
    roles = found.pay.roles
    first = [roles[part] for part in ("net", "employer_cost", "gross") if part in roles]
    trees: dict[str, Step] = {}
    held: set[str] = set()
    for name in dict.fromkeys([*first, *steps]):
        if name not in held:
            trees[name] = steps[name]
            held |= {step.name for step in steps[name].walk()}
    return tell(Step("公式", "工资单", "", None, inputs=tuple(trees.values())))[1:]


def _entry(pack: Pack, records: Records, worker_id: str, month: Month) -> Told:
    standing = scope_everyone(pack, only(records, worker_id), month.first_day)
    found = explain_entry(pack, records, worker_id, month)
    lines = _each(f"{each.verdict} {each.name}：{each.sentence}" for each in found)
    included = [f"范围：{row.verdict}　{row.reason}" for row in standing]
    refs = [ref for row in standing for ref in row.clauses]
    return Told((*included, *lines), (*refs, *(ref for each in found for ref in each.clauses)))


def _exit(pack: Pack, records: Records, worker_id: str, month: Month) -> Told:
    found = explain_exit(pack, records, worker_id, month)
    lines = [
        f"{each.finding.verdict} {each.rule}：{each.finding.sentence}；处理：{each.treatment}"
        for each in found
    ]
    note = "只提示情形是否出现，退出须由人审核决定"
    return Told(
        (*_each(lines or ["没有考核记录"]), note), tuple(ref for each in found for ref in each.clauses)
    )


def _cited(step: Step) -> list[str]:
    return [ref for each in step.walk() for ref in each.clauses]


PARTS: Mapping[str, Part] = {"等级": _grade, "准入": _entry, "退出": _exit, "工资": _pay}
