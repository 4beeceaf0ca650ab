"""csv, parquet and folders of them read as workbooks do."""

from __future__ import annotations

import csv
import math
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from jishi.roster.reading import read_roster
from tests.roster.making import ANNE, BEN, COMMUNITIES, HEADER, ON, ROSTER, Rows, column, only_problem


def table(path: Path, rows: Rows, encoding: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_table_reads_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    result = read_roster(table(tmp_path / "名册.csv", ROSTER, encoding), on=ON)
    assert result.problems == ()
    assert column(result, "name") == ["安宁", "毕升平", "柴米"]
    assert list(result.records.communities["street"]) == ["东城街道", "北苑街道"]
    assert list(result.records.communities["households"]) == [None, None]


def test_a_text_table_may_have_ragged_rows(tmp_path: Path) -> None:
    rows = [["花名册"], HEADER, ROSTER[1], ["W2", "毕升平", BEN, "桂园社区"], ["填表人：某某"]]
    result = read_roster(table(tmp_path / "r.csv", rows, "utf-8"), on=ON)
    assert result.problems == ()
    assert column(result, "street") == ["东城街道", None]


def test_a_folder_holds_one_sheet_a_file(tmp_path: Path) -> None:
    table(tmp_path / "花名册.csv", ROSTER, "gb18030")
    pl.DataFrame(COMMUNITIES[1:], schema=COMMUNITIES[0], orient="row").write_parquet(
        tmp_path / "社区.parquet"
    )
    table(tmp_path / "考核.csv", [["工号", "年度", "结果"], ["W1", "2024", "优秀"]], "utf-8")
    (tmp_path / "说明.txt").write_text("不是表", encoding="utf-8")
    result = read_roster(tmp_path, on=ON)
    assert result.problems == ()
    assert list(result.records.communities["households"]) == [3150, 2400]
    assert result.records.assessments.rows() == [("W1", 2024, "优秀")]


def test_a_parquet_file_reads_typed_columns(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    frame = pl.DataFrame(
        {
            "姓名": ["安宁", "毕升平"],
            "身份证号": [ANNE, BEN],
            "社区": ["桂园社区"] * 2,
            "进入日期": [date(2015, 7, 1), None],
            "核定等级": [7, None],
            "全日制": [True, False],
            "上年月均工资": [4820.5, math.nan],
        }
    )
    frame.write_parquet(path)
    records = read_roster(path, on=ON).records
    assert records.people.select("entered_on", "confirmed_grade", "full_time", "上年月均工资").rows() == [
        (date(2015, 7, 1), 7, True, "4820.5"),
        (None, None, False, None),
    ]


def test_an_id_number_stored_as_a_whole_number_is_taken_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    pl.DataFrame({"姓名": ["安宁"], "身份证号": [int(ANNE)], "社区": ["桂园社区"]}).write_parquet(path)
    result = read_roster(path, on=ON)
    assert column(result, "id_number") == [ANNE]
    assert "18位尚完整" in only_problem(result).what


def test_long_files_are_read_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    rows = 21_000
    pl.DataFrame(
        {"工号": [f"W{i}" for i in range(rows)], "年度": [2020] * rows, "结果": ["合格"] * rows}
    ).write_parquet(tmp_path / "考核.parquet")
    table(tmp_path / "花名册.csv", ROSTER, "utf-8")
    table(tmp_path / "社区.csv", COMMUNITIES, "utf-8")
    result = read_roster(tmp_path, on=ON)
    assert not path.exists()
    assert result.counts[-1].rows == rows
    assert len(result.problems) == rows - 3
    assert result.problems[-1].row == rows + 1
