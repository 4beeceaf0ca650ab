"""From typed entries to the model: literals become exact values, texts keep their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from jishi.policy.errors import LiteralError, Place, did_you_mean
from jishi.policy.pack.declared import value_type
from jishi.policy.pack.merge import identity
from jishi.policy.pack.model import (
    BLANK,
    UNCITED,
    Case,
    Clause,
    DatedValue,
    Document,
    Entity,
    FactDeclaration,
    Formula,
    Mark,
    Origin,
    Pack,
    Parameter,
    Table,
)
from jishi.policy.pack.problems import Problems
from jishi.policy.pack.quantity import MONTH, ValueType, parse_literal
from jishi.policy.pack.schema import (
    CaseEntry,
    DocumentEntry,
    FactEntry,
    FormulaEntry,
    PackFiles,
    ParameterEntry,
    ValueEntry,
)
from jishi.policy.pack.tables import TableReader
from jishi.policy.period import Effect, Month

NAME = re.compile(r"[^\W\d]\w*")
N = TypeVar("N", FactDeclaration, Parameter, Table)
RESERVED = ("且", "或", "非", "是", "否", "本月", BLANK)


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where the merged files come from.

    `codes` outermost first; `roots` each pack's folder; `sources` the files read; `writers` the codes of
    the packs that write a thing (`参数:最低工资标准`), outermost first.
    """

    codes: tuple[str, ...]
    roots: Mapping[str, Path]
    sources: tuple[str, ...]
    writers: Mapping[str, tuple[str, ...]]

    def writer(self, section: str, name: str) -> str:
        return self.writers[f"{section}:{name}"][-1]


def build_pack(files: PackFiles, lineage: Lineage, problems: Problems) -> Pack:
    """The pack of the merged files; what cannot be built is reported and left out."""
    _check_names(files, problems)
    facts = _keep(
        build_fact(name, entry, lineage.writer("事实", name), problems) for name, entry in files.facts.items()
    )
    parameters = _keep(
        build_parameter(name, entry, lineage.writer("参数", name), problems)
        for name, entry in files.parameters.items()
    )
    reader = TableReader(lineage.roots, facts, problems)
    tables: dict[str, Table] = _keep(
        reader.read(name, entry, lineage.writer("表", name)) for name, entry in files.tables.items()
    )
    manifest = files.manifest
    return Pack(
        code=manifest.code,
        title=manifest.title,
        category=manifest.category,
        region=manifest.region,
        lineage=lineage.codes,
        documents={entry.code: _document(entry) for entry in files.documents},
        facts=facts,
        parameters=parameters,
        tables=tables,
        formulas={entry.name: _formula(entry, lineage) for entry in files.formulas},
        grade=files.grade,
        pay=files.pay,
        quota=files.quota,
        checks=files.checks,
        lists=files.lists,
        flows=files.flows,
        cases=tuple(case for entry in files.cases if (case := build_case(entry, facts, problems))),
        parents=manifest.parents,
        applies=manifest.applies,
        note=manifest.note,
        wording=manifest.wording,
        frames=manifest.frames,
        versions=manifest.versions,
        origins=_origins(lineage, _samples(files, parameters, tables)),
        sources=(*lineage.sources, *(sheet.place.file for sheet in reader.sheets.values())),
    )


def _samples(files: PackFiles, parameters: Mapping[str, Parameter], tables: Mapping[str, Table]) -> set[str]:
    """The things that hold a value borrowed from elsewhere."""
    found = {f"参数:{p.name}" for p in parameters.values() if any(value.sample for value in p.values)}
    for table in tables.values():
        cells = (cell for version in table.versions for _, cell in table.labelled_cells(version))
        if any(cell.sample for cell in cells):
            found.add(f"表:{table.name}")
    for written, items in files.lists.written.items():
        found |= {f"清单:{written}/{identity(item)}" for item in items if "示例" in item}
    return found


def _origins(lineage: Lineage, samples: set[str]) -> dict[str, Origin]:
    own = lineage.codes[-1]
    origins = {}
    for thing, writers in lineage.writers.items():
        mark = Mark.ADDED if len(writers) == 1 else Mark.REWRITTEN
        if thing in samples:
            mark = Mark.SAMPLE
        elif writers[-1] != own:
            mark = Mark.INHERITED
        origins[thing] = Origin(mark, writers[-1])
    return origins


def _keep(built: Iterable[N | None]) -> dict[str, N]:
    return {each.name: each for each in built if each is not None}


def _check_names(files: PackFiles, problems: Problems) -> None:
    """A name must be writable in a formula and mean one thing only."""
    entries: list[tuple[str, str, Place]] = []
    for section, named in (("事实", files.facts), ("参数", files.parameters), ("表", files.tables)):
        entries += [(section, name, entry.place) for name, entry in named.items()]
    entries += [("公式", entry.name, entry.place_of("名称")) for entry in files.formulas]
    seen: dict[str, str] = {}
    for section, name, place in entries:
        if not NAME.fullmatch(name) or name in RESERVED:
            remedy = "名称用汉字、字母、数字和下划线，不以数字开头，不含空格和标点，也不用语言本身的词"
            problems.add(f"「{name}」不能作{section}的名称", remedy, place)
        elif seen.get(name, section) != section:
            problems.add(f"「{name}」既是{seen[name]}又是{section}", "请给其中一个换名称", place)
        seen.setdefault(name, section)


def build_fact(name: str, entry: FactEntry, origin_pack: str, problems: Problems) -> FactDeclaration | None:
    """A fact with its type and the meaning of an empty cell."""
    with problems.at(entry.place, f"事实「{name}」"):
        type_ = value_type(entry)
        blank = None if entry.blank_means is None else parse_literal(_plain(entry.blank_means), type_)
        return FactDeclaration(
            name,
            Entity(entry.entity),
            entry.source or name,
            Effect(entry.effect),
            type_,
            blank_means=blank,
            note=entry.note,
            citation=entry.citation or UNCITED,
            origin_pack=origin_pack,
            place=entry.place,
        )
    return None


def _plain(literal: tuple[str, ...]) -> str | Sequence[str]:
    """A literal written as one text is one text; only a list of several can be a set."""
    return literal[0] if len(literal) == 1 else literal


def build_parameter(
    name: str, entry: ParameterEntry, origin_pack: str, problems: Problems
) -> Parameter | None:
    """A parameter with its values by date, no two for the same day and announcement."""
    with problems.at(entry.place, f"参数「{name}」"):
        type_ = value_type(entry)
        built = [_dated(name, entry, value, type_, problems) for value in entry.values]
        values = sorted(filter(None, built), key=lambda v: (v.valid_from, v.announced or date.min))
        for before, after in pairwise(values):
            if (before.valid_from, before.announced) == (after.valid_from, after.announced):
                later = max(before, after, key=lambda value: value.place.line or 0)
                remedy = "同一施行日期（和发布日期）只留一个值；更正已公布的值请写不同的「发布」"
                problems.add(f"参数「{name}」在同一天有两个值", remedy, later.place)
        return Parameter(
            name,
            type_,
            tuple(values),
            entry.citation,
            question=entry.question,
            note=entry.note,
            rigid=entry.rigid,
            origin_pack=origin_pack,
            place=entry.place,
        )
    return None


def _dated(
    name: str, entry: ParameterEntry, value: ValueEntry, type_: ValueType, problems: Problems
) -> DatedValue | None:
    place = value.place_of("值") if value.place.file else entry.place_of("值")
    with problems.at(place, f"参数「{name}」"):
        return DatedValue(
            value.since,
            None if value.value == BLANK else parse_literal(value.value, type_),
            value.citation or entry.citation,
            announced=value.announced,
            sample=value.sample or entry.sample,
            inferred=value.inferred or entry.inferred,
            place=place,
        )
    return None


def _document(entry: DocumentEntry) -> Document:
    clauses = tuple(
        Clause(each.number, each.summary, each.status, entry.code, each.place) for each in entry.clauses
    )
    return Document(
        entry.code, entry.title, entry.number, entry.category, entry.effective_on, clauses, entry.place
    )


def _formula(entry: FormulaEntry, lineage: Lineage) -> Formula:
    return Formula(
        entry.name,
        Entity(entry.entity),
        entry.text,
        entry.citation,
        rounding=entry.rounding,
        only_if=entry.only_if,
        unit=entry.unit,
        note=entry.note,
        origin_pack=lineage.writer("公式", entry.name),
        place=entry.place_of("公式"),
    )


def build_case(entry: CaseEntry, facts: Mapping[str, FactDeclaration], problems: Problems) -> Case | None:
    """A worked case, its facts read as the pack declares them."""
    with problems.at(entry.place, f"算例「{entry.title}」"):
        entity, given = _subject(entry)
        return Case(
            entry.title,
            entry.source,
            entity,
            _day(entry),
            entry.on is None,
            _case_facts(given, facts),
            entry.expected,
            settings=entry.settings,
            strategy=entry.strategy,
            changes={_month(text): _case_facts(changed, facts) for text, changed in entry.changes.items()},
            runs_from=_month(entry.runs_from) if entry.runs_from else None,
            term=_term(entry.term),
            assessments={_year(year): result for year, result in entry.assessments.items()},
            ladder_start=(entry.ladder.since, entry.ladder.grade) if entry.ladder else None,
            place=entry.place,
        )
    return None


def _subject(entry: CaseEntry) -> tuple[Entity, dict[str, tuple[str, ...]]]:
    if entry.person is not None and entry.community is not None:
        raise LiteralError("「人员」和「社区」只能写一个", "一个算例说一个人或一个社区")
    if entry.community is not None:
        return Entity.COMMUNITY, entry.community
    return Entity.PERSON, entry.person or {}


def _day(entry: CaseEntry) -> date:
    if (entry.month is None) == (entry.on is None):
        raise LiteralError("「月份」和「日期」要写且只写一个", "例如 月份: 2026-11")
    return entry.on or _month(entry.month or "")


def _month(text: str) -> date:
    return Month.from_index(parse_literal(text, MONTH)).first_day


def _year(text: str) -> int:
    if not re.fullmatch(r"\d{4}", text):
        raise LiteralError(f"「{text}」不是年度", "请写成 2026")
    return int(text)


def _term(days: tuple[date, ...]) -> tuple[date, date] | None:
    if not days:
        return None
    if len(days) != 2 or days[0] >= days[1]:
        raise LiteralError("「届」写得不对", "请写成 [2022-01-01, 2027-01-01]，止日不含在内")
    return days[0], days[1]


def _case_facts(given: Mapping[str, tuple[str, ...]], facts: Mapping[str, FactDeclaration]) -> dict[str, int]:
    result = {}
    for name, literal in given.items():
        if name not in facts:
            near = did_you_mean(name, facts) or "请先在 事实.yaml 中写明"
            raise LiteralError(f"没有叫「{name}」的事实", near)
        result[name] = parse_literal(_plain(literal), facts[name].type)
    return result
