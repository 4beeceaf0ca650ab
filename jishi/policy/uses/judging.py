"""Formulas written in lists and rules, computed for everyone or for every community."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from jishi.policy.engines.columns import run_month
from jishi.policy.engines.encoding import row_of
from jishi.policy.engines.scalar import missing, run
from jishi.policy.errors import Blank, BlankError
from jishi.policy.facts.units import Scope
from jishi.policy.pack.model import BLANK, Entity, Formula, Pack
from jishi.policy.plan import Binding, bind, compile_plan
from jishi.policy.records import Records
from jishi.policy.uses.situation import Situation, situation, units


@dataclass(frozen=True, slots=True)
class Judged:
    """The results of some formulas, row for row with `names`; null where a fact is missing."""

    binding: Binding
    names: pl.DataFrame
    facts: pl.DataFrame
    outputs: pl.DataFrame

    def missing(self, row: int, name: str) -> tuple[str, ...]:
        """The facts for want of which a row has no result."""
        registers = run(self.binding, row_of(self.facts, row), {})
        return missing(self.binding, registers, self.binding.plan.outputs[name])


def judge_people(
    pack: Pack,
    records: Records,
    formulas: Iterable[Formula],
    on: date,
    *,
    before: pl.DataFrame | None = None,
) -> tuple[Judged, Situation]:
    """Compute formulas about people on a day, for everyone in the records.

    Shape:  `before` is what the months before hand on (`PayMonth.before`), for formulas over running
            totals; without it they see the month alone.
    Errors: BlankError, PackError, FactError.
    """
    binding = _bound(pack, formulas, Entity.PERSON, on)
    now = situation(pack, records, binding.plan.facts.values(), on)
    return Judged(binding, now.people, now.facts, run_month(binding, now.facts, before).outputs), now


def judge_units(pack: Pack, records: Records, formulas: Iterable[Formula], on: date, scope: Scope) -> Judged:
    """Compute formulas about communities, streets or the district on a day.

    Errors: BlankError, PackError, FactError.
    """
    binding = _bound(pack, formulas, Entity.COMMUNITY, on)
    found = units(pack, records, binding.plan.facts.values(), scope, on)
    return Judged(binding, found.names, found.facts, run_month(binding, found.facts).outputs)


def _bound(pack: Pack, formulas: Iterable[Formula], entity: Entity, on: date) -> Binding:
    written = tuple(formulas)
    blanks = [_blank(each) for each in written if each.text == BLANK]
    if blanks:
        raise BlankError(blanks)
    return bind(compile_plan(pack, (), entity=entity, extra=written), pack, on=on)


def _blank(formula: Formula) -> Blank:
    question = f"「{formula.name}」应当怎样规定"
    return Blank(formula.name, question, formula.citation.refs, "规则", formula.place)
