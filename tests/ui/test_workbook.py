"""Exports: no formula and no link whatever the texts hold, digits kept, a head that says what it is."""

from __future__ import annotations

import csv
import re
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from typing import IO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped] # the library ships no types

from jishi.ui import workbook
from jishi.ui.workbook import ExportColumn, ExportHead, TooManyRows, disarm, write_csv, write_workbook

HEAD = ExportHead(
    "花名册", date(2026, 11, 1), "纳入管理人员", "王建国", datetime(2026, 11, 1, 9, 12, tzinfo=UTC)
)
COLUMNS = (ExportColumn("姓名"), ExportColumn("身份证号", 20), ExportColumn("等级"), ExportColumn("应发"))

COMMANDS = (
    "cmd|' /C calc'!A0",
    "SUM(1,2)",
    'HYPERLINK("http://x.example","点我")',
    "1+1",
    "A1",
    "WEBSERVICE(A1)",
)
STARTS = ("=", "+", "-", "@", "＝", "\t=", "\n=", " =")
PAYLOADS = [start + command for start in STARTS for command in COMMANDS[:4]] + [
    "http://x.example/",
    "https://x.example/",
    "ftp://x.example/",
    "mailto:x@x.example",
    "internal:Sheet1!A1",
    "external:c:\\x.xlsx",
    "{=SUM(1,2)}",
    "<f>1+1</f>",
]


def sheets_of(book: IO[bytes]) -> str:
    with book, ZipFile(book) as archive:
        names = [
            name for name in archive.namelist() if name.startswith("xl/") and name.endswith((".xml", ".rels"))
        ]
        return "\n".join(archive.read(name).decode() for name in names)


def read_back(book: IO[bytes]) -> list[tuple[object, ...]]:
    with book:
        sheet = load_workbook(BytesIO(book.read())).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_forty_payloads_make_no_formula_and_no_link() -> None:
    assert len(PAYLOADS) == 40

    text = sheets_of(write_workbook(HEAD, COLUMNS, [(payload, payload, 1, payload) for payload in PAYLOADS]))

    assert not re.search(r"<f[ >/]", text)
    assert "<hyperlink" not in text
    assert "relationships/hyperlink" not in text
    assert 't="str"' not in text


def test_every_payload_comes_back_as_the_text_it_was() -> None:
    rows = read_back(write_workbook(HEAD, COLUMNS, [(payload,) for payload in PAYLOADS]))[3:]

    assert [row[0] for row in rows] == PAYLOADS


def test_the_first_rows_say_what_the_export_is() -> None:
    title, words, labels, *_ = read_back(write_workbook(HEAD, COLUMNS, []))

    assert title[0] == "花名册"
    assert words[0] == "截至日期：2026-11-01　口径：纳入管理人员　导出人：王建国　导出时间：2026-11-01 09:12"
    assert labels[:4] == ("姓名", "身份证号", "等级", "应发")


def test_an_id_number_stays_a_text_and_money_stays_exact() -> None:
    row = ("王冬梅", "990203198804058675", 7, Decimal("4554.80"))

    book = write_workbook(HEAD, COLUMNS, [row, ("", None, 0, None)])
    *_, first, second = read_back(book)

    assert first == ("王冬梅", "990203198804058675", 7, 4554.8)
    assert second == (None, None, 0, None)


def test_a_number_too_long_to_be_exact_becomes_a_text() -> None:
    *_, row = read_back(
        write_workbook(HEAD, COLUMNS, [(10**15, Decimal("1234567890123456.78"), 10**14, True)])
    )

    assert row == (str(10**15), "1234567890123456.78", 10**14, None)


def test_what_a_workbook_cannot_hold_is_taken_out() -> None:
    *_, row = read_back(write_workbook(HEAD, COLUMNS, [("甲\x00乙\x1f\ud800丙", "长" * 40_000)]))

    assert row[0] == "甲乙丙"
    assert len(str(row[1])) == 32_767


def test_more_rows_than_a_sheet_holds_are_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)

    with pytest.raises(TooManyRows) as refused:
        write_workbook(HEAD, COLUMNS, [("甲",)] * 20)

    assert "分批导出" in refused.value.sentence


def test_rows_are_streamed_and_not_gathered() -> None:
    def many() -> Iterator[tuple[str, str, int, int]]:
        for number in range(20_000):
            yield f"王{number}", f"99010219880405{number:04d}", number, number

    tracemalloc.start()
    write_workbook(HEAD, COLUMNS, many()).close()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 8_000_000


def lines_of(file: IO[bytes]) -> list[list[str]]:
    with TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def test_a_csv_disarms_every_text_a_spreadsheet_would_run() -> None:
    lines = lines_of(write_csv(HEAD, COLUMNS, [(payload,) for payload in PAYLOADS]))[3:]

    assert all(line[0].startswith("'") for line in lines[:32])


@pytest.mark.parametrize("text", ["-12.50", "+3", "王冬梅", "2026-11-01", "—", "12345678901", ""])
def test_a_csv_leaves_plain_words_and_numbers_alone(text: str) -> None:
    assert disarm(text) == text


def test_a_csv_keeps_the_digits_of_an_id_number() -> None:
    *_, line = lines_of(write_csv(HEAD, COLUMNS, [("王冬梅", "990203198804058675", 7, date(2026, 11, 1))]))

    assert line == ["王冬梅", "'990203198804058675", "7", "2026-11-01"]
