"""Schooling and certificates of somebody in the demo district."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jishi.roster.demo.dice import Dice
from jishi.roster.vocabulary import CERTIFICATES, LEVELS

Row = tuple[object, ...]

_, _MASTER, _BACHELOR, _COLLEGE, _SCHOOL = LEVELS.words
_ASSISTANT, _SOCIAL_WORKER, _SENIOR = CERTIFICATES.words
_LEVELS_BY_AGE = (  # the youngest this old at most, then the levels as often as they occur
    (45, (_SCHOOL, *[_COLLEGE] * 7, *[_BACHELOR] * 21, *[_MASTER] * 3)),
    (99, (*[_SCHOOL] * 5, *[_COLLEGE] * 14, *[_BACHELOR] * 12, _MASTER)),
)
_FINISHED_AT = {_SCHOOL: 18, _COLLEGE: 21, _BACHELOR: 22, _MASTER: 25}
_YEARS_OF_ASSESSED_CERTIFICATES = 8


def education(worker_id: str, birth: date, on: date, dice: Dice) -> Iterator[Row]:
    """The levels somebody has reached, the highest last."""
    age = on.year - birth.year
    level = dice.one_of(next(levels for oldest, levels in _LEVELS_BY_AGE if age <= oldest))
    finished = birth.year + _FINISHED_AT[level]
    beside_work = level in {_COLLEGE, _BACHELOR} and dice.chance(30)
    if level == _MASTER:
        yield worker_id, _BACHELOR, "学士", date(finished - 3, 7, 1)
    elif level == _BACHELOR and beside_work:
        yield worker_id, _COLLEGE, "无", date(finished - 1, 7, 1)
    if beside_work:
        finished = min(finished + dice.between(3, 12), on.year - 1)
    yield worker_id, level, _degree(level, beside_work, dice), date(finished, 1 if beside_work else 7, 1)


def _degree(level: str, beside_work: bool, dice: Dice) -> str:
    if level == _MASTER:
        return "硕士"
    return "学士" if level == _BACHELOR and dice.chance(35 if beside_work else 92) else "无"


def certificates(worker_id: str, entered: date, on: date, dice: Dice) -> Iterator[Row]:
    """The certificates of the one in three who has any."""
    if not dice.chance(36) or entered.year >= on.year:
        return
    year = dice.between(max(entered.year, on.year - _YEARS_OF_ASSESSED_CERTIFICATES), on.year - 1)
    name = dice.one_of((*[_ASSISTANT] * 20, *[_SOCIAL_WORKER] * 11, _SENIOR))
    if name != _ASSISTANT and dice.chance(60):
        yield _certificate(worker_id, _ASSISTANT, year - dice.between(2, 4), on, dice)
    yield _certificate(worker_id, name, year, on, dice)


def _certificate(worker_id: str, name: str, year: int, on: date, dice: Dice) -> Row:
    number = f"{year}{dice.between(0, 9_999_999):07d}"
    lapses = date(on.year + dice.between(1, 2), 6, 1) if dice.chance(85) else date(on.year, 1, 1)
    return worker_id, name, number, date(year, 10, 15), lapses if dice.chance(92) else None
