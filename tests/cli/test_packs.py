"""Somebody looks at packs, checks one, compares two, begins their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from jishi.cli.exit_codes import ExitCode
from jishi.policy.pack.loader import list_packs
from tests.cli.conftest import Run


@pytest.fixture
def own_pack(jishi: Run, tmp_path: Path) -> Path:
    """A pack just begun."""
    folder = tmp_path / "my-city"
    assert jishi("pack", "new", folder).code == ExitCode.DONE
    return folder


def test_the_packs_that_come_with_the_program_are_listed(jishi: Run) -> None:
    ended = jishi("packs")
    assert ended.code == ExitCode.DONE
    assert all(f"\n{code} " in ended.out for code in list_packs())


@pytest.mark.parametrize("code", list_packs())
def test_every_pack_passes_its_check(jishi: Run, code: str) -> None:
    ended = jishi("pack", "check", code)
    assert ended.aside == ""
    assert ended.code == ExitCode.DONE
    assert "都通过" in ended.out


def test_a_check_tells_what_is_still_open_and_which_clause_leaves_it_open(jishi: Run) -> None:
    ended = jishi("pack", "check", "huainan")
    assert "项待填：" in ended.out
    assert "参数「级差方式」：" in ended.out
    assert "依据 做法/对标待遇" in ended.out


def test_a_new_pack_passes_its_check_as_it_is_written(jishi: Run, own_pack: Path) -> None:
    assert jishi("pack", "check", own_pack).code == ExitCode.DONE


def test_a_pack_is_never_written_over_a_folder(jishi: Run, own_pack: Path) -> None:
    ended = jishi("pack", "new", own_pack)
    assert ended.code == ExitCode.PACK
    assert "已经存在" in ended.aside


def test_a_case_that_does_not_come_out_is_told_with_file_and_line(jishi: Run, own_pack: Path) -> None:
    cases = own_pack / "算例.yaml"
    lines = cases.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if "应得" in line)
    wanted = lines[place].replace("：", ":")
    cases.write_text("\n".join([*lines[:place], _other_result(wanted), *lines[place + 1 :]]), "utf-8")
    ended = jishi("pack", "check", own_pack)
    assert ended.code == ExitCode.FINDINGS
    assert "my-city/算例.yaml 第" in ended.aside
    assert "应为" in ended.aside


def _other_result(line: str) -> str:
    """The same case wanting another figure: the last digit before a unit is raised."""
    digits = [place for place, each in enumerate(line) if each.isdigit()]
    place = digits[-1]
    return f"{line[:place]}{(int(line[place]) + 1) % 10}{line[place + 1 :]}"


def test_a_broken_pack_is_told_with_file_line_and_remedy(jishi: Run, own_pack: Path) -> None:
    formulas = own_pack / "公式.yaml"
    formulas.write_text(
        formulas.read_text("utf-8") + "\n- {名称: 多余的量, 公式: 没有的数 + 1, 依据: 办法/第一条}\n", "utf-8"
    )
    ended = jishi("pack", "check", own_pack)
    assert ended.code == ExitCode.PACK
    assert "第" in ended.aside
    assert "Traceback" not in ended.aside


def test_a_fact_that_nothing_can_give_is_told_with_the_nearest(jishi: Run, own_pack: Path) -> None:
    facts = own_pack / "事实.yaml"
    facts.write_text(facts.read_text("utf-8") + "\n优秀次: {类型: 整数, 范围: [0, 60]}\n", "utf-8")
    ended = jishi("pack", "check", own_pack)
    assert ended.code == ExitCode.PACK
    assert "my-city/事实.yaml 第" in ended.aside
    assert "是否「优秀次数」？" in ended.aside


def test_a_pack_that_is_not_there_suggests_the_nearest(jishi: Run) -> None:
    ended = jishi("pack", "check", "huinan")
    assert ended.code == ExitCode.PACK
    assert "是否「huainan」？" in ended.aside


def test_showing_a_pack_says_how_far_its_clauses_are_carried_out(jishi: Run) -> None:
    ended = jishi("pack", "show", "longzihu")
    assert ended.code == ExitCode.DONE
    assert "条已落地" in ended.out
    for section in ("【文件】", "【参数】", "【表】", "【公式】", "【清单】", "【流程】"):
        assert section in ended.out
    assert "待填：" in ended.out
    assert "[继承自 national]" in ended.out


def test_showing_a_pack_on_a_day_leaves_out_what_is_not_in_force(jishi: Run) -> None:
    value = "1,930.00元（2023-03-01 起）"
    assert value in jishi("pack", "show", "general-example").out
    assert value in jishi("pack", "show", "general-example", "--on", "2026-11-01").out
    assert value not in jishi("pack", "show", "general-example", "--on", "2022-12-31").out


def test_comparing_packs_shows_both_sides_with_their_clauses(jishi: Run) -> None:
    ended = jishi("pack", "diff", "general-example", "general-example-16")
    assert ended.code == ExitCode.DONE
    assert "  等级上限[工作人员]\n    甲  12" in ended.out
    assert "处不同" in ended.out
    assert "共 0 处不同" in jishi("pack", "diff", "huainan", "huainan").out
