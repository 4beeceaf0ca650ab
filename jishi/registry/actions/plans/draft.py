"""A change on the drawing board: the file it starts from, the day, and what it does so far.

The checks here are those several kinds of change share. Nothing here reads or writes the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from jishi.ledger import Refused
from jishi.ledger.actions import Delta
from jishi.ledger.models import FOREVER
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.policy.period import ONE_DAY
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Employment, PersonFact
from jishi.registry.selectors.files import PersonFile

_Fact = TypeVar("_Fact", bound=PersonFact)


@dataclass(slots=True)
class Draft:
    """A change being planned."""

    file: PersonFile
    kind: ChangeKind
    on: date
    delta: Delta = field(default_factory=Delta)

    @property
    def who(self) -> str:
        """The name the sentences use."""
        return self.file.name or "该同志"

    def employed(self) -> Employment:
        """The employment on the day.

        Errors: Refused before entry, after exit, or of somebody who never entered.
        """
        held = self.file.employed(self.on)
        if held is None:
            self.refuse_unemployed()
            raise AssertionError
        return held

    def refuse_unemployed(self) -> None:
        """Refuse for want of an employment on the day, saying which side of it the day lies.

        Errors: Refused.
        """
        every = self.file.every(Employment)
        if not every:
            raise Refused(f"{self.who}还没有入职登记，请先办理入职。", field="person")
        if self.on < every[0].valid_from:
            entered = every[0].valid_from
            raise Refused(
                f"生效日期 {self.on} 早于{self.who}的进入日期 {entered}。"
                "请核对日期；进入日期登记有误的请先更正。",
                field="on",
            )
        left = max(fact.valid_before for fact in every if fact.valid_from <= self.on)
        raise Refused(
            f"{self.who}已于 {left} 退出，此后不能登记“{self.kind.label}”。再次进入的请先办理入职。",
            field="on",
        )

    def employment_end(self) -> date:
        """The first day no longer employed, as far as known, of the employment of the day."""
        end = self.on
        for fact in self.file.every(Employment):
            if fact.valid_from <= end < fact.valid_before:
                end = fact.valid_before
        return end

    def use_end(self) -> date:
        """The first day no longer used by the unit of the day, as far as known."""
        used = self.employed()
        end = used.valid_before
        for fact in self.file.every(Employment):
            if fact.valid_from == end and fact.using_unit_id == used.using_unit_id:
                end = fact.valid_before
        return end

    def set_sole(self, new: PersonFact) -> None:
        """Believe a new sole fact from the day until what is already known to follow it.

        Errors: Refused when one begins on the same day, or says the same already.
        """
        kind = type(new)
        held = self.file.sole(kind, self.on)
        label = kind._meta.verbose_name
        if held is not None and _said(held) == _said(new):
            raise Refused(f"{self.who}的{label}与现在登记的相同，没有变化，不必再登记。")
        if held is not None and held.valid_from == self.on:
            raise Refused(
                f"{self.who}在 {self.on} 已登记过{label}，同一天只能有一项。"
                "如那一条登记有误，请在时间线上找到它并点“更正”。",
                field="on",
            )
        new.valid_before = min(new.valid_before, self._free_until(kind, held))
        if held is not None:
            self.delta.end(held, self.on)
        self.delta.add(new)

    def _free_until(self, kind: type[PersonFact], held: PersonFact | None) -> date:
        if held is not None:
            return held.valid_before
        later = [fact.valid_from for fact in self.file.every(kind) if fact.valid_from > self.on]
        return min(later, default=FOREVER)


def _said(fact: PersonFact) -> dict[str, object]:
    """What a fact says, but for the row it is in and texts sealed anew each time."""
    return {name: value for name, value in fact.content().items() if not name.endswith("_sealed")}


def check_forward(starts: date, ends: date | None, label: str, field: str = "ends_before") -> date:
    """The end of a span, FOREVER without one.

    Errors: Refused when it does not lie after its beginning.
    """
    if ends is None:
        return FOREVER
    if ends <= starts:
        raise Refused(
            f"{label}的截止日期 {ends - ONE_DAY} 早于起始日期 {starts}，请核对起止日期。", field=field
        )
    return ends


def overlapping(facts: list[_Fact], starts: date, ends: date) -> _Fact | None:
    """The first of some facts that shares a day with a span."""
    return next((fact for fact in facts if fact.valid_from < ends and fact.valid_before > starts), None)


def until(fact: PersonFact) -> str:
    """The last day of a fact in words."""
    return "至今" if fact.is_open else f"至 {fact.valid_before - ONE_DAY}"


def street_of(unit: Unit) -> Unit | None:
    """The street a unit is or lies in; None above streets."""
    above: Unit | None = unit
    while above is not None and above.kind != UnitKind.STREET:
        above = above.parent
    return above


def checked_text(text: str, field: str, sentence: str) -> str:
    """A text without stray spaces.

    Errors: Refused with the sentence when nothing is left.
    """
    tidy = " ".join(text.split())
    if not tidy:
        raise Refused(sentence, field=field)
    return tidy
