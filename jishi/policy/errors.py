"""What can be wrong with a pack or with the facts, in sentences an officer can act on.

Every error names the thing, the reason and the remedy. Whoever shows one to a person prints `str(error)`
and nothing else; a traceback never belongs on that screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple


class Place(NamedTuple):
    """Where something is written: a pack-relative file (`general-example/公式.yaml`) and its line, from 1."""

    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file} 第{self.line}行"


NOWHERE = Place()


class PolicyError(Exception):
    """Something a person must put right: where it stands, what is wrong, what to write instead."""

    def __init__(self, what: str, remedy: str = "", place: Place = NOWHERE) -> None:
        super().__init__(what, remedy, place)
        self.what, self.remedy, self.place = what, remedy, place

    @property
    def file(self) -> str:
        return self.place.file

    @property
    def line(self) -> int | None:
        return self.place.line

    def __str__(self) -> str:
        sentences = "。".join(part.rstrip("。") for part in (self.what, self.remedy) if part)
        return f"{self.place}：{sentences}" if self.place.file else sentences


class PackError(PolicyError):
    """A pack that cannot be used as it is written."""


class PackErrors(PackError):
    """Everything wrong with one pack, reported at once, one line an error."""

    def __init__(self, errors: Sequence[PackError]) -> None:
        first = errors[0]
        super().__init__(first.what, first.remedy, first.place)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class LiteralError(PolicyError, ValueError):
    """A written value that cannot be read exactly as the type it must have."""


class FactError(PolicyError):
    """A fact of a person or a community that is missing or cannot be what the pack allows."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One 待填: what must be decided, the question to ask, and the clauses that leave it open.

    `where` says in which part of the pack it stands (参数, 表, 清单, 流程 …) and `place` the line.
    """

    name: str
    question: str
    clauses: tuple[str, ...]
    where: str
    place: Place = NOWHERE

    def __str__(self) -> str:
        clauses = f"（{'、'.join(self.clauses)}）" if self.clauses else ""
        return f"{self.where}「{self.name}」{clauses}：{self.question}"


class BlankError(PolicyError):
    """A computation was asked for that needs values the pack leaves 待填."""

    def __init__(self, blanks: Sequence[Blank]) -> None:
        listed = "；".join(str(blank) for blank in blanks)
        super().__init__(
            f"还有 {len(blanks)} 项待填，不能计算：{listed}", "请在政策包中填写，或用 --set 名称=值 给出"
        )
        self.blanks = tuple(blanks)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The closing question “是否「…」？” with the nearest known name, or nothing when none is near."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"是否「{near[0]}」？" if near else ""
