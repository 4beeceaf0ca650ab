"""One cell: what somebody typed, read as what it means, or the reason why it cannot be.

A reader takes a cell and gives a value, None for an empty one, a `Fault` (the row stays out) or a `Doubt`
(the value goes in, somebody should look). Sentences name no column; whoever reports them does.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isnan

from jishi.policy.identifiers import ID_LENGTH, id_number_problem, is_mobile

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Value = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read: why, and what to write instead."""

    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that can be read as `value` but deserves a second look."""

    value: Value
    what: str
    remedy: str


Reading = Value | Fault | Doubt
Reader = Callable[[Cell], Reading]

BLANKS = frozenset({"", "-", "--", "—", "——", "/", "\\"})
_FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})
_STILL = frozenset({"至今", "今", "现在", "迄今", "在职", "在岗", "在任"})
_YES = frozenset({"是", "√", "✓", "✔", "有", "对", "y", "yes", "1", "true", "t"})
_NO = frozenset({"否", "×", "✗", "✘", "x", "无", "不是", "没有", "错", "n", "no", "0", "false", "f"})

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "！（），：；？"}
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF])
_SPACES = dict.fromkeys([*range(0x20), 0x7F, 0x85, 0xA0, 0x3000], " ")
_FOLD = {**_WIDE, **_INVISIBLE, **_SPACES}
_MIDDLE_DOTS = str.maketrans("•・‧∙⋅", "·····")
_UNTIDY = re.compile("[\x00-\x20'=\x7f\x85\xa0\u200b-\u200f\u2060\u3000\ufeff\uff01-\uff5e]")
_BETWEEN = re.compile(r"\s*[、,，;；/\n]+\s*")
_QUOTED = re.compile(r'="(.*)"')

_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_SPELLED = re.compile(r"(\d{4})[-./年、](\d{1,2})(?:[-./月、](\d{1,2})[日号]?|月)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_YEAR_ALONE = re.compile(r"\d{4}年?")
_JANUARY_OR_OCTOBER = re.compile(r"\d{4}\.1")
_SERIAL_ZERO = date(1899, 12, 30)
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2100

_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:[,，]\d{3})+|\d+))(?:\.0+)?[户人个名位级年度格分]{0,2}")
_MOST_DIGITS = 12


def written(cell: Cell) -> str:
    """A cell as one clean line of text: half-width, no invisible characters, a whole number without .0."""
    if isinstance(cell, str):
        return _clean(cell)
    if is_blank(cell):
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)  # as many digits as a sheet keeps


def _clean(text: str) -> str:
    if not _UNTIDY.search(text):
        return text
    line = " ".join(text.translate(_FOLD).split())
    if quoted := _QUOTED.fullmatch(line):
        line = quoted[1]
    return line.removeprefix("'").strip()


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written in a cell; column files write their empty numbers as NaN."""
    if isinstance(cell, str):
        return not cell.strip()
    return cell is None or (isinstance(cell, float) and isnan(cell))


def read_text(cell: Cell) -> Reading:
    """Free text; a dash or a stroke alone means empty."""
    text = written(cell)
    if text in _FORMULA_ERRORS:
        return Fault(f"单元格是公式错误 {text}", "请改正公式，或直接填写内容")
    return None if text in BLANKS else text


def read_compact(cell: Cell) -> Reading:
    """Text in which spaces mean nothing: a number of a person, a community, a position."""
    text = read_text(cell)
    return text.replace(" ", "") if isinstance(text, str) else text


def read_positions(cell: Cell) -> Reading:
    """One position or several, parted by 、 whichever mark parts them in the cell."""
    text = read_compact(_BETWEEN.sub("、", cell) if isinstance(cell, str) else cell)
    return text.strip("、") or None if isinstance(text, str) else text


def read_name(cell: Cell) -> Reading:
    """A person's name: spaces between Chinese characters go, those between Latin words stay."""
    text = read_text(cell)
    if not isinstance(text, str):
        return text
    text = text.translate(_MIDDLE_DOTS)
    return text if text.isascii() else text.replace(" ", "")


def read_id_number(cell: Cell) -> Reading:
    """An ID number kept as text; digits a spreadsheet has rounded away cannot be read."""
    if isinstance(cell, float) and not is_blank(cell):
        return Fault("身份证号被存成了数值，末几位已丢失", "请把该列设为文本格式后对照证件重新填写18位")
    text = written(cell).replace(" ", "").replace("-", "").upper()
    if text in BLANKS:
        return None
    problem = id_number_problem(text)
    if problem is not None:
        what, _, remedy = problem.partition("，请")
        return Fault(what, f"请{remedy}")
    if isinstance(cell, int):
        return Doubt(text, "身份证号存成了数值，18位尚完整，已按文本读取", "请把该列设为文本格式")
    return text


def read_id_reference(cell: Cell) -> Reading:
    """An ID number that only points at a person: compared, not judged."""
    text = read_compact(cell)
    return text.upper() if isinstance(text, str) else text


def read_phone(cell: Cell) -> Reading:
    """A telephone number; one that is no mobile number is kept with a notice."""
    text = read_compact(cell)
    if not isinstance(text, str):
        return text
    digits = text.replace("-", "").removeprefix("+86")
    if is_mobile(digits):
        return digits
    return Doubt(text, "不是11位手机号码", "如是座机可不理会，否则请核对")


@dataclass(frozen=True, slots=True)
class _Dated:
    """A day read from a cell; `whole` when the cell named the day and not only the month."""

    day: date
    whole: bool


def read_day(cell: Cell) -> Reading:
    """A date in any of its spellings; a month alone is its first day."""
    dated = _dated(cell)
    return dated.day if isinstance(dated, _Dated) else dated


def read_end(cell: Cell) -> Reading:
    """The first day something no longer holds; “至今” is no end."""
    return None if written(cell) in _STILL else read_day(cell)


def read_last_day(cell: Cell) -> Reading:
    """The last day something holds, as the day after it; a month alone holds to its end."""
    dated = _dated(cell)
    if not isinstance(dated, _Dated):
        return dated
    last = dated.day if dated.whole else dated.day.replace(day=monthrange(dated.day.year, dated.day.month)[1])
    return last + timedelta(days=1)


def read_birth(cell: Cell) -> Reading:
    """A birth date as far as it is stated: 1990-05-01, or 1990-05 where only the month is."""
    dated = _dated(cell)
    if not isinstance(dated, _Dated):
        return dated
    return dated.day.isoformat() if dated.whole else f"{dated.day:%Y-%m}"


def _dated(cell: Cell) -> _Dated | Fault | None:
    if isinstance(cell, date):
        return _day_of(cell.year, cell.month, cell.day)
    text = written(cell)
    if text in BLANKS:
        return None
    if isinstance(cell, float) and _JANUARY_OR_OCTOBER.fullmatch(text):
        return Fault(f"数值 {text} 分不清是1月还是10月", f"请写成 {text[:4]}-01 或 {text[:4]}-10")
    return _dated_text(_TIME_OF_DAY.sub("", text).replace(" ", ""))


def _dated_text(text: str) -> _Dated | Fault:
    if match := _SPELLED.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day = match.groups()
        return _day_of(int(year), int(month), int(day) if day else None)
    if match := _SERIAL.fullmatch(text):
        return _Dated(_SERIAL_ZERO + timedelta(days=int(match[1])), whole=True)
    if _YEAR_ALONE.fullmatch(text):
        return Fault("只有年份，没有月份", f"请至少写到月，例如 {text[:4]}-05")
    return Fault("不是能识别的日期", "请写成 2023-05-01 或 2023年5月1日，只知道年月的写 2023-05")


def _day_of(year: int, month: int, day: int | None) -> _Dated | Fault:
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return Fault(f"{year}年不在{_EARLIEST_YEAR}至{_LATEST_YEAR}年之间", "请核对年份")
    if not 1 <= month <= 12:
        return Fault(f"没有{month}月", "请对照原始材料改正月份")
    if day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return Fault(f"{year}年{month}月没有{day}日", "请对照原始材料改正日期")
    return _Dated(date(year, month, day or 1), whole=day is not None)


def read_whole(cell: Cell) -> Reading:
    """A whole number: 1,234, 12户, 12.0 and text of these."""
    text = written(cell).replace(" ", "")
    if text in BLANKS:
        return None
    match = _NUMBER.fullmatch(text)
    digits = match[1].replace(",", "").replace("，", "") if match else ""
    if not digits or len(digits.lstrip("+-")) > _MOST_DIGITS:
        return Fault("不是整数", "请只写数字，例如 1200")
    return int(digits)


def read_count(cell: Cell) -> Reading:
    """A whole number that cannot be negative."""
    number = read_whole(cell)
    if isinstance(number, int) and number < 0:
        return Fault("不能是负数", "请写零或正整数")
    return number


def read_grade(cell: Cell) -> Reading:
    """A grade: a whole number from 1."""
    number = read_whole(cell)
    if isinstance(number, Fault) or (isinstance(number, int) and number < 1):
        return Fault("等级不是正整数", "请只写级数，例如 7")
    return number


def read_truth(cell: Cell) -> Reading:
    """Yes or no in the marks people use."""
    text = written(cell).lower()
    if text in BLANKS:
        return None
    if text in _YES:
        return True
    return False if text in _NO else Fault("看不出是“是”还是“否”", "请写 是 或 否")


def shows_as_id(text: str) -> bool:
    """Whether a text looks like an ID number and must be masked wherever it is shown."""
    return len(text) >= ID_LENGTH - 3 and text[:6].isdigit()
