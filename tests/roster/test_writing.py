"""Result tables go out exactly, harmlessly, and whole or not at all."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl  # type: ignore[import-untyped] # the library ships no types
import polars as pl
import pytest

from jishi.policy.period import Month
from jishi.roster.problems import RosterFileError
from jishi.roster.tables import Column, Table, guarded
from jishi.roster.writing import Json, write_jsonl, write_tables

COLUMNS = (
    Column("姓名"),
    Column("人数", "whole"),
    Column("月基本工资", "money"),
    Column("系数", "rate"),
    Column("生效", "day"),
    Column("月份", "month"),
)
ROWS = [
    ("安宁", 3, 455_480, 118, date(2026, 11, 1), Month(2026, 11).index),
    ("毕升平", None, -5, 100, None, None),
    ("", 0, 0, 1, date(2000, 2, 29), Month(2000, 1).index),
]
PAY = Table("工资", COLUMNS, ROWS)
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "http://x.cn", "<c>&amp;", "a\x00b"]

STARTS = ("=", "+", "-", "@", "＝", "\t=", "\n=", " =")
COMMANDS = ("cmd|' /C calc'!A0", "SUM(1,2)", 'HYPERLINK("http://x.example","点我")', "1+1")
PAYLOADS = [start + command for start in STARTS for command in COMMANDS] + [
    "http://x.example/",
    "https://x.example/",
    "ftp://x.example/",
    "mailto:x@x.example",
    "internal:Sheet1!A1",
    "external:c:\\x.xlsx",
    "{=SUM(1,2)}",
    "<f>1+1</f>",
]


def cells_of(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


def sheet_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_workbook_holds_what_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    assert write_tables(path, [PAY], head=("口径：在岗", "截至：2026-11-01")) == (path,)
    rows = cells_of(path, "工资")
    assert [row[0] for row in rows[:2]] == ["口径：在岗", "截至：2026-11-01"]
    assert rows[2] == ("姓名", "人数", "月基本工资", "系数", "生效", "月份")
    assert rows[3] == ("安宁", 3, 4554.8, 1.18, datetime(2026, 11, 1), "2026-11")  # noqa: DTZ001 # a cell has no zone
    assert rows[4] == ("毕升平", None, -0.05, 1, None, None)
    sheet = openpyxl.load_workbook(path)["工资"]
    assert sheet.freeze_panes == "C4"
    assert sheet["C4"].number_format == "0.00"


def test_amounts_are_in_the_file_digit_by_digit(tmp_path: Path) -> None:
    amounts = [455_480, 1, -1, 10**15 + 1, 0, 100]
    write_tables(tmp_path / "r.xlsx", [Table("钱", (Column("元", "money"),), [(fen,) for fen in amounts])])
    for digits in ("4554.80", "0.01", "-0.01", "10000000000000.01", "0.00", "1.00"):
        assert f"<v>{digits}</v>" in sheet_xml(tmp_path / "r.xlsx")


def test_several_tables_are_sheets_of_one_workbook_and_files_of_their_own_otherwise(tmp_path: Path) -> None:
    other = Table("员额", (Column("街道"),), [("东城街道",)])
    write_tables(tmp_path / "r.xlsx", [PAY, other])
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames == ["工资", "员额"]
    paths = write_tables(tmp_path / "r.csv", [PAY, other])
    assert [path.name for path in paths] == ["r-工资.csv", "r-员额.csv"]
    assert all(path.exists() for path in paths)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    table = Table("表", (Column("=列"),), [(text,)])
    write_tables(tmp_path / "r.xlsx", [table], head=("=1+1",))
    xml = sheet_xml(tmp_path / "r.xlsx")
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    head, header, (value,) = cells_of(tmp_path / "r.xlsx", "表")
    assert (head, header) == (("'=1+1",), ("'=列",))
    expected = f"'{text}" if text[0] in "=+-@\t" else text.replace("\x00", " ")
    assert value == expected
    write_tables(tmp_path / "r.csv", [table])
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert next(iter(list(csv.reader(stream))[1]))[0] in (expected[0], "\x00")


def test_forty_payloads_make_no_formula_and_no_link_in_a_workbook(tmp_path: Path) -> None:
    assert len(PAYLOADS) == 40
    write_tables(tmp_path / "r.xlsx", [Table("表", (Column("文"),), [(payload,) for payload in PAYLOADS])])

    with zipfile.ZipFile(tmp_path / "r.xlsx") as archive:
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        text = "\n".join(archive.read(name).decode() for name in parts)
    assert not re.search(r"<f[ >/]", text)
    assert "<hyperlink" not in text
    assert "relationships/hyperlink" not in text
    read = [str(row[0]) for row in cells_of(tmp_path / "r.xlsx", "表")[1:]]
    assert [value.removeprefix("'") for value in read] == PAYLOADS


def test_a_csv_disarms_every_text_a_spreadsheet_would_run(tmp_path: Path) -> None:
    write_tables(tmp_path / "r.csv", [Table("表", (Column("文"),), [(payload,) for payload in PAYLOADS])])

    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))[1:]
    assert all(line[0].startswith("'") for line in lines[:32])


@pytest.mark.parametrize("text", ["王冬梅", "2026-11-01", "—", "12345678901", ""])
def test_plain_words_and_numbers_are_left_alone(text: str) -> None:
    assert guarded(text) == text


def test_text_keeps_its_spaces_lines_and_length_within_a_cell(tmp_path: Path) -> None:
    texts = [" 前后 ", "一\n二", "长" * 40_000]
    write_tables(tmp_path / "r.xlsx", [Table("表", (Column("文"),), [(text,) for text in texts])])
    read = [row[0] for row in cells_of(tmp_path / "r.xlsx", "表")[1:]]
    assert read == [" 前后 ", "一\n二", "长" * 32_767]


def test_a_csv_opens_in_a_spreadsheet_and_keeps_every_digit(tmp_path: Path) -> None:
    write_tables(tmp_path / "r.csv", [PAY], head=("截至：2026-11-01",))
    content = (tmp_path / "r.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "截至：2026-11-01",
        "姓名,人数,月基本工资,系数,生效,月份",
        "安宁,3,4554.80,1.18,2026-11-01,2026-11",
        "毕升平,,-0.05,1.00,,",
        ",0,0.00,0.01,2000-02-29,2000-01",
    ]


def test_a_parquet_file_holds_whole_cents_and_exact_rates(tmp_path: Path) -> None:
    write_tables(tmp_path / "r.parquet", [PAY])
    frame = pl.read_parquet(tmp_path / "r.parquet")
    assert frame.columns == ["姓名", "人数", "月基本工资（分）", "系数", "生效", "月份"]
    assert frame.row(0) == ("安宁", 3, 455_480, Decimal("1.18"), date(2026, 11, 1), "2026-11")
    write_tables(tmp_path / "empty.parquet", [Table("空", COLUMNS, [])])
    assert pl.read_parquet(tmp_path / "empty.parquet").height == 0


def test_a_frame_writes_as_its_rows_do(tmp_path: Path) -> None:
    frame = pl.DataFrame(ROWS, schema=[column.header for column in COLUMNS], orient="row")
    write_tables(tmp_path / "f.csv", [Table("工资", COLUMNS, frame)])
    write_tables(tmp_path / "r.csv", [PAY])
    assert (tmp_path / "f.csv").read_bytes() == (tmp_path / "r.csv").read_bytes()


def test_json_lines_hold_integers_and_exact_decimals(tmp_path: Path) -> None:
    items: dict[str, Json] = {"基本工资": 455_480}
    objects: list[dict[str, Json]] = [
        {"name": "安宁", "rate": Decimal("1.180"), "items": items, "notes": ["甲", None, True]}
    ]
    write_jsonl(tmp_path / "r.jsonl", objects)
    text = (tmp_path / "r.jsonl").read_text(encoding="utf-8")
    assert '"rate": 1.180,' in text
    assert json.loads(text, parse_float=Decimal) == objects[0]


def test_json_lines_refuse_what_is_inexact_and_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="cannot be written exactly"):
        write_jsonl(tmp_path / "r.jsonl", [{"net": 1}, {"net": 0.5}])  # type: ignore[dict-item] # the point of the test
    assert list(tmp_path.iterdir()) == []


def test_a_failure_half_way_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    for name in ("r.xlsx", "r.csv", "r.parquet"):
        (tmp_path / name).write_text("旧")
        broken = Table("表", (Column("元", "money"),), [(1,), ("不是钱",)])
        with pytest.raises((TypeError, AttributeError, pl.exceptions.PolarsError)):
            write_tables(tmp_path / name, [broken])
        assert (tmp_path / name).read_text() == "旧"
    assert len(list(tmp_path.iterdir())) == 3


def test_results_never_overwrite_what_is_being_read(tmp_path: Path) -> None:
    source = tmp_path / "r.csv"
    source.write_text("姓名")
    with pytest.raises(RosterFileError, match="就是正在读取的文件"):
        write_tables(tmp_path / "." / "r.csv", [PAY], inputs=(source,))
    assert source.read_text() == "姓名"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RosterFileError, match="文件夹不存在或没有写入权限"):
        write_tables(tmp_path / "没有" / "r.csv", [PAY])
    (tmp_path / "夹.csv").mkdir()
    with pytest.raises(RosterFileError, match="同名的是一个文件夹"):
        write_tables(tmp_path / "夹.csv", [PAY])
    with pytest.raises(RosterFileError, match=r"请以 \.xlsx、\.csv 或 \.parquet 结尾"):
        write_tables(tmp_path / "r.pdf", [PAY])


def test_more_rows_than_a_sheet_has_are_told(tmp_path: Path) -> None:
    long = Table("长", (Column("数", "whole"),), pl.DataFrame({"数": range(1_048_576)}))
    with pytest.raises(RosterFileError, match="超过一张工作表能放的行数"):
        write_tables(tmp_path / "r.xlsx", [long])
    assert list(tmp_path.iterdir()) == []
