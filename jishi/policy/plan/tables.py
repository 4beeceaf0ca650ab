"""Tables in the plan: exact look-ups, steps, and progressive scales, all as dense arrays bound later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial, reduce
from itertools import product
from typing import TYPE_CHECKING

from jishi.policy.errors import did_you_mean
from jishi.policy.formula import Index, Node
from jishi.policy.pack.model import RATE_SCALE, Table, TableMode
from jishi.policy.pack.quantity import WIDEST_KEY, Kind, ValueType
from jishi.policy.plan.program import PLAIN, Instruction, Op

if TYPE_CHECKING:
    from jishi.policy.plan.lowering import Lowering


@dataclass(frozen=True, slots=True)
class KeyDomain:
    """The labels a table key runs over, and the register value of the first of them."""

    labels: tuple[str, ...]
    first: int


def look_up(lowering: Lowering, node: Index) -> int:
    """The cell of a 查值 table at its keys.

    Errors: PackError for an unknown table, a wrong number of keys, a key that cannot be counted
            through, and a table that lacks a cell its keys may ask for.
    """
    table = lowering.pack.tables.get(node.table)
    if table is None or table.mode is not TableMode.LOOKUP:
        known = [name for name, t in lowering.pack.tables.items() if t.mode is TableMode.LOOKUP]
        remedy = did_you_mean(node.table, known) or "请先在 表.yaml 中定义它"
        lowering.fail(node, f"没有可以这样查的表「{node.table}」", remedy)
    if len(node.keys) != len(table.keys):
        remedy = f"请写成 {node.table}[{', '.join(table.keys)}]"
        lowering.fail(node, f"表「{node.table}」要用 {'、'.join(table.keys)} 查", remedy)
    keys = tuple(lowering.register(key) for key in node.keys)
    domains = tuple(_domain(lowering, at, key) for at, key in zip(node.keys, keys, strict=True))
    _covers(lowering, node, table, domains)
    name = _spread_over(lowering, table, domains)
    program = lowering.program
    index, *later = (_place(lowering, key, domain) for key, domain in zip(keys, domains, strict=True))
    for place, domain in zip(later, domains[1:], strict=True):
        row = program.arith(Op.MUL, index, program.const(len(domain.labels)), PLAIN)
        index = program.arith(Op.ADD, row, place, PLAIN)
    register = program.put(Instruction(Op.TABLE, (index,), name), table.type)
    return lowering.refer("表", name, register, keys)


def _spread_over(lowering: Lowering, table: Table, domains: tuple[KeyDomain, ...]) -> str:
    """The name of the table laid out over these labels; keys of another range lay it out anew."""
    laid_out = [name for name in lowering.tables if name.partition("|")[0] == table.name]
    for name in laid_out:
        if lowering.tables[name] == domains:
            return name
    name = f"{table.name}|{len(laid_out)}" if laid_out else table.name
    lowering.tables[name] = domains
    return name


def _domain(lowering: Lowering, node: Node, register: int) -> KeyDomain:
    kind = lowering.type(register)
    if kind.kind is Kind.TRUTH:
        return KeyDomain(("否", "是"), 0)
    if kind.domain and kind.kind is not Kind.SET:
        return KeyDomain(kind.domain, 0)
    if kind.kind is not Kind.NUMBER or kind.scale or kind.hi - kind.lo >= WIDEST_KEY:
        lowering.fail(
            node, "不能用来查表", f"请用选项、是否，或范围不超过 {WIDEST_KEY} 个数的整数；多选请写 最高(…)"
        )
    return KeyDomain(tuple(str(n) for n in range(kind.lo, kind.hi + 1)), kind.lo)


def _place(lowering: Lowering, key: int, domain: KeyDomain) -> int:
    """Where in its domain a key stands, from 0."""
    program = lowering.program
    if lowering.type(key).kind is Kind.TRUTH:
        return program.select(key, program.const(1), program.const(0))
    return program.arith(Op.SUB, key, program.const(domain.first), PLAIN) if domain.first else key


def _covers(lowering: Lowering, node: Index, table: Table, domains: tuple[KeyDomain, ...]) -> None:
    for version in table.versions:
        for labels in product(*(domain.labels for domain in domains)):
            if labels not in version.cells:
                shown = "，".join(labels)
                lowering.fail(
                    node,
                    f"要查表「{table.name}」的「{shown}」，表里没有这一格",
                    "请在表中补上这一行，或用 限于(…) 缩小键的范围",
                )


def stepped(lowering: Lowering, node: Node, value: int, table: Table) -> int:
    """The cell of a 分档 table that a number reaches.

    Thresholds may differ from version to version; a version with fewer rows repeats its last.
    """
    bounds = [row.at_least for version in table.versions for row in version.thresholds]
    argument = replace(table.argument or table.type, lo=min(bounds), hi=max(bounds))
    least, kind = max(version.thresholds[0].at_least for version in table.versions), lowering.type(value)
    if kind.lo * 10**argument.scale < least * 10**kind.scale:
        remedy = "请在表中加一行更低的档，或用 较高(…) 限制"
        lowering.fail(node, f"可能低于表「{table.name}」的第一档", remedy)
    one, reached = lowering.program.const(1), lowering.program.const(0)
    for row in range(1, rows_of(table)):
        bound = _part(lowering, table, "达到", row, argument)
        lowering.same_kind(node, value, bound)
        above = lowering.program.compare(Op.LE, bound, value)
        further = lowering.program.arith(Op.ADD, reached, one, PLAIN)
        reached = lowering.program.select(above, further, reached)
    lowering.tables[f"{table.name}|值"] = ()
    register = lowering.program.put(Instruction(Op.TABLE, (reached,), f"{table.name}|值"), table.type)
    return lowering.refer("表", table.name, register, (value,))


def progressive(lowering: Lowering, value: int, table: Table) -> int:
    """Tax by a 累进 table: as rates rise, the bracket in force is the one that gives most.

    Less than nothing is taxed as nothing. The first bracket has no quick deduction; the loader sees to that.
    """
    if lowering.type(value).lo < 0:
        zero = lowering.program.const(0, lowering.type(value))
        value = lowering.program.combine(Op.MAX, value, zero)
    rate = ValueType(Kind.NUMBER, scale=RATE_SCALE, lo=0, hi=10**RATE_SCALE)
    quick = ValueType(Kind.MONEY, lo=0, hi=max(b.quick for v in table.versions for b in v.brackets))
    dues = [lowering.program.mul(value, _part(lowering, table, "税率", 0, rate))]
    for row in range(1, rows_of(table)):
        gross = lowering.program.mul(value, _part(lowering, table, "税率", row, rate))
        dues.append(lowering.program.combine(Op.SUB, gross, _part(lowering, table, "速算扣除数", row, quick)))
    best = reduce(partial(lowering.program.combine, Op.MAX), dues)
    return lowering.refer("表", table.name, best, (value,))


def _part(lowering: Lowering, table: Table, part: str, row: int, kind: ValueType) -> int:
    name = f"{table.name}|{part}"
    lowering.tables[name] = ()
    return lowering.program.put(Instruction(Op.TABLE, (lowering.program.const(row),), name), kind)


def rows_of(table: Table) -> int:
    """The rows of the longest version of a 分档 or 累进 table."""
    return max(max(len(version.thresholds), len(version.brackets)) for version in table.versions)
