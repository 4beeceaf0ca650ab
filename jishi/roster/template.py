"""Writes the empty roster workbook a district fills in: notes, drop-downs, text columns, examples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from jishi.roster.files import replacing
from jishi.roster.layout import SHEETS, Field, Kind, Sheet
from jishi.roster.roster_workbook import column_of
from jishi.roster.tables import Column, Table, Value
from jishi.roster.workbook import WorkbookWriter

GUIDE = "填写说明"
_LAST_ROW = 20_000  # as far down as the drop-downs reach
_RULES = (
    "花名册和社区两张表必填，其余各表有则填。每张表第一行是列名，可以在列名上方加标题行，列的先后不限。",
    "标着“示例”的行只供参照，读取时会跳过，可以删去。填表人、合计等表尾行也会跳过。",
    "日期可写 2023-05-01、2023.5.1、2023年5月1日、20230501；只知道年月的写 2023-05，按当月1日计。",
    "身份证号、工号、手机号各列已设为文本格式，请勿改成数值，否则末几位会丢失。",
    "花名册和社区表可以在后面增加本地政策要用的列，列名与政策包里的名称一致即可。",
)
_ALLOWED: Mapping[Kind, tuple[str, ...]] = MappingProxyType({Kind.TRUTH: ("是", "否")})


def write_template(path: Path) -> None:
    """Writes the roster template to an xlsx file."""
    with replacing(path) as draft, WorkbookWriter(draft) as book:
        for sheet in SHEETS:
            _add(book, sheet)
        book.add(_guide(), _RULES)


def _add(book: WorkbookWriter, sheet: Sheet) -> None:
    example = tuple(_example(field) for field in sheet.fields)
    page = book.add(Table(sheet.name, tuple(map(column_of, sheet.fields)), [example]))
    for place, field in enumerate(sheet.fields):
        page.write_comment(0, place, _note(field), {"x_scale": 1.6})
        if allowed := _allowed(field):
            page.data_validation(1, place, _LAST_ROW, place, _choice(field, allowed))


def _example(field: Field) -> Value:
    value = field.read(field.example)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, Value) else None


def _allowed(field: Field) -> tuple[str, ...]:
    return field.words.words if field.words else _ALLOWED.get(field.kind, ())


def _choice(field: Field, allowed: tuple[str, ...]) -> dict[str, object]:
    """A drop-down; words outside an open vocabulary may still be typed."""
    closed = field.words is None or field.words.closed
    return {
        "validate": "list",
        "source": list(allowed),
        "error_type": "stop" if closed else "information",
        "error_title": field.header,
        "error_message": f"可填：{'、'.join(allowed)}",
    }


def _note(field: Field) -> str:
    need = "必填" if field.required else "选填"
    allowed = _allowed(field)
    parts = [need, field.note, f"可填：{'、'.join(allowed)}" if allowed else ""]
    return "。".join(part for part in parts if part)


def _guide() -> Table:
    columns = (Column("表"), Column("列", width=20), Column("必填", width=8), Column("说明", width=90))
    rows: list[tuple[Value, ...]] = []
    for sheet in SHEETS:
        rows.append((sheet.name, None, None, sheet.note))
        rows += [
            (sheet.name, field.header, "是" if field.required else None, _note(field))
            for field in sheet.fields
        ]
    return Table(GUIDE, columns, rows)
