"""The written shapes every pack file is made of: what a text, a truth, a day, a citation may look like.

A dataclass of annotated fields is at once the schema of a piece of a file (its Chinese key and meaning
stand in the annotation) and the object the rest of the program uses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Annotated, Any, get_args, get_type_hints

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.fields import FieldInfo
from pydantic.json_schema import SkipJsonSchema

from jishi.policy.errors import LiteralError, Place, did_you_mean
from jishi.policy.money import rescale, split_number
from jishi.policy.pack.quantity import RATE_SCALE
from jishi.policy.pack.source import Map

BLANK = "待填"
BEGINNING = date.min
WRITTEN_KEY = "\0"  # no YAML text can contain it, so no pack can write this key


@dataclass(frozen=True, slots=True)
class Citation:
    """The clauses something rests on, each `文件代码/条款号`; the loader has seen that they exist."""

    refs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "、".join(self.refs)


UNCITED = Citation()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One mapping of a pack file; `written` is the mapping itself, with the line of every key."""

    __pydantic_config__ = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    written: Annotated[SkipJsonSchema[Map], Field(alias=WRITTEN_KEY)] = field(
        default_factory=Map, repr=False, compare=False
    )

    @model_validator(mode="before")
    @classmethod
    def _remember(cls, data: Any) -> Any:
        if not isinstance(data, Map):
            return data
        entry_class: Any = cls
        known = [written for _, written in written_keys(entry_class)]
        for name, place in data.places.items():
            if name not in known:
                raise LiteralError(f"不认识「{name}」", _key_remedy(name, data[name], known), place)
        return {**data, WRITTEN_KEY: data}

    @property
    def place(self) -> Place:
        """Where the mapping begins."""
        return self.written.place

    def place_of(self, key: str) -> Place:
        """Where a key of the mapping is written; where the mapping begins, when it is not."""
        return self.written.places.get(key, self.written.place)


@cache
def written_keys(entry_class: Any) -> tuple[tuple[str, str], ...]:
    """The fields of an Entry class, each with the Chinese key it is written under."""
    hints = get_type_hints(entry_class, include_extras=True).items()
    parts = ((name, part) for name, hint in hints for part in get_args(hint))
    keys = ((name, str(part.alias)) for name, part in parts if isinstance(part, FieldInfo))
    return tuple((name, written) for name, written in keys if written != WRITTEN_KEY)


def _key_remedy(name: str, value: Any, known: list[str]) -> str:
    """What to write instead of a key nobody knows; what looks like one may be half of a text."""
    if value == "":
        return "花括号里逗号隔开各项：含逗号的公式和文字请加引号，数不写千位逗号"
    return did_you_mean(name, known) or f"可用的键：{'、'.join(known)}"


def key(written: str, meaning: str = "") -> Any:
    """The Chinese key under which a field is written, and what it means to the reader of the schema."""
    info: FieldInfo = Field(alias=written, description=meaning or written)
    return info


def _one_text(value: Any) -> None:
    if not isinstance(value, str):
        raise LiteralError("这里只能写一个值", "请不要写成列表或一组键值")


def _text(value: Any) -> Any:
    if value == "":
        raise LiteralError("这里是空的", f"请写明内容，尚未决定的写「{BLANK}」")
    return value


def _texts(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _truth(value: Any) -> Any:
    _one_text(value)
    if value not in ("是", "否"):
        raise LiteralError(f"「{value}」不是「是」或「否」", "请写「是」或「否」")
    return value == "是"


def _whole(value: Any) -> Any:
    _one_text(value)
    if not re.fullmatch(r"[+-]?\d{1,9}", value):
        raise LiteralError(f"「{value}」不是整数", "请只写数字，例如 3")
    return int(value)


def parse_day(value: Any) -> Any:
    """Reads `2026-10-01` as a date; refuses what is no day of the calendar."""
    _one_text(value)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise LiteralError(f"「{value}」不是日期", "请写成 2026-10-01")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise LiteralError(f"「{value}」不是日历上的日子", "请写成 2026-10-01") from None


def parse_citation(value: Any) -> Any:
    """Reads one clause reference or a list of them."""
    refs = _texts(value)
    if not all(isinstance(ref, str) and re.search("[/／]", ref) for ref in refs):
        raise LiteralError("依据没有写成「文件代码/条款号」", "例如 依据: 意见/第三条，多条写成列表")
    return Citation(tuple(ref.replace("／", "/") for ref in refs))


def _level(value: Any) -> Any:
    _one_text(value)
    if value not in ("1", "2", "3", "4"):
        raise LiteralError(f"「{value}」不是考核层级", "请写 1（最好）到 4（最差）")
    return int(value)


def _count(value: Any) -> Any:
    _one_text(value)
    return int(value) if re.fullmatch(r"\d{1,6}", value) else value


def _rate(value: Any) -> Any:
    _one_text(value)
    if not re.match(r"[+-]?[\d０-９]", value):
        return value
    digits, decimals, unit = split_number(value)
    if unit not in ("", "%", "倍", "岁", "人"):
        raise LiteralError(f"「{value}」的单位「{unit}」不对", "这里写比例或倍数，例如 30%、2、1.5")
    decimals += 2 if unit == "%" else 0
    return rescale(digits, decimals, RATE_SCALE, value, f"最多写 {RATE_SCALE} 位小数")


def exactly(*options: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """A text from a closed list."""

    def check(value: Any) -> Any:
        _one_text(value)
        if value not in options:
            near = did_you_mean(str(value), options)
            raise LiteralError(f"「{value}」不在可用的写法之内", f"{near}可用：{'、'.join(options)}")
        return value

    return BeforeValidator(check), WithJsonSchema({"type": "string", "enum": list(options)})


def one_of(*options: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """A text from a closed list, which a pack may also leave 待填."""
    return exactly(*options, BLANK)


_TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_NUMERAL = WithJsonSchema({"type": ["string", "number"]})

Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts), WithJsonSchema(_TEXTS)]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"enum": ["是", "否"]})]
Whole = Annotated[int, BeforeValidator(_whole), _NUMERAL]
Level = Annotated[int, BeforeValidator(_level), WithJsonSchema({"enum": ["1", "2", "3", "4", 1, 2, 3, 4]})]
Day = Annotated[
    date, BeforeValidator(parse_day), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
]
Cited = Annotated[Citation, BeforeValidator(parse_citation), WithJsonSchema(_TEXTS)]
# A whole number, or the name of the parameter that holds it, or 待填.
Count = Annotated[int | str, BeforeValidator(_count), _NUMERAL]
# A ratio, multiple or average in units of 10^-RATE_SCALE, or a parameter's name, or 待填.
Rate = Annotated[int | str, BeforeValidator(_rate), _NUMERAL]
