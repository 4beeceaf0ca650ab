"""A policy pack as the rest of the program sees it: inherited, checked, every value typed and cited.

Nothing here computes; formulas are still text. Dates are first days; a value is in force from `valid_from`
until the next one begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jishi.policy.errors import NOWHERE, Blank, Place
from jishi.policy.pack.blanks import blank_texts
from jishi.policy.pack.lists import Lists
from jishi.policy.pack.quantity import RATE_SCALE, ValueType, show_value
from jishi.policy.pack.rules import Check, Flow, Frame, GradeRule, PayRule, QuotaRule, Version
from jishi.policy.pack.shape import BEGINNING, BLANK, UNCITED, Citation
from jishi.policy.period import Effect

__all__ = [
    "BEGINNING", "BLANK", "RATE_SCALE", "UNCITED", "Bracket", "Case", "Cell", "Check", "Citation",
    "Clause", "DatedValue", "Document", "Entity", "FactDeclaration", "Flow", "Formula", "Frame",
    "GradeRule", "Lists", "Mark", "Origin", "Pack", "Parameter", "PayRule", "QuotaRule", "Table",
    "TableMode", "TableVersion", "Threshold", "Version",
]  # fmt: skip


KEY_MARK = "，"  # between the keys of a cell, as people write it: 系数[社区正职，7]


class Entity(StrEnum):
    """What a fact or formula is about."""

    PERSON = "人员"
    COMMUNITY = "社区"


class TableMode(StrEnum):
    """How a table answers: by exact keys, by the bracket a number reaches, or progressively like a tax."""

    LOOKUP = "查值"
    THRESHOLD = "分档"
    PROGRESSIVE = "累进"


class Mark(StrEnum):
    """Where a value of a pack stands against its parents."""

    INHERITED = "继承"
    REWRITTEN = "改写"
    ADDED = "新增"
    SAMPLE = "示例值"


@dataclass(frozen=True, slots=True)
class Origin:
    """How the pack came by a thing (`mark`) and the code of the pack that last wrote it."""

    mark: Mark
    pack: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a document: its number, our own summary, and how far the pack carries it out."""

    number: str
    summary: str
    status: str
    document: str
    place: Place = NOWHERE

    @property
    def ref(self) -> str:
        return f"{self.document}/{self.number}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the pack's document tree."""

    code: str
    title: str
    number: str
    category: str
    effective_on: date | None
    clauses: tuple[Clause, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A parameter's value from a day on; `raw` None is 待填.

    `announced` is when the value became known; without it, it was always known. `sample` is the origin of a
    value borrowed from elsewhere (示例值), `inferred` the reasoning behind one we worked out (推算，待确认).
    """

    valid_from: date
    raw: int | None
    citation: Citation
    announced: date | None = None
    sample: str | None = None
    inferred: str | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or choice the documents set, by date. `rigid` (刚性) limits how a child pack may change it."""

    name: str
    type: ValueType
    values: tuple[DatedValue, ...]
    citation: Citation
    question: str = ""
    note: str = ""
    rigid: str | None = None
    origin_pack: str = ""
    place: Place = NOWHERE

    def at(self, on: date, known_at: date | None = None) -> DatedValue | None:
        """The value in force on a day, as known at `known_at` (default: all that is known now)."""
        in_force = [
            value
            for value in self.values
            if value.valid_from <= on
            and (known_at is None or value.announced is None or value.announced <= known_at)
        ]
        return max(in_force, key=lambda v: (v.valid_from, v.announced or BEGINNING), default=None)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a look-up table; `raw` None is 待填."""

    raw: int | None
    citation: Citation
    sample: str | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Threshold:
    """From `at_least` on (raw of the table's `argument` type) the cell applies."""

    at_least: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Bracket:
    """What exceeds `over` 分 is taxed at `rate` / 10^RATE_SCALE, less `quick` 分 on the whole."""

    over: int
    rate: int
    quick: int


@dataclass(frozen=True, slots=True)
class TableVersion:
    """A table from a day on; which of the three contents is filled follows from the table's mode."""

    valid_from: date
    cells: Mapping[tuple[str, ...], Cell] = field(default_factory=dict)
    thresholds: tuple[Threshold, ...] = ()
    brackets: tuple[Bracket, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the documents. `keys` are fact or formula names; cell keys are their texts, in that order.

    `argument` is the type of the number looked up in 分档 and 累进 tables.
    """

    name: str
    mode: TableMode
    keys: tuple[str, ...]
    type: ValueType
    versions: tuple[TableVersion, ...]
    citation: Citation
    argument: ValueType | None = None
    question: str = ""
    origin_pack: str = ""
    place: Place = NOWHERE

    def at(self, on: date) -> TableVersion | None:
        """The version in force on a day."""
        in_force = (version for version in self.versions if version.valid_from <= on)
        return max(in_force, key=lambda version: version.valid_from, default=None)

    def blanks(self, on: date) -> Iterator[Blank]:
        """The cells of the version in force that are 待填, each under the name `--set` would use."""
        version = self.at(on) or TableVersion(on)
        for label, cell in self.labelled_cells(version):
            if cell.raw is None:
                question = self.question or f"「{self.name}」中「{label}」一格是多少"
                yield Blank(f"{self.name}[{label}]", question, cell.citation.refs, "表", cell.place)

    def labelled_cells(self, version: TableVersion) -> Iterator[tuple[str, Cell]]:
        """Each cell of a version under its keys as people write them: `社区正职，7`, or the bound reached."""
        yield from ((KEY_MARK.join(key), cell) for key, cell in version.cells.items())
        argument = self.argument or self.type
        yield from ((show_value(argument, row.at_least), row.cell) for row in version.thresholds)


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """An input of the pack's formulas.

    `source` names the catalogue fact it is taken from, or 花名册 / 社区 for a column of its own name.
    `effect` says since when a change counts. `blank_means` is what an empty cell stands for; without it an
    empty cell is a missing fact.
    """

    name: str
    entity: Entity
    source: str
    effect: Effect
    type: ValueType
    blank_means: int | None = None
    note: str = ""
    citation: Citation = UNCITED
    origin_pack: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Formula:
    """One named quantity in the words of the rule; the plan compiler reads `text` and `only_if`."""

    name: str
    entity: Entity
    text: str
    citation: Citation
    rounding: str | None = None
    only_if: str | None = None
    unit: str = ""
    note: str = ""
    origin_pack: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: somebody's facts, and what the document says comes out.

    `on` is the day, or the first of the month when `monthly`. `facts` are raw values of the pack's facts;
    `changes` are facts from the first of a month on, the year being run from `runs_from`. `expected` maps a
    result's name to its written form, which only the plan can type.
    """

    title: str
    source: str
    entity: Entity
    on: date
    monthly: bool
    facts: Mapping[str, int]
    expected: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)
    strategy: str | None = None
    changes: Mapping[date, Mapping[str, int]] = field(default_factory=dict)
    runs_from: date | None = None
    term: tuple[date, date] | None = None
    assessments: Mapping[int, str] = field(default_factory=dict)
    ladder_start: tuple[date, int] | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Pack:
    """A complete pack. `origins` is keyed `参数:最低工资标准`, `公式:等级`, `清单:退出规则/连续两年` …

    `lineage` lists the codes it inherits from, outermost first, ending in its own; `sources` the files read.
    """

    code: str
    title: str
    category: str
    region: str
    lineage: tuple[str, ...]
    documents: Mapping[str, Document]
    facts: Mapping[str, FactDeclaration]
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, Table]
    formulas: Mapping[str, Formula]
    grade: GradeRule | None
    pay: PayRule | None
    quota: tuple[QuotaRule, ...]
    checks: tuple[Check, ...]
    lists: Lists
    flows: tuple[Flow, ...]
    cases: tuple[Case, ...]
    parents: tuple[str, ...] = ()
    applies: str = ""
    note: str = ""
    wording: Mapping[str, str] = field(default_factory=dict)
    frames: tuple[Frame, ...] = ()
    versions: tuple[Version, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    def clause(self, ref: str) -> Clause:
        """The clause a reference names; the loader has checked every reference a pack writes."""
        code, _, number = ref.partition("/")
        return next(clause for clause in self.documents[code].clauses if clause.number == number)

    def blanks(self, on: date) -> tuple[Blank, ...]:
        """Every 待填 a day meets: parameters, table cells, then texts of lists, rules and flows."""
        return (
            *(_blank_parameter(p) for p in self.parameters.values() if (v := p.at(on)) and v.raw is None),
            *(blank for table in self.tables.values() for blank in table.blanks(on)),
            *blank_texts(self.lists, "清单"),
            *(blank for flow in self.flows for blank in blank_texts(flow, "流程", flow.code)),
            *(blank_texts(self.grade, "规则", "等级") if self.grade else ()),
            *(blank_texts(self.pay, "规则", "工资") if self.pay else ()),
            *(blank for quota in self.quota for blank in blank_texts(quota, "员额", quota.name)),
            *(blank for check in self.checks for blank in blank_texts(check, "检查", check.name)),
            *(blank for frame in self.frames for blank in blank_texts(frame, "框架", "框架")),
        )


def _blank_parameter(parameter: Parameter) -> Blank:
    question = parameter.question or f"「{parameter.name}」是多少"
    return Blank(parameter.name, question, parameter.citation.refs, "参数", parameter.place)
