"""Single values of a pack on a day, for the rules that are not formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from jishi.policy.errors import Blank, BlankError, PackError, did_you_mean
from jishi.policy.pack.model import BLANK, DatedValue, Pack
from jishi.policy.pack.quantity import show_value

_Made = TypeVar("_Made")


def all_made(makers: Iterable[Callable[[], _Made]]) -> list[_Made]:
    """What each of them makes.

    Errors: one BlankError with the blanks of all of them, so that nobody is asked twice.
    """
    made: list[_Made] = []
    blanks: dict[str, Blank] = {}
    for make in makers:
        try:
            made.append(make())
        except BlankError as error:
            blanks |= {blank.name: blank for blank in error.blanks}
    if blanks:
        raise BlankError(list(blanks.values()))
    return made


def value_in_force(pack: Pack, name: str, on: date, known_at: date | None = None) -> DatedValue:
    """The dated value of a parameter on a day.

    Errors: PackError for an unknown name or a day before its first value; BlankError when 待填.
    """
    parameter = pack.parameters.get(name)
    if parameter is None:
        remedy = did_you_mean(name, pack.parameters) or "请先在 参数.yaml 中定义它"
        raise PackError(f"政策包「{pack.title}」没有叫「{name}」的参数", remedy)
    value = parameter.at(on, known_at)
    if value is None:
        raise PackError(
            f"参数「{name}」在 {on} 还没有规定", "请补上更早的「自」，或换一个日期", parameter.place
        )
    if value.raw is None:
        question = parameter.question or f"「{name}」是多少"
        raise BlankError([Blank(name, question, parameter.citation.refs, "参数", value.place)])
    return value


def whole(pack: Pack, written: int | str | None, on: date, title: str) -> int:
    """A count a rule states directly, by the name of a parameter, or leaves 待填.

    Errors: BlankError when it is 待填; PackError for an unknown parameter.
    """
    if isinstance(written, int):
        return written
    if written is None or written == BLANK:
        raise BlankError([Blank(title, f"「{title}」是多少", (), "清单")])
    value = value_in_force(pack, written, on)
    return value.raw or 0


def word(pack: Pack, written: str, options: tuple[str, ...], on: date, title: str) -> str:
    """One of a few words a rule states directly or by the name of a parameter of choices.

    Errors: BlankError when it is 待填; PackError when it is none of the options.
    """
    if written in options:
        return written
    if written == BLANK:
        raise BlankError([Blank(title, f"「{title}」取哪一种：{'、'.join(options)}", (), "等级")])
    value = value_in_force(pack, written, on)
    shown = show_value(pack.parameters[written].type, value.raw or 0)
    if shown not in options:
        raise PackError(f"「{title}」取了「{shown}」", f"可用：{'、'.join(options)}", value.place)
    return shown
