"""The template: what a clerk opens first, and what reading makes of it."""

from __future__ import annotations

from pathlib import Path

import openpyxl  # type: ignore[import-untyped] # the library ships no types
import pytest

from jishi.roster.layout import SHEETS
from jishi.roster.reading import read_roster
from jishi.roster.template import write_template
from tests.roster.making import ANNE, ON


@pytest.fixture
def template(tmp_path: Path) -> Path:
    write_template(tmp_path / "模板.xlsx")
    return tmp_path / "模板.xlsx"


def test_it_has_every_sheet_and_says_how_to_fill_them_in(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == [*(sheet.name for sheet in SHEETS), "填写说明"]
    guide = [row for row in book["填写说明"].iter_rows(values_only=True) if row[1]]
    assert len(guide) == 1 + sum(len(sheet.fields) for sheet in SHEETS)


def test_its_headers_carry_notes_and_closed_columns_a_drop_down(template: Path) -> None:
    sheet = openpyxl.load_workbook(template)["花名册"]
    headers = {cell.value: cell for cell in sheet[1]}
    assert headers["身份证号"].comment is not None
    assert "必填" in headers["身份证号"].comment.text
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    levels = f"{headers['学历'].column_letter}2:{headers['学历'].column_letter}20001"
    assert lists[levels] == '"博士研究生,硕士研究生,本科,大专,高中及以下"'


def test_numbers_of_people_are_text(template: Path) -> None:
    sheet = openpyxl.load_workbook(template)["花名册"]
    headers = {cell.value: cell.column_letter for cell in sheet[1]}
    for header in ("工号", "身份证号", "手机号"):
        assert sheet[f"{headers[header]}2"].number_format == "@"


def test_its_examples_are_no_people(template: Path) -> None:
    result = read_roster(template, on=ON)
    assert result.problems == ()
    assert result.ignored_columns == ()
    assert all(count.rows == 0 for count in result.counts)
    assert len(result.counts) == 7


def test_filled_in_it_reads(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    people = {cell.value: cell.column for cell in book["花名册"][1]}
    for header, value in {"工号": "001", "姓名": "安宁", "身份证号": ANNE, "社区": "桂园社区"}.items():
        book["花名册"].cell(3, people[header], value)
    book["社区"].append(["桂园社区", "东城街道", 3150])
    book["考核"].append(["001", None, None, 2025, "优秀"])
    book.save(template)
    result = read_roster(template, on=ON)
    assert result.problems == ()
    assert list(result.records.people["worker_id"]) == ["001"]
    assert result.records.assessments.rows() == [("001", 2025, "优秀")]
