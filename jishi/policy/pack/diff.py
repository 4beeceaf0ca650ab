"""What differs between two packs, thing by thing, each side with its clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jishi.policy.money import show_yuan
from jishi.policy.pack.blanks import label
from jishi.policy.pack.model import BEGINNING, BLANK, Cell, DatedValue, Formula, Pack, Parameter, Table
from jishi.policy.pack.quantity import RATE, ValueType, show_value
from jishi.policy.pack.shape import written_keys
from jishi.policy.pack.source import Map, Seq


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One difference; a side the pack does not have is empty."""

    section: str
    name: str
    old: str
    new: str
    old_clause: str
    new_clause: str


@dataclass(frozen=True, slots=True)
class _Thing:
    parts: tuple[str, ...]
    clause: str

    def without(self, other: _Thing | None) -> str:
        """What this side says that the other does not."""
        common = other.parts if other else ()
        return "；".join(part for part in self.parts if part not in common)


_NOTHING = _Thing((), "")


def diff_packs(old: Pack, new: Pack) -> tuple[DiffRow, ...]:
    """Every thing that only one pack has or that the two state differently, in the order of the files."""
    before, after = dict(_things(old)), dict(_things(new))
    rows = []
    for section, name in {**before, **after}:
        was, now = before.get((section, name)), after.get((section, name))
        if was != now:
            was, now = was or _NOTHING, now or _NOTHING
            rows.append(DiffRow(section, name, was.without(now), now.without(was), was.clause, now.clause))
    return tuple(rows)


def _things(pack: Pack) -> Iterator[tuple[tuple[str, str], _Thing]]:
    for document in pack.documents.values():
        for clause in document.clauses:
            yield ("文件", clause.ref), _Thing((clause.summary, clause.status), clause.ref)
    for fact in pack.facts.values():
        yield ("事实", fact.name), _Thing((_type(fact.type),), str(fact.citation))
    for parameter in pack.parameters.values():
        yield ("参数", parameter.name), _parameter(parameter)
    for table in pack.tables.values():
        yield from _table(table)
    for formula in pack.formulas.values():
        yield ("公式", formula.name), _Thing(tuple(_formula(formula)), str(formula.citation))
    yield from _entries(pack)


def _entries(pack: Pack) -> Iterator[tuple[tuple[str, str], _Thing]]:
    for section, rule in (("等级", pack.grade), ("工资", pack.pay)):
        for key, value in rule.written.items() if rule else ():
            yield (section, key), _Thing(_parts(value), "")
    for section, entries in (("员额", pack.quota), ("检查", pack.checks), ("流程", pack.flows)):
        for entry in entries:
            yield (section, label(entry)), _entry(entry)
    lists: Any = type(pack.lists)
    for field, written in written_keys(lists):
        for item in getattr(pack.lists, field):
            yield ("清单", f"{written}/{label(item)}"), _entry(item)


def _entry(entry: Any) -> _Thing:
    return _Thing(_parts(entry.written), str(entry.citation))


def _parts(node: Any) -> tuple[str, ...]:
    if isinstance(node, Map):
        return tuple(f"{key}：{_text(value)}" for key, value in node.items() if key != "依据")
    return tuple(_text(each) for each in node) if isinstance(node, Seq) else (str(node),)


def _text(node: Any) -> str:
    parts = _parts(node)
    return f"（{'；'.join(parts)}）" if isinstance(node, Map) else "、".join(parts)


def _type(type_: ValueType) -> str:
    if type_.domain:
        return f"取值 {'、'.join(type_.domain)}"
    return f"{show_value(type_, type_.lo)} 到 {show_value(type_, type_.hi)}"


def _raw(type_: ValueType, value: DatedValue | Cell) -> str:
    return BLANK if value.raw is None else show_value(type_, value.raw)


def _parameter(parameter: Parameter) -> _Thing:
    shown = []
    clauses: list[str] = []
    for value in parameter.values:
        since = "" if value.valid_from == BEGINNING else f"（{value.valid_from} 起）"
        mark = "〔示例值〕" if value.sample else "〔推算〕" if value.inferred else ""
        shown.append(f"{_raw(parameter.type, value)}{since}{mark}")
        clauses += value.citation.refs
    return _Thing(tuple(shown), "、".join(dict.fromkeys(clauses)))


def _table(table: Table) -> Iterator[tuple[tuple[str, str], _Thing]]:
    for version in table.versions:
        since = "" if version.valid_from == BEGINNING else f"@{version.valid_from}"
        for name, cell in table.labelled_cells(version):
            thing = _Thing((_raw(table.type, cell),), str(cell.citation))
            yield ("表", f"{table.name}[{name}]{since}"), thing
        for bracket in version.brackets:
            shown = f"税率 {show_value(RATE, bracket.rate)}，速算扣除数 {show_yuan(bracket.quick)}"
            over = f"{table.name}[超过 {show_yuan(bracket.over)}]{since}"
            yield ("表", over), _Thing((shown,), str(table.citation))


def _formula(formula: Formula) -> Iterator[str]:
    yield formula.text
    if formula.only_if:
        yield f"仅当 {formula.only_if}"
    if formula.rounding:
        yield formula.rounding
