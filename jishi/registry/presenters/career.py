"""A person's years on one band: posts, schooling, certificates, grades and results above one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from jishi.access.enums import FieldGroup
from jishi.registry.models import Appointment, Assessment, Certificate, Education, Employment, GradeHeld
from jishi.registry.presenters.person import View
from jishi.registry.selectors.files import PersonFile

WIDTH, LEFT, LANE, TOP = 1000, 76, 30, 8
_NARROWEST = 6
_LETTER = 13  # about the width of one character on the band
_PART = 5  # years are marked so that there are not many more than ten


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that held over a span, or happened on a day, placed on the band.

    Units: all in the units of the drawing, 1000 wide.
    """

    x: int
    y: int
    width: int
    text: str
    title: str
    tone: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of the band with its name."""

    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of a year."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Career:
    """The band: its lanes, the years under it, its height, and what it says in a sentence."""

    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    height: int
    sentence: str

    @property
    def foot(self) -> int:
        """Where the years are written."""
        return self.height - 6


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    on: date

    def x(self, day: date) -> int:
        days = (min(max(day, self.first), self.on) - self.first).days
        return LEFT + (WIDTH - LEFT) * days // max(1, (self.on - self.first).days)


_Held = tuple[date, date | None, str, str]  # from, before, text, tone


def career(file: PersonFile, view: View, on: date) -> Career | None:
    """The band as of a day, as far as a view shows it; None of somebody who has not begun."""
    told = [(label, [each for each in held if each[0] <= on]) for label, held in _lanes(file, view)]
    begun = [each[0] for _, held in told for each in held]
    if not file.every(Employment) or not begun or min(begun) >= on:
        return None
    scale = _Scale(min(begun), on)
    lanes = tuple(
        _lane(label, held, TOP + place * LANE, scale)
        for place, (label, held) in enumerate((label, held) for label, held in told if held)
    )
    return Career(lanes, tuple(_marks(scale)), TOP + len(lanes) * LANE + 22, _sentence(file, view, on))


def _lanes(file: PersonFile, view: View) -> Iterator[tuple[str, list[_Held]]]:
    posts = file.every(Appointment)
    yield "任职", [(each.valid_from, each.valid_before, each.position, "post") for each in posts]
    if view.reads(FieldGroup.GRADE):
        grades = file.every(GradeHeld)
        yield "等级", [(each.valid_from, each.valid_before, f"{each.grade} 级", "grade") for each in grades]
    if view.reads(FieldGroup.QUALIFICATION):
        schooling = file.every(Education)
        yield "学历", [(each.obtained_on or each.valid_from, None, each.level, "event") for each in schooling]
        held = file.every(Certificate)
        yield "证书", [(each.obtained_on or each.valid_from, None, each.name, "event") for each in held]
    if view.reads(FieldGroup.ASSESSMENT):
        results = file.every(Assessment)
        yield "考核", [(each.valid_from, None, each.result, "event") for each in results]


def _lane(label: str, held: Iterable[_Held], y: int, scale: _Scale) -> Lane:
    ordered = sorted(held, key=lambda each: each[0])
    following = [*(scale.x(each[0]) for each in ordered[1:]), WIDTH]
    return Lane(
        label, y, tuple(_bar(each, y, scale, after) for each, after in zip(ordered, following, strict=True))
    )


def _bar(held: _Held, y: int, scale: _Scale, following: int) -> Bar:
    begins, before, text, tone = held
    x = scale.x(begins)
    width = max(_NARROWEST, scale.x(before) - x) if before else _NARROWEST
    room = min(width, following - x) if before else following - x - _NARROWEST
    until = f" 至 {before}" if before and before <= scale.on else ""
    return Bar(x, y, width, _fitting(text, room), f"{text}（{begins}{until}）", tone)


def _fitting(text: str, room: int) -> str:
    """As much of a text as there is room for; nothing rather than a single character."""
    letters = (room - _LETTER) // _LETTER
    if len(text) <= letters:
        return text
    return f"{text[: letters - 1]}…" if letters > 2 else ""


def _marks(scale: _Scale) -> Iterator[Mark]:
    years = range(scale.first.year + 1, scale.on.year + 1)
    step = 1 + len(years) // (2 * _PART)
    for year in years[::step]:
        yield Mark(scale.x(date(year, 1, 1)), str(year))


def _sentence(file: PersonFile, view: View, on: date) -> str:
    posts = {each.position for each in file.every(Appointment) if each.valid_from <= on}
    parts = [f"任过 {len(posts)} 种职务" if posts else "还没有任职"]
    grade = file.sole(GradeHeld, on)
    if grade is not None and view.reads(FieldGroup.GRADE):
        parts.append(f"核定等级 {grade.grade} 级（{grade.valid_from} 起）")
    if view.reads(FieldGroup.ASSESSMENT):
        results = [each for each in file.every(Assessment) if each.valid_from <= on]
        excellent = [each for each in results if each.result == "优秀"]
        parts.append(f"考核 {len(results)} 次，优秀 {len(excellent)} 次")
    return "；".join(parts) + "。"
