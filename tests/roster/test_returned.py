"""Rows with errors come back as they were typed, with their reasons, and can be read once mended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped] # the library ships no types
import pytest

from jishi.roster.problems import RosterFileError
from jishi.roster.reading import read_roster
from jishi.roster.returned import write_returned
from tests.roster.making import ANNE, BEN, CLAIRE, HEADER, ON, ROSTER, roster

ASSESSMENTS: list[list[Any]] = [
    ["工号", "年度", "结果"],
    ["W1", 2024, "优秀"],
    ["W3", 1900, "合格"],
    ["W2", 2025, "合格"],
]
ROWS: list[list[Any]] = [
    ["清河区花名册"],
    ["序号", *HEADER, "民族"],
    [1, "W1", "安宁", ANNE, "桂园社区", "东城街道", "居委会委员", "2015.7", "汉"],
    [2, "W2", "毕升平", "99010219851231001", "桂圆社区", "东城街道", "=专职网格员", 20230230, "回"],
    [3, *ROSTER[3], "汉"],
]


def returned(tmp_path: Path) -> Path:
    source = roster(tmp_path, ROWS, 考核=ASSESSMENTS)
    result = read_roster(source, on=ON)
    assert write_returned(tmp_path / "退回.xlsx", source, result.problems) == 3
    return tmp_path / "退回.xlsx"


def test_only_rows_with_errors_come_back_as_they_were(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(returned(tmp_path))
    assert book.sheetnames == ["花名册", "社区", "考核"]
    header, bad, reference = book["花名册"].iter_rows(values_only=True)
    assert header == ("序号", *HEADER, "民族", "原因")
    assert bad[1:4] == ("W2", "毕升平", "99010219851231001")
    assert bad[4:-1] == ("桂圆社区", "东城街道", "'=专职网格员", "20230230", "回")
    assert "身份证号：身份证号应为18位，现为17位。" in bad[-1]
    assert "社区：社区不存在。是否为“桂园社区”？请改正。" in bad[-1]
    assert "进入日期：2023年2月没有30日。" in bad[-1]
    assert (reference[2], reference[-1]) == ("柴米", "无误，供对照")
    assert [row[:3] for row in book["考核"].iter_rows(min_row=2, values_only=True)] == [
        ("W3", "1900", "合格"),
        ("W2", "2025", "合格"),
    ]


def test_once_mended_it_reads_again(tmp_path: Path) -> None:
    path = returned(tmp_path)
    book = openpyxl.load_workbook(path)
    people = book["花名册"]
    for cell, mended in {"D2": BEN, "E2": "桂园社区", "G2": "专职网格员", "H2": "2023-02-28"}.items():
        people[cell] = mended
    book["考核"]["B2"] = "2023"
    book.save(path)
    result = read_roster(path, on=ON)
    assert result.problems == ()
    assert list(result.records.people["worker_id"]) == ["W2", "W3"]
    assert result.records.people["id_number"][1] == CLAIRE
    assert result.records.assessments.rows() == [("W3", 2023, "合格"), ("W2", 2025, "合格")]


def test_nothing_wrong_returns_nothing(tmp_path: Path) -> None:
    source = roster(tmp_path)
    assert write_returned(tmp_path / "退回.xlsx", source, read_roster(source, on=ON).problems) == 0
    assert not (tmp_path / "退回.xlsx").exists()


def test_it_never_overwrites_its_source(tmp_path: Path) -> None:
    source = roster(tmp_path, ROWS)
    problems = read_roster(source, on=ON).problems
    with pytest.raises(RosterFileError, match="不能覆盖"):
        write_returned(source, source, problems)
