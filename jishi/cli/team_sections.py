"""The parts of the comparison of a team with its rules: each tells its sums and gives one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from jishi.cli.results import IDENTITY, whole
from jishi.cli.screen import shortened
from jishi.policy.errors import BlankError, FactError
from jishi.policy.facts.units import Scope
from jishi.policy.pack.model import Pack
from jishi.policy.records import Records
from jishi.policy.uses.exits import exit_hits
from jishi.policy.uses.scope import IN, OPEN, OUT, ScopeRow, scope_everyone
from jishi.policy.uses.team import (
    RetirementRow,
    StructureReport,
    TrainingRow,
    reserve_requirements,
    retirements,
    selection_caps,
    staying,
    structure_reports,
    training_rows,
)
from jishi.roster.tables import Column, Table, Value

SENTENCE, CLAUSES = Column("说明", width=60), Column("依据", width=24)
MORE = "全部见 --out 的结果文件"
STATES = {True: "达标", False: "未达标", None: "无法计算"}


@dataclass(frozen=True)
class Asked:
    """What a comparison is asked for: `pack_name` as typed, `reserves` people by pool, `months` ahead."""

    pack_name: str
    pack: Pack
    records: Records
    on: date
    reserves: Mapping[str, int]
    months: int

    @cached_property
    def staff(self) -> Records:
        """The records of those who have not left."""
        return staying(self.records, self.on)

    def who(self, worker_id: str) -> tuple[Value, ...]:
        """Number, name, street and community of a person."""
        return worker_id, *self._people[worker_id]

    @cached_property
    def _people(self) -> Mapping[str, tuple[Value, ...]]:
        rows = self.records.people.select("worker_id", "name", "street", "community").iter_rows()
        return {worker_id: tuple(rest) for worker_id, *rest in rows}


@dataclass(frozen=True, slots=True)
class Section:
    """One part: its lines, its table, and whether something of it could not be told."""

    title: str
    lines: tuple[str, ...]
    table: Table | None = None
    untold: bool = False


class Part(NamedTuple):
    """A part of the comparison: the items of the pack it rests on, and how it is told."""

    title: str
    rules: str
    written: Callable[[Pack], Sequence[object]]
    tell: Callable[[str, Asked], Section]


def compare(asked: Asked) -> Iterator[Section]:
    """Every part in its order; one the pack leaves out or open says so, and the others go on."""
    for part in PARTS:
        if not part.written(asked.pack):
            yield Section(part.title, (f"政策包没有写{part.rules}",))
            continue
        try:
            yield part.tell(part.title, asked)
        except BlankError as error:
            names = "、".join(blank.name for blank in error.blanks)
            where = f"问题和依据见 jishi pack check {asked.pack_name}"
            yield Section(part.title, (f"没有算，还有待填：{names}；{where}",), untold=True)
        except FactError as error:
            yield Section(part.title, (f"没有算：{error}",), untold=True)


def digest_table(sections: Iterable[Section]) -> Table:
    """What the screen says, a line a row."""
    rows = [(section.title, line.strip()) for section in sections for line in section.lines]
    return Table("概要", (Column("部分", width=10), Column("说明", width=100)), rows)


def _listed(lines: Sequence[str]) -> list[str]:
    return shortened([f"  {line}" for line in lines], MORE).splitlines() if lines else []


def _clauses(refs: tuple[str, ...]) -> str:
    return "、".join(refs)


def _scope(title: str, asked: Asked) -> Section:
    rows = scope_everyone(asked.pack, asked.records, asked.on)
    columns = (
        *(*IDENTITY, Column("结论", width=8), Column("规则", width=20), Column("理由", width=40)),
        CLAUSES,
    )
    table = [
        (*asked.who(row.worker_id), row.verdict, row.rule, row.reason, _clauses(row.clauses)) for row in rows
    ]
    untold = any(row.verdict == OPEN for row in rows)
    return Section(title, tuple(_scope_lines(rows)), Table(title, columns, table), untold)


def _scope_lines(rows: Sequence[ScopeRow]) -> Iterator[str]:
    """How many are in, out and to be checked, for what reasons, and who is not in."""
    counts = Counter(row.verdict for row in rows)
    yield f"在职 {len(rows)} 人：{'，'.join(f'{each} {counts[each]}' for each in (IN, OUT, OPEN))}"
    reasons = Counter((row.verdict, _ruled(row)) for row in rows if row.verdict != IN)
    yield from (f"  {verdict} {count} 人　{why}" for (verdict, why), count in reasons.most_common())
    for verdict in (OPEN, OUT):
        people = [f"{row.name}（{row.worker_id}）{_ruled(row)}" for row in rows if row.verdict == verdict]
        if people:
            yield f"{verdict}的人："
            yield from _listed(people)


def _ruled(row: ScopeRow) -> str:
    return f"{row.rule}：{row.reason}" if row.rule else row.reason


def _structure(title: str, asked: Asked) -> Section:
    reports = structure_reports(asked.pack, asked.records, asked.on)
    lines = tuple(line for report in reports for line in _report_lines(report))
    columns = (
        *(Column("目标", width=20), Column("年度", "whole", 6), Column("口径", width=8), Column("单位")),
        *(Column("现状", width=10), Column("要求", width=16), Column("结果", width=10)),
        *(whole("还差人数"), whole("资料不全"), SENTENCE, CLAUSES),
    )
    rows = [row for report in reports for row in _structure_rows(report)]
    untold = any(row.met is None or row.unknown for report in reports for row in report.rows)
    return Section(title, lines, Table(title, columns, rows), untold)


def _report_lines(report: StructureReport) -> Iterator[str]:
    """The sentence of the district; of streets and communities the sums, and all that miss the target."""
    if report.scope is Scope.DISTRICT:
        yield from (f"{report.year}年　{row.sentence}" for row in report.rows)
        return
    states = Counter(STATES[row.met] for row in report.rows)
    figures = "，".join(f"{state} {count}" for state, count in states.most_common())
    yield f"{report.year}年　{report.target}{report.goal}：{len(report.rows)} 个{report.scope}，{figures}"
    yield from _listed([row.sentence for row in report.rows if not row.met])


def _structure_rows(report: StructureReport) -> Iterator[tuple[Value, ...]]:
    for row in report.rows:
        value = None if row.value is None else report.goal.text(row.value)
        place = (report.target, report.year, report.scope.value, row.unit)
        figures = (value, str(report.goal), STATES[row.met], row.gap, row.unknown)
        yield (*place, *figures, row.sentence, _clauses(report.clauses))


def _training(title: str, asked: Asked) -> Section:
    rows = training_rows(asked.pack, asked.records, asked.on)
    late = [row for row in rows if row.due.overdue_days]
    longest = sorted(late, key=lambda row: row.due.overdue_days, reverse=True)
    lacking = asked.staff.people["entered_on"].null_count()
    lines = [*_cadences(asked.pack, rows), *_listed([_late(row) for row in longest])]
    lines += [f"另有 {lacking} 人没有登记进入日期，未计"] if lacking else []
    columns = (*IDENTITY, Column("周期", width=20), Column("最迟日期", "day", 12), whole("逾期天数"))
    table = [
        (*asked.who(row.worker_id), row.cadence, row.due.due_on, row.due.overdue_days, *_cited(row))
        for row in rows
    ]
    return Section(title, tuple(lines), Table(title, (*columns, SENTENCE, CLAUSES), table), bool(lacking))


def _cadences(pack: Pack, rows: Sequence[TrainingRow]) -> Iterator[str]:
    """How many each cadence applies to, and how many of them are overdue."""
    people = Counter(row.cadence for row in rows)
    late = Counter(row.cadence for row in rows if row.due.overdue_days)
    for cadence in pack.lists.training_cadences:
        yield f"{cadence.name}：{people[cadence.name]} 人，逾期 {late[cadence.name]} 人"


def _late(row: TrainingRow) -> str:
    return f"{row.name}（{row.worker_id}）{row.cadence}：{row.due.sentence}"


def _cited(row: TrainingRow) -> tuple[str, str]:
    return row.due.sentence, _clauses(row.clauses)


def _reserves(title: str, asked: Asked) -> Section:
    pools = reserve_requirements(asked.pack, asked.records, asked.reserves, asked.on)
    columns = (Column("后备库", width=20), *map(whole, ("应备", "最多", "现有", "还缺")), SENTENCE)
    rows = [
        (each.pool, each.required, each.most, each.actual, each.shortage, each.sentence) for each in pools
    ]
    lines = [each.sentence for each in pools]
    unknown = [each.pool for each in pools if each.actual is None]
    lines += [f"现有人数没有给出，写法：--reserves {unknown[0]}=人数"] if unknown else []
    return Section(title, tuple(lines), Table(title, columns, rows))


def _selections(title: str, asked: Asked) -> Section:
    caps = selection_caps(asked.pack, asked.records, asked.on)
    rows = [(name, cap.places, cap.sentence) for name, cap in caps]
    lines = tuple(f"{name}：{cap.sentence}" for name, cap in caps)
    return Section(title, lines, Table(title, (Column("遴选", width=20), whole("名额"), SENTENCE), rows))


def _retirements(title: str, asked: Asked) -> Section:
    rows = retirements(asked.records, asked.on, asked.months)
    needed = asked.staff.people.select("birth_on", "retirement_category")
    lacking = needed.height - needed.drop_nulls().height
    lines = [f"{asked.months} 个月内到龄或已到龄 {len(rows)} 人"]
    lines += _listed([f"{row.name}（{row.worker_id}）{row.retirement.sentence(asked.on)}" for row in rows])
    lines += [f"另有 {lacking} 人没有登记出生日期或退休类别，未计"] if lacking else []
    columns = (
        *(*IDENTITY, Column("退休类别", width=8), Column("法定退休年龄", width=12)),
        *(Column("到龄日期", "day", 12), whole("剩余月数"), SENTENCE),
    )
    table = [(*asked.who(row.worker_id), *_retirement(row, asked.on)) for row in rows]
    return Section(title, tuple(lines), Table(title, columns, table), bool(lacking))


def _retirement(row: RetirementRow, on: date) -> tuple[Value, ...]:
    reached = row.retirement
    left, sentence = reached.months_left(on), reached.sentence(on)
    return reached.category, reached.age_text, reached.on, left, sentence


def _exits(title: str, asked: Asked) -> Section:
    hits = exit_hits(asked.pack, asked.staff, asked.on)
    counts = Counter(hit.rule for hit in hits)
    lines = [f"{rule.name}：{counts[rule.name]} 人" for rule in asked.pack.lists.exit_rules]
    lines += _listed([f"{hit.name}（{hit.worker_id}）{hit.rule}：{hit.finding.sentence}" for hit in hits])
    lines.append("只提示，不自动处理：退出须由人审核决定")
    columns = (*IDENTITY, Column("规则", width=20), Column("处理", width=20), SENTENCE, CLAUSES)
    rows = [
        (*asked.who(hit.worker_id), hit.rule, hit.treatment, hit.finding.sentence, _clauses(hit.clauses))
        for hit in hits
    ]
    return Section(title, tuple(lines), Table(title, columns, rows))


def _national(pack: Pack) -> Sequence[object]:
    return (pack,)  # retirement is the law of the land, whatever a pack says


PARTS = (
    Part("范围", "范围规则", lambda pack: pack.lists.scope_rules, _scope),
    Part("结构", "结构目标", lambda pack: pack.lists.structure_targets, _structure),
    Part("培训", "培训周期", lambda pack: pack.lists.training_cadences, _training),
    Part("后备", "后备比例", lambda pack: pack.lists.reserve_ratios, _reserves),
    Part("遴选", "遴选", lambda pack: pack.lists.selections, _selections),
    Part("退休", "退休", _national, _retirements),
    Part("退出提示", "退出规则", lambda pack: pack.lists.exit_rules, _exits),
)
