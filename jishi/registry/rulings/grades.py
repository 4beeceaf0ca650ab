"""One worker's grade and pay with the reasons, for the person page and the worker's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jishi.ledger import Refused
from jishi.places.rulings import pack_of
from jishi.policy.engines.trace import Step
from jishi.policy.errors import PolicyError
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.explaining import GradeExplanation, PayExplanation, explain_grade, explain_pay
from jishi.policy.uses.prospects import Hold, Prospect
from jishi.registry.rulings.estimates import Estimate, estimates
from jishi.registry.rulings.records import communities_of, records_of
from jishi.registry.selectors.files import PersonFile


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation, or the sentence that says why there is none."""

    grade: GradeExplanation | None = None
    pay: PayExplanation | None = None
    sentence: str = ""


def grade_of(file: PersonFile, on: date) -> Told:
    """Why somebody's grade is what it is on the first of a month, and what lies ahead."""
    try:
        pack, records = pack_of(file.person.district), _records(file, on)
        return Told(grade=explain_grade(pack, records, file.person.uid, Month.of(on)))
    except Refused as refusal:
        return Told(sentence=refusal.sentence)
    except PolicyError as error:
        return Told(sentence=f"{error}。")


def pay_of(file: PersonFile, on: date) -> Told:
    """The pay slip of a month as it would be computed now, line by line; nothing of it was paid."""
    try:
        pack, records = pack_of(file.person.district), _records(file, on)
        return Told(pay=explain_pay(pack, records, file.person.uid, Month.of(on)))
    except Refused as refusal:
        return Told(sentence=refusal.sentence)
    except PolicyError as error:
        return Told(sentence=f"{error}。")


def estimate_of(file: PersonFile, on: date) -> Estimate | None:
    """Grade and pay in figures alone, quickly; None where the district's policy cannot be used."""
    try:
        return estimates(pack_of(file.person.district), _records(file, on), Month.of(on))[0]
    except (Refused, PolicyError):
        return None


def _records(file: PersonFile, on: date) -> Records:
    return records_of([file], on, communities=communities_of(file.person.district, on))


__all__ = [
    "GradeExplanation",
    "Hold",
    "PayExplanation",
    "Prospect",
    "Step",
    "Told",
    "estimate_of",
    "grade_of",
    "pay_of",
]
