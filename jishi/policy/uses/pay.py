"""Everyone's pay for the months of a year: facts of each month, the plan over columns, state carried on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from jishi.policy.engines.columns import run_year
from jishi.policy.engines.encoding import FactFault, row_of
from jishi.policy.engines.scalar import Registers, missing, run
from jishi.policy.errors import PackError
from jishi.policy.pack.model import Pack
from jishi.policy.pack.quantity import ValueType
from jishi.policy.pack.rules import PayItem, PayRoles, PayRule
from jishi.policy.period import Month
from jishi.policy.plan import Binding, Plan, bind, compile_plan
from jishi.policy.records import Records
from jishi.policy.uses.situation import Observer, Situation

ENTITLED = (
    "基本",
    "绩效",
    "补贴",
    "一次性",
    "兜底",
    "扣款",
)  # what is owed; tax and insurance follow payment


def pay_rule(pack: Pack) -> PayRule:
    """The pay rule of a pack.

    Errors: PackError when the pack says nothing about pay, or not what gross pay is.
    """
    if pack.pay is None:
        raise PackError(f"政策包「{pack.title}」没有工资规则", "请补上 工资.yaml，或选用带工资规则的政策包")
    if pack.pay.roles.gross is None:
        remedy = "请在 工资.yaml 的「角色」中写上「应发」是哪一个公式"
        raise PackError(f"政策包「{pack.title}」没有写明应发", remedy, pack.pay.roles.place)
    return pack.pay


def pay_plan(pack: Pack) -> Plan:
    """The plan that gives every item and role of the pay rule."""
    rule = pay_rule(pack)
    return compile_plan(
        pack, dict.fromkeys([*(item.name for item in rule.items), *_named(rule.roles).values()])
    )


def _named(roles: PayRoles) -> Mapping[str, str]:
    parts = {
        "post_class": roles.post_class,
        "grade": roles.grade,
        "coefficient": roles.coefficient,
        "gross": roles.gross,
        "net": roles.net,
        "deductions": roles.deductions,
        "employer_cost": roles.employer_cost,
    }
    return {part: name for part, name in parts.items() if name is not None}


@dataclass(frozen=True)
class PayMonth:
    """One month of pay, row for row with the people of the records.

    Shape: `outputs` holds raw results by name, null = no result; `before` what the month before handed on.
    """

    rule: PayRule
    month: Month
    binding: Binding
    situation: Situation
    outputs: pl.DataFrame
    before: pl.DataFrame

    @cached_property
    def rows(self) -> list[int]:
        """The people who have a day of work in the month."""
        return self.situation.employed.arg_true().to_list()

    @property
    def items(self) -> Sequence[PayItem]:
        """The lines of pay, in the order of the slip."""
        return self.rule.items

    @property
    def roles(self) -> Mapping[str, str]:
        """Which output plays which part: gross, net, grade, …"""
        return _named(self.rule.roles)

    @property
    def faults(self) -> tuple[FactFault, ...]:
        """Facts that could not be used, of the people of the month."""
        paid = set(self.rows)
        return tuple(fault for fault in self.situation.faults if fault.row in paid)

    def type_of(self, name: str) -> ValueType:
        """The type of an item or role."""
        return self.binding.plan.type_of(name)

    def total(self, name: str) -> int:
        """The sum of an output over those who have a result, in 分: totals agree with one another."""
        return int(self.outputs[name].gather(self.finished).sum())

    @cached_property
    def finished(self) -> list[int]:
        """The people of the month whose every item and role has a result."""
        known = (pl.col(name).is_not_null() for name in self.binding.plan.targets)
        whole = self.outputs.select(pl.all_horizontal(known)).to_series()
        return [row for row in self.rows if whole[row]]

    def unfinished(self) -> Sequence[int]:
        """The people of the month who cannot be paid for want of a fact."""
        done = set(self.finished)
        return [row for row in self.rows if row not in done]

    def registers(self, row: int) -> Registers:
        """Every step for one person, by the scalar engine, from the same facts and state."""
        return run(self.binding, row_of(self.situation.facts, row), self.state_before(row))

    def state_before(self, row: int) -> Mapping[str, int | None]:
        """What the person brings from the months before."""
        carried = row_of(self.before, row)
        return {name.partition("|")[2]: value for name, value in carried.items()}

    def lacking(self, row: int) -> tuple[str, ...]:
        """The facts for want of which a person cannot be paid."""
        registers, plan = self.registers(row), self.binding.plan
        found = (missing(self.binding, registers, plan.outputs[name]) for name in plan.targets)
        names = tuple(dict.fromkeys(name for names in found for name in names))
        facts = tuple(name for name in names if name in plan.facts)
        return facts or tuple(f"以前月份的{name.partition(':')[2]}" for name in names)


def pay_months(
    pack: Pack, records: Records, first: Month, last: Month, *, known_at: date | None = None
) -> tuple[PayMonth, ...]:
    """Pay for the months `first` … `last`.

    The year is run from January when the plan carries state (cumulative tax), as if each earlier month
    had been paid as it is computed now.
    Errors: BlankError, PackError, FactError.
    """
    plan = pay_plan(pack)
    observer = Observer.of(pack, records, plan.facts.values())
    return tuple(
        pay
        for year in range(first.year, last.year + 1)
        for pay in _year(
            pack, plan, observer, max(first, Month(year, 1)), min(last, Month(year, 12)), known_at
        )
    )


def _year(
    pack: Pack, plan: Plan, observer: Observer, first: Month, last: Month, known_at: date | None
) -> Iterator[PayMonth]:
    """The months `first` … `last` of one year, run from January when the plan carries state."""
    start = Month(first.year, 1) if plan.states else first
    months = [Month.from_index(index) for index in range(start.index, last.index + 1)]
    bindings = [bind(plan, pack, on=month.first_day, known_at=known_at) for month in months]
    situations = [observer.situation(month.first_day) for month in months]
    kept = first.index - start.index
    results = run_year(bindings, [now.facts for now in situations], kept=kept, states=True)
    rows = zip(months[kept:], bindings[kept:], situations[kept:], results, strict=True)
    for month, binding, now, result in rows:
        yield PayMonth(pay_rule(pack), month, binding, now, result.outputs, result.before)
