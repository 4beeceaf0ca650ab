"""数据质量与时效 as a workbook; it holds names and counts, no identifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from jishi.access.enums import Permission
from jishi.access.permissions import Sight
from jishi.audit.actions import Export, record_export
from jishi.audit.enums import Actor
from jishi.roster.tables import Column, Table
from jishi.roster.writing import write_tables

_TITLE = "数据质量与时效"
_STREETS = (
    Column("街道", width=18),
    Column("登记件数", "whole"),
    Column("按时件数", "whole"),
    Column("延迟中位数（天）", "whole", 16),
    Column("最长延迟（天）", "whole", 14),
)
_LATE = (
    Column("姓名", width=10),
    Column("异动", width=16),
    Column("生效日期", "day"),
    Column("登记日期", "day"),
    Column("延迟（天）", "whole"),
    Column("登记人", width=10),
)
_GAPS = (Column("缺项或矛盾", width=24), Column("人数", "whole"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the page says, row by row, in the order of its tables' columns."""

    first: date
    last: date
    streets: Sequence[tuple[str, int, int, int, int]]
    late: Sequence[tuple[str, str, date, date, int, str]]
    gaps: Sequence[tuple[str, int]]


def export_quality(path: Path, findings: Findings, *, sight: Sight, by: Actor, at: datetime) -> None:
    """Write the workbook and record who took it.

    Errors: Forbidden; AuditFailed.
    """
    sight.check_may(Permission.TIMELINESS_VIEW)
    tables = [
        Table("各街道时效", _STREETS, findings.streets),
        Table("迟录", _LATE, findings.late),
        Table("缺项与矛盾", _GAPS, findings.gaps),
    ]
    span = f"{findings.first.isoformat()} 至 {findings.last.isoformat()}"
    told = (
        f"截至日期：{findings.last.isoformat()}；口径：登记于 {span} 的异动；导出人：{by.name}（{by.role}）"
    )
    write_tables(path, tables, head=(_TITLE, told))
    export = Export(
        page=_TITLE,
        filters={"登记日期": span},
        columns=[column.header for table in tables for column in table.columns],
        row_count=sum(len(table) for table in tables),
    )
    with transaction.atomic():
        chain = f"district-{sight.district_id}" if sight.district_id else "platform"
        record_export(export=export, by=by, at=at, chain=chain)
