"""Reads somebody's upload in a process of its own, bounded in memory, time and output; `apart` starts it.

    python -m jishi.roster.reader request.json

The request names the file and what is wanted; the answer is `answer.json` and frames beside it. A file that
cannot be read is answered with its sentence. Nothing here knows the platform.
"""

from __future__ import annotations

import json
import resource
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

MIB = 2**20
MOST_MEMORY = 512 * MIB
MOST_SECONDS = 20
MOST_OUTPUT = 256 * MIB
MOST_FILE = 20 * MIB
MOST_PARTS = 100
MOST_UNPACKED = 200 * MIB
MOST_RATIO = 100

Request = Mapping[str, Any]
RECORDS = {  # sheets of a roster workbook, and the records each fills
    "花名册": "people",
    "任职": "appointments",
    "工作经历": "service",
    "学历": "education",
    "证书": "certificates",
    "考核": "assessments",
}


def bound() -> None:
    """Keep this process within its bounds; what it maps without filling does not count."""
    for what, most in (
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main(request_file: Path) -> None:
    """Answer one request."""
    bound()
    from jishi.roster.problems import RosterFileError

    request = json.loads(request_file.read_text(encoding="utf-8"))
    folder = request_file.parent
    try:
        check_upload(Path(request["path"]))
        answer = _VERBS[request["verb"]](request, folder)
    except RosterFileError as error:
        answer = {"refusal": str(error)}
    except MemoryError:
        answer = {"refusal": "文件展开后太大，读不下来。请去掉无关的表和列，或分成几个文件。"}
    (folder / "answer.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


def check_upload(path: Path) -> None:
    """Refuse by size and by the directory of the archive, before anything is unpacked.

    Errors: RosterFileError.
    """
    from jishi.roster.problems import RosterFileError

    if path.stat().st_size > MOST_FILE:
        raise RosterFileError(f"文件超过 {MOST_FILE // MIB} MB", "请去掉图片和无关的表，或分成几个文件")
    if path.suffix.lower() != ".xlsx" or not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise RosterFileError("文件已损坏或没有传完整", "请用 Excel 或 WPS 打开后另存，再试一次") from error
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if (
        len(parts) > MOST_PARTS
        or unpacked > MOST_UNPACKED
        or (unpacked > 16 * MIB and unpacked > MOST_RATIO * packed)
    ):
        raise RosterFileError("工作簿解压后过大，疑似压缩炸弹", "请删去无关的内容，另存后再试")


def _outlined(request: Request, _: Path) -> dict[str, Any]:
    from jishi.roster.book import open_book
    from jishi.roster.mapping import outline, place_sheets, roster_sheets

    book = open_book(Path(request["path"]))
    found = place_sheets(book) if request["kind"] == "places" else roster_sheets(book)
    wanted = [name for name in found if request["kind"] == "places" or name != "社区"]
    return {"sheets": [asdict(outline(name, found[name])) for name in wanted]}


def _read(request: Request, folder: Path) -> dict[str, Any]:
    from jishi.roster.problems import Findings, Level

    found = _mapped(request)
    findings = Findings()
    checked = (_places if request["kind"] == "places" else _roster)(request, found, findings, folder)
    problems = [each for each in findings if each.sheet in checked]
    refused = {(each.sheet, each.row) for each in problems if each.level is Level.ERROR}
    return {
        "problems": [
            [each.sheet, each.row, each.column, each.value, each.level.value, each.what, each.remedy]
            for each in problems
        ],
        "numbers": {name: sheet.frame["_row"].to_list() for name, sheet in checked.items()},
        "cells": {name: dict(_cells_of(found[name], name, refused)) for name in checked},
    }


def _cells(request: Request, _: Path) -> dict[str, Any]:
    """The cells of some rows, as they stand in the file or were put right."""
    wanted = {(sheet, number) for sheet, number in request["rows"]}
    found = _mapped(request)
    return {"cells": {name: dict(_cells_of(source, name, wanted)) for name, source in found.items()}}


def _returned(request: Request, folder: Path) -> dict[str, Any]:
    """A workbook of the rows that could not be taken in, each with its reason, ready to be mended."""
    from jishi.roster.problems import Findings, Level
    from jishi.roster.returned import FOR_REFERENCE, returned_tables
    from jishi.roster.tables import Table
    from jishi.roster.workbook import write_workbook

    found, findings = _mapped(request), Findings()
    if request["kind"] == "roster":
        _roster(request, found, findings, folder)
    reasons: dict[str, dict[int, str]] = {}
    told = [(each.sheet, each.row, str(each)) for each in findings if each.level is Level.ERROR]
    for sheet, row, sentence in [*request["reasons"], *told]:
        if sheet in found:
            reasons.setdefault(sheet, {}).setdefault(row, sentence)
    tables = returned_tables(found, reasons)
    for table in tables if request["kind"] == "places" else ():
        kept = [row for row in table if row[-1] != FOR_REFERENCE]
        tables = [Table(table.name, table.columns, kept)]
    write_workbook(folder / "returned.xlsx", tables, ())
    return {"rows": sum(map(len, reasons.values()))}


def _places(_: Request, found: Mapping[str, Any], findings: Any, folder: Path) -> dict[str, Any]:
    from jishi.roster.layout import COMMUNITIES
    from jishi.roster.people import check_communities
    from jishi.roster.reading import own_columns
    from jishi.roster.sheet_frame import ROW, read_sheet

    name = COMMUNITIES.name
    sheet = check_communities(read_sheet(COMMUNITIES, found[name], frozenset(), findings))
    frame = sheet.good(ROW, *COMMUNITIES.schema, *own_columns(sheet))
    frame.write_parquet(folder / f"{name}.parquet")
    return {name: sheet}


def _roster(request: Request, found: Mapping[str, Any], findings: Any, folder: Path) -> dict[str, Any]:
    """Every sheet but the communities, which the platform knows; a frame of records with row numbers each."""
    import polars as pl

    from jishi.roster.book import BookSheet
    from jishi.roster.layout import COMMUNITIES
    from jishi.roster.reading import check_sheets, records_of
    from jishi.roster.sheet_frame import ROW

    places = [["社区", "街道"], *request["communities"]]
    known = BookSheet(COMMUNITIES.name, lambda: enumerate(places, start=1))
    checked = check_sheets({**found, COMMUNITIES.name: known}, findings, on=date.fromisoformat(request["on"]))
    records = records_of(checked)
    for name, kind in RECORDS.items():
        frame = getattr(records, kind)
        numbers = checked[name].good(ROW)[ROW].to_list() if name in checked else []
        numbers += [None] * (frame.height - len(numbers))  # what 花名册 itself states has no row of its own
        frame = frame.with_columns(pl.Series(ROW, numbers, pl.Int64))
        frame.write_parquet(folder / f"{name}.parquet")
    return {name: sheet for name, sheet in checked.items() if name != COMMUNITIES.name}


def _mapped(request: Request) -> dict[str, Any]:
    """The sheets of the file as the mapping decided makes them."""
    from jishi.roster.book import open_book
    from jishi.roster.mapping import Decided, mapped

    book = {sheet.name: sheet for sheet in open_book(Path(request["path"]))}
    made = {}
    for sheet in request["sheets"]:
        name = sheet["sheet"]
        source = book.get(sheet["source"]) or next(iter(book.values()))
        edits = request["edits"].get(name, {})
        titles, choices, cells = (_by_number(each) for each in (sheet["titles"], sheet["choices"], edits))
        made[name] = mapped(source, name, Decided(sheet["header_row"], titles, choices, cells))
    return made


def _by_number(given: Mapping[str, Any]) -> dict[int, Any]:
    return {int(number): each for number, each in given.items()}


def _cells_of(source: Any, name: str, refused: set[tuple[str, int]]) -> Iterator[tuple[int, Sequence[str]]]:
    from jishi.roster.cells import written

    for number, cells in source.rows():
        if (name, number) in refused:
            yield number, [written(cell) for cell in cells]


_VERBS = {"outline": _outlined, "read": _read, "cells": _cells, "returned": _returned}

if __name__ == "__main__":
    main(Path(sys.argv[1]))
