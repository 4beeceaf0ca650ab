"""A small invented district as a roster workbook, written cell by cell as a clerk would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook  # type: ignore[import-untyped] # the library ships no types

from jishi.policy.identifiers import make_id_number

Row = tuple[str | None, ...]

DEPUTY, SECRETARY, WORKER, NEWCOMER = "A001", "A002", "A003", "A004"
DEPUTY_ID = make_id_number("990101", date(1990, 3, 14), 101)
SECRETARY_ID = make_id_number("990101", date(1975, 8, 2), 203)
WORKER_ID = make_id_number("990101", date(1988, 12, 25), 310)
NEWCOMER_ID = make_id_number("990101", date(1999, 5, 6), 411)


def rows(text: str) -> tuple[Row, ...]:
    """Rows of words; a dash is an empty cell."""
    lines = (line.split() for line in text.strip().splitlines())
    return tuple(tuple(None if word == "-" else word for word in line) for line in lines)


SHEETS = {
    "花名册": rows(f"""
        工号 姓名 身份证号 社区 街道 职务 人员身份 进入日期 退休类别 上年月均工资 公积金比例
        A001 林知远 {DEPUTY_ID} 桂园社区 湖滨街道 社区党组织副书记 两委专职 2019-09-01 男60 6000 8%
        A002 何见山 {SECRETARY_ID} 桂园社区 湖滨街道 社区党组织书记 两委专职 2012-03-01 男60 7200 8%
        A003 苏晚晴 {WORKER_ID} 松涛社区 东城街道 专职社区工作者 统招专职 2021-07-01 女55 5200 8%
        A004 顾新禾 {NEWCOMER_ID} 松涛社区 东城街道 专职网格员 统招专职 2026-11-16 男60 4000 8%
    """),
    "社区": rows("""
        社区     街道     户数 常住人口 网格数 星级
        桂园社区 湖滨街道 3150 8800     9      三星
        松涛社区 东城街道 700  2100     2      未评
    """),
    "任职": rows("""
        工号 社区     职务             任职日期   免职日期
        A001 桂园社区 社区党组织副书记 2022-01-01 -
        A002 桂园社区 社区党组织书记   2022-01-01 2027-01-01
        A002 桂园社区 居委会主任       2022-01-01 2027-01-01
        A003 松涛社区 专职社区工作者   2022-01-01 -
    """),
    "学历": rows("""
        工号 学历 学位 取得日期
        A001 本科 学士 2012-07-01
        A002 大专 无   1998-07-01
        A003 大专 无   2009-07-01
        A004 本科 学士 2021-07-01
    """),
    "证书": rows("""
        工号 证书名称   取得日期   登记有效期至
        A002 社会工作师 2016-10-01 2028-10-01
    """),
    "考核": rows("""
        工号 年度 考核结果
        A001 2024 合格
        A001 2025 优秀
        A002 2024 合格
        A002 2025 合格
        A003 2024 不合格
        A003 2025 合格
        A003 2026 不合格
    """),
}


def write_district(path: Path, **changed: Sequence[Row]) -> Path:
    """Writes the invented district, with other sheets in place of its own."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, cells in {**SHEETS, **changed}.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(list(row))
    book.save(path)
    return path


def with_rows(sheet: str, text: str) -> tuple[Row, ...]:
    """A sheet of the district with further rows."""
    return (*SHEETS[sheet], *rows(text))
