"""The roster a command works on: read kindly, its problems told, its bad rows given back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from jishi.cli.screen import say, shortened
from jishi.policy.engines.encoding import FactFault
from jishi.policy.pack.model import Pack
from jishi.policy.records import Records
from jishi.roster.problems import Level, Problem
from jishi.roster.reading import RosterReading, positions_outside, read_roster
from jishi.roster.returned import write_returned

SHEETS = ("花名册", "社区")


@dataclass(frozen=True, slots=True)
class District:
    """A roster file as one pack reads it.

    Shape: `returned` how many rows did not go on; `problems` all of them, the pack's own among them.
    """

    path: Path
    reading: RosterReading
    problems: tuple[Problem, ...]

    @property
    def records(self) -> Records:
        """The rows that went on."""
        return self.reading.records

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep a row out or a person without result."""
        return tuple(each for each in self.problems if each.level is Level.ERROR)

    @property
    def returned(self) -> int:
        """How many rows did not go on."""
        return sum(count.rows - count.kept for count in self.reading.counts)


def read_district(path: Path, pack: Pack | None, on: date) -> District:
    """Reads a roster with the columns the pack wants, and checks positions against its mapping.

    Errors: RosterFileError.
    """
    reading = read_roster(path, on=on, extra=wanted_columns(pack) if pack else {})
    known = frozenset(each.name for each in pack.lists.position_classes) if pack else frozenset[str]()
    outside = positions_outside(reading, known) if known else ()
    return District(path, reading, (*reading.problems, *outside))


def wanted_columns(pack: Pack) -> dict[str, str]:
    """The columns beyond the layout a pack's facts come from, each with its sheet."""
    return {fact.name: fact.source for fact in pack.facts.values() if fact.source in SHEETS}


def tell_reading(district: District, out: Path | None) -> None:
    """Says how many rows went on; the bad ones are written beside the result, or listed."""
    rows = "，".join(f"{each.sheet} {each.kept} 行" for each in district.reading.counts)
    say(f"读入 {rows}", aside=True)
    if not district.problems:
        return
    notices = len(district.problems) - len(district.errors)
    say(f"退回 {district.returned} 行；错误 {len(district.errors)} 处，提醒 {notices} 处：", aside=True)
    lines = [f"  {each}" for each in (*district.errors, *_notices(district))]
    say(shortened(lines, f"全部见 jishi roster check {district.path.name}"), aside=True)
    if out is not None:
        give_back(district, out.with_name(f"{out.stem}-退回.xlsx"))


def _notices(district: District) -> list[Problem]:
    return [each for each in district.problems if each.level is Level.NOTICE]


def give_back(district: District, path: Path) -> None:
    """Writes the rows that did not go on with their reasons, if there are any."""
    if rows := write_returned(path, district.path, district.reading.problems):
        say(f"退回的 {rows} 行写在 {path}，改好后可以直接再读", aside=True)


def tell_faults(faults: Iterable[FactFault], people: pl.DataFrame) -> None:
    """Says which facts are outside what the pack allows; they count as missing."""
    lines = [
        f"  {people['name'][each.row]} {each.fact}「{each.value}」：{each.what}。{each.remedy}"
        for each in faults
    ]
    if lines:
        say(f"有 {len(lines)} 处登记超出政策包允许的范围，按未登记处理：", aside=True)
        say(shortened(lines, "改正后再算"), aside=True)


def tell_missing(when: str, missing: Mapping[int, str], people: pl.DataFrame) -> None:
    """Says who has no result for want of what."""
    lines = [
        f"  {people['name'][row]}（{people['worker_id'][row]}）缺：{wanting}"
        for row, wanting in missing.items()
    ]
    if lines:
        say(f"{when} 有 {len(lines)} 人没有结果：", aside=True)
        say(shortened(lines, "全部见结果文件的「无结果」"), aside=True)
