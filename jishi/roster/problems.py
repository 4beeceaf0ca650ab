"""What is wrong with a roster, in sentences a clerk can act on.

A file that cannot be read at all is a `RosterFileError`. Everything smaller is a `Problem` of one cell or
one row; all of them are gathered and told together, and the rows without an error go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_PROBLEMS = 100_000


class RosterFileError(Exception):
    """A file that cannot be read or written: what is the matter, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what, self.remedy = what, remedy

    def __str__(self) -> str:
        return f"{self.what}。{self.remedy}。"


class Level(StrEnum):
    """How grave a problem is: the row stays out, or it goes in and somebody should look at it."""

    ERROR = "错误"
    NOTICE = "提醒"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. `row` is the number the spreadsheet shows; `value` masks ID numbers."""

    sheet: str
    row: int
    column: str
    value: str
    level: Level
    what: str
    remedy: str

    def __str__(self) -> str:
        shown = f"「{self.value}」" if self.value else ""
        return f"{self.sheet} 第{self.row}行 {self.column}{shown}：{self.what}。{self.remedy}。"


class Findings:
    """The problems found so far, and which rows they keep out."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._refused: dict[str, set[int]] = {}

    def add(self, problem: Problem) -> None:
        """Notes a problem; a file with more than MOST_PROBLEMS is refused, for its columns must be wrong."""
        if len(self._problems) == MOST_PROBLEMS:
            raise RosterFileError(
                f"问题超过 {MOST_PROBLEMS} 处，多半是列对错了；第一处：{self._problems[0]}",
                "请对照模板核对各表的表头，改正后重新读取",
            )
        self._problems.append(problem)
        if problem.level is Level.ERROR:
            self._refused.setdefault(problem.sheet, set()).add(problem.row)

    def refused(self, sheet: str) -> set[int]:
        """The row numbers of a sheet that stay out."""
        return self._refused.get(sheet, set())

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._problems)
