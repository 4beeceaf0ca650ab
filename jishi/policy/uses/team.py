"""The team against what the documents want of it: structure, training, reserves, selection, retirement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from jishi.policy.decisions.figures import Rounding
from jishi.policy.decisions.reserve import Reserve, ReserveRatio, reserve
from jishi.policy.decisions.retirement import Retirement, statutory_retirement
from jishi.policy.decisions.selection import SelectionCap, selection_cap
from jishi.policy.decisions.structure import Bound, Measure, StructureRow, StructureTarget, structure_rows
from jishi.policy.decisions.training import Cadence, TrainingDue, next_training
from jishi.policy.facts.units import Scope
from jishi.policy.pack.lists.growth import ReserveRatio as WrittenRatio
from jishi.policy.pack.lists.growth import StructureTarget as WrittenTarget
from jishi.policy.pack.lists.growth import TrainingCadence
from jishi.policy.pack.model import BLANK, RATE_SCALE, Entity, Formula, Pack
from jishi.policy.records import Records
from jishi.policy.uses.judging import judge_people, judge_units
from jishi.policy.uses.values import value_in_force, whole, word

ROUNDINGS = tuple(Rounding)
MEASURE, APPLIES, BASE = "目标·指标", "目标·适用", "目标·基数"


@dataclass(frozen=True, slots=True)
class StructureReport:
    """One structure target measured on the units of its scope; `year` is that of the target used."""

    target: str
    year: int
    rows: tuple[StructureRow, ...]
    clauses: tuple[str, ...]


def structure_reports(pack: Pack, records: Records, on: date) -> tuple[StructureReport, ...]:
    """Every structure target of a pack against the people employed on a day (R-038…R-040).

    Shape:  the target in force is the one of the nearest year not before the day's; after the last, the
            last.
    Errors: BlankError, PackError, FactError.
    """
    return tuple(_structure(pack, records, written, on) for written in pack.lists.structure_targets)


def _structure(pack: Pack, records: Records, written: WrittenTarget, on: date) -> StructureReport:
    measure = Formula(MEASURE, Entity.PERSON, written.measure, written.citation, place=written.place)
    formulas = [measure]
    if written.applies:
        formulas.append(
            Formula(APPLIES, Entity.PERSON, written.applies, written.citation, place=written.place)
        )
    judged, now = judge_people(pack, records, formulas, on)
    counted = now.employed
    if written.applies:
        counted = counted & judged.outputs[APPLIES].fill_null(value=False)
    people = judged.names.with_columns(judged.outputs[MEASURE]).filter(counted)
    targets = sorted(written.targets, key=lambda each: whole(pack, each.year, on, f"{written.name}·年"))
    years = [whole(pack, each.year, on, f"{written.name}·年") for each in targets]
    place = next((at for at, year in enumerate(years) if year >= on.year), len(years) - 1)
    goal = _rate(pack, targets[place].value, on, f"{written.name}·值")
    target = StructureTarget(
        written.name,
        Measure(written.method),
        Bound(written.direction),
        goal if written.direction != Bound.AT_MOST else Fraction(0),
        goal if written.direction != Bound.AT_LEAST else Fraction(0),
    )
    rows = structure_rows(people, MEASURE, target, Scope(written.scope))
    return StructureReport(written.name, years[place], rows, written.citation.refs)


def _rate(pack: Pack, written: int | str | None, on: date, title: str) -> Fraction:
    """A rate of a list: raw at RATE_SCALE, or a parameter by name."""
    if isinstance(written, str) and written in pack.parameters:
        raw = value_in_force(pack, written, on).raw or 0
        return Fraction(raw, 10 ** pack.parameters[written].type.scale)
    return Fraction(whole(pack, written, on, title), 10**RATE_SCALE)


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One person under one cadence, with the day the next training is due."""

    worker_id: str
    name: str
    cadence: str
    due: TrainingDue
    clauses: tuple[str, ...]


def training_rows(pack: Pack, records: Records, on: date) -> tuple[TrainingRow, ...]:
    """When everyone's next training is due, by every cadence that applies to them (R-203, R-204).

    Errors: BlankError, PackError, FactError.
    """
    return tuple(
        row for written in pack.lists.training_cadences for row in _training(pack, records, written, on)
    )


def _training(pack: Pack, records: Records, written: TrainingCadence, on: date) -> Iterator[TrainingRow]:
    months = whole(pack, written.interval_months, on, f"{written.name}·间隔月数")
    times = 1 if written.times is None else whole(pack, written.times, on, f"{written.name}·次数")
    cadence = Cadence(months, times)
    applies = Formula(APPLIES, Entity.PERSON, written.applies, written.citation, place=written.place)
    judged, now = judge_people(pack, records, [applies], on)
    columns = records.people.select("worker_id", "name", "entered_on", "trained_on").rows()
    for row in (now.employed & judged.outputs[APPLIES].fill_null(value=False)).arg_true():
        worker_id, name, entered, trained = columns[row]
        if entered is not None:
            due = next_training(cadence, entered, [trained] if trained else [], on)
            yield TrainingRow(worker_id, name, written.name, due, written.citation.refs)


def reserve_requirements(pack: Pack, records: Records, actual: int, on: date) -> tuple[Reserve, ...]:
    """How many reserves the district needs by every ratio of a pack, beside those it has (R-219, R-220).

    Errors: BlankError, PackError, FactError.
    """
    formulas = [
        Formula(f"{BASE}·{name}", Entity.COMMUNITY, name, written.citation) for name, written in _bases(pack)
    ]
    judged = judge_units(pack, records, formulas, on, Scope.DISTRICT)
    found = []
    for name, written in _bases(pack):
        least = _rate(pack, written.lower, on, f"{written.name}·下限倍数")
        most = None if written.upper is None else _rate(pack, written.upper, on, f"{written.name}·上限倍数")
        base = judged.outputs[f"{BASE}·{name}"][0] or 0
        found.append(reserve(written.name, ReserveRatio(written.base, least, most), base, actual))
    return tuple(found)


def _bases(pack: Pack) -> list[tuple[str, WrittenRatio]]:
    return [(f"{written.base}数", written) for written in pack.lists.reserve_ratios]


def selection_caps(pack: Pack, records: Records, on: date) -> tuple[tuple[str, SelectionCap], ...]:
    """How many places each 遴选 of a pack gives this year (R-087).

    Errors: BlankError, PackError, FactError.
    """
    found = []
    for written in pack.lists.selections:
        base = Formula(BASE, Entity.COMMUNITY, written.base, written.citation, place=written.place)
        judged = judge_units(pack, records, [base], on, Scope.DISTRICT)
        share = _rate(pack, written.ratio, on, f"{written.name}·比例")
        rounding = word(pack, written.rounding or BLANK, ROUNDINGS, on, f"{written.name}·取整")
        cap = selection_cap(judged.outputs[BASE][0] or 0, share, Rounding(rounding))
        found.append((written.name, cap))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class RetirementRow:
    """One person's statutory retirement, soonest first."""

    worker_id: str
    name: str
    community: str
    retirement: Retirement


def retirements(records: Records, on: date, months: int) -> tuple[RetirementRow, ...]:
    """Everyone who reaches the statutory age within so many months of a day (R-180).

    Whose birth or category is not registered cannot be told and is left out.
    """
    columns = ("worker_id", "name", "community", "birth_on", "retirement_category")
    staying = pl.col("left_before").is_null() | (pl.col("left_before") > on)
    found = []
    for worker_id, name, community, birth, category in records.people.filter(staying).select(columns).rows():
        if birth is not None and category is not None:
            found.append(RetirementRow(worker_id, name, community, statutory_retirement(birth, category)))
    soon = [row for row in found if 0 <= row.retirement.months_left(on) <= months]
    return tuple(sorted(soon, key=lambda row: row.retirement.on))
