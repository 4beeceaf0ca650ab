"""What can be written on the command line: days, months, settings, files, each refused with a remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from jishi.policy.errors import LiteralError, did_you_mean
from jishi.policy.period import Month

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
Settings = Mapping[str, str]
SPAN_MARK = ".."
TABLE_SUFFIXES = (".xlsx", ".csv", ".parquet")
JSON_LINES = ".jsonl"


class Months(NamedTuple):
    """The months from the first to the last, both included."""

    first: Month
    last: Month

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} 至 {self.last}"


class Day(click.ParamType[date, str]):
    """A day such as 2026-11-01; a month such as 2026-11 is its first day."""

    name = "日期"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day a text names."""
        try:
            return date.fromisoformat(value) if value.count("-") > 1 else Month.parse(value).first_day
        except ValueError:
            self.fail(f"「{value}」不是日期，请写成 2026-11-01 的样子", param, ctx)


class OneMonth(click.ParamType[Month, str]):
    """A month such as 2026-11; a day stands for its month."""

    name = "月份"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """The month a text names."""
        try:
            return _month(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class MonthSpan(click.ParamType[Months, str]):
    """A month, or a span of months such as 2026-10..2026-11; a day stands for its month."""

    name = "月份"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Months:
        """The months a text names."""
        first, mark, last = value.partition(SPAN_MARK)
        try:
            months = Months(_month(first), _month(last if mark else first))
        except ValueError as error:
            self.fail(f"{error}；几个月写成 2026-10..2026-11", param, ctx)
        if months.last < months.first or months.last.year != months.first.year:
            self.fail(f"「{value}」的起止颠倒，或跨了年", param, ctx)
        return months


def _month(text: str) -> Month:
    return Month.of(date.fromisoformat(text)) if text.count("-") > 1 else Month.parse(text)


class Whole(click.ParamType[int, str]):
    """A whole number from `least` to `most`."""

    name = "整数"

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number a text names."""
        if not (value.isascii() and value.isdecimal() and self.least <= int(value) <= self.most):
            self.fail(f"「{value}」不行，请写 {self.least} 到 {self.most} 的整数", param, ctx)
        return int(value)


class Word(click.ParamType[str, str]):
    """One of a few words."""

    name = "词"

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, if it is one of them."""
        if value not in self.words:
            near = did_you_mean(value, self.words)
            self.fail(f"没有「{value}」。{near}可用：{'、'.join(self.words)}", param, ctx)
        return value


class Setting(click.ParamType[Mapping[str, str], str]):
    """One `名称=值`."""

    name = "名称=值"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Settings:
        """The name and its value as a mapping of one."""
        from jishi.policy.pack.overlay import parse_settings

        try:
            return parse_settings([value])
        except LiteralError as error:
            self.fail(str(error), param, ctx)


class ResultFile(click.ParamType[Path, str]):
    """A file to write, of one of the known kinds, in a folder that exists."""

    name = "文件"

    def __init__(self, *suffixes: str) -> None:
        self.suffixes = suffixes

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, if a file of its kind can be written."""
        path = Path(value)
        if path.suffix.lower() not in self.suffixes:
            self.fail(f"「{path.name}」不能写，请以 {'、'.join(self.suffixes)} 结尾", param, ctx)
        return path


class PathText(click.ParamType[Path, str]):
    """A path; whether it can be read is told when it is read."""

    name = "文件"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path a text names."""
        del param, ctx
        return Path(value)


def today() -> date:
    """The day by the clock of this machine: the default where a file is only checked, never computed."""
    return datetime.now(tz=UTC).astimezone().date()


def together(settings: tuple[Settings, ...]) -> Settings:
    """Several settings as one mapping; the last of a name wins."""
    return {name: value for each in settings for name, value in each.items()}


def pack_option() -> Decorator:
    """`--pack`."""
    return click.option(
        "--pack", "pack_name", required=True, metavar="政策包", help="随附政策包的代码，或自己的政策包文件夹"
    )


def roster_option() -> Decorator:
    """`--roster`."""
    return click.option(
        "--roster", required=True, type=PathText(), metavar="花名册", help="xlsx、csv、parquet 或其文件夹"
    )


def on_option() -> Decorator:
    """`--on`, required; `--month` is the same for who thinks in months."""
    told = "截至哪一天，如 2026-11-01；写月份 2026-11 就是当月一日"
    return click.option("--on", "--month", "on", required=True, type=Day(), metavar="日期", help=told)


def month_option() -> Decorator:
    """`--month`, one month; `--on` is the same for who thinks in days."""
    told = "哪一月，如 2026-11；写日期就是那一天所在的月份"
    return click.option("--month", "--on", "month", required=True, type=OneMonth(), metavar="月份", help=told)


def set_option() -> Decorator:
    """`--set`, as often as needed."""
    return click.option(
        "--set",
        "settings",
        multiple=True,
        type=Setting(),
        metavar="名称=值",
        help="本次计算填写或改动一个值：最低工资标准=2060元、最低工资标准@2026-10-01=2060元、起点等级[社区正职]=8",
    )


def out_option(*suffixes: str) -> Decorator:
    """`--out`, a file of one of these kinds."""
    kinds = "、".join(suffix[1:] for suffix in suffixes)
    return click.option(
        "--out", type=ResultFile(*suffixes), metavar="文件", help=f"结果写进文件：{kinds}；不写只看汇总"
    )
