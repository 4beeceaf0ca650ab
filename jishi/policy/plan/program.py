"""Integer instructions and the builder that proves their ranges.

Every register is an integer with a static decimal scale and a proven range. The builder shares equal
instructions, keeps the proofs, and refuses what could pass 2^62.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NoReturn, Protocol

from jishi.policy.pack.quantity import TRUTH, Kind, ValueType

LIMIT = 2**62
PLAIN = ValueType(Kind.NUMBER)


class Op(StrEnum):
    """What an instruction does; an engine is one small function for each."""

    CONST = "const"  # literal
    FACT = "fact"  # a fact by name
    PARAM = "param"  # a parameter by name, bound to its value on a day
    TABLE = "table"  # a table by name, at the index in the register
    MONTH = "month"  # the month computed
    STATE = "state"  # last month's value of a state slot
    ADD = "add"
    SUB = "sub"
    MUL = "mul"
    MIN = "min"
    MAX = "max"
    DIV = "div"  # floor division, divisor proven ≥ 1
    LT = "lt"
    LE = "le"
    EQ = "eq"
    AND = "and"
    OR = "or"
    NOT = "not"
    SELECT = "select"  # condition, then, else; only the branch taken has to be known
    KNOWN = "known"  # is the register's value known
    HIGHEST = "highest"  # place of the highest bit of a set, 0 when empty
    HAS = "has"  # is bit `literal` of a set on
    COUNT = "count"  # how many bits of a set are on


def _corners(x: ValueType, y: ValueType) -> tuple[int, int]:
    products = (x.lo * y.lo, x.lo * y.hi, x.hi * y.lo, x.hi * y.hi)
    return min(products), max(products)


def _quotients(x: ValueType, y: ValueType) -> tuple[int, int]:
    floors = (x.lo // y.lo, x.lo // y.hi, x.hi // y.lo, x.hi // y.hi)
    return min(floors), max(floors)


RANGES: dict[Op, Callable[[ValueType, ValueType], tuple[int, int]]] = {
    Op.ADD: lambda x, y: (x.lo + y.lo, x.hi + y.hi),
    Op.SUB: lambda x, y: (x.lo - y.hi, x.hi - y.lo),
    Op.MIN: lambda x, y: (min(x.lo, y.lo), min(x.hi, y.hi)),
    Op.MAX: lambda x, y: (max(x.lo, y.lo), max(x.hi, y.hi)),
    Op.MUL: _corners,
    Op.DIV: _quotients,
}
NEUTRAL = ("", "%", "倍", "次")  # units that agree with any other


@dataclass(frozen=True, slots=True)
class Instruction:
    """`args` are earlier registers; `literal` is a number or the name of what is read."""

    op: Op
    args: tuple[int, ...] = ()
    literal: int | str = 0


class Blame(Protocol):
    """Raises the error that names the formula being compiled."""

    def __call__(self, what: str, remedy: str) -> NoReturn: ...


@dataclass(slots=True)
class Program:
    """A growing list of instructions with the type of each register."""

    blame: Blame
    code: list[Instruction] = field(default_factory=list)
    types: list[ValueType] = field(default_factory=list)
    known: dict[tuple[Instruction, ValueType], int] = field(default_factory=dict)

    def put(self, instruction: Instruction, kind: ValueType) -> int:
        """Add an instruction, or find the equal one already there."""
        if max(abs(kind.lo), abs(kind.hi)) >= LIMIT:
            self.blame("的结果可能超出 64 位整数", "请缩小有关事实或参数的「范围」，或先取整再相乘")
        key = (instruction, kind)
        if key not in self.known:
            self.known[key] = len(self.code)
            self.code.append(instruction)
            self.types.append(kind)
        return self.known[key]

    def const(self, value: int, like: ValueType = PLAIN) -> int:
        """A literal at the scale of `like`."""
        return self.put(Instruction(Op.CONST, (), value), replace(like, lo=value, hi=value))

    def constant(self, register: int) -> int | None:
        """The value of a register that is a literal, else None."""
        code = self.code[register]
        return int(code.literal) if code.op is Op.CONST else None

    def truth(self, op: Op, *args: int, literal: int = 0) -> int:
        """A yes-or-no instruction."""
        return self.put(Instruction(op, args, literal), TRUTH)

    def rescale(self, register: int, scale: int) -> int:
        """The same value with more decimals."""
        kind = self.types[register]
        if kind.scale == scale:
            return register
        factor = 10 ** (scale - kind.scale)
        wider = replace(kind, scale=scale, lo=kind.lo * factor, hi=kind.hi * factor, domain=())
        if (value := self.constant(register)) is not None:
            return self.const(value * factor, wider)
        return self.put(Instruction(Op.MUL, (register, self.const(factor))), wider)

    def aligned(self, a: int, b: int) -> tuple[int, int]:
        """Both registers at the finer of their scales."""
        scale = max(self.types[a].scale, self.types[b].scale)
        return self.rescale(a, scale), self.rescale(b, scale)

    def arith(self, op: Op, a: int, b: int, like: ValueType) -> int:
        """A bare integer operation, its range proven, its result read as `like`."""
        lo, hi = RANGES[op](self.types[a], self.types[b])
        if self.constant(a) is not None and self.constant(b) is not None:
            return self.const(lo, replace(like, domain=()))
        return self.put(Instruction(op, (a, b)), replace(like, lo=lo, hi=hi, domain=()))

    def combine(self, op: Op, a: int, b: int) -> int:
        """a + b, a - b, the lower or the higher of two, at the finer of their scales."""
        a, b = self.aligned(a, b)
        x, y = self.types[a], self.types[b]
        return self.arith(op, a, b, replace(x, unit=_unit(x, y)))

    def mul(self, a: int, b: int) -> int:
        """a × b; the scales add up, money stays money."""
        x, y = self.types[a], self.types[b]
        like = y if y.kind is Kind.MONEY else x
        return self.arith(Op.MUL, a, b, replace(like, scale=x.scale + y.scale, unit=_unit(x, y)))

    def in_unit(self, register: int, unit: str) -> int:
        """The same value read in the unit a formula declares."""
        kind = self.types[register]
        return register if kind.unit == unit else self.put(self.code[register], replace(kind, unit=unit))

    def compare(self, op: Op, a: int, b: int) -> int:
        """A comparison of two values brought to one scale."""
        a, b = self.aligned(a, b)
        return self.truth(op, a, b)

    def select(self, condition: int, then: int, other: int) -> int:
        """`then` where the condition holds, else `other`."""
        then, other = self.aligned(then, other)
        x, y = self.types[then], self.types[other]
        domain = x.domain if x.domain == y.domain else ()
        kind = replace(x, lo=min(x.lo, y.lo), hi=max(x.hi, y.hi), unit=_unit(x, y), domain=domain)
        return self.put(Instruction(Op.SELECT, (condition, then, other)), kind)


def _unit(x: ValueType, y: ValueType) -> str:
    if Kind.MONEY in (x.kind, y.kind):
        return ""
    return x.unit if x.unit not in NEUTRAL else y.unit
