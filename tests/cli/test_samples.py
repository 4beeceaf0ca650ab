"""Somebody tries everything out on an invented district before typing a single name."""

from __future__ import annotations

from pathlib import Path

from jishi.cli.exit_codes import ExitCode
from jishi.cli.samples import running_packs
from tests.cli.conftest import Run, Sheets


def test_every_pack_that_runs_is_set_side_by_side_on_one_invented_district(
    jishi: Run, tmp_path: Path, sheets: Sheets
) -> None:
    folder = tmp_path / "样例"
    ended = jishi("samples", "--dir", folder, "--people", 40)
    assert ended.code == ExitCode.DONE
    packs = running_packs()
    assert all(f"\n{pack} " in ended.out for pack in packs)
    assert "花名册.xlsx" in ended.out
    header, *rows = sheets(folder / "对比.xlsx")["对比"][1:]
    assert list(header)[:4] == ["政策包", "员额算法", "员额", "在岗"]
    assert [row[0] for row in rows] == packs
    assert rows[0][header.index("等级不同")] == 0
    assert all(row[header.index("应发每月")] > 0 for row in rows)
    assert {file.name for file in folder.iterdir()} == {
        "花名册.xlsx",
        "对比.xlsx",
        *(f"{p}.xlsx" for p in packs),
    }


def test_a_folder_that_cannot_be_made_is_told(jishi: Run, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", "utf-8")
    ended = jishi("samples", "--dir", tmp_path / "文件" / "样例", "--people", 10)
    assert ended.code == ExitCode.FILE
    assert "不能建文件夹" in ended.aside
