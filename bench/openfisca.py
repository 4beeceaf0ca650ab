"""The rule in OpenFisca-core: once as its users write it, once with its table look-ups bypassed by hand.

Both are exact: amounts are whole 分 stored as OpenFisca's 32-bit integers, products widened by hand.
Months are asked for in order; asked for December first, OpenFisca's guard against long recursions would
silently put a default in place of the carried tax.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import ETERNITY, MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench import rule
from bench.population import Facts, Year
from bench.results import NAMES, Results
from bench.rule import Ints

PLACE_NAMES = [f"place_{number}" for number in range(rule.PLACES)]
Place = Enum("Place", dict(zip(PLACE_NAMES, PLACE_NAMES, strict=True)))
Person = build_entity("person", "persons", "worker", is_person=True)

# The values of a dated parameter for the place of each person.
Local = Callable[[str], Any]
Formula = Callable[[Any, Any, Local], Any]
LookUp = Callable[[Any, Any], Any]

FIXED = ("hired", "education", "dual_head")
MONTHLY = tuple(each.name for each in fields(Facts) if each.name not in (*FIXED, "place"))
OVER = [each.over for each in rule.BRACKETS]
RATE = np.array([each.rate for each in rule.BRACKETS])
QUICK = np.array([each.quick for each in rule.BRACKETS])


def fancy(node: Any, place: Any) -> Any:
    """As documented: index the parameter node with the persons' own values."""
    return node[place].astype(np.int64)


def bypassed(node: Any, place: Any) -> Any:
    """By hand: read the values of the places once and pick with numpy."""
    values: Ints = np.array([getattr(node, name) for name in PLACE_NAMES], np.int64)
    return np.take(values, np.asarray(place))


def half_up(numerator: Any, parts: int, unit: int = 1) -> Any:
    """numerator / parts to whole multiples of unit, half-way upwards."""
    return (numerator + parts * unit // 2) // (parts * unit) * unit


def active(person: Any, period: Any, _local: Local) -> Any:
    return person("hired", period) <= rule.month_index(period.start.month)


def certificate_level(person: Any, period: Any, _local: Local) -> Any:
    return rule.HIGHEST_CERTIFICATE[person("certificates", period)]


def grade(person: Any, period: Any, _local: Local) -> Any:
    post = person("post_class", period)
    years = (rule.month_index(period.start.month) - person("hired", period)) // 12
    steps = np.minimum(rule.MOST_STEPS, years // rule.YEARS_A_STEP)
    steps = steps + rule.EDUCATION_STEPS[person("education", period)] + person("certificate_level", period)
    return np.minimum(rule.START_GRADE[post] + steps, rule.TOP_GRADE[post]) * person("active", period)


def basic_pay(person: Any, period: Any, local: Local) -> Any:
    steps = person("grade", period).astype(np.int64) - 1
    coefficient = rule.COEFFICIENT_BASE + rule.COEFFICIENT_STEP * steps
    return half_up(2 * local("minimum_wage") * coefficient, rule.PARTS) * person("active", period)


def dual_head_uplift(person: Any, period: Any, _local: Local) -> Any:
    both = (person("post_class", period) == rule.HEAD) & person("dual_head", period)
    return half_up(person("basic_pay", period).astype(np.int64) * rule.UPLIFT, rule.PARTS) * both


def certificate_allowance(person: Any, period: Any, local: Local) -> Any:
    level = person("certificate_level", period)
    amounts = [local(f"certificate_{step}") for step in (1, 2, 3)]
    return np.select([level == step for step in (1, 2, 3)], amounts, 0) * person("active", period)


def performance_pay(person: Any, period: Any, _local: Local) -> Any:
    share = rule.PERFORMANCE[person("assessment", period)]
    return half_up(person("basic_pay", period).astype(np.int64) * share, rule.PARTS)


def star_bonus(person: Any, period: Any, _local: Local) -> Any:
    bonus = rule.STAR_BONUS[person("assessment", period), person("star", period)]
    return bonus * person("active", period)


def gross(person: Any, period: Any, _local: Local) -> Any:
    parts = ("basic_pay", "dual_head_uplift", "certificate_allowance", "performance_pay", "star_bonus")
    regular = sum(person(part, period) for part in parts)
    return regular + person("one_off", period) * person("active", period)


def insurance_base(person: Any, period: Any, local: Local) -> Any:
    declared = person("declared_pay", period)
    limited = np.clip(declared, local("insurance_floor"), local("insurance_ceiling"))
    return limited * person("active", period)


def insurance(rate: int, person: Any, period: Any, _local: Local) -> Any:
    return half_up(person("insurance_base", period).astype(np.int64) * rate, rule.PARTS)


def housing_fund(person: Any, period: Any, local: Local) -> Any:
    base = np.clip(person("declared_pay", period), local("fund_floor"), local("fund_ceiling"))
    amount = half_up(base * person("fund_rate", period), rule.PARTS, rule.YUAN)
    return amount * person("active", period)


def before(name: str, person: Any, period: Any) -> Any:
    """A carried amount as last month left it; nothing in January."""
    return 0 if period.start.month == 1 else person(name, period.last_month)


def income_of_year(person: Any, period: Any, _local: Local) -> Any:
    return before("income_of_year", person, period) + person("gross", period)


def deductions_of_year(person: Any, period: Any, _local: Local) -> Any:
    parts = ("pension", "medical", "unemployment", "housing_fund", "special_deduction")
    month = rule.MONTHLY_ALLOWANCE + sum(person(part, period) for part in parts)
    return before("deductions_of_year", person, period) + month * person("active", period)


def tax_due(person: Any, period: Any, _local: Local) -> Any:
    income = person("income_of_year", period).astype(np.int64)
    taxable = np.maximum(income - person("deductions_of_year", period), 0)
    bracket = np.maximum(np.searchsorted(OVER, taxable, side="left") - 1, 0)
    return half_up(taxable * RATE[bracket], rule.PARTS) - QUICK[bracket]


def tax_withheld(person: Any, period: Any, _local: Local) -> Any:
    earlier = before("tax_withheld", person, period)
    return np.where(person("active", period), np.maximum(earlier, person("tax_due", period)), earlier)


def income_tax(person: Any, period: Any, _local: Local) -> Any:
    return person("tax_withheld", period) - before("tax_withheld", person, period)


def net(person: Any, period: Any, _local: Local) -> Any:
    taken = ("pension", "medical", "unemployment", "housing_fund", "income_tax")
    return person("gross", period) - sum(person(part, period) for part in taken)


FORMULAS: Mapping[str, Formula] = {
    "active": active,
    "certificate_level": certificate_level,
    "grade": grade,
    "basic_pay": basic_pay,
    "dual_head_uplift": dual_head_uplift,
    "certificate_allowance": certificate_allowance,
    "performance_pay": performance_pay,
    "star_bonus": star_bonus,
    "gross": gross,
    "insurance_base": insurance_base,
    "pension": partial(insurance, rule.PENSION),
    "medical": partial(insurance, rule.MEDICAL),
    "unemployment": partial(insurance, rule.UNEMPLOYMENT),
    "housing_fund": housing_fund,
    "income_of_year": income_of_year,
    "deductions_of_year": deductions_of_year,
    "tax_due": tax_due,
    "tax_withheld": tax_withheld,
    "income_tax": income_tax,
    "net": net,
}


def variable(name: str, kind: type, period: str, **extra: Any) -> Any:
    """A class of the kind OpenFisca collects; it reads attributes from the class itself only."""
    declared = {"value_type": kind, "entity": Person, "definition_period": period, "label": name}
    return type(name, (Variable,), {**declared, **extra})


def computed(name: str, rule_of: Formula, look_up: LookUp) -> Any:
    """A variable with a formula of three arguments, which OpenFisca calls by their count."""

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        def local(parameter: str) -> Any:
            return look_up(getattr(parameters(period), parameter), person("place", period))

        return rule_of(person, period, local)

    return variable(name, bool if name == "active" else int, MONTH, formula=formula)


def parameter_tree() -> dict[str, Any]:
    """The dated standards as OpenFisca's parameter data: one node a standard, one leaf a place."""
    dated: dict[str, list[tuple[int, Ints]]] = {}
    for each in rule.STANDARDS:
        for name in ("minimum_wage", "insurance_floor", "insurance_ceiling", "fund_floor", "fund_ceiling"):
            dated.setdefault(name, []).append((each.since, getattr(each, name)))
        for level in (1, 2, 3):
            dated.setdefault(f"certificate_{level}", []).append((each.since, each.certificate[level]))
    return {name: _node(versions) for name, versions in dated.items()}


def _node(versions: list[tuple[int, Ints]]) -> dict[str, Any]:
    return {
        place: {
            "values": {f"{rule.YEAR}-{since:02d}-01": {"value": int(values[i])} for since, values in versions}
        }
        for i, place in enumerate(PLACE_NAMES)
    }


def system(look_up: LookUp) -> Any:
    """The rule as a tax and benefit system."""
    built = TaxBenefitSystem([Person])
    built.parameters = ParameterNode("", data=parameter_tree())
    place = variable("place", Enum, ETERNITY, possible_values=Place, default_value=Place.place_0)
    fixed = [variable(name, bool if name == "dual_head" else int, ETERNITY) for name in FIXED]
    monthly = [variable(name, int, MONTH) for name in MONTHLY]
    formulas = [computed(name, formula, look_up) for name, formula in FORMULAS.items()]
    for each in (place, *fixed, *monthly, *formulas):
        built.add_variable(each)
    return built


def simulate(built: Any, year: Year) -> Any:
    """A simulation with the facts of the year put in, nothing computed yet."""
    simulation = SimulationBuilder().build_default_simulation(built, count=year[0].people)
    simulation.set_input("place", "eternity", EnumArray(year[0].place.astype(np.int16), Place))
    for name in FIXED:
        simulation.set_input(name, "eternity", getattr(year[0], name))
    for month, facts in zip(rule.MONTHS, year, strict=True):
        for name in MONTHLY:
            simulation.set_input(name, f"{rule.YEAR}-{month:02d}", getattr(facts, name))
    return simulation


def calculate(simulation: Any) -> list[Results]:
    """All results of all months, in order."""
    months = [f"{rule.YEAR}-{month:02d}" for month in rule.MONTHS]
    return [Results(**{name: simulation.calculate(name, month) for name in NAMES}) for month in months]
