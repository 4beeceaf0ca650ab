"""The roster as a workbook or a csv file: rows are read some thousand at a time, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, overload

from django.db import transaction
from django.utils import timezone

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden, Sight
from jishi.audit.actions import Export, record_export
from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.registry.models import Standing
from jishi.registry.models.standing import StandingQuerySet
from jishi.registry.rulings.lookups import known_for
from jishi.registry.selectors.columns import (
    Known,
    RosterColumn,
    Unsaid,
    Value,
    can_write_in_full,
    is_sensitive,
)
from jishi.registry.selectors.narrowing import Day, chunks_of
from jishi.registry.selectors.unit_names import Place
from jishi.roster.tables import Column, Table
from jishi.roster.writing import write_tables

FileKind = Literal["xlsx", "csv"]
LEAST_REASON: Final = 2  # characters
_KINDS: Final = {"text": "text", "number": "whole", "day": "day"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be exported: the ordered rows, the visible columns, and what the head says of them.

    Shape: `total` how many rows there are; `basis` the questions in words (口径), also kept in the audit.
    """

    rows: StandingQuerySet = field(repr=False)
    total: int
    columns: tuple[RosterColumn, ...]
    day: Day
    places: Sequence[Place] = field(repr=False)
    basis: str
    title: str = "社区工作者花名册"
    in_full: bool = False
    file_kind: FileKind = "xlsx"


def check_may_export(wanted: Wanted, *, sight: Sight, reason: str) -> None:
    """Refuse whoever may not export, may not see what is asked, or gives no reason for identifiers.

    Errors: Forbidden; Refused.
    """
    sight.check_may(Permission.ROSTER_EXPORT)
    if any(not column.is_seen(sight) for column in wanted.columns):
        raise Forbidden("要导出的列里有您当前身份看不到的字段，没有导出。请回到花名册重新选择列。")
    if wanted.in_full and not can_write_in_full(sight):
        raise Forbidden(
            "您当前的身份只能导出脱敏的证件号码。请去掉“证件号码写全”再导出，或由区级有权限的人员导出。"
        )
    if (wanted.in_full or is_sensitive(wanted.columns)) and len(reason.strip()) < LEAST_REASON:
        raise Refused("导出的列里有证件号码，请写明用途后再导出；用途会记入审计。", field="reason")


def export_roster(path: Path, wanted: Wanted, *, sight: Sight, reason: str, by: Actor, at: datetime) -> None:
    """Write the file and record who took what for which purpose; without the record nobody gets the file.

    Errors: as `check_may_export`; AuditFailed.
    """
    check_may_export(wanted, sight=sight, reason=reason)
    write_tables(path, [_table(wanted, sight)], head=_head(wanted, by, at))
    labels = [column.label for column in wanted.columns]
    export = Export(page=wanted.title, filters=_filters(wanted), columns=labels, row_count=wanted.total)
    chain = f"district-{sight.district_id}" if sight.district_id else "platform"
    with transaction.atomic():
        record_export(export=export, by=by, at=at, chain=chain, reason=reason.strip())


def _filters(wanted: Wanted) -> dict[str, str]:
    known = wanted.day.known_at
    return {
        "口径": wanted.basis,
        "截至日期": wanted.day.on.isoformat(),
        "知悉日期": timezone.localtime(known).date().isoformat() if known else "",
        "证件号码": "写全" if wanted.in_full else "脱敏",
        "格式": wanted.file_kind,
    }


def _head(wanted: Wanted, by: Actor, at: datetime) -> tuple[str, str]:
    known = wanted.day.known_at
    told = f"，按 {timezone.localtime(known):%Y-%m-%d} 已知悉的记录" if known else ""
    parts = (
        f"截至日期：{wanted.day.on.isoformat()}{told}",
        f"口径：{wanted.basis}",
        f"导出人：{by.name}（{by.role}），{timezone.localtime(at):%Y-%m-%d %H:%M}",
    )
    return f"{wanted.title}（共 {wanted.total} 人）", "；".join(parts)


def _table(wanted: Wanted, sight: Sight) -> Table:
    columns = tuple(
        Column(column.label, _KINDS[column.kind], column.width)  # type: ignore[arg-type] # one of its literals
        for column in wanted.columns
    )
    return Table("花名册", columns, _Lines(wanted, sight))


@dataclass(frozen=True, slots=True)
class _Lines(Sequence[Sequence[Value]]):
    """The rows of the file, made while they are written."""

    wanted: Wanted
    sight: Sight

    def __len__(self) -> int:
        return self.wanted.total

    @overload
    def __getitem__(self, place: int) -> Sequence[Value]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[Value]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[Value] | Sequence[Sequence[Value]]:
        raise NotImplementedError("rows are read once, from first to last")

    def __iter__(self) -> Iterator[Sequence[Value]]:
        columns = self.wanted.columns
        for chunk in chunks_of(self.wanted.rows):
            known = known_for(
                chunk,
                columns,
                sight=self.sight,
                day=self.wanted.day,
                places=self.wanted.places,
                in_full=self.wanted.in_full,
            )
            for row in chunk:
                yield [_cell(column, row, known) for column in columns]


def _cell(column: RosterColumn, row: Standing, known: Known) -> Value:
    """A value as the file holds it: what is not said is told in a column of text and empty in another."""
    said = column.said(row, known)
    if not isinstance(said, Unsaid):
        return said
    return said.value if column.kind == "text" and said is not Unsaid.UNFILLED else None
