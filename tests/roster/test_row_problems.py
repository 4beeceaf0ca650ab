"""Every problem of every row is told, with its place, its reason and its remedy; the other rows go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jishi.policy.identifiers import make_id_number
from jishi.roster.cells import Cell
from jishi.roster.problems import Level, RosterFileError
from jishi.roster.reading import positions_outside, read_roster
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
    with_cell,
    workbook,
)


@pytest.mark.parametrize(
    ("header", "cell", "what", "remedy"),
    [
        ("身份证号", ANNE[:-1] + "5", "校验位不符", "请对照证件"),
        ("身份证号", ANNE[:-1], "现为17位", "请对照证件补全"),
        ("身份证号", 1.10101199003071e17, "末几位已丢失", "文本格式"),
        ("身份证号", "110101199003071000", "末三位为0", "文本格式"),
        ("身份证号", None, "没有填写身份证号", "请补填"),
        ("姓名", "", "没有填写姓名", "请补填"),
        ("性别", "男", "性别与身份证号不一致（身份证号为女）", "请核对"),
        ("出生日期", "1990.6", "出生日期与身份证号不一致", "档案认定出生日期"),
        ("出生日期", "1990-05-02", "身份证号为1990-05-01", "请核对"),
        ("社区", "桂圆社区", "社区不存在", "是否为“桂园社区”？"),
        ("社区", "星海", "社区不存在", "先在社区表中增加"),
        ("进入日期", "2023-02-30", "2023年2月没有30日", "请对照原始材料"),
        ("进入日期", "2001-01-01", "早于14周岁", "请核对进入日期"),
        ("离开日期", "2015-06-30", "不晚于进入日期 2015-07-01", "请核对两个日期"),
        ("核定等级", "0", "等级不是正整数", "只写级数"),
        ("核定等级", "7.5", "等级不是正整数", "只写级数"),
        ("学历", "大本毕业班", "没有这个取值", "博士研究生、硕士研究生、本科、大专、高中及以下"),
        ("退休类别", "男60", "退休类别与性别不符", "女填 女55 或 女50"),
        ("全日制", "大概", "看不出是“是”还是“否”", "请写 是 或 否"),
    ],
)
def test_a_wrong_cell_keeps_its_row_out_and_says_why(
    tmp_path: Path, header: str, cell: Cell, what: str, remedy: str
) -> None:
    result = reading(tmp_path, [*with_cell(header, cell), ROSTER[3]])
    problem = only_problem(result)
    assert (problem.sheet, problem.row, problem.column) == ("花名册", 2, header)
    assert problem.level is Level.ERROR
    assert what in problem.what
    assert remedy in problem.remedy
    assert column(result, "worker_id") == ["W3"]


def test_all_problems_of_all_rows_are_told_at_once_in_their_order(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEADER,
        ["W1", "", ANNE[:-1] + "0", "桂园社区", None, None, "2023.13"],
        ["W2", "毕升平", BEN, "桂园社区", None, None, "昨天"],
    ]
    result = reading(tmp_path, rows, 考核=[["工号", "年度", "结果"], ["W9", 2024, "优秀"]])
    places = [(problem.sheet, problem.row, problem.column) for problem in result.problems]
    assert places == [
        ("花名册", 2, "姓名"),
        ("花名册", 2, "身份证号"),
        ("花名册", 2, "进入日期"),
        ("花名册", 3, "进入日期"),
        ("考核", 2, "工号"),
    ]


def test_the_row_told_is_the_row_the_spreadsheet_shows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [],
        ["花名册"],
        [],
        HEADER,
        [],
        ROSTER[1],
        ["W2", "毕升平", BEN, "没有社区", None, None, None],
    ]
    assert only_problem(reading(tmp_path, rows)).row == 7


def test_an_id_number_is_never_shown_whole(tmp_path: Path) -> None:
    wrong = ANNE[:-1] + "0"
    rows: list[list[Any]] = [
        HEADER,
        ["W1", "安宁", wrong, "桂园社区", None, None, None],
        [CLAIRE, "柴米", CLAIRE, "无名", None, None, None],
    ]
    rows += [[CLAIRE, "柴禾", BEN, "桂园社区", None, None, None]]
    problems = reading(tmp_path, rows).problems
    assert problems[0].value == f"{wrong[:3]}{'*' * 11}{wrong[-4:]}"
    for number in (wrong, CLAIRE):
        assert not any(number in str(problem) for problem in problems)


def test_a_telephone_number_is_never_shown_whole(tmp_path: Path) -> None:
    problem = only_problem(reading(tmp_path, with_cell("联系电话", "0554-1234567")))
    assert (problem.level, problem.value) == (Level.NOTICE, "055*****4567")


def test_two_different_rows_of_one_person_are_both_refused_and_name_each_other(tmp_path: Path) -> None:
    twin = ["W9", "安宁", ANNE, "松风社区", None, None, None]
    result = reading(tmp_path, [*ROSTER, twin])
    assert [(problem.row, problem.level) for problem in result.problems] == [
        (2, Level.ERROR),
        (5, Level.ERROR),
    ]
    assert all("这个人出现在第2行、第5行" in problem.what for problem in result.problems)
    assert column(result, "worker_id") == ["W2", "W3"]


def test_two_people_under_one_number_are_both_refused(tmp_path: Path) -> None:
    rows: list[list[Any]] = [*ROSTER[:3], ["W1", *ROSTER[3][1:]]]
    result = reading(tmp_path, rows)
    assert [(problem.row, problem.column) for problem in result.problems] == [(2, "工号"), (4, "工号")]
    assert "第2行、第4行是不同的人，工号相同" in result.problems[0].what


def test_a_community_that_stands_twice_is_refused(tmp_path: Path) -> None:
    twice = [*COMMUNITIES, ["桂园社区", "东城街道", 1, 1, 1], COMMUNITIES[2], [None, "东城街道", 9, 9, 1]]
    result = read_roster(workbook(tmp_path / "r.xlsx", {"花名册": ROSTER, "社区": twice}), on=ON)
    told = [(problem.row, problem.level) for problem in result.problems if problem.sheet == "社区"]
    assert told == [(2, Level.ERROR), (4, Level.ERROR), (5, Level.NOTICE), (6, Level.ERROR)]
    assert column(result, "worker_id") == ["W1", "W2", "W3"]


@pytest.mark.parametrize(
    ("sheet", "rows", "what"),
    [
        ("任职", [["工号", "职务", "任职日期"], ["W8", "居委会委员", "2022-01-01"]], "花名册中没有这个人"),
        ("任职", [["工号", "职务", "任职日期"], [None, "居委会委员", "2022-01-01"]], "没有写明是谁的"),
        ("任职", [["工号", "职务", "任职日期"], ["W1", "", "2022-01-01"]], "没有填写职务"),
        ("任职", [["工号", "社区", "职务", "任职日期"], ["W1", "桂", "委员", "2022.1"]], "社区不存在"),
        (
            "任职",
            [["工号", "职务", "任职日期", "免职日期"], ["W1", "委员", "2022.1", "2021.12"]],
            "不晚于开始",
        ),
        (
            "任职",
            [["工号", "职务", "任职方式", "任职日期"], ["W1", "委员", "空降", "2022.1"]],
            "没有这个取值",
        ),
        ("工作经历", [["工号", "开始日期", "结束日期"], ["W1", "2018.3", "2018.3"]], "不晚于开始"),
        ("工作经历", [["工号", "开始日期"], ["W1", "1999.3"]], "早于14周岁"),
        ("学历", [["工号", "学历"], ["W1", "本科肄业"]], "没有这个取值"),
        ("考核", [["工号", "年度", "结果"], ["W1", 2027, "优秀"]], "考核年度不在1990至2026之间"),
        ("考核", [["工号", "年度", "结果"], ["W1", 24, "优秀"]], "考核年度不在"),
        (
            "考核",
            [["工号", "姓名", "年度", "结果"], ["W1", "柴米", 2024, "优秀"]],
            "姓名与花名册不一致（花名册为安宁）",
        ),
    ],
)
def test_a_wrong_row_of_a_dated_sheet_is_refused(
    tmp_path: Path, sheet: str, rows: list[list[Any]], what: str
) -> None:
    result = reading(tmp_path, **{sheet: rows})
    problem = only_problem(result)
    assert (problem.sheet, problem.row, problem.level) == (sheet, 2, Level.ERROR)
    assert what in problem.what
    assert len(column(result, "name")) == 3


def test_two_results_of_one_year_are_refused_and_the_same_one_twice_is_noticed(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["工号", "年度", "结果"],
        ["W1", 2024, "优秀"],
        ["W1", 2024, "合格"],
        ["W2", 2024, "合格"],
        ["W2", 2024, "合格"],
    ]
    result = reading(tmp_path, 考核=rows)
    assert [(problem.row, problem.level) for problem in result.problems] == [
        (2, Level.ERROR),
        (3, Level.ERROR),
        (5, Level.NOTICE),
    ]
    assert "安宁的2024年考核" in result.problems[0].what
    assert result.records.assessments.rows() == [("W2", 2024, "合格")]


def test_rows_of_somebody_left_out_stay_out_with_the_row_to_mend(tmp_path: Path) -> None:
    rows: list[list[Any]] = [*ROSTER[:3], ["W3", "柴米", CLAIRE, "无名社区", None, None, None]]
    result = reading(tmp_path, rows, 考核=[["工号", "年度", "结果"], ["W3", 2024, "优秀"]])
    assert [problem.sheet for problem in result.problems] == ["花名册", "考核"]
    assert "花名册第4行有错误" in result.problems[1].what
    assert result.records.assessments.is_empty()


def test_a_name_two_people_share_finds_neither(tmp_path: Path) -> None:
    rows: list[list[Any]] = [*ROSTER[:2], ["W2", "安宁", *ROSTER[2][2:]]]
    result = reading(tmp_path, rows, 考核=[["姓名", "年度", "结果"], ["安宁", 2024, "优秀"]])
    assert "有同名的人" in only_problem(result).what


def test_an_unknown_certificate_is_kept_with_a_notice(tmp_path: Path) -> None:
    result = reading(tmp_path, 证书=[["工号", "证书名称"], ["W1", "心理咨询师"]])
    assert only_problem(result).level is Level.NOTICE
    assert list(result.records.certificates["name"]) == ["心理咨询师"]


def test_positions_the_policy_does_not_know_are_told_once_each(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        *ROSTER[:2],
        [*ROSTER[2][:5], "专职网络员", None],
        [*ROSTER[3][:5], "专职网络员，居委会委员", None],
    ]
    result = reading(tmp_path, rows, 任职=[["工号", "职务", "任职日期"], ["W1", "楼长", "2022.1"]])
    known = frozenset({"居委会委员", "专职网格员"})
    first, second = positions_outside(result, known)
    assert (first.sheet, first.row, first.value) == ("花名册", 3, "专职网络员")
    assert "共 2 行" in first.what
    assert "是否为“专职网格员”？" in first.remedy
    assert (second.sheet, second.value) == ("任职", "楼长")
    assert positions_outside(result, known | {"专职网络员", "楼长"}) == ()


def test_a_file_wrong_from_end_to_end_is_refused_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jishi.roster.problems.MOST_PROBLEMS", 20)
    number = make_id_number("990101", ON.replace(year=1990), 1)
    rows: list[list[Any]] = [HEADER, *([None, "张某", number[:-2] + str(i), "x"] for i in range(30))]
    with pytest.raises(RosterFileError, match="多半是列对错了"):
        reading(tmp_path, rows)


def test_a_problem_prints_as_one_sentence_with_its_place(tmp_path: Path) -> None:
    text = str(only_problem(reading(tmp_path, with_cell("社区", "桂圆社区"))))
    assert text == "花名册 第2行 社区「桂圆社区」：社区不存在。是否为“桂园社区”？请改正。"
