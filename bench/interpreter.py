"""The rule as payroll systems with spreadsheet formulas run it: one person at a time, in Decimal yuan.

Each pay item is a line of text, compiled once, evaluated in order for every person and month with the
person's values in a dictionary. Nothing of a database is counted, so the figure flatters that family.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import ROUND_HALF_UP, Decimal
from types import CodeType
from typing import Any

import numpy as np

from bench import rule
from bench.population import Facts, Year
from bench.results import NAMES, Results
from bench.rule import Ints

CENT, WHOLE = Decimal("0.01"), Decimal(1)
FORMULAS = {
    "level": "HIGHEST_CERTIFICATE[certificates]",
    "grade": (
        "min(TOP_GRADE[post_class], START_GRADE[post_class]"
        " + min(MOST_STEPS, (now - hired) // 36) + EDUCATION_STEPS[education] + level)"
    ),
    "basic_pay": "rounded(2 * minimum_wage * (1 + Decimal('0.03') * (grade - 1)), CENT)",
    "dual_head_uplift": "rounded(basic_pay * UPLIFT, CENT) if post_class == 2 and dual_head else ZERO",
    "certificate_allowance": "certificate[level]",
    "performance_pay": "rounded(basic_pay * PERFORMANCE[assessment], CENT)",
    "star_bonus": "STAR_BONUS[assessment][star]",
    "gross": "basic_pay + dual_head_uplift + certificate_allowance + performance_pay + star_bonus + one_off",
    "insurance_base": "min(max(declared_pay, insurance_floor), insurance_ceiling)",
    "pension": "rounded(insurance_base * Decimal('0.08'), CENT)",
    "medical": "rounded(insurance_base * Decimal('0.02'), CENT)",
    "unemployment": "rounded(insurance_base * Decimal('0.005'), CENT)",
    "housing_fund": "rounded(min(max(declared_pay, fund_floor), fund_ceiling) * fund_rate, WHOLE)",
    "income": "income + gross",
    "deductions": "deductions + 5000 + pension + medical + unemployment + housing_fund + special_deduction",
    "income_tax": "max(ZERO, tax_due(max(ZERO, income - deductions)) - withheld)",
    "withheld": "withheld + income_tax",
    "net": "gross - pension - medical - unemployment - housing_fund - income_tax",
}
CARRIED = ("income", "deductions", "withheld")


def rounded(amount: Decimal, unit: Decimal) -> Decimal:
    """Half-way upwards to the unit."""
    return amount.quantize(unit, ROUND_HALF_UP)


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


SCALE = [(yuan(b.over), Decimal(b.rate) / rule.PARTS, yuan(b.quick)) for b in reversed(rule.BRACKETS)]


def tax_due(taxable: Decimal) -> Decimal:
    """The yearly tax by the quick-deduction scale."""
    rate, quick = next((rate, quick) for over, rate, quick in SCALE if taxable > over or over == 0)
    return rounded(taxable * rate - quick, CENT)


NAMESPACE: dict[str, Any] = {
    "__builtins__": {},
    "Decimal": Decimal,
    "min": min,
    "max": max,
    "rounded": rounded,
    "tax_due": tax_due,
    "CENT": CENT,
    "WHOLE": WHOLE,
    "ZERO": Decimal(0),
    "UPLIFT": Decimal(rule.UPLIFT) / rule.PARTS,
    "MOST_STEPS": rule.MOST_STEPS,
    "HIGHEST_CERTIFICATE": rule.HIGHEST_CERTIFICATE.tolist(),
    "EDUCATION_STEPS": rule.EDUCATION_STEPS.tolist(),
    "START_GRADE": rule.START_GRADE.tolist(),
    "TOP_GRADE": rule.TOP_GRADE.tolist(),
    "PERFORMANCE": [Decimal(share) / rule.PARTS for share in rule.PERFORMANCE.tolist()],
    "STAR_BONUS": [[yuan(bonus) for bonus in row] for row in rule.STAR_BONUS.tolist()],
}


@dataclass(slots=True)
class Payroll:
    """The year's run: the compiled lines and, for each person, what the months carry."""

    people: int
    code: Mapping[str, CodeType] = field(
        default_factory=lambda: {name: compile(text, name, "eval") for name, text in FORMULAS.items()}
    )
    carried: list[dict[str, Decimal]] = field(init=False)

    def __post_init__(self) -> None:
        self.carried = [dict.fromkeys(CARRIED, Decimal(0)) for _ in range(self.people)]

    def month(self, month: int, facts: Facts) -> Results:
        """Everybody's results of one month."""
        now, local = rule.month_index(month), _standards_by_place(month)
        results: list[Ints] = [np.zeros(self.people, np.int64) for _ in NAMES]
        for i, (place, values) in enumerate(_rows(facts)):
            if now >= values["hired"]:
                values["now"] = now
                values.update(local[place])
                self._evaluate(i, values)
                for column, name in zip(results, NAMES, strict=True):
                    column[i] = values[name] if name == "grade" else int(values[name] * 100)
        return Results(*results)

    def _evaluate(self, i: int, values: dict[str, Any]) -> None:
        values.update(self.carried[i])
        for name, code in self.code.items():
            # The habit measured here. The product never evaluates text as Python: see jishi.policy.formula.
            values[name] = eval(code, NAMESPACE, values)
        self.carried[i] = {name: values[name] for name in CARRIED}


def _rows(facts: Facts) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each person's place and values, money in Decimal yuan."""
    names = [each.name for each in fields(facts)]
    columns: list[list[Any]] = [getattr(facts, name).tolist() for name in names]
    for row in zip(*columns, strict=True):
        values = dict(zip(names, row, strict=True))
        values["declared_pay"] = Decimal(values["declared_pay"]) / 100
        values["special_deduction"] = Decimal(values["special_deduction"]) / 100
        values["one_off"] = Decimal(values["one_off"]) / 100
        values["fund_rate"] = Decimal(values["fund_rate"]) / rule.PARTS
        yield values["place"], values


def _standards_by_place(month: int) -> list[dict[str, Any]]:
    standards = rule.standards(month)
    single = [each.name for each in fields(standards) if each.name not in ("since", "certificate")]
    return [
        {name: yuan(int(getattr(standards, name)[place])) for name in single}
        | {"certificate": [yuan(int(amount)) for amount in standards.certificate[:, place]]}
        for place in range(rule.PLACES)
    ]


def pay_year(year: Year) -> list[Results]:
    """All results of all months, in order."""
    payroll = Payroll(year[0].people)
    return [payroll.month(month, facts) for month, facts in zip(rule.MONTHS, year, strict=True)]
