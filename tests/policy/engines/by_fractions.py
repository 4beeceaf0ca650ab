"""A formula worked out by hand, as it were: its tree in exact fractions, without plan or instructions.

Money counts in 分, a choice is its name, a set a set of names, a month the number of months since year 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from operator import add, eq, ge, gt, le, lt, mul, ne, sub, truediv
from typing import Any

from jishi.policy.errors import NOWHERE
from jishi.policy.formula import Binary, Call, FormulaSource, Index, Name, Node, Number, Unary, parse
from jishi.policy.pack.model import Formula, Pack, Table
from jishi.policy.pack.quantity import Kind, ValueType
from jishi.policy.period import Month

Value = Any  # a fraction, a truth, a name, a set of names, a month; None when it has no result


def nearest(value: Fraction) -> int:
    """The nearest whole number, half-way away from zero."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


UNITS: dict[str, int | Fraction] = {"元": 100, "万元": 1_000_000, "%": Fraction(1, 100)}
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": add, "-": sub, "*": mul, "/": truediv,
    "=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip
NOTHING: dict[Kind, Value] = {Kind.TRUTH: False, Kind.SET: frozenset()}
ORDER = ("工作人员", "社区副职", "社区正职")
LEVELS = ("无", "助理社会工作师", "社会工作师", "高级社会工作师")
MODES: dict[str, Callable[[Fraction], int]] = {"四舍五入": nearest, "向上进": ceil, "向下舍去": floor}
STEPS = {
    "到分": Fraction(1),
    "到角": Fraction(10),
    "到元": Fraction(100),
    "到百元": Fraction(10_000),
    "到整数": Fraction(1),
    "保留一位": Fraction(1, 10),
    "保留两位": Fraction(1, 100),
    "保留四位": Fraction(1, 10_000),
}


def human(kind: ValueType, raw: int | None) -> Value:
    """A raw integer as the thing it stands for."""
    if raw is None:
        return None
    match kind.kind:
        case Kind.TRUTH:
            return raw == 1
        case Kind.CHOICE:
            return kind.domain[raw]
        case Kind.SET:
            return frozenset(name for place, name in enumerate(kind.domain) if raw // 2**place % 2)
        case Kind.MONTH:
            return raw
    return Fraction(raw, 10**kind.scale)


def rounded(words: str | None, value: Value) -> Value:
    if words is None or value is None:
        return value
    mode = next(mode for mode in MODES if words.startswith(mode))
    step = STEPS[words.removeprefix(mode)]
    return MODES[mode](value / step) * step


@dataclass
class ByFractions:
    """One person in one month; `kinds` of the formulas say what stands for nothing."""

    pack: Pack
    kinds: Mapping[str, Kind]
    facts: Mapping[str, int | None]
    month: Month
    found: dict[str, Value] = field(default_factory=dict)

    def formula(self, name: str) -> Value:
        if name not in self.found:
            self.found[name] = self.worked(self.pack.formulas[name])
        return self.found[name]

    def worked(self, formula: Formula) -> Value:
        value = rounded(formula.rounding, self.value(tree(formula.text)))
        if formula.only_if is None:
            return value
        holds = self.value(tree(formula.only_if))
        return (
            None if holds is None else value if holds else NOTHING.get(self.kinds[formula.name], Fraction(0))
        )

    def value(self, node: Node) -> Value:
        match node:
            case Number():
                return Fraction(node.digits, 10**node.scale) * UNITS.get(node.unit, 1)
            case Name():
                return self.name(node.text)
            case Index():
                return self.cell(self.pack.tables[node.table], [self.value(key) for key in node.keys])
            case Call():
                return self.call(node)
            case Unary():
                held = self.value(node.operand)
                return None if held is None else not held if node.op == "非" else -held
            case Binary():
                return self.binary(node)

    def name(self, text: str) -> Value:
        if text in self.pack.formulas:
            return self.formula(text)
        if text in self.pack.facts:
            return human(self.pack.facts[text].type, self.facts[text])
        if text in self.pack.parameters:
            known = self.pack.parameters[text].at(self.month.first_day)
            return human(self.pack.parameters[text].type, known.raw if known else None)
        return {"是": True, "否": False, "本月": self.month.year * 12 + self.month.month - 1}.get(text, text)

    def binary(self, node: Binary) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        if left is None or right is None:
            return None
        if node.op in ("且", "或"):
            return (left and right) if node.op == "且" else (left or right)
        if isinstance(left, str) and node.op not in ("=", "!="):
            left, right = ORDER.index(left), ORDER.index(right)
        return OPERATORS[node.op](left, right)

    def cell(self, table: Table, keys: list[Value]) -> Value:
        version = table.at(self.month.first_day)
        if version is None or None in keys:
            return None
        labels = tuple(self.label(key) for key in keys)
        if table.name == "证书表":
            labels = (LEVELS[int(keys[0])],)
        return human(table.type, version.cells[labels].raw)

    @staticmethod
    def label(key: Value) -> str:
        return {True: "是", False: "否"}[key] if isinstance(key, bool) else str(key)

    def call(self, node: Call) -> Value:
        if node.function == "已知":
            return self.value(node.args[0]) is not None
        if node.function == "首个已知":
            return next((value for arg in node.args if (value := self.value(arg)) is not None), None)
        if node.function == "如果":
            holds = self.value(node.args[0])
            return None if holds is None else self.value(node.args[1 if holds else 2])
        if node.function in ("分档", "分级累进"):
            entered, named = self.value(node.args[0]), node.args[1]
            assert isinstance(named, Name)
            return None if entered is None else self.entered(self.pack.tables[named.text], entered)
        args = [self.value(arg) for arg in node.args]
        return None if None in args else PLAIN[node.function](*args)

    def entered(self, table: Table, value: Fraction) -> Value:
        version = table.at(self.month.first_day)
        assert version is not None
        if version.thresholds:
            assert table.argument is not None
            reached = [
                row.cell.raw
                for row in version.thresholds
                if Fraction(row.at_least, 10**table.argument.scale) <= value
            ]
            return human(table.type, reached[-1])
        over = [row.over for row in version.brackets]
        above = [*over[1:], 10**15]
        parts = [
            max(Fraction(0), min(value, Fraction(upper)) - lower) * row.rate / 10_000
            for lower, upper, row in zip(over, above, version.brackets, strict=True)
        ]
        return sum(parts, Fraction(0))


PLAIN: dict[str, Callable[..., Any]] = {
    "较高": max,
    "较低": min,
    "限于": lambda value, low, high: min(max(value, low), high),
    "每满": lambda value, step: Fraction(floor(max(Fraction(0), value) / step)),
    "向上取整": lambda value: Fraction(ceil(value)),
    "向下取整": lambda value: Fraction(floor(value)),
    "四舍五入": lambda value: Fraction(nearest(value)),
    "按比例": lambda whole, part, parts: whole * part / parts,
    "整年": lambda start, end: Fraction(max(0, end - start) // 12),
    "满月": lambda start, end: Fraction(max(0, end - start)),
    "年月": lambda year, month: int(year * 12 + month - 1),
    "第几月": lambda month: Fraction(month % 12 + 1),
    "最高": lambda chosen: Fraction(max((LEVELS.index(name) for name in chosen), default=0)),
    "个数": lambda chosen: Fraction(len(chosen)),
    "含": lambda chosen, name: name in chosen,
    "属于": lambda value, *names: value in names,
}


def tree(text: str) -> Node:
    return parse(FormulaSource(text, "", NOWHERE))
