"""A plan with the values of a day put in: parameters and tables as they are in force and known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from jishi.policy.errors import Blank, BlankError, PackError
from jishi.policy.pack.model import DatedValue, Pack, Parameter, Table, TableVersion
from jishi.policy.period import Month
from jishi.policy.plan.plan import Plan
from jishi.policy.plan.tables import KeyDomain, rows_of


@dataclass(frozen=True, slots=True)
class Binding:
    """A plan ready to run for one day.

    Shape: `parameters` raw values by name; `tables` dense, row-major over the labels of their keys;
           `in_force` the dated value each parameter came from; `digest` names plan and values.
    """

    plan: Plan
    on: date
    month: Month
    parameters: Mapping[str, int]
    tables: Mapping[str, tuple[int, ...]]
    in_force: Mapping[str, DatedValue]
    versions: Mapping[str, TableVersion]
    digest: str


def bind(plan: Plan, pack: Pack, *, on: date, known_at: date | None = None) -> Binding:
    """Put the values in force on a day into a plan, as they were known at `known_at`.

    Errors: BlankError with every 待填 the plan needs; PackError for a parameter or table that has no
            value yet on that day.
    """
    blanks: list[Blank] = []
    in_force = {name: _value(pack.parameters[name], on, known_at) for name in plan.parameters}
    for name, value in in_force.items():
        if value.raw is None:
            parameter = pack.parameters[name]
            question = parameter.question or f"「{name}」是多少"
            blanks.append(
                Blank(name, question, value.citation.refs or parameter.citation.refs, "参数", value.place)
            )
    versions = {
        name: _version(pack.tables[name], on)
        for name in {each.partition("|")[0]: None for each in plan.tables}
    }
    for name in versions:
        blanks.extend(pack.tables[name].blanks(on))
    if blanks:
        raise BlankError(blanks)
    parameters = {name: value.raw for name, value in in_force.items() if value.raw is not None}
    tables = {name: _spread(name, pack, versions, domains) for name, domains in plan.tables.items()}
    text = json.dumps(
        [plan.digest, Month.of(on).index, parameters, tables], ensure_ascii=False, sort_keys=True
    )
    digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return Binding(plan, on, Month.of(on), parameters, tables, in_force, versions, digest)


def _value(parameter: Parameter, on: date, known_at: date | None) -> DatedValue:
    value = parameter.at(on, known_at)
    if value is None:
        raise PackError(
            f"参数「{parameter.name}」在 {on} 还没有规定", "请补上更早的「自」，或换一个日期", parameter.place
        )
    return value


def _version(table: Table, on: date) -> TableVersion:
    version = table.at(on)
    if version is None:
        raise PackError(
            f"表「{table.name}」在 {on} 还没有规定", "请补上更早的「自」，或换一个日期", table.place
        )
    return version


def _spread(
    name: str, pack: Pack, versions: Mapping[str, TableVersion], domains: tuple[KeyDomain, ...]
) -> tuple[int, ...]:
    """The cells in the order the plan's index counts them."""
    base, _, part = name.partition("|")
    version = versions[base]
    if domains:
        return tuple(
            version.cells[labels].raw or 0 for labels in product(*(domain.labels for domain in domains))
        )
    match part:
        case "达到":
            found = [row.at_least for row in version.thresholds]
        case "值":
            found = [row.cell.raw or 0 for row in version.thresholds]
        case "税率":
            found = [row.rate for row in version.brackets]
        case _:
            found = [row.quick for row in version.brackets]
    return tuple(found + found[-1:] * (rows_of(pack.tables[base]) - len(found)))
