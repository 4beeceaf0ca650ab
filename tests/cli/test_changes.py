"""Somebody tries other rules on the district, and corrects months already paid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jishi.cli.exit_codes import ExitCode
from tests.cli.conftest import Run, Sheets

GENERAL = ("--pack", "general-example")
RAISED = "最低工资标准@2026-10-01=2060"


def test_a_trial_attributes_the_difference_to_each_change_in_order(
    jishi: Run, district: Path, tmp_path: Path, sheets: Sheets
) -> None:
    out = tmp_path / "试算.xlsx"
    changes = ("--change", "最低工资标准=2060", "--change", "晋级月数=24")
    ended = jishi("simulate", *GENERAL, "--roster", district, "--month", "2026-11", *changes, "--out", out)
    assert ended.code == ExitCode.DONE
    assert "等级变化 3 人，升 3，降 0" in ended.out
    book = sheets(out)
    gross = dict(zip(book["合计"][2], book["合计"][3], strict=True))
    effects = [row[1] for row in book["逐项影响"][3:]]
    assert (
        round(sum(effects), 2)
        == round(gross["每月差额"], 2)
        == round(gross["改后每月"] - gross["改前每月"], 2)
    )
    assert round(gross["全年差额"], 2) == round(gross["每月差额"] * 12, 2)
    assert [row[0] for row in book["逐项影响"][3:]] == ["最低工资标准=2060", "晋级月数=24"]
    assert {row[-1] for row in book["等级变化"][3:]} == {"晋级月数=24"}


def test_a_trial_can_move_to_another_pack(jishi: Run, district: Path) -> None:
    ended = jishi(
        "simulate", *GENERAL, "--roster", district, "--month", "2026-11", "--to", "general-example-16"
    )
    assert ended.code == ExitCode.DONE
    assert "改用「通用示例（三岗、每岗十六级）」" in ended.out


def test_a_trial_names_the_pack_whose_blanks_stop_it(jishi: Run, district: Path) -> None:
    common = ("--roster", district, "--month", "2026-11")
    to = jishi("simulate", *GENERAL, *common, "--to", "huainan")
    assert to.code == ExitCode.BLANKS
    assert "政策包「淮南市" in to.aside
    of = jishi("simulate", "--pack", "huainan", *common, "--to", "general-example")
    assert of.code == ExitCode.BLANKS
    assert "政策包「淮南市" in of.aside


def test_a_change_that_is_none_is_a_mistake_in_the_command(jishi: Run, district: Path) -> None:
    ended = jishi(
        "simulate", *GENERAL, "--roster", district, "--month", "2026-11", "--change", "最低工姿标准=2060"
    )
    assert ended.code == ExitCode.USAGE
    assert "是否「最低工资标准」？" in ended.aside


@pytest.fixture(scope="module")
def locked(jishi: Run, district: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October and November as they were paid at the old minimum wage."""
    file = tmp_path_factory.mktemp("locked") / "锁定.jsonl"
    jishi("pay", *GENERAL, "--roster", district, "--month", "2026-10..2026-11", "--out", file)
    return file


def test_a_rise_learnt_late_is_owed_for_each_locked_month(
    jishi: Run, district: Path, locked: Path, tmp_path: Path, sheets: Sheets
) -> None:
    out = tmp_path / "补差.xlsx"
    span = ("--locked", locked, "--from", "2026-10", "--to", "2026-11", "--set", RAISED, "--out", out)
    ended = jishi("retro", *GENERAL, "--roster", district, *span)
    assert ended.code == ExitCode.DONE
    lines = [row for row in sheets(out)["补差明细"][3:] if row[0] == "A001"]
    assert [(row[2], row[3], row[5]) for row in lines] == [
        ("2026-10", "应发基本工资", 306.8),
        ("2026-11", "应发基本工资", 306.8),
    ]
    assert "最低工资标准由 1,930.00元 调整为 2,060.00元（2026-10-01 起）" in lines[0][6]
    assert any("A001" in line and line.endswith("613.60元") for line in ended.out.splitlines())
    assert "补发 " in ended.out


def test_the_month_after_is_paid_at_the_new_rate(jishi: Run, district: Path, tmp_path: Path) -> None:
    out = tmp_path / "十二月.jsonl"
    jishi("pay", *GENERAL, "--roster", district, "--month", "2026-12", "--set", RAISED, "--out", out)
    first = json.loads(out.read_text("utf-8").splitlines()[0])
    assert first["items"]["应发基本工资"] == 486160


def test_nothing_is_owed_when_nothing_has_changed(jishi: Run, district: Path, locked: Path) -> None:
    span = ("--locked", locked, "--from", "2026-10", "--to", "2026-11")
    ended = jishi("retro", *GENERAL, "--roster", district, *span)
    assert ended.code == ExitCode.DONE
    assert "净额 0.00元" in ended.out


def test_a_month_that_was_never_locked_is_told(jishi: Run, district: Path, locked: Path) -> None:
    span = ("--locked", locked, "--from", "2026-09", "--to", "2026-11")
    ended = jishi("retro", *GENERAL, "--roster", district, *span)
    assert ended.code == ExitCode.FILE
    assert "锁定结果里没有 2026-09" in ended.aside


def test_a_month_given_twice_is_refused(jishi: Run, district: Path, locked: Path) -> None:
    span = ("--locked", locked, "--locked", locked, "--from", "2026-10", "--to", "2026-11")
    ended = jishi("retro", *GENERAL, "--roster", district, *span)
    assert ended.code == ExitCode.FILE
    assert "同一个月" in ended.aside


@pytest.mark.parametrize("content", ["", "不是锁定结果\n", '{"worker_id": "A001", "items": {"基本": 1.5}}\n'])
def test_a_file_that_holds_no_locked_result_is_refused(
    jishi: Run, district: Path, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "锁定.jsonl"
    file.write_text(content, "utf-8")
    span = ("--locked", file, "--from", "2026-11", "--to", "2026-11")
    ended = jishi("retro", *GENERAL, "--roster", district, *span)
    assert ended.code == ExitCode.FILE
    assert "Traceback" not in ended.aside


def test_a_locked_file_that_is_not_there_is_told(jishi: Run, district: Path, tmp_path: Path) -> None:
    span = ("--locked", tmp_path / "没有.jsonl", "--from", "2026-11", "--to", "2026-11")
    ended = jishi("retro", *GENERAL, "--roster", district, *span)
    assert ended.code == ExitCode.FILE
    assert "没有.jsonl" in ended.aside
