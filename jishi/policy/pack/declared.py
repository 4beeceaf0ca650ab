"""The type a fact, parameter or table declares for its values."""

from __future__ import annotations

from jishi.policy.errors import LiteralError
from jishi.policy.pack.quantity import (
    LARGEST,
    MONTH,
    NONE,
    PERCENT,
    RATE_SCALE,
    SEPARATOR,
    TRUTH,
    Kind,
    ValueType,
    choice_type,
    parse_literal,
    set_type,
)
from jishi.policy.pack.schema import TypedEntry
from jishi.policy.pack.shape import BLANK

MOST_DECIMALS = 9
MOST_MEMBERS = 60


def value_type(entry: TypedEntry) -> ValueType:
    """The declared type; raises LiteralError for a declaration that says too little or too much."""
    if entry.members:
        return _set(entry)
    if entry.choices or entry.kind == "选项":
        return _choice(entry)
    match entry.kind:
        case None:
            raise LiteralError("没有写明是哪一种值", "请写「类型」「取值」或「多选」中的一种")
        case "是否":
            return TRUTH
        case "月份":
            return _bounded(MONTH, entry.bounds) if entry.bounds else MONTH
        case _:
            return _number(entry)


def _set(entry: TypedEntry) -> ValueType:
    if entry.choices or entry.kind:
        raise LiteralError("「多选」不能与「类型」「取值」同时写", "请只留一种")
    if len(entry.members) > MOST_MEMBERS:
        raise LiteralError(f"「多选」超过 {MOST_MEMBERS} 项", "请合并同类的取值")
    if any(name == NONE or SEPARATOR.search(name) for name in entry.members):
        raise LiteralError(f"「多选」的取值不能是「{NONE}」，也不能含顿号、逗号、分号", "请改用别的写法")
    _distinct(entry.members)
    return set_type(entry.members)


def _choice(entry: TypedEntry) -> ValueType:
    if entry.kind not in (None, "选项") or not entry.choices:
        raise LiteralError("选项要写「取值」，且不能另写别的「类型」", "例如 取值: [甲, 乙]")
    _distinct(entry.choices)
    return choice_type(entry.choices, ordered=entry.ordered)


def _distinct(names: tuple[str, ...]) -> None:
    if len(set(names)) < len(names) or not {"", BLANK}.isdisjoint(names):
        raise LiteralError("取值有重复、空白或待填", "每个取值写一次")


def _number(entry: TypedEntry) -> ValueType:
    money = entry.kind == "金额"
    default = {"小数": None, "比例": RATE_SCALE}.get(entry.kind or "", 0)
    scale = default if entry.decimals is None or money else entry.decimals
    if scale is None or not 0 <= scale <= MOST_DECIMALS or (entry.kind == "比例" and scale < 2):
        raise LiteralError(
            "「小数位」没有写或不合适", f"小数写 1 到 {MOST_DECIMALS}，比例写 2 到 {MOST_DECIMALS}"
        )
    unit = PERCENT if entry.kind == "比例" else "" if money else entry.unit
    kind = Kind.MONEY if money else Kind.NUMBER
    return _bounded(ValueType(kind, scale, -LARGEST, LARGEST, unit=unit), entry.bounds)


def _bounded(type_: ValueType, bounds: tuple[str, ...]) -> ValueType:
    if len(bounds) != 2:
        raise LiteralError(
            "「范围」要写两个数" if bounds else "没有写「范围」",
            "请写 范围: [最小, 最大]，例如 [0元, 10万元]，逗号用半角；用来证明计算不会溢出",
        )
    lo, hi = (parse_literal(bound, type_) for bound in bounds)
    if lo > hi:
        raise LiteralError("「范围」的最小值大于最大值", "请对调两个数")
    return ValueType(type_.kind, type_.scale, lo, hi, unit=type_.unit)
