"""One person, every register kept: the interpreter behind the explanation, and the oracle of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from jishi.policy.plan import Binding, Instruction, Op

Registers = list[int | None]
ARITHMETIC: dict[Op, Callable[..., int]] = {
    Op.ADD: lambda a, b: a + b,
    Op.SUB: lambda a, b: a - b,
    Op.MUL: lambda a, b: a * b,
    Op.DIV: lambda a, b: a // b,
    Op.MIN: min,
    Op.MAX: max,
    Op.LT: lambda a, b: int(a < b),
    Op.LE: lambda a, b: int(a <= b),
    Op.EQ: lambda a, b: int(a == b),
    Op.AND: lambda a, b: a & b,
    Op.OR: lambda a, b: a | b,
    Op.NOT: lambda a: 1 - a,
    Op.HIGHEST: int.bit_length,
    Op.COUNT: int.bit_count,
}


def run(binding: Binding, facts: Mapping[str, int | None], state: Mapping[str, int | None]) -> Registers:
    """Every register of the plan for one person; None where a missing fact leaves it without result.

    Shape: `facts` by name, raw integers; a name that is absent counts as missing. `state` holds last
           month's slots; an empty mapping is the start of a year.
    """
    registers: Registers = []
    for code in binding.plan.code:
        registers.append(_step(code, registers, binding, facts, state))
    return registers


def _step(
    code: Instruction,
    registers: Registers,
    binding: Binding,
    facts: Mapping[str, int | None],
    state: Mapping[str, int | None],
) -> int | None:
    args = [registers[arg] for arg in code.args]
    match code.op:
        case Op.FACT:
            return facts.get(str(code.literal))
        case Op.STATE:
            return state.get(str(code.literal), 0)
        case Op.KNOWN:
            return int(args[0] is not None)
        case Op.SELECT:
            condition, then, other = args
            return None if condition is None else then if condition else other
    values = [arg for arg in args if arg is not None]
    return None if len(values) < len(args) else literal_of(binding, code, values)


def literal_of(binding: Binding, code: Instruction, values: Sequence[int]) -> int:
    """What an instruction gives once all it reads is known."""
    match code.op:
        case Op.CONST:
            return int(code.literal)
        case Op.MONTH:
            return binding.month.index
        case Op.PARAM:
            return binding.parameters[str(code.literal)]
        case Op.TABLE:
            return binding.tables[str(code.literal)][values[0]]
        case Op.HAS:
            return values[0] >> int(code.literal) & 1
    return ARITHMETIC[code.op](*values)


def next_state(binding: Binding, registers: Registers) -> dict[str, int | None]:
    """What this month hands to the next."""
    return {slot.key: registers[slot.register] for slot in binding.plan.states}


def missing(binding: Binding, registers: Registers, *ends: int) -> tuple[str, ...]:
    """The facts (and unfinished earlier months) for want of which some registers have no result."""
    found: dict[str, None] = {}
    seen: set[int] = set()
    waiting = list(reversed(ends))
    while waiting:
        at = waiting.pop()
        if registers[at] is not None or at in seen:
            continue
        seen.add(at)
        code = binding.plan.code[at]
        if code.op in (Op.FACT, Op.STATE):
            found[str(code.literal)] = None
        elif code.op is Op.SELECT and registers[code.args[0]] is not None:
            waiting.append(code.args[1] if registers[code.args[0]] else code.args[2])
        else:
            waiting.extend(reversed(code.args))
    return tuple(found)
