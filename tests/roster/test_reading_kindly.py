"""Real files are messy; these are the ways in which they may be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from jishi.policy.records import PEOPLE
from jishi.roster.problems import Level
from jishi.roster.reading import UnusedColumn, read_roster
from tests.roster.making import (
    ANNE,
    BEN,
    CLAIRE,
    COMMUNITIES,
    HEADER,
    ON,
    ROSTER,
    column,
    only_problem,
    reading,
    roster,
    with_cell,
    workbook,
)


def test_a_plain_roster_reads_without_a_word(tmp_path: Path) -> None:
    result = reading(tmp_path)
    assert result.problems == ()
    assert column(result, "name") == ["安宁", "毕升平", "柴米"]
    assert column(result, "sex") == ["女", "男", "女"]
    assert column(result, "birth_on") == [date(1990, 5, 1), date(1985, 12, 31), date(1978, 2, 28)]
    assert column(result, "entered_on") == [date(2015, 7, 1), date(2020, 7, 1), date(2008, 3, 1)]
    assert list(result.records.communities["households"]) == [3150, 2400]
    assert [(count.sheet, count.rows, count.kept) for count in result.counts] == [
        ("花名册", 3, 3),
        ("社区", 2, 2),
    ]


def test_the_frames_have_the_shape_the_policy_expects(tmp_path: Path) -> None:
    records = reading(tmp_path).records
    assert dict(records.people.schema) == PEOPLE
    assert records.appointments.is_empty()
    assert records.assessments.columns == ["worker_id", "year", "result"]


def test_titles_blank_rows_and_footers_are_passed_over(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["清河区社区工作者花名册"],
        ["单位：东城街道", None, "截至2026年11月"],
        [],
        *ROSTER[:2],
        [None, " ", ""],
        *ROSTER[2:],
        ["合 计", None, 3],
        ["填表人：某某", None, None, "审核人：某某"],
    ]
    result = reading(tmp_path, rows)
    assert result.problems == ()
    assert column(result, "worker_id") == ["W1", "W2", "W3"]


def test_rows_that_only_have_a_running_number_are_blank(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["序号", *HEADER], *([i, *row] for i, row in enumerate(ROSTER[1:], 1)), [4], [5]]
    result = reading(tmp_path, rows)
    assert result.problems == ()
    assert result.ignored_columns == ()
    assert len(column(result, "name")) == 3


def test_headers_go_by_many_names(tmp_path: Path) -> None:
    header = [
        "人员 编号",
        "姓  名",
        "公民身份号码\n(18位)",
        "*所在社区",
        "街道（乡镇）",
        "现任职务",
        "入职年月：",
    ]
    result = reading(tmp_path, [header, *ROSTER[1:]])
    assert result.problems == ()
    assert column(result, "id_number") == [ANNE, BEN, CLAIRE]
    assert column(result, "entered_on")[0] == date(2015, 7, 1)


def test_a_header_of_two_rows_is_joined(tmp_path: Path) -> None:
    upper = ["姓名", "身份证号", "单位", None, "学历", None]
    lower = [None, None, "街道", "社区", "学历", "取得日期"]
    rows: list[list[Any]] = [upper, lower, ["安宁", ANNE, "东城街道", "桂园社区", "大学本科", "2012.7"]]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]
    result = read_roster(workbook(tmp_path / "r.xlsx", {"花名册": rows, "社区": COMMUNITIES}, merges), on=ON)
    assert result.problems == ()
    assert result.records.people.row(0, named=True)["street"] == "东城街道"
    assert result.records.education.rows() == [(ANNE, "本科", None, date(2012, 7, 1))]


def test_merged_cells_mean_the_same_for_every_row_they_cover(tmp_path: Path) -> None:
    header = ["街道", "社区", "姓名", "身份证号"]
    rows: list[list[Any]] = [header, ["东城街道", "桂园社区", "安宁", ANNE], [None, None, "毕升平", BEN]]
    path = workbook(tmp_path / "r.xlsx", {"花名册": rows, "社区": COMMUNITIES}, merges=["A2:A3", "B2:B3"])
    result = read_roster(path, on=ON)
    assert result.problems == ()
    assert column(result, "community") == ["桂园社区", "桂园社区"]
    assert column(result, "street") == ["东城街道", "东城街道"]


def test_sheets_go_by_other_names(tmp_path: Path) -> None:
    names: dict[str, list[list[Any]]] = {
        "社区工作者花名册(2026年)": ROSTER,
        "社区基本情况": COMMUNITIES,
        "说明": [["随意"]],
    }
    result = read_roster(workbook(tmp_path / "r.xlsx", names), on=ON)
    assert len(column(result, "name")) == 3
    assert list(result.records.communities["community"]) == ["桂园社区", "松风社区"]


def test_a_single_sheet_is_the_roster_and_names_its_communities(tmp_path: Path) -> None:
    result = read_roster(workbook(tmp_path / "r.xlsx", {"Sheet1": ROSTER}), on=ON)
    assert result.problems == ()
    assert result.records.communities.select("community", "street", "households").rows() == [
        ("桂园社区", "东城街道", None),
        ("松风社区", "北苑街道", None),
    ]


def test_without_numbers_of_its_own_a_district_uses_the_id_numbers(tmp_path: Path) -> None:
    result = reading(
        tmp_path, [row[1:] for row in ROSTER], 考核=[["身份证号", "年度", "结果"], [BEN, 2025, "优秀"]]
    )
    assert column(result, "worker_id") == [ANNE, BEN, CLAIRE]
    assert result.records.assessments.rows() == [(BEN, 2025, "优秀")]


def test_numbers_and_dates_in_cells_of_their_own_kind(tmp_path: Path) -> None:
    row = [1001, "安宁", ANNE, "桂园社区", "东城街道", "居委会委员", date(2015, 7, 1), 7, True]
    result = reading(tmp_path, [[*HEADER, "核定等级", "全日制"], row])
    person = result.records.people.row(0, named=True)
    assert (person["worker_id"], person["entered_on"]) == ("1001", date(2015, 7, 1))
    assert (person["confirmed_grade"], person["full_time"]) == (7, True)


def test_columns_nobody_knows_are_kept_as_text_and_listed(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[*HEADER, "民族", "上年 月均工资（元）"], [*ROSTER[1], "汉", 4820.5]]
    path = roster(tmp_path, rows)
    result = read_roster(path, on=ON, extra={"上年月均工资": "花名册", "民族": "社区"})
    assert result.records.people.columns[-2:] == ["民族", "上年月均工资"]
    assert result.records.people.row(0)[-2:] == ("汉", "4820.5")
    assert result.ignored_columns == (UnusedColumn("花名册", "民族"),)


def test_what_an_id_number_does_not_say_the_file_may(tmp_path: Path) -> None:
    result = reading(tmp_path, with_cell("档案认定出生日期", "1989.05.01"))
    assert column(result, "birth_on") == [date(1989, 5, 1)]


def test_a_file_may_state_schooling_and_a_certificate_in_the_roster_itself(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [*HEADER, "最高学历", "学位", "毕业时间", "社会工作者职业水平证书", "取证时间"],
        [*ROSTER[1], "本科", "学士", "2012-07-01", "中级社工师", "2019.10"],
        [*ROSTER[2], "大专", "", "", "无", ""],
    ]
    schooling = [["工号", "学历", "学位", "取得日期"], ["W2", "本科", "学士", "2016-07-01"]]
    records = reading(tmp_path, rows, 学历=schooling).records
    assert records.education.rows() == [
        ("W2", "本科", "学士", date(2016, 7, 1)),
        ("W1", "本科", "学士", date(2012, 7, 1)),
    ]
    assert records.certificates.rows() == [("W1", "社会工作师", None, date(2019, 10, 1), None)]


def test_dated_sheets_read_with_their_own_conventions(tmp_path: Path) -> None:
    records = reading(
        tmp_path,
        任职=[
            ["工号", "职务", "任职方式", "届次", "任职日期", "免职日期"],
            ["W3", "居委会主任", "选举", "2022届", "2022.1", "至今"],
        ],
        工作经历=[
            ["工号", "工作单位", "起", "止", "已核", "是否计入"],
            ["W1", "桂园社区", "2015.7", "2018.3", "√", None],
            ["W1", "某公司", "2013.7", "2015.7", None, "否"],
        ],
        证书=[
            ["工号", "证书名称", "管理号", "发证日期", "有效期至"],
            ["W1", "社会工作师", "123", "2021.10", "2027-06-30"],
        ],
        考核=[["工号", "年度", "考核等次"], ["W1", "2024年度", "优秀"], ["W1", 2025, "称职"]],
    ).records
    assert records.appointments.rows() == [
        ("W3", "松风社区", "居委会主任", "选任", "2022届", date(2022, 1, 1), None)
    ]
    assert [row[2:] for row in records.service.rows()] == [
        (date(2015, 7, 1), date(2018, 3, 1), True, True),
        (date(2013, 7, 1), date(2015, 7, 1), False, False),
    ]
    assert records.certificates.row(0)[-1] == date(2027, 7, 1)
    assert records.assessments.rows() == [("W1", 2024, "优秀"), ("W1", 2025, "称职")]


def test_people_may_be_named_where_nobody_shares_the_name(tmp_path: Path) -> None:
    result = reading(
        tmp_path, 考核=[["姓名", "年度", "结果"], ["安宁", 2024, "优秀"], ["安 宁", 2025, "合格"]]
    )
    assert result.records.assessments.rows() == [("W1", 2024, "优秀"), ("W1", 2025, "合格")]
    problem = only_problem(result)
    assert problem.level is Level.NOTICE
    assert "有 2 行只写了姓名" in problem.what


def test_the_same_row_twice_counts_once_with_a_notice(tmp_path: Path) -> None:
    result = reading(tmp_path, [*ROSTER, ROSTER[1]])
    assert column(result, "worker_id") == ["W1", "W2", "W3"]
    problem = only_problem(result)
    assert (problem.level, problem.row) == (Level.NOTICE, 5)
    assert "与第2行完全相同" in problem.what


def test_the_street_follows_the_community(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEADER,
        ["W1", "安宁", ANNE, "桂园社区", "湖滨街道", None, None],
        ["W2", "毕升平", BEN, "松风社区", None, None, None],
    ]
    result = reading(tmp_path, rows)
    assert column(result, "street") == ["东城街道", "北苑街道"]
    problem = only_problem(result)
    assert (problem.level, problem.column, problem.value) == (Level.NOTICE, "街道", "湖滨街道")
