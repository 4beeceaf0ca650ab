"""Workbooks as districts really keep them, made in memory, of people nobody is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped] # the library ships no types

from jishi.policy.identifiers import make_id_number

Rows = Sequence[Sequence[Any]]
_people = count(1)
HEADS = [
    "序号",
    "姓　名",
    "公民身份证号码",
    "性别",
    "出生年月",
    "所在社区名",
    "所属镇街",
    "担任岗位",
    "参加社区工作的时间",
    "民族",
    "备考",
]


def number_of(birth: date = date(1988, 3, 14), *, woman: bool = False) -> str:
    """Another well-formed ID number of nobody."""
    place = next(_people)
    return make_id_number(f"99{8000 + place // 400:04d}", birth, 2 * (place % 400) + (0 if woman else 1))


def book(sheets: Mapping[str, Rows], merges: Iterable[str] = ()) -> bytes:
    """A workbook of some sheets; merged areas are of the first."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for area in merges:
        made.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def person(name: str, community: str = "桂园社区", street: str = "桂园街道", **more: Any) -> list[Any]:
    """One row of a roster in the unusual layout."""
    row = {
        "n": next(_people),
        "name": name,
        "id": number_of(),
        "sex": "男",
        "birth": "1988.03",
        "community": community,
        "street": street,
        "post": "专职社区工作者",
        "since": "2019.5.1",
        "people": "汉族",
        "note": "",
        **more,
    }
    return list(row.values())


def roster(people: Rows, sheets: Mapping[str, Rows] | None = None) -> bytes:
    """A roster under two title rows and a header of two rows, the upper one merged, signed at its foot."""
    top = ["序号", "基本情况", None, None, None, "工作情况", None, None, None, "其他", None]
    rows: list[Sequence[Any]] = [
        ["清河区社区工作者基本情况统计表"],
        ["填报单位：清河区　　填报时间：2026年11月"],
        top,
        HEADS,
        *people,
        ["填表人：某某", None, None, "审核人：某某"],
    ]
    merges = ["A1:K1", "A2:K2", "A3:A4", "B3:E3", "F3:I3", "J3:K3"]
    return book({"在册人员情况": rows, **(sheets or {})}, merges)


def places(rows: Rows) -> bytes:
    """Communities and their households under a title."""
    head = ["街道名称", "社区名称", "总户数", "常住人口数"]
    return book({"机构户数": [["清河区社区户数统计"], head, *rows]}, ["A1:D1"])
