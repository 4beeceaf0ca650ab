"""Real roster files for the tests: workbooks of plain cells, and people nobody is."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped] # the library ships no types

from jishi.policy.identifiers import make_id_number
from jishi.roster.cells import Cell
from jishi.roster.problems import Problem
from jishi.roster.reading import RosterReading, read_roster

ON = date(2026, 11, 1)
ANNE, BEN, CLAIRE = (
    make_id_number("990101", date(1990, 5, 1), 2),
    make_id_number("990102", date(1985, 12, 31), 1),
    make_id_number("990103", date(1978, 2, 28), 4),
)
Rows = Sequence[Sequence[Any]]  # cells of any kind, as people fill them in
HEADER = ["工号", "姓名", "身份证号", "社区", "街道", "职务", "进入日期"]
ROSTER: list[list[Any]] = [
    HEADER,
    ["W1", "安宁", ANNE, "桂园社区", "东城街道", "居委会委员", "2015-07-01"],
    ["W2", "毕升平", BEN, "桂园社区", "东城街道", "专职网格员", "2020-07-01"],
    ["W3", "柴米", CLAIRE, "松风社区", "北苑街道", "社区党组织书记", "2008-03-01"],
]
COMMUNITIES: list[list[Any]] = [
    ["社区", "街道", "户数", "常住人口", "网格数"],
    ["桂园社区", "东城街道", 3150, 8820, 12],
    ["松风社区", "北苑街道", 2400, 6700, 9],
]


def workbook(path: Path, sheets: Mapping[str, Rows], merges: Iterable[str] = ()) -> Path:
    """Writes rows as they are, merged areas of the first sheet in addition."""
    with Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for area in merges if name == "花名册" else ():
                sheet.merge_range(area, "")
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif isinstance(cell, bool):
                        sheet.write_boolean(row, column, cell)
                    elif isinstance(cell, date | datetime):
                        sheet.write_datetime(row, column, cell, days)
                    elif cell is not None:
                        sheet.write_number(row, column, cell)
    return path


def roster(path: Path, rows: Rows = ROSTER, **sheets: Rows) -> Path:
    """A workbook of 花名册, 社区 and whatever other sheets are given."""
    return workbook(path / "roster.xlsx", {"花名册": rows, "社区": COMMUNITIES, **sheets})


def reading(path: Path, rows: Rows = ROSTER, **sheets: Rows) -> RosterReading:
    """What reading such a workbook gives."""
    return read_roster(roster(path, rows, **sheets), on=ON)


def only_problem(result: RosterReading) -> Problem:
    """The one problem found."""
    (problem,) = result.problems
    return problem


def column(result: RosterReading, name: str) -> list[object]:
    """A column of the people read."""
    return list(result.records.people[name])


def with_cell(header: str, cell: Cell) -> Rows:
    """The roster's first person alone, one cell of whom is another or further one."""
    person = dict(zip(HEADER, ROSTER[1], strict=True)) | {header: cell}
    return [list(person), list(person.values())]


def raw_workbook(path: Path, sheet: bytes, shared: bytes | None = None) -> Path:
    """A workbook around one sheet's own XML, for sheets no library would write."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relations("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _relations("worksheet", "worksheets/sheet1.xml"))
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        if shared is not None:
            archive.writestr("xl/sharedStrings.xml", shared)
    return path


def sheet_xml(rows: str) -> bytes:
    """A sheet's XML around its rows."""
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="花名册" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def _relations(kind: str, target: str) -> str:
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
