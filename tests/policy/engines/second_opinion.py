"""A plan run on arrays, written apart from the engines: what both of them are held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jishi.policy.plan import Binding, Instruction, Op

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
BARE: dict[Op, Callable[[Ints, Ints], Any]] = {
    Op.ADD: np.add,
    Op.SUB: np.subtract,
    Op.MUL: np.multiply,
    Op.MIN: np.minimum,
    Op.MAX: np.maximum,
    Op.LT: np.less,
    Op.LE: np.less_equal,
    Op.EQ: np.equal,
    Op.AND: np.logical_and,
    Op.OR: np.logical_or,
}


@dataclass(frozen=True)
class Masked:
    """A value for each person, and whether it is known; where it is not, the value is 0."""

    values: Ints
    known: Bools

    def listed(self) -> list[int | None]:
        return [int(value) if known else None for value, known in zip(self.values, self.known, strict=True)]


def masked(values: NDArray[np.generic], known: Bools) -> Masked:
    return Masked(np.where(known, values, 0).astype(np.int64), known)


@dataclass
class SecondOpinion:
    """Runs the months of a year one after another, keeping the state in between."""

    people: int
    state: dict[str, Masked] = field(default_factory=dict)

    def month(self, binding: Binding, facts: Sequence[Mapping[str, int | None]]) -> list[Masked]:
        registers: list[Masked] = []
        for code in binding.plan.code:
            registers.append(self.step(code, registers, binding, facts))
        self.state = {slot.key: registers[slot.register] for slot in binding.plan.states}
        return registers

    def full(self, value: int) -> Masked:
        return Masked(np.full(self.people, value, dtype=np.int64), np.ones(self.people, dtype=np.bool_))

    def step(
        self,
        code: Instruction,
        registers: list[Masked],
        binding: Binding,
        facts: Sequence[Mapping[str, int | None]],
    ) -> Masked:
        name, args = str(code.literal), [registers[arg] for arg in code.args]
        match code.op:
            case Op.FACT:
                given = [person[name] for person in facts]
                known = np.array([value is not None for value in given], dtype=np.bool_)
                return Masked(np.array([value or 0 for value in given], dtype=np.int64), known)
            case Op.STATE:
                return self.state.get(name, self.full(0))
            case Op.CONST:
                return self.full(int(code.literal))
            case Op.PARAM:
                return self.full(binding.parameters[name])
            case Op.MONTH:
                return self.full(binding.month.index)
            case Op.KNOWN:
                return masked(args[0].known, self.full(1).known)
            case Op.SELECT:
                held, then, other = args
                chosen = np.where(held.values == 1, then.values, other.values)
                known = held.known & np.where(held.values == 1, then.known, other.known)
                return masked(chosen, known)
        known = np.logical_and.reduce([arg.known for arg in args])
        return masked(bare(code, binding, [arg.values for arg in args]), known)


def bare(code: Instruction, binding: Binding, args: list[Ints]) -> Any:
    """What an instruction gives where all it reads is known; anything where it is not."""
    first = args[0]
    match code.op:
        case Op.DIV:
            return first // np.maximum(args[1], 1)
        case Op.NOT:
            return first == 0
        case Op.TABLE:
            cells = np.array(binding.tables[str(code.literal)], dtype=np.int64)
            return cells[np.clip(first, 0, len(cells) - 1)]
        case Op.HAS:
            return first // 2 ** int(code.literal) % 2
        case Op.HIGHEST:
            return np.frexp(first)[1]
        case Op.COUNT:
            return np.bitwise_count(first)
    return BARE[code.op](first, args[1])
