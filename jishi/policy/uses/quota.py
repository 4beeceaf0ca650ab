"""How many workers each unit may have, by every standard the pack states (R-022…R-029).

A standard is computed on the units of its own scope, from their summed facts; adjustments stand in a
column of their own and are never folded in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from jishi.policy.engines.columns import run_month
from jishi.policy.engines.encoding import row_of
from jishi.policy.engines.scalar import missing, run
from jishi.policy.engines.trace import Step, explain
from jishi.policy.errors import Blank, BlankError, PackError
from jishi.policy.facts.units import Scope
from jishi.policy.pack.model import BLANK, Entity, FactDeclaration, Formula, Pack
from jishi.policy.pack.quantity import Kind, ValueType
from jishi.policy.pack.rules import QuotaRule
from jishi.policy.period import Effect
from jishi.policy.plan import Binding, bind, compile_plan
from jishi.policy.records import Records
from jishi.policy.uses.situation import units
from jishi.policy.uses.values import all_made

LOWER, UPPER, APPROVED, CEILING = "下限", "上限", "核定", "封顶"
ADJUSTMENT = "员额调整"
HEADS = ValueType(Kind.NUMBER, lo=-1_000_000, hi=10_000_000)
OWN = (
    FactDeclaration("在岗人数", Entity.COMMUNITY, "在岗人数", Effect.SAME_DAY, HEADS),
    FactDeclaration(ADJUSTMENT, Entity.COMMUNITY, ADJUSTMENT, Effect.SAME_DAY, HEADS, blank_means=0),
    FactDeclaration("户数", Entity.COMMUNITY, "户数", Effect.SAME_DAY, HEADS),
)


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """One unit by one standard.

    Shape: a band has `lower` and `upper`, any other standard `approved`; `adjustment` is added to the
           upper and the lower end; `quota` is what the unit may have at most; None everywhere when facts
           are missing.
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
        return None if most is None else max(0, most + self.adjustment)

    @property
    def state(self) -> str:
        """Where the head count stands against the standard, in words."""
        if self.quota is None:
            return f"无法核定，缺：{'、'.join(self.missing)}"
        if self.actual > self.quota:
            return f"超上限 {self.actual - self.quota} 人"
        if self.lower is None:
            return f"缺 {self.quota - self.actual} 人" if self.actual < self.quota else "满员"
        lacking = self.lower + self.adjustment - self.actual
        return f"低于下限，缺 {lacking} 人" if lacking > 0 else "区间内"


@dataclass(frozen=True, slots=True)
class QuotaResult:
    """A standard applied to all units of its scope.

    Shape: `facts` as the standard saw them, without any adjustment.
    """

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
    return tuple(all_made(partial(_apply, pack, records, rule, on) for rule in pack.quota))


def quota_formulas(rule: QuotaRule) -> Mapping[str, Formula]:
    """The formulas of a standard by what they give: 下限, 上限, 核定, 封顶.

    Errors: BlankError for those that are 待填.
    """
    written = {LOWER: rule.lower, UPPER: rule.upper, APPROVED: rule.approved, CEILING: rule.ceiling}
    blanks = [
        Blank(
            f"{rule.name}/{part}", f"「{rule.name}」的{part}怎样计算", rule.citation.refs, "员额", rule.place
        )
        for part, text in written.items()
        if text == BLANK
    ]
    if blanks:
        raise BlankError(blanks)
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
    facts = found.facts.with_columns(pl.lit(0, pl.Int64).alias(ADJUSTMENT))
    outputs = run_month(binding, facts).outputs
    rows = []
    for row in range(facts.height):
        figures = {part: outputs[formula.name][row] for part, formula in formulas.items()}
        wanting = _missing(binding, facts, row) if None in figures.values() else ()
        ceiling = figures.get(CEILING)
        rows.append(
            QuotaRow(
                unit=found.names["unit"][row],
                street=found.names["street"][row],
                households=facts["户数"][row],
                lower=_capped(figures.get(LOWER), ceiling),
                upper=_capped(figures.get(UPPER), ceiling),
                approved=_capped(figures.get(APPROVED), ceiling),
                adjustment=found.facts[ADJUSTMENT][row] or 0,
                actual=facts["在岗人数"][row] or 0,
                missing=wanting,
            )
        )
    return QuotaResult(pack, rule, binding, facts, tuple(rows))


def _missing(binding: Binding, facts: pl.DataFrame, row: int) -> tuple[str, ...]:
    registers = run(binding, row_of(facts, row), {})
    found = (missing(binding, registers, register) for register in binding.plan.outputs.values())
    return tuple(dict.fromkeys(name for names in found for name in names))


def _capped(figure: int | None, ceiling: int | None) -> int | None:
    return figure if figure is None or ceiling is None else min(figure, ceiling)
