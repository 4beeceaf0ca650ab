"""Somebody wants everyone's grade, and how many workers each community may have."""

from __future__ import annotations

import json
from pathlib import Path

from jishi.cli.exit_codes import ExitCode
from tests.cli.conftest import Run, Sheets
from tests.cli.district import with_rows, write_district

ON = ("--on", "2026-11-01")
GENERAL = ("--pack", "general-example")


def test_everyone_is_graded_with_the_date_of_the_next_grade(
    jishi: Run, district: Path, tmp_path: Path, sheets: Sheets
) -> None:
    out = tmp_path / "等级.xlsx"
    ended = jishi("grade", *GENERAL, "--roster", district, *ON, "--out", out)
    assert ended.code == ExitCode.DONE
    rows = sheets(out)["等级表"]
    assert rows[0][0].startswith("口径：")
    assert rows[1][0] == "截至：2026-11-01"
    header = rows[2]
    deputy = dict(zip(header, rows[3], strict=True))
    assert (deputy["测算等级"], deputy["本岗起点"], deputy["本岗上限"]) == (7, 4, 15)
    assert deputy["下一级日期"].date().isoformat() == "2028-05-01"
    assert "下一级预计 2028-05-01" in deputy["说明"]


def test_the_averages_are_told_by_post_class(jishi: Run, district: Path) -> None:
    ended = jishi("grade", *GENERAL, "--roster", district, *ON)
    assert [line.split()[0] for line in ended.out.splitlines()[2:]] == [
        "工作人员",
        "社区副职",
        "社区正职",
        "合计",
    ]


def test_who_cannot_be_graded_is_named_with_what_is_missing(
    jishi: Run, tmp_path: Path, sheets: Sheets
) -> None:
    schooling = with_rows("学历", "")[:-1]
    out = tmp_path / "等级.xlsx"
    file = write_district(tmp_path / "缺学历.xlsx", 学历=schooling)
    ended = jishi("grade", *GENERAL, "--roster", file, "--on", "2026-11-20", "--out", out)
    assert ended.code == ExitCode.FINDINGS
    assert "顾新禾（A004）缺：" in ended.aside
    assert any("A004" in row for row in sheets(out)["无结果"])


def test_the_ladder_can_be_asked_for_and_says_what_it_needs(jishi: Run, district: Path) -> None:
    ended = jishi("grade", *GENERAL, "--roster", district, *ON, "--strategy", "阶梯")
    assert ended.code == ExitCode.FINDINGS
    assert "核定等级" in ended.aside
    assert "等级起始日期" in ended.aside


def test_each_pack_gives_its_own_quota_for_the_same_community(jishi: Run, district: Path) -> None:
    told = {
        pack: jishi("quota", "--pack", pack, "--roster", district, *ON).out
        for pack in ("huainan-demo", "longzihu-demo")
    }
    assert "桂园社区" in told["longzihu-demo"]
    grids = next(line.split() for line in told["longzihu-demo"].splitlines() if "桂园社区" in line)
    assert {"11", "15"} <= set(grids)
    assert "缺" in told["huainan-demo"]


def test_units_are_listed_with_what_they_lack(
    jishi: Run, district: Path, tmp_path: Path, sheets: Sheets
) -> None:
    out = tmp_path / "员额.xlsx"
    ended = jishi("quota", *GENERAL, "--roster", district, *ON, "--out", out)
    assert ended.code == ExitCode.DONE
    rows = sheets(out)["员额表"]
    first = dict(zip(rows[2], rows[3], strict=True))
    assert (first["单位"], first["户数"], first["下限"], first["上限"]) == ("桂园社区", 3150, 8, 11)
    assert (first["核定"], first["在岗"]) == (9, 2)


def test_a_community_without_households_cannot_be_decided(jishi: Run, tmp_path: Path) -> None:
    places = with_rows("社区", "莲池社区 湖滨街道 - - - -")
    file = write_district(tmp_path / "缺户数.xlsx", 社区=places)
    ended = jishi("quota", *GENERAL, "--roster", file, *ON)
    assert ended.code == ExitCode.FINDINGS
    assert "莲池社区" in ended.aside
    assert "户数" in ended.aside


def test_a_pack_without_quota_rules_says_so(jishi: Run, district: Path) -> None:
    ended = jishi("quota", "--pack", "national", "--roster", district, *ON)
    assert ended.code == ExitCode.PACK
    assert "没有员额规则" in ended.aside


def test_a_month_stands_for_its_first_day(jishi: Run, district: Path) -> None:
    by_day = jishi("grade", *GENERAL, "--roster", district, *ON)
    by_month = jishi("grade", *GENERAL, "--roster", district, "--month", "2026-11")
    assert by_month == by_day
    assert jishi("quota", *GENERAL, "--roster", district, "--month", "2026-13").code == ExitCode.USAGE


def test_results_can_be_json_lines_with_whole_numbers(jishi: Run, district: Path, tmp_path: Path) -> None:
    grades, quotas = tmp_path / "等级.jsonl", tmp_path / "员额.jsonl"
    jishi("grade", *GENERAL, "--roster", district, *ON, "--out", grades)
    jishi("quota", *GENERAL, "--roster", district, *ON, "--out", quotas)
    deputy = json.loads(grades.read_text("utf-8").splitlines()[0])
    assert (deputy["测算等级"], deputy["下一级日期"]) == (7, "2028-05-01")
    assert all(isinstance(json.loads(line)["在岗"], int) for line in quotas.read_text("utf-8").splitlines())
