"""Files that cannot be read are refused with a sentence and a remedy, quickly and in little memory."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest

from jishi.roster.problems import RosterFileError
from jishi.roster.reading import read_roster
from tests.roster.making import COMMUNITIES, HEADER, ON, ROSTER, raw_workbook, roster, sheet_xml, workbook

OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refusal(path: Path) -> str:
    """The sentences a file is refused with."""
    with pytest.raises(RosterFileError) as refused:
        read_roster(path, on=ON)
    assert refused.value.remedy
    return str(refused.value)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "没有找到文件“没有.xlsx”" in refusal(tmp_path / "没有.xlsx")


def test_an_empty_file(tmp_path: Path) -> None:
    assert "是空文件" in refusal(written(tmp_path / "r.xlsx", b""))


def test_a_file_too_large_to_be_a_roster(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    with path.open("wb") as stream:
        stream.truncate(101 * 2**20)
    assert "有 101 MB，超过 100 MB" in refusal(path)


def test_a_format_nobody_reads(tmp_path: Path) -> None:
    assert "可用的格式：xlsx、csv、parquet" in refusal(written(tmp_path / "r.docx", b"x"))


def test_a_workbook_with_macros(tmp_path: Path) -> None:
    assert "不带宏" in refusal(written(tmp_path / "r.xlsm", b"PK\x03\x04"))
    path = roster(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert "带有宏" in refusal(path)


def test_an_encrypted_workbook(tmp_path: Path) -> None:
    content = OLE_HEADER + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    assert "已加密" in refusal(written(tmp_path / "r.xlsx", content))


def test_a_workbook_of_the_old_format(tmp_path: Path) -> None:
    assert "旧版 Excel" in refusal(written(tmp_path / "r.xlsx", OLE_HEADER + b"Workbook" + bytes(512)))


def test_a_workbook_that_is_text_or_another_archive(tmp_path: Path) -> None:
    assert "内容像是文本" in refusal(written(tmp_path / "r.xlsx", b"<html><table></table></html>"))
    path = tmp_path / "z.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "text")
    assert "不是 Excel 工作簿" in refusal(path)


def test_a_table_of_text_that_is_a_workbook(tmp_path: Path) -> None:
    path = roster(tmp_path).rename(tmp_path / "r.csv")
    assert "内容像是压缩包或 Excel 工作簿" in refusal(path)


def test_a_workbook_cut_off_anywhere(tmp_path: Path) -> None:
    whole = roster(tmp_path).read_bytes()
    for part in range(1, 40):
        assert refusal(written(tmp_path / "cut.xlsx", whole[: len(whole) * part // 40]))


def test_a_workbook_with_damaged_bytes_is_read_or_refused(tmp_path: Path) -> None:
    whole = roster(tmp_path).read_bytes()
    chance = random.Random(7)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path = written(tmp_path / "damaged.xlsx", bytes(damaged))
        with suppress(RosterFileError):
            read_roster(path, on=ON)


def test_a_missing_sheet_or_column_or_header(tmp_path: Path) -> None:
    no_communities = workbook(tmp_path / "1.xlsx", {"花名册": ROSTER, "考核": [["工号", "年度", "结果"]]})
    assert "没有“社区”表（现有：花名册、考核）" in refusal(no_communities)
    no_roster = workbook(tmp_path / "2.xlsx", {"社区": COMMUNITIES, "考核": [["工号", "年度", "结果"]]})
    assert "没有“花名册”表" in refusal(no_roster)
    no_id = workbook(tmp_path / "3.xlsx", {"花名册": [["工号", "姓名", "社区"]], "社区": COMMUNITIES})
    assert "“花名册”缺少“身份证号”列（表头有：工号、姓名、社区）" in refusal(no_id)
    no_header = workbook(tmp_path / "4.xlsx", {"花名册": ROSTER[1:], "社区": COMMUNITIES})
    assert "“花名册”前 15 行没有找到表头" in refusal(no_header)
    assert "前 15 行没有找到表头" in refusal(workbook(tmp_path / "5.xlsx", {"花名册": [[]]}))


def test_two_sheets_that_would_both_do(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", {"花名册2025": ROSTER, "花名册2026": ROSTER, "社区": COMMUNITIES})
    assert "“花名册2025”“花名册2026”都像是“花名册”表" in refusal(path)


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def test_a_hundred_thousand_and_one_columns(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{column_letters(i)}1"><v>1</v></c>' for i in range(1, 100_002))
    path = raw_workbook(tmp_path / "r.xlsx", sheet_xml(f'<row r="1">{cells}</row>'))
    assert "多达 100001 列，最多读取 1000 列" in refusal(path)
    text = written(tmp_path / "r.csv", (",".join(["列"] * 100_001) + "\n").encode())
    assert "多达 100001 列" in refusal(text)


def test_more_rows_than_a_sheet_has(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "r.xlsx", sheet_xml('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'))
    assert "多达 1048577 行" in refusal(path)


def test_two_cells_at_the_far_corners_of_a_sheet(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="ALL1048576"><v>1</v></c></row>'
    assert "延伸到第 1048576 行、第 1000 列" in refusal(raw_workbook(tmp_path / "r.xlsx", sheet_xml(rows)))


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c><v>1</v></c></row>",
        '<row><c\tt="n"><v>1</v></c></row>',
        '<x:row xmlns:x="x"><x:c><x:v>1</x:v></x:c></x:row>',
        '<row><c r="A1" t="s"><v><![CDATA[0]]></v></c></row>',
    ],
)
def test_cells_that_do_not_say_where_they_stand_or_what_they_hold(tmp_path: Path, rows: str) -> None:
    assert "内部结构不正常" in refusal(raw_workbook(tmp_path / "r.xlsx", sheet_xml(rows)))


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    doctype = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    assert "内部结构不正常" in refusal(raw_workbook(tmp_path / "r.xlsx", doctype))


def test_a_part_that_unpacks_to_more_than_it_claims(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "r.xlsx", sheet_xml(" " * 3_000_000))
    claimed = (3_000_000 + len(sheet_xml(""))).to_bytes(4, "little")
    content = path.read_bytes()
    assert content.count(claimed) == 2
    path.write_bytes(content.replace(claimed, (1000).to_bytes(4, "little")))
    assert "压缩炸弹" in refusal(path)


def test_one_endless_cell(tmp_path: Path) -> None:
    endless = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 9_000_000}</t></is></c></row>'
    assert "单元格的内容过长" in refusal(raw_workbook(tmp_path / "r.xlsx", sheet_xml(endless)))


MEMORY_OF_READING = """
import re, sys
from datetime import date
from pathlib import Path
from jishi.roster.problems import RosterFileError
from jishi.roster.reading import read_roster
try:
    read_roster(Path(sys.argv[1]), on=date(2026, 11, 1))
except RosterFileError as error:
    print(error.what)
status = Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) // 1024)
"""


def told_and_megabytes(path: Path) -> tuple[str, int]:
    """Reads a file in a process of its own: what it is refused with, and the most memory it took."""
    run = subprocess.run(
        [sys.executable, "-c", MEMORY_OF_READING, str(path)], capture_output=True, text=True, check=True
    )
    told, megabytes = run.stdout.rsplit("\n", 2)[:2]
    return told, int(megabytes)


def sheet_bomb(path: Path) -> Path:
    """A hundred kilobytes that unpack to forty megabytes of the same cell."""
    return raw_workbook(path, sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' * 1_000_000))


def shared_text_bomb(path: Path) -> Path:
    """One long text that a hundred thousand cells repeat."""
    cells = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 100_000))
    shared = f"<sst><si><t>{'字' * 10_000}</t></si></sst>".encode()
    return raw_workbook(path, sheet_xml(cells), shared)


def many_texts_bomb(path: Path) -> Path:
    """Millions of empty shared texts."""
    return raw_workbook(path, sheet_xml(""), b"<sst>" + b"<si><t/></si>" * 2_000_000 + b"</sst>")


@pytest.mark.parametrize(
    ("make", "why"),
    [(sheet_bomb, "压缩炸弹"), (shared_text_bomb, "文字过多"), (many_texts_bomb, "压缩炸弹")],
)
def test_a_bomb_is_refused_in_bounded_memory(tmp_path: Path, make: object, why: str) -> None:
    assert callable(make)
    told, megabytes = told_and_megabytes(make(tmp_path / "bomb.xlsx"))
    assert why in told
    assert megabytes < 200


def test_a_parquet_file_cut_off_or_too_wide(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    pl.DataFrame(ROSTER[1:], schema=HEADER, orient="row").write_parquet(path)
    whole = path.read_bytes()
    assert "已损坏或没有传完整" in refusal(written(tmp_path / "cut.parquet", whole[: len(whole) // 2]))
    wide = tmp_path / "wide.parquet"
    pl.DataFrame({f"列{i}": [1] for i in range(1_001)}).write_parquet(wide)
    assert "多达 1001 列" in refusal(wide)


def test_a_parquet_file_of_odd_columns_or_endless_text(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    pl.DataFrame({"姓名": [["安宁"]]}).write_parquet(path)
    assert "“姓名”列不是单个值" in refusal(path)
    pl.DataFrame({"姓名": ["长" * 20_000] * 1_000}).write_parquet(path)
    assert "文字过多" in refusal(path)
    pl.DataFrame({"姓名": pl.repeat("一", 1_048_577, eager=True)}).write_parquet(path)
    assert "超过 1048576 行" in refusal(path)


def test_a_sheet_that_is_no_proper_xml(tmp_path: Path) -> None:
    broken = b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData></worksheet>'
    assert "已损坏" in refusal(raw_workbook(tmp_path / "r.xlsx", broken))
    with zipfile.ZipFile(tmp_path / "w.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook><sheets")
    assert "已损坏" in refusal(tmp_path / "w.xlsx")


def test_an_archive_that_could_be_read_in_two_ways(tmp_path: Path) -> None:
    path = roster(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/SHEET1.xml", "<worksheet/>")
    assert "内部结构不正常" in refusal(path)


def test_more_text_than_memory_should_hold(tmp_path: Path) -> None:
    text = "字" * 20_000
    rows = "".join(
        f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>{text}</t></is></c></row>' for i in range(1, 250)
    )
    path = raw_workbook(tmp_path / "r.xlsx", sheet_xml(rows))
    assert "没有找到表头" in refusal(path)
    shared = f"<sst><si><t>{text}</t></si></sst>".encode()
    repeated = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>&#48;</v></c></row>' for i in range(1, 10_000))
    assert "文字过多" in refusal(raw_workbook(tmp_path / "s.xlsx", sheet_xml(repeated), shared))


def test_a_text_file_in_no_known_encoding_or_with_an_endless_field(tmp_path: Path) -> None:
    assert "编码认不出来" in refusal(written(tmp_path / "r.csv", "姓名".encode("utf-16")))
    assert "不是能读取的 csv" in refusal(written(tmp_path / "n.csv", b"a," + b"b" * 200_000))


def test_a_folder_without_tables(tmp_path: Path) -> None:
    assert "没有 csv 或 parquet 文件" in refusal(tmp_path)
