"""The team against what the documents want of it: structure, training, reserves, selection, retirement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import chain

import polars as pl

from jishi.policy.decisions.figures import Rounding
from jishi.policy.decisions.reserve import Reserve, ReserveRatio, reserve
from jishi.policy.decisions.retirement import Retirement, statutory_retirement
from jishi.policy.decisions.selection import SelectionCap, selection_cap
from jishi.policy.decisions.structure import Bound, Measure, StructureRow, StructureTarget, structure_rows
from jishi.policy.decisions.training import Cadence, TrainingDue, next_training
from jishi.policy.errors import FactError, PackError
from jishi.policy.facts.units import Scope
from jishi.policy.pack.lists.growth import ReserveRatio as WrittenRatio
from jishi.policy.pack.lists.growth import Selection, TrainingCadence
from jishi.policy.pack.lists.growth import StructureTarget as WrittenTarget
from jishi.policy.pack.model import BLANK, RATE_SCALE, Entity, Formula, Pack
from jishi.policy.pack.quantity import Kind, ValueType
from jishi.policy.records import Records
from jishi.policy.uses.judging import judge_people, judge_units
from jishi.policy.uses.values import all_made, value_in_force, whole, word

MEASURES, BOUNDS, SCOPES, ROUNDINGS = tuple(Measure), tuple(Bound), tuple(Scope), tuple(Rounding)
RESERVE_BASES = ("正职", "书记", "社区")
UNREGISTERED = "（未登记）"
MEASURE, APPLIES, BASE = "指标", "适用", "基数"


@dataclass(frozen=True, slots=True)
class StructureReport:
    """One structure target measured on the units of its scope; `year` is that of the target used."""

    target: str
    year: int
    scope: Scope
    goal: StructureTarget
    rows: tuple[StructureRow, ...]
    clauses: tuple[str, ...]


def structure_reports(pack: Pack, records: Records, on: date) -> tuple[StructureReport, ...]:
    """Every structure target of a pack against the people employed on a day (R-038…R-040).

    Shape:  the target in force is the one of the nearest year not before the day's; after the last, the
            last. A number of people is told of every unit, one without people has none.
    Errors: BlankError, PackError, FactError.
    """
    return tuple(
        all_made(partial(_structure, pack, records, each, on) for each in pack.lists.structure_targets)
    )


def _structure(pack: Pack, records: Records, written: WrittenTarget, on: date) -> StructureReport:
    year, goal = _goal(pack, written, on)
    scope = Scope(word(pack, written.scope, SCOPES, on, f"{written.name}·口径"))
    people = _measured(pack, records, written, on)
    if goal.measure is Measure.COUNT:
        people = pl.concat([_places(records), people])
    rows = structure_rows(people, MEASURE, goal, scope)
    return StructureReport(written.name, year, scope, goal, rows, written.citation.refs)


def _goal(pack: Pack, written: WrittenTarget, on: date) -> tuple[int, StructureTarget]:
    """The year whose target counts on a day, and the target."""
    bound = Bound(word(pack, written.direction, BOUNDS, on, f"{written.name}·方向"))
    measure = Measure(word(pack, written.method, MEASURES, on, f"{written.name}·方式"))
    title = f"{written.name}·年"
    years = {whole(pack, each.year, on, title): each for each in written.targets}
    if not years:
        remedy = "请写成 目标: [{年: 2026, 值: 50%}]，尚未决定的写「待填」"
        raise PackError(f"结构目标「{written.name}」没有写哪一年达到多少", remedy, written.place)
    year = min((year for year in years if year >= on.year), default=max(years))
    value = _rate(pack, years[year].value, on, f"{written.name}·值")
    low = value if bound is not Bound.AT_MOST else Fraction(0)
    high = value if bound is not Bound.AT_LEAST else Fraction(0)
    if bound is Bound.BETWEEN and years[year].upper is not None:
        high = _rate(pack, years[year].upper, on, f"{written.name}·至")
    return year, StructureTarget(written.name, measure, bound, low, high)


def _measured(pack: Pack, records: Records, written: WrittenTarget, on: date) -> pl.DataFrame:
    """Community, street and measure of everyone employed to whom the target applies."""
    texts = {MEASURE: written.measure, APPLIES: written.applies or "是"}
    formulas = {
        name: Formula(f"{written.name}·{name}", Entity.PERSON, text, written.citation, place=written.place)
        for name, text in texts.items()
    }
    judged, now = judge_people(pack, records, formulas.values(), on)
    measure, applies = (judged.outputs[each.name] for each in formulas.values())
    _suits(written, judged.binding.plan.type_of(measure.name))
    units = [pl.col(unit).fill_null(UNREGISTERED) for unit in ("community", "street")]
    people = judged.names.select(units).with_columns(measure.cast(pl.Int64).alias(MEASURE))
    return people.filter(now.employed & applies.fill_null(value=False))


def _suits(written: WrittenTarget, kind: ValueType) -> None:
    """Refuses a measure its method cannot count: truths are counted and shared, whole numbers averaged."""
    whole_number = kind.kind is Kind.NUMBER and not kind.scale
    if not (whole_number if written.method == Measure.AVERAGE else kind.kind is Kind.TRUTH):
        remedy = "「占比」「人数」的指标写一个条件，「平均」的指标写一个整数"
        raise PackError(
            f"结构目标「{written.name}」的指标不能按「{written.method}」计算", remedy, written.place
        )


def _places(records: Records) -> pl.DataFrame:
    """Every community with nobody in it, so that one without people is told as well."""
    nobody = pl.lit(0, pl.Int64).alias(MEASURE)
    return records.communities.select("community", pl.col("street").fill_null(UNREGISTERED), nobody)


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

    Shape:  the records hold the latest training alone; where several are asked for, the earlier ones are
            taken to be as late, so that nobody is called overdue who may not be. Who has no day of entry
            cannot be told and is left out.
    Errors: BlankError, PackError, FactError.
    """
    cadences = pack.lists.training_cadences
    rows = all_made(partial(_training, pack, records, written, on) for written in cadences)
    return tuple(chain.from_iterable(rows))


def _training(pack: Pack, records: Records, written: TrainingCadence, on: date) -> Sequence[TrainingRow]:
    cadence = _cadence(pack, written, on)
    name = f"{written.name}·{APPLIES}"
    applies = Formula(name, Entity.PERSON, written.applies, written.citation, place=written.place)
    judged, now = judge_people(pack, records, [applies], on)
    trainees = records.people.filter(now.employed & judged.outputs[name].fill_null(value=False))
    columns = ("worker_id", "name", "entered_on", "trained_on")
    return [
        TrainingRow(worker_id, name, written.name, due, written.citation.refs)
        for worker_id, name, entered, trained in trainees.drop_nulls("entered_on").select(columns).iter_rows()
        for due in [next_training(cadence, entered, [trained] * cadence.times if trained else [], on)]
    ]


def _cadence(pack: Pack, written: TrainingCadence, on: date) -> Cadence:
    months = whole(pack, written.interval_months, on, f"{written.name}·间隔月数")
    times = 1 if written.times is None else whole(pack, written.times, on, f"{written.name}·次数")
    try:
        return Cadence(months, times)
    except ValueError as error:
        raise PackError(f"「{written.name}」：{error}", "请改成 1 或更大的整数", written.place) from None


def reserve_requirements(
    pack: Pack, records: Records, actual: Mapping[str, int], on: date
) -> tuple[Reserve, ...]:
    """How many reserves the district needs by every ratio of a pack, beside those it has (R-219, R-220).

    Shape:  `actual` says how many people stand in a pool, by the name of its ratio; a pool it does not
            name is told without them.
    Errors: BlankError, PackError, FactError.
    """
    return tuple(
        all_made(partial(_reserve, pack, records, each, actual, on) for each in pack.lists.reserve_ratios)
    )


def _reserve(
    pack: Pack, records: Records, written: WrittenRatio, actual: Mapping[str, int], on: date
) -> Reserve:
    least = _rate(pack, written.lower, on, f"{written.name}·下限倍数")
    most = None if written.upper is None else _rate(pack, written.upper, on, f"{written.name}·上限倍数")
    counted = word(pack, written.base, RESERVE_BASES, on, f"{written.name}·基数")
    base = _base(pack, records, written, f"{counted}数", on)
    return reserve(written.name, ReserveRatio(counted, least, most), base, actual.get(written.name))


def selection_caps(pack: Pack, records: Records, on: date) -> tuple[tuple[str, SelectionCap], ...]:
    """How many places each 遴选 of a pack gives this year (R-087).

    Errors: BlankError, PackError, FactError.
    """
    return tuple(all_made(partial(_selection, pack, records, each, on) for each in pack.lists.selections))


def _selection(pack: Pack, records: Records, written: Selection, on: date) -> tuple[str, SelectionCap]:
    share = _rate(pack, written.ratio, on, f"{written.name}·比例")
    rounding = word(pack, written.rounding or BLANK, ROUNDINGS, on, f"{written.name}·取整")
    base = _base(pack, records, written, written.base, on)
    return written.name, selection_cap(base, share, Rounding(rounding))


def _base(pack: Pack, records: Records, written: WrittenRatio | Selection, text: str, on: date) -> int:
    """What a share is taken of: a quantity of the whole district.

    Errors: FactError when a community lacks what the quantity is made of.
    """
    name = f"{written.name}·{BASE}"
    formula = Formula(name, Entity.COMMUNITY, text, written.citation, place=written.place)
    judged = judge_units(pack, records, [formula], on, Scope.DISTRICT)
    figure: int | None = judged.outputs[name][0]
    if figure is None:
        lacking = "、".join(judged.missing(0, name))
        raise FactError(f"算不出「{name}」，有社区缺：{lacking}", "请补齐「社区」表")
    return figure


@dataclass(frozen=True, slots=True)
class RetirementRow:
    """One person's statutory retirement, soonest first."""

    worker_id: str
    name: str
    community: str
    retirement: Retirement


def retirements(records: Records, on: date, months: int) -> tuple[RetirementRow, ...]:
    """Everyone who has reached the statutory age, or will within so many months of a day (R-180).

    Whose birth or category is not registered cannot be told and is left out.
    """
    columns = ("worker_id", "name", "community", "birth_on", "retirement_category")
    known = staying(records, on).people.drop_nulls(["birth_on", "retirement_category"])
    found = [
        RetirementRow(worker_id, name, community, statutory_retirement(birth, category))
        for worker_id, name, community, birth, category in known.select(columns).iter_rows()
    ]
    soon = (row for row in found if row.retirement.months_left(on) <= months)
    return tuple(sorted(soon, key=lambda row: row.retirement.on))


def staying(records: Records, on: date) -> Records:
    """The records with the people who have not left by a day."""
    left = pl.col("left_before")
    return replace(records, people=records.people.filter(left.is_null() | (left > on)))
