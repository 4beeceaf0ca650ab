"""Tables from CSV files: complete, unique, rising; refused otherwise, with the line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, product
from math import prod
from pathlib import Path

from jishi.policy.errors import LiteralError, PackError, did_you_mean
from jishi.policy.money import show_yuan, split_number
from jishi.policy.pack.declared import value_type
from jishi.policy.pack.model import (
    BEGINNING,
    BLANK,
    Bracket,
    Cell,
    Citation,
    FactDeclaration,
    Table,
    TableMode,
    TableVersion,
    Threshold,
)
from jishi.policy.pack.problems import Problems
from jishi.policy.pack.quantity import (
    LARGEST,
    NONE,
    PERCENT,
    RATE,
    RATE_SCALE,
    SEPARATOR,
    TRUTH,
    WIDEST_KEY,
    Kind,
    ValueType,
    choice_type,
    parse_literal,
    show_value,
)
from jishi.policy.pack.schema import TableEntry
from jishi.policy.pack.shape import parse_citation, parse_day
from jishi.policy.pack.source import Row, Sheet, inside, read_csv

FOLDER = "表"
SINCE, CITED, SAMPLE = "自", "依据", "示例"
AT_LEAST, OVER, TAXED_AT, QUICK = "达到", "超过", "税率", "速算扣除数"
MOST_CELLS = 100_000

_MONEY = ValueType(Kind.MONEY, lo=0, hi=LARGEST)


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads the tables of a pack; `roots` gives each pack's folder, `facts` the domains of keys."""

    roots: Mapping[str, Path]
    facts: Mapping[str, FactDeclaration]
    problems: Problems
    sheets: dict[Path, Sheet] = field(default_factory=dict)

    def read(self, name: str, entry: TableEntry, origin_pack: str) -> Table | None:
        """The table, or None after reporting why not."""
        with self.problems.at(entry.place, f"表「{name}」"):
            type_ = _MONEY if entry.mode == TableMode.PROGRESSIVE else value_type(entry)
            task = _Task(name, entry, type_, self._sheet(entry), self)
            task.need_columns()
            versions = {
                TableMode.LOOKUP: task.lookup,
                TableMode.THRESHOLD: task.thresholds,
                TableMode.PROGRESSIVE: task.brackets,
            }[TableMode(entry.mode)]()
            return Table(
                name,
                TableMode(entry.mode),
                entry.keys,
                type_,
                versions,
                entry.citation,
                argument=task.argument(),
                question=entry.question,
                origin_pack=origin_pack,
                place=entry.place,
            )
        return None

    def _sheet(self, entry: TableEntry) -> Sheet:
        place = entry.place_of("文件")
        code = place.file.partition("/")[0]
        path = inside(self.roots[code] / FOLDER, entry.file, place)
        if not path.is_file():
            remedy = f"表格放在「{FOLDER}」文件夹里，这里只写文件名，不写「{FOLDER}/」"
            raise PackError(f"「{FOLDER}/{entry.file}」不存在", remedy, place)
        if path not in self.sheets:
            self.sheets[path] = read_csv(path, f"{code}/{FOLDER}/{entry.file}")
        return self.sheets[path]


@dataclass(frozen=True, slots=True)
class _Task:
    """One table being read."""

    name: str
    entry: TableEntry
    type: ValueType
    sheet: Sheet
    reader: TableReader

    @property
    def column(self) -> str:
        return self.entry.column or self.name

    def need_columns(self) -> None:
        """Every column the table's mode asks for must be there."""
        needed = {
            TableMode.LOOKUP: (*self.entry.keys, self.column),
            TableMode.THRESHOLD: (AT_LEAST, self.column),
            TableMode.PROGRESSIVE: (OVER, TAXED_AT, QUICK),
        }[TableMode(self.entry.mode)]
        for column in needed:
            if column not in self.sheet.header:
                near = did_you_mean(column, self.sheet.header)
                raise PackError(
                    f"表「{self.name}」需要的列「{column}」不在文件里",
                    f"{near}现有的列：{'、'.join(self.sheet.header)}",
                    self.sheet.place,
                )
        if self.entry.mode == TableMode.LOOKUP and not self.entry.keys:
            raise LiteralError("没有写「键」", "请写 键: [事实名]，说明按什么查")
        if not self.sheet.rows:
            raise PackError(f"表「{self.name}」没有内容", "列名之下每行写一条", self.sheet.place)

    def lookup(self) -> tuple[TableVersion, ...]:
        """Cells by the texts of their keys, each version complete over keys that are facts."""
        versions: dict[date, dict[tuple[str, ...], Cell]] = {}
        sound = len(self.reader.problems.found)
        for row in self.sheet.rows:
            with self.reader.problems.at(row.place, f"表「{self.name}」"):
                key = tuple(self._label(name, row.cells[name]) for name in self.entry.keys)
                cells = versions.setdefault(_since(row), {})
                if key in cells:
                    raise LiteralError(f"「{'，'.join(key)}」写了两行", "同一组键只留一行")
                cells[key] = self._cell(row)
        for since, cells in versions.items() if len(self.reader.problems.found) == sound else ():
            self._complete(since, cells)
        return tuple(TableVersion(since, cells) for since, cells in sorted(versions.items()))

    def _label(self, key: str, text: str) -> str:
        """A key cell in the form look-ups use; only a fact's domain is known here, a formula's is not."""
        fact = self.reader.facts.get(key)
        if fact is None or (fact.type.kind is Kind.SET and text == NONE):
            return text
        one_of_set = fact.type.kind is Kind.SET
        raw = parse_literal(text, choice_type(fact.type.domain) if one_of_set else fact.type)
        return str(raw) if fact.type.kind is Kind.NUMBER else text

    def _complete(self, since: date, cells: Mapping[tuple[str, ...], Cell]) -> None:
        facts = [self.reader.facts[key] for key in self.entry.keys if key in self.reader.facts]
        if len(facts) < len(self.entry.keys):
            return  # which keys a formula can ask for is known to the plan compiler alone
        domains = [_domain(fact.type) for fact in facts]
        if prod(len(domain) for domain in domains) > MOST_CELLS:
            raise LiteralError(f"表的格数超过 {MOST_CELLS}", "请减少键，或用 方式: 分档")
        missing = [key for key in product(*domains) if key not in cells]
        if missing:
            shown = "；".join("，".join(key) for key in missing[:3]) + ("……" if len(missing) > 3 else "")
            begins = "" if since == BEGINNING else f"（{since} 起）"
            self.reader.problems.add(
                f"表「{self.name}」{begins}缺 {len(missing)} 格：{shown}",
                "请补上这些行，尚未决定的写「待填」",
                self.sheet.place,
            )

    def _cell(self, row: Row) -> Cell:
        text = row.cells[self.column]
        raw = None if text == BLANK else parse_literal(text, self.type)
        cited = row.cells.get(CITED)
        citation: Citation = parse_citation(SEPARATOR.split(cited)) if cited else self.entry.citation
        return Cell(raw, citation, row.cells.get(SAMPLE) or None, row.place)

    def argument(self) -> ValueType | None:
        """The type of the number a 分档 or 累进 table is asked with, as its bounds are written."""
        match self.entry.mode:
            case TableMode.LOOKUP:
                return None
            case TableMode.PROGRESSIVE:
                return _MONEY
            case _:
                parts = [split_number(row.cells[AT_LEAST]) for row in self.sheet.rows]
                units = {unit for _, _, unit in parts}
                if units & {"元", "万元"}:
                    return _MONEY
                scale = max(decimals + (2 if unit == PERCENT else 0) for _, decimals, unit in parts)
                return ValueType(
                    Kind.NUMBER, scale, -LARGEST, LARGEST, unit="".join(sorted(units - {""})[:1])
                )

    def thresholds(self) -> tuple[TableVersion, ...]:
        """Rows by rising lower bound."""
        argument = self.argument() or self.type
        versions: dict[date, list[Threshold]] = {}
        for row in self.sheet.rows:
            with self.reader.problems.at(row.place, f"表「{self.name}」"):
                rows = versions.setdefault(_since(row), [])
                rows.append(Threshold(parse_literal(row.cells[AT_LEAST], argument), self._cell(row)))
                if len(rows) > 1 and rows[-1].at_least <= rows[-2].at_least:
                    raise LiteralError(f"「{AT_LEAST}」没有逐行增大", "请从小到大排列，不要重复")
        return tuple(TableVersion(since, thresholds=tuple(rows)) for since, rows in sorted(versions.items()))

    def brackets(self) -> tuple[TableVersion, ...]:
        """Brackets whose rates rise and whose quick deductions follow from one another."""
        versions: dict[date, list[tuple[Row, Bracket]]] = {}
        for row in self.sheet.rows:
            with self.reader.problems.at(row.place, f"表「{self.name}」"):
                over, quick = (parse_literal(row.cells[name], _MONEY) for name in (OVER, QUICK))
                bracket = Bracket(over, parse_literal(row.cells[TAXED_AT], RATE), quick)
                versions.setdefault(_since(row), []).append((row, bracket))
        for rows in versions.values():
            self._follow(rows)
        return tuple(
            TableVersion(since, brackets=tuple(bracket for _, bracket in rows))
            for since, rows in sorted(versions.items())
        )

    def _follow(self, rows: list[tuple[Row, Bracket]]) -> None:
        first, least = rows[0]
        with self.reader.problems.at(first.place, f"表「{self.name}」"):
            if least.over or least.quick:
                raise LiteralError("第一级应从 0元 起，速算扣除数为 0元", "请把最低一级写在最前面")
        for (_, below), (row, above) in pairwise(rows):
            with self.reader.problems.at(row.place, f"表「{self.name}」"):
                if above.over <= below.over or above.rate <= below.rate:
                    raise LiteralError("级距和税率应逐级提高", "请按从低到高排列")
                due = below.quick + above.over * (above.rate - below.rate) // 10**RATE_SCALE
                if above.quick != due:
                    shown = f"超过 {show_yuan(above.over)} 一级的速算扣除数与上一级接不上"
                    raise LiteralError(shown, f"应为 {show_yuan(due)}，请核对税率和级距")


def _since(row: Row) -> date:
    written = row.cells.get(SINCE)
    since: date = parse_day(written) if written else BEGINNING
    return since


def _domain(type_: ValueType) -> tuple[str, ...]:
    """The key texts a table over this type must list."""
    if type_.kind is Kind.TRUTH:
        return (show_value(TRUTH, 0), show_value(TRUTH, 1))
    if type_.kind is Kind.SET:
        return (NONE, *type_.domain)
    if type_.domain:
        return type_.domain
    if type_.kind is not Kind.NUMBER or type_.scale or type_.hi - type_.lo >= WIDEST_KEY:
        raise LiteralError(
            "有一个键不能逐个列出", f"键请用选项、是否，或范围不超过 {WIDEST_KEY} 的整数；其余请用 方式: 分档"
        )
    return tuple(str(number) for number in range(type_.lo, type_.hi + 1))
