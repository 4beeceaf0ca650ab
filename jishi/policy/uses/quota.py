"""How many workers each unit may have, by every standard the pack states (R-022…R-029).

A standard is computed on the units of its own scope, from their summed facts; adjustments stand in a
column of their own and are never folded in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from jishi.policy.engines.columns import run_month
from jishi.policy.engines.encoding import row_of
from jishi.policy.engines.scalar import missing, run
from jishi.policy.engines.trace import Step, explain
from jishi.policy.errors import PackError
from jishi.policy.facts.units import Scope
from jishi.policy.pack.model import Entity, FactDeclaration, Formula, Pack
from jishi.policy.pack.quantity import Kind, ValueType
from jishi.policy.pack.rules import QuotaRule
from jishi.policy.period import Effect
from jishi.policy.plan import Binding, bind, compile_plan
from jishi.policy.records import Records
from jishi.policy.uses.situation import units
from jishi.policy.uses.values import value_in_force

LOWER, UPPER, APPROVED = "下限", "上限", "核定"
HEADS = ValueType(Kind.NUMBER, lo=-1_000_000, hi=10_000_000)
OWN = (
    FactDeclaration("在岗人数", Entity.COMMUNITY, "在岗人数", Effect.SAME_DAY, HEADS),
    FactDeclaration("员额调整", Entity.COMMUNITY, "员额调整", Effect.SAME_DAY, HEADS, blank_means=0),
    FactDeclaration("户数", Entity.COMMUNITY, "户数", Effect.SAME_DAY, HEADS),
)


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """One unit by one standard.

    Shape: a band has `lower` and `upper`, any other standard `approved`; `adjustment` is added to the
           upper end; `quota` is what the unit may have at most; None everywhere when facts are missing.
    """

    unit: str
    street: str | None
    households: int | None
    lower: int | None
    upper: int | None
    approved: int | None
    adjustment: int
    actual: int
    missing: tuple[str, ...]

    @property
    def quota(self) -> int | None:
        """What the unit may have, the adjustment included."""
        most = self.approved if self.approved is not None else self.upper
        return None if most is None else most + self.adjustment

    @property
    def state(self) -> str:
        """Where the head count stands against the standard, in words."""
        if self.quota is None:
            return f"无法核定，缺：{'、'.join(self.missing)}"
        if self.actual > self.quota:
            return f"超上限 {self.actual - self.quota} 人"
        least = self.quota if self.lower is None else self.lower + self.adjustment
        if self.actual < least:
            return (
                f"低于下限，缺 {least - self.actual} 人"
                if self.lower is not None
                else f"缺 {least - self.actual} 人"
            )
        return "区间内" if self.lower is not None else "满员"


@dataclass(frozen=True, slots=True)
class QuotaResult:
    """A standard applied to all units of its scope."""

    pack: Pack
    rule: QuotaRule
    binding: Binding
    facts: pl.DataFrame
    rows: tuple[QuotaRow, ...]

    def explain(self, row: int) -> tuple[Step, ...]:
        """The arithmetic behind one unit's figures, line by line."""
        registers = run(self.binding, row_of(self.facts, row), {})
        return tuple(explain(self.binding, self.pack, registers, name) for name in self.binding.plan.targets)


def quota_everywhere(pack: Pack, records: Records, on: date) -> tuple[QuotaResult, ...]:
    """Apply every quota standard of the pack on a day.

    Errors: PackError when the pack has none; BlankError, FactError.
    """
    if not pack.quota:
        raise PackError(f"政策包「{pack.title}」没有员额规则", "请补上 员额.yaml，或选用带员额规则的政策包")
    return tuple(_apply(pack, records, rule, on) for rule in pack.quota)


def quota_formulas(rule: QuotaRule) -> Mapping[str, Formula]:
    """The formulas of a standard by what they give: 下限, 上限, 核定."""
    written = {LOWER: rule.lower, UPPER: rule.upper, APPROVED: rule.approved}
    return {
        part: Formula(f"{rule.name}·{part}", Entity.COMMUNITY, text, rule.citation, place=rule.place)
        for part, text in written.items()
        if text is not None
    }


def _apply(pack: Pack, records: Records, rule: QuotaRule, on: date) -> QuotaResult:
    formulas = quota_formulas(rule)
    plan = compile_plan(pack, (), entity=Entity.COMMUNITY, extra=formulas.values())
    binding = bind(plan, pack, on=on)
    declared = {fact.name: fact for fact in (*OWN, *plan.facts.values())}
    found = units(pack, records, declared.values(), Scope(rule.scope), on)
    outputs = run_month(binding, found.facts).outputs
    ceiling = value_in_force(pack, rule.ceiling, on).raw if rule.ceiling else None
    rows = []
    for row in range(found.facts.height):
        figures = {part: outputs[formula.name][row] for part, formula in formulas.items()}
        wanting = _missing(binding, found.facts, row) if None in figures.values() else ()
        rows.append(
            QuotaRow(
                unit=found.names["unit"][row],
                street=found.names["street"][row],
                households=found.facts["户数"][row],
                lower=_capped(figures.get(LOWER), ceiling),
                upper=_capped(figures.get(UPPER), ceiling),
                approved=_capped(figures.get(APPROVED), ceiling),
                adjustment=found.facts["员额调整"][row] or 0,
                actual=found.facts["在岗人数"][row] or 0,
                missing=wanting,
            )
        )
    return QuotaResult(pack, rule, binding, found.facts, tuple(rows))


def _missing(binding: Binding, facts: pl.DataFrame, row: int) -> tuple[str, ...]:
    registers = run(binding, row_of(facts, row), {})
    found = (missing(binding, registers, register) for register in binding.plan.outputs.values())
    return tuple(dict.fromkeys(name for names in found for name in names))


def _capped(figure: int | None, ceiling: int | None) -> int | None:
    return figure if figure is None or ceiling is None else min(figure, ceiling)
