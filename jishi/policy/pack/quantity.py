"""What a value of a pack may be, and how its text is read and shown: exact integers with a declared scale.

Money is in 分 at scale 0. A number n of scale s stands for n / 10^s. A choice is its index in the domain,
a set a bit mask over it (bit 0 the first), truth 1 or 0, a month year × 12 + month − 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from jishi.policy.errors import LiteralError, did_you_mean
from jishi.policy.money import parse_yuan, rescale, show_yuan, split_number

PERCENT = "%"
NONE = "无"
SEPARATOR = re.compile("[、,，;；]")
WIDEST_KEY = 400  # values a table key may run over: what a table lists is what the plan can look up
LARGEST = 2**62 - 1  # beyond it the engine's 64-bit sums could wrap


class Kind(StrEnum):
    """The six kinds of value a formula can meet."""

    MONEY = "money"
    NUMBER = "number"
    TRUTH = "truth"
    CHOICE = "choice"
    SET = "set"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class ValueType:
    """The type of a fact, parameter, table cell or result.

    `lo` and `hi` bound the raw integer, both included. A ratio is a number whose unit is `%`; its raw
    value still counts 10^-scale, so 8% at scale 4 is 800.
    """

    kind: Kind
    scale: int = 0
    lo: int = 0
    hi: int = 0
    domain: tuple[str, ...] = ()
    ordered: bool = False
    unit: str = ""


TRUTH = ValueType(Kind.TRUTH, lo=0, hi=1)
RATE_SCALE = 4
RATE = ValueType(Kind.NUMBER, RATE_SCALE, 0, 10**RATE_SCALE, unit=PERCENT)
MONTH = ValueType(Kind.MONTH, lo=1900 * 12, hi=2200 * 12 - 1)


def choice_type(domain: Sequence[str], *, ordered: bool = False) -> ValueType:
    """One of the names in `domain`; `ordered` (lowest first) allows comparing them."""
    return ValueType(Kind.CHOICE, hi=len(domain) - 1, domain=tuple(domain), ordered=ordered)


def set_type(domain: Sequence[str]) -> ValueType:
    """Any number of the names in `domain`, lowest first."""
    return ValueType(Kind.SET, hi=2 ** len(domain) - 1, domain=tuple(domain), ordered=True)


def parse_literal(text: str | Sequence[str], type_: ValueType) -> int:
    """Reads a literal as the raw integer of `type_`; raises LiteralError saying what to write instead.

    A bare number takes the declared unit, except that a ratio without % is the plain number (0.08 is 8%).
    """
    if type_.kind is Kind.SET:
        return _parse_set(text, type_)
    if not isinstance(text, str):
        raise LiteralError(f"「{'、'.join(text)}」是一个列表", "这里只能写一个值")
    match type_.kind:
        case Kind.TRUTH:
            return _parse_truth(text)
        case Kind.CHOICE:
            return _index(text.strip(), type_.domain)
        case Kind.MONTH:
            raw = _parse_month(text)
        case Kind.MONEY:
            raw = parse_yuan(text)
        case _:
            raw = _parse_number(text, type_)
    if not type_.lo <= raw <= type_.hi:
        raise LiteralError(
            f"「{text}」超出允许的范围",
            f"应在 {show_value(type_, type_.lo)} 到 {show_value(type_, type_.hi)} 之间"
            + ("；比例请带百分号，例如 8%" if type_.unit == PERCENT and PERCENT not in text else ""),
        )
    return raw


def _parse_set(text: str | Sequence[str], type_: ValueType) -> int:
    names = SEPARATOR.split(text) if isinstance(text, str) else text
    mask = 0
    for name in (name.strip() for name in names):
        if name not in ("", NONE):
            mask |= 1 << _index(name, type_.domain)
    return mask


def _parse_truth(text: str) -> int:
    if text.strip() not in ("是", "否"):
        raise LiteralError(f"「{text}」不是「是」或「否」", "请写「是」或「否」")
    return int(text.strip() == "是")


def _index(name: str, domain: tuple[str, ...]) -> int:
    if name not in domain:
        raise LiteralError(
            f"没有「{name}」这个取值",
            f"{did_you_mean(name, domain)}可用：{'、'.join(domain)}",
        )
    return domain.index(name)


def _parse_month(text: str) -> int:
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text.strip())
    if match is None:
        raise LiteralError(f"「{text}」不是月份", "请写成 2026-11")
    return int(match[1]) * 12 + int(match[2]) - 1


def _parse_number(text: str, type_: ValueType) -> int:
    digits, decimals, unit = split_number(text)
    if unit == PERCENT and type_.unit in ("", PERCENT):
        decimals += 2
    elif unit in ("元", "万元") or (unit and type_.unit not in ("", unit)):
        wanted = f"「{type_.unit}」" if type_.unit else "不带单位的数"
        raise LiteralError(f"「{text}」的单位「{unit}」不对", f"这里应写{wanted}")
    limit = type_.scale - 2 if type_.unit == PERCENT else type_.scale
    remedy = f"最多写 {limit} 位小数" if limit > 0 else "请写整数"
    return rescale(digits, decimals, type_.scale, text, remedy)


def show_value(type_: ValueType, raw: int) -> str:
    """The human form of a raw value, unit included; `parse_literal` reads it back to the same integer."""
    match type_.kind:
        case Kind.MONEY:
            return show_yuan(raw)
        case Kind.NUMBER:
            return _show_number(type_, raw)
        case Kind.TRUTH:
            return "是" if raw else "否"
        case Kind.CHOICE:
            return type_.domain[raw]
        case Kind.MONTH:
            return f"{raw // 12:04d}-{raw % 12 + 1:02d}"
        case _:
            return "、".join(name for bit, name in enumerate(type_.domain) if raw >> bit & 1) or NONE


def _show_number(type_: ValueType, raw: int) -> str:
    scale = type_.scale - 2 if type_.unit == PERCENT else type_.scale
    # a bare coefficient reads 1.00; with a unit the zeros say nothing
    least = 0 if type_.unit else min(scale, 2)
    digits = str(abs(raw)).rjust(scale + 1, "0")
    whole, fraction = digits[: len(digits) - scale], digits[len(digits) - scale :]
    kept = max(len(fraction.rstrip("0")), least)
    number = f"{whole}.{fraction[:kept]}" if kept else whole
    return f"{'-' if raw < 0 else ''}{number}{type_.unit}"
