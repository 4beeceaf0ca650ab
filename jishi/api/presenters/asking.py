"""What may be asked: every parameter with its bounds, and the sentence when it is out of them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Annotated, Any, Final

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from ninja import Schema
from pydantic import BeforeValidator, Field, WithJsonSchema

from jishi.api.enums import EARLIEST, LARGEST, LATEST, MOST_EVENTS, MOST_PEOPLE

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADVICE_DAY: Final = f"请按 2026-11-01 的格式填写 {EARLIEST} 到 {LATEST} 之间的日期。"
_ADVICE_INSTANT: Final = "请填写日期，或带时区的时刻，如 2026-11-01T08:00:00+08:00。"
_ADVICE_CURSOR: Final = "cursor 只能用上一页答复中的 next，请不要改动；不填则从头开始。"


def _day(text: object) -> date:
    try:
        day = date.fromisoformat(str(text)) if _DAY.fullmatch(str(text)) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise ValueError(_ADVICE_DAY)
    return day


def _instant(text: object) -> datetime:
    written = str(text)
    if _DAY.fullmatch(written):
        return timezone.make_aware(datetime.combine(_day(written), time.max))
    try:
        moment = parse_datetime(written) if len(written) <= 40 else None
    except ValueError:
        moment = None
    if moment is None or not EARLIEST <= moment.date() <= LATEST:
        raise ValueError(_ADVICE_INSTANT)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _place(text: object) -> int:
    """The person a cursor goes on after."""
    written = str(text)
    try:
        told = base64.urlsafe_b64decode(written.encode("ascii")) if 0 < len(written) <= 24 else b""
    except (binascii.Error, UnicodeEncodeError):
        told = b""
    number = told.removeprefix(b"p")
    if number == told or not number.isdigit() or len(number) > 15:
        raise ValueError(_ADVICE_CURSOR)
    return int(number)


def cursor_after(number: int) -> str:
    """The cursor of the page that goes on after a person."""
    return base64.urlsafe_b64encode(b"p%d" % number).decode()


Day = Annotated[
    date,
    BeforeValidator(_day),
    Field(description="截至日期，不填为今天"),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    Field(description="知悉时间：只用当时已登记的内容作答，不填为现在"),
    WithJsonSchema({"type": "string", "maxLength": 40}),
]
Cursor = Annotated[
    int,
    BeforeValidator(_place),
    Field(description="从哪里接着读：上一页答复的 next"),
    WithJsonSchema({"type": "string", "maxLength": 24}),
]


class Asking(Schema):
    """A question. A parameter that does not exist is refused: a misspelt one would change the answer."""

    def strangers(self, names: Iterable[str]) -> list[dict[str, Any]]:
        """The errors of parameters that are not part of the question."""
        known = type(self).model_fields
        return [{"type": "extra_forbidden", "loc": ("query", name)} for name in names if name not in known]


class AskingAsOf(Asking):
    """As of which day, by whose knowledge."""

    on: Day | None = None
    known: Instant | None = None


class AskingPeople(AskingAsOf):
    """A page of people."""

    cursor: Cursor | None = None
    limit: int = Field(100, ge=1, le=MOST_PEOPLE, description="每页人数")


class AskingEvents(Asking):
    """A stretch of a district's feed."""

    after: int = Field(0, ge=0, le=LARGEST, description="从这个序号之后读起：上次答复的 next")
    limit: int = Field(MOST_EVENTS, ge=1, le=MOST_EVENTS, description="最多多少条")
    district: int | None = Field(None, ge=1, le=LARGEST, description="哪个区；市级令牌必须指明")


_SENTENCES: Final[Mapping[str, str]] = {
    "greater_than_equal": "不能小于 {ge}。",
    "less_than_equal": "不能大于 {le}。",
    "int_parsing": "请填写整数。",
    "int_parsing_size": "数字太大，请填写较小的整数。",
    "int_from_float": "请填写整数。",
    "missing": "这一项必须填写。",
    "extra_forbidden": "没有这个参数，请检查拼写。",
}


def problems_of(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What is wrong with a question, parameter by parameter, in sentences; what was sent is not repeated."""
    return [{"where": str(error["loc"][-1])[:60], "sentence": _sentence(error)} for error in errors]


def _sentence(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context.get("error", ""))
    return _SENTENCES.get(error["type"], "填写的内容不可用，请对照接口说明。").format(**context)
