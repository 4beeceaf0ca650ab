"""Somebody fills in the template, has a roster checked, asks for an invented one."""

from __future__ import annotations

import re
from pathlib import Path

from jishi.cli.exit_codes import ExitCode
from tests.cli.conftest import Run, Sheets
from tests.cli.district import WORKER_ID, with_rows, write_district

WRONG_DIGIT = WORKER_ID[:17] + ("0" if WORKER_ID[17] != "0" else "1")


def test_the_template_is_a_workbook_that_can_be_read_back(jishi: Run, tmp_path: Path) -> None:
    file = tmp_path / "模板.xlsx"
    assert jishi("roster", "template", file).code == ExitCode.DONE
    assert jishi("roster", "check", file).code == ExitCode.DONE


def test_a_good_roster_has_nothing_to_put_right(jishi: Run, district: Path) -> None:
    ended = jishi("roster", "check", district, "--pack", "general-example")
    assert ended.code == ExitCode.DONE
    assert "错误 0 处" in ended.out


def test_every_problem_is_told_with_its_row_and_the_bad_rows_come_back(
    jishi: Run, tmp_path: Path, sheets: Sheets
) -> None:
    bad = with_rows(
        "花名册",
        f"""
        A005 方一舟 {WRONG_DIGIT} 桂园社区 湖滨街道 专职网格员 统招专职 2020-01-01 女55 5000 8%
        A006 程以宁 {WORKER_ID} 桂圆社区 湖滨街道 专职网格员 统招专职 2020-01-01 女55 5000 8%
        """,
    )
    file = write_district(tmp_path / "有错.xlsx", 花名册=bad)
    returned = tmp_path / "退回.xlsx"
    ended = jishi("roster", "check", file, "--returned", returned)
    assert ended.code == ExitCode.FINDINGS
    assert "花名册 第6行" in ended.out
    assert "花名册 第7行" in ended.out
    assert "桂园社区" in ended.out
    assert WORKER_ID not in ended.out
    header, *rows = sheets(returned)["花名册"]
    assert "原因" in header
    assert {"方一舟", "程以宁"} <= {row[1] for row in rows}


def test_a_position_the_pack_does_not_know_is_told(jishi: Run, tmp_path: Path) -> None:
    posts = with_rows("任职", "A004 松涛社区 专职网格管理员 2026-11-16 -")
    file = write_district(tmp_path / "新职务.xlsx", 任职=posts)
    assert jishi("roster", "check", file).code == ExitCode.DONE
    ended = jishi("roster", "check", file, "--pack", "general-example")
    assert ended.code == ExitCode.FINDINGS
    assert "是否为“专职网格员”" in ended.out


def test_a_column_the_pack_asks_for_in_vain_is_named(jishi: Run, tmp_path: Path) -> None:
    file = write_district(tmp_path / "少列.xlsx", 花名册=tuple(row[:-1] for row in with_rows("花名册", "")))
    ended = jishi("roster", "check", file, "--pack", "general-example")
    assert "花名册里没有：花名册·公积金比例" in ended.out


def test_a_file_that_is_no_roster_is_refused(jishi: Run, tmp_path: Path) -> None:
    file = tmp_path / "不是表.xlsx"
    file.write_text("并不是工作簿", "utf-8")
    ended = jishi("roster", "check", file)
    assert ended.code == ExitCode.FILE
    assert "不是表.xlsx" in ended.aside
    missing = jishi("roster", "check", tmp_path / "没有.xlsx")
    assert missing.code == ExitCode.FILE


def test_an_invented_roster_is_good_and_the_same_for_the_same_seed(jishi: Run, tmp_path: Path) -> None:
    one, two = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    for file in (one, two):
        assert jishi("demo-roster", file, "--people", 30, "--seed", 7).code == ExitCode.DONE
    told = [jishi("roster", "check", file, "--pack", "general-example") for file in (one, two)]
    assert told[0] == told[1]
    assert told[0].code == ExitCode.DONE
    assert re.search(r"花名册 +30 +30 +0\n", told[0].out)
