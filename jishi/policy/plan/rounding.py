"""Rounding, named and done once: the words a pack may write, and their integer instructions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from jishi.policy.pack.quantity import Kind, ValueType
from jishi.policy.plan.program import PLAIN, Op, Program


class Mode(StrEnum):
    """Which neighbour is taken. Half-way goes away from zero."""

    NEAREST = "四舍五入"
    UP = "向上"
    DOWN = "向下"


@dataclass(frozen=True, slots=True)
class Rounding:
    """Keep `scale` decimals and, of the last kept place, whole multiples of `step`.

    For money the scale is that of 分, so 到元 is scale 0, step 100.
    """

    mode: Mode
    scale: int = 0
    step: int = 1


@dataclass(frozen=True, slots=True)
class Quotient:
    """A division not yet rounded: two registers, the divisor proven ≥ 1."""

    numerator: int
    divisor: int


MONEY_STEPS = {"分": 1, "角": 10, "元": 100, "十元": 1000, "百元": 10000}
MODES = {
    "四舍五入": Mode.NEAREST,
    "向上进": Mode.UP,
    "向上取整": Mode.UP,
    "向下舍": Mode.DOWN,
    "向下舍去": Mode.DOWN,
    "向下取整": Mode.DOWN,
}
PLACES = {"整数": 0, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
WRITTEN = re.compile(
    r"(?P<mode>" + "|".join(sorted(MODES, key=len, reverse=True)) + r")?"
    r"(?:到(?P<unit>十元|百元|分|角|元|整数)|保留(?P<places>.)位(?:小数)?)?"
)
EXAMPLES = "四舍五入到分、四舍五入到元、向上进到角、向下舍去到分、四舍五入到整数、四舍五入保留两位"


def read_rounding(text: str, kind: Kind) -> Rounding | None:
    """The rounding a pack writes, or None when the words do not fit the kind of value.

    Money is rounded 到分 … 到百元, a number 到整数 or 保留 some places; a bare 四舍五入 means 到整数.
    """
    match = WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    mode = MODES[match["mode"] or "四舍五入"]
    if kind is Kind.MONEY:
        step = MONEY_STEPS.get(match["unit"] or "")
        return None if step is None else Rounding(mode, step=step)
    places = PLACES.get(match["unit"] or match["places"] or ("整数" if match["mode"] else ""))
    return None if places is None else Rounding(mode, scale=places)


def round_to(program: Program, value: int | Quotient, rounding: Rounding, like: ValueType) -> int:
    """A register with at most the decimals of `rounding`, of the kind and unit of `like`."""
    kind = replace(like, scale=rounding.scale, domain=())
    if isinstance(value, Quotient):
        top, up, down = (
            value.numerator,
            program.types[value.divisor].scale,
            program.types[value.numerator].scale,
        )
        divisor = value.divisor
    else:
        top, up, down = value, 0, program.types[value].scale
        divisor = program.const(1)
        if down <= rounding.scale and rounding.step == 1:
            return value
    up += rounding.scale
    common = min(up, down)
    top = _times(program, top, 10 ** (up - common))
    divisor = _times(program, divisor, 10 ** (down - common) * rounding.step)
    if rounding.step == 1:
        return _whole(program, top, divisor, rounding.mode, kind)
    steps = _whole(program, top, divisor, rounding.mode, PLAIN)
    return program.arith(Op.MUL, steps, program.const(rounding.step), kind)


def _whole(program: Program, top: int, divisor: int, mode: Mode, kind: ValueType) -> int:
    """The quotient of two bare integers as a whole number."""
    zero = program.const(0)
    if mode is Mode.DOWN:
        return program.arith(Op.DIV, top, divisor, kind)
    if mode is Mode.UP:
        below = program.arith(Op.DIV, program.arith(Op.SUB, zero, top, PLAIN), divisor, PLAIN)
        return program.arith(Op.SUB, zero, below, kind)
    if program.types[top].lo >= 0:
        return _half_up(program, top, divisor, kind)
    mirrored = _half_up(program, program.arith(Op.SUB, zero, top, PLAIN), divisor, PLAIN)
    away = program.arith(Op.SUB, zero, mirrored, kind)
    return program.select(program.truth(Op.LT, top, zero), away, _half_up(program, top, divisor, kind))


def _half_up(program: Program, top: int, divisor: int, kind: ValueType) -> int:
    """⌊(top + divisor/2) / divisor⌋, doubled first unless the divisor is a literal: odd ones have no half."""
    factor = program.constant(divisor)
    if factor is not None:
        return program.arith(
            Op.DIV, program.arith(Op.ADD, top, program.const(factor // 2), PLAIN), divisor, kind
        )
    shifted = program.arith(Op.ADD, _times(program, top, 2), divisor, PLAIN)
    return program.arith(Op.DIV, shifted, _times(program, divisor, 2), kind)


def _times(program: Program, register: int, factor: int) -> int:
    """The bare integer times a literal."""
    if factor == 1:
        return register
    if (value := program.constant(register)) is not None:
        return program.const(value * factor)
    return program.arith(Op.MUL, register, program.const(factor), PLAIN)
