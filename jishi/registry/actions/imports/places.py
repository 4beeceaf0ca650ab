"""What a table of communities comes to: streets and communities to be founded, counts to be recorded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from django.db import transaction

from jishi.access.enums import Permission
from jishi.access.permissions import Sight
from jishi.audit.actions import record
from jishi.audit.enums import Actor, Subject
from jishi.ledger import Refused
from jishi.places.actions import households, units
from jishi.places.actions.blueprints import Blueprint, Count, FigureGiven
from jishi.places.enums import UnitKind
from jishi.places.models import Unit, UnitChange
from jishi.places.selectors.said import households_on
from jishi.registry import permissions
from jishi.registry.enums import IMPORT_COMMIT, ImportKind, ImportState, RowState
from jishi.registry.models import ImportedPlace, ImportJob
from jishi.registry.rulings.imports import FAULT, NOTICE, PLACE_FIELDS, PLACES_SHEET, ROW, Fault, own_columns
from jishi.registry.selectors.imports import Places, communities_within, counts_of, streets_of
from jishi.roster.apart import Answer

_SOURCE, _REASON = "导入", "导入机构与户数"
_LIKE, _FEW = 0.7, 2  # how like a name must be, and how many rows a mistyped street has at most
_LONGEST = 60
_SAID = frozenset({*PLACE_FIELDS, ROW})


@dataclass(frozen=True, slots=True)
class Plan:
    """What one row comes to: a community that stands already or is to be founded in a street."""

    row: Mapping[str, Any]
    street: str
    unit: Unit | None
    problems: tuple[Fault, ...] = ()
    is_same: bool = False

    @property
    def count(self) -> Count:
        """The count the row states."""
        return Count(self.row["households"], self.row["residents"], _SOURCE)


def plans_of(of: ImportJob, sight: Sight, answer: Answer) -> dict[int, Plan]:
    """What every row without an error comes to, by its number."""
    rows = list(answer.frames[PLACES_SHEET].iter_rows(named=True))
    known, streets = communities_within(sight, of.district), streets_of(of.district)
    named = Counter(row["street"] for row in rows if row["street"])
    counts = households_on([unit.pk for unit in known.values()], on=of.since)
    planner = _Planner(of, sight, known, streets, named, counts)
    return {row[ROW]: planner.plan(row) for row in rows}


@dataclass(frozen=True, slots=True)
class _Planner:
    of: ImportJob
    sight: Sight
    known: Places
    streets: Mapping[str, Unit]
    named: Mapping[str, int]
    counts: Mapping[int, Any]

    def plan(self, row: Mapping[str, Any]) -> Plan:
        """What a row comes to."""
        street = row["street"] or self._only_street(row["community"])
        unit = self.known.get((street, row["community"]))
        problems = tuple(self._problems(row, street, unit))
        same = unit is not None and not problems
        return Plan(row, street, unit, problems, same)

    def _only_street(self, community: str) -> str:
        found = [street for street, name in self.known if name == community]
        return found[0] if len(found) == 1 else ""

    def _problems(self, row: Mapping[str, Any], street: str, unit: Unit | None) -> Iterator[Fault]:
        if not street:
            yield "街道", "", FAULT, "没有填写街道", "请补填社区所属的街道"
        elif unit is not None:
            yield from self._recounted(row, unit)
        else:
            yield from self._founded(row, street)

    def _founded(self, row: Mapping[str, Any], street: str) -> Iterator[Fault]:
        """A community to be founded: by the district, in a street that is there or surely a new one."""
        if self.sight.path != self.of.district.path:
            yield "社区", row["community"], FAULT, "本街道没有这个社区", "请核对名称；新设社区由区里导入"
        elif max(len(street), len(row["community"])) > _LONGEST:
            yield "社区", row["community"][:20], FAULT, f"名称超过 {_LONGEST} 个字", "请写规范简称"
        elif street not in self.streets and street not in self.of.accepted and (near := self._near(street)):
            yield "街道", street, FAULT, f"街道“{street}”不存在", f"是否为“{near}”？请改正，或确认新建"

    def _near(self, street: str) -> str:
        """The street a rarely written one may be meant for."""
        if self.named[street] > _FEW:
            return ""
        others = [name for name in {*self.streets, *self.named} if name != street and self._is_common(name)]
        return next(iter(get_close_matches(street, others, n=1, cutoff=_LIKE)), "")

    def _is_common(self, street: str) -> bool:
        return street in self.streets or self.named[street] > _FEW

    def _recounted(self, row: Mapping[str, Any], unit: Unit) -> Iterator[Fault]:
        """A community that stands already: another count is recorded from a day on, the old one stays."""
        held = self.counts.get(unit.pk)
        before = (held.households, held.residents) if held else (None, None)
        said = (row["households"], row["residents"])
        if (
            any(said)
            and said != before
            and any(new is not None and new != old for new, old in zip(said, before, strict=True))
        ):
            shown = f"{before[0] or '未登记'} → {row['households'] or '未填'}"
            remedy = f"将自 {self.of.since} 起登记新的户数，原来的保留"
            yield "户数", shown, NOTICE, f"户数与现有登记不同（{shown}）", remedy


def take_in(*, of: ImportJob, sight: Sight, answer: Answer, by: Actor, at: datetime) -> int:
    """Found and count what the rows found ready come to, all at once or not at all; how many rows.

    Errors: Refused; Forbidden; ImportJob.DoesNotExist out of sight.
    """
    permissions.check_can_import(sight, of)
    sight.check_may(Permission.PLACE_EDIT)
    with transaction.atomic():
        of = ImportJob.objects.select_for_update(of=("self",)).select_related("district").get(pk=of.pk)
        rows = of.rows.filter(state__in=(RowState.READY, RowState.NOTICE))
        numbers = set(rows.values_list("number", flat=True))
        plans = [plan for number, plan in plans_of(of, sight, answer).items() if number in numbers]
        changes = [*_found(of, plans, by, at), *_count_again(of, plans, by, at)]
        ImportedPlace.objects.bulk_create([ImportedPlace(of=of, change=change) for change in changes])
        rows.update(state=RowState.DONE)
        of.counts = counts_of(of, PLACES_SHEET)
        _tell(of, len(numbers), by, at)
        of.imported_at = of.imported_at or at
        left = of.counts.get(RowState.FAULTY, 0)
        of.state = ImportState.PARTIAL if left else ImportState.IMPORTED
        of.save(update_fields=["counts", "imported_at", "state"])
    return len(numbers)


def _tell(of: ImportJob, count: int, by: Actor, at: datetime) -> None:
    record(
        verb=IMPORT_COMMIT,
        subject=Subject("import", str(of.pk), of.filename),
        by=by,
        at=at,
        chain=f"district-{of.district_id}",
        particulars={"kind": ImportKind(of.kind).label, "count": count},
    )


def _found(of: ImportJob, plans: Sequence[Plan], by: Actor, at: datetime) -> Iterator[UnitChange]:
    by_street: dict[str, list[Blueprint]] = defaultdict(list)
    for plan in plans:
        if plan.unit is None:
            by_street[plan.street].append(_blueprint(plan))
    streets = streets_of(of.district)
    new = [
        Blueprint(kind=UnitKind.STREET, name=street, under=tuple(communities))
        for street, communities in by_street.items()
        if street not in streets
    ]
    if new:
        district = Unit.objects.get(pk=of.district_id)
        yield units.lay_out(
            district=district, blueprints=new, on=of.since, reason=_REASON, by=by, at=at
        ).change
    for street, communities in by_street.items():
        if street in streets:
            unit = Unit.objects.get(pk=streets[street].pk)
            yield units.lay_out(
                district=unit, blueprints=communities, on=of.since, reason=_REASON, by=by, at=at
            ).change


def _blueprint(plan: Plan) -> Blueprint:
    row = plan.row
    figures = [FigureGiven(name, str(row[name])[:_LONGEST]) for name in own_columns(row) if name not in _SAID]
    if row["grids"] is not None:
        figures.append(FigureGiven("网格数", str(row["grids"])))
    if row["adjustment"]:
        reason = (row["adjustment_reason"] or "")[:200]
        figures.append(FigureGiven("员额调整", str(row["adjustment"]), reason))
    return Blueprint(
        kind=UnitKind.COMMUNITY,
        name=row["community"],
        count=plan.count,
        star=(row["star"] or "")[:12],
        figures=tuple(figures),
    )


def _count_again(of: ImportJob, plans: Sequence[Plan], by: Actor, at: datetime) -> Iterator[UnitChange]:
    for plan in plans:
        if plan.unit is not None and not plan.is_same:
            unit = Unit.objects.get(pk=plan.unit.pk)
            try:
                done = households.record(
                    unit=unit, count=plan.count, on=of.since, reason=_REASON, by=by, at=at
                )
            except Refused as refusal:
                raise Refused(f"“{unit.name}”：{refusal.sentence}") from refusal
            yield done.change
