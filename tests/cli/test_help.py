"""Somebody who has never seen the program asks it what it can do, or types it wrongly."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from jishi.cli import main
from jishi.cli.application import COMMANDS
from jishi.cli.exit_codes import ExitCode
from tests.cli.conftest import Run

ENGLISH = re.compile(
    r"\b(usage|options|commands|show|exit|error|missing|invalid|default|required|try)\b", re.I
)
COMMON = ("--pack", "general-example", "--roster", "花名册.xlsx")


def every_command() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for listed in COMMANDS:
        found.append((listed.name,))
        command = main.get_command(click.Context(main), listed.name)
        found += [(listed.name, below) for below in getattr(command, "commands", {})]
    return found


def test_the_help_lists_every_command_and_what_the_exit_codes_mean(jishi: Run) -> None:
    ended = jishi("--help")
    assert ended.code == ExitCode.DONE
    assert all(f"  {listed.name} " in ended.out for listed in COMMANDS)
    assert all(f"\n  {int(code)} " in ended.out for code in ExitCode)


def test_without_a_command_the_help_is_shown(jishi: Run) -> None:
    assert jishi().out == jishi("--help").out
    assert "check" in jishi("pack").out


@pytest.mark.parametrize("command", every_command(), ids=" ".join)
def test_every_help_page_is_chinese(jishi: Run, command: tuple[str, ...]) -> None:
    ended = jishi(*command, "--help")
    assert ended.code == ExitCode.DONE
    assert ended.out.startswith("用法：jishi")
    assert "显示帮助并退出" in ended.out
    named = re.sub(
        r"--?[a-z-]+|^  [a-z-]+ |jishi( [a-z-]+)*|[a-z-]*example[a-z-]*", "", ended.out, flags=re.M
    )
    assert not ENGLISH.search(named)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["pya"], "没有「pya」这个命令。是否「pay」"),
        (["pack", "chek"], "没有「chek」这个命令。是否「check」"),
        (["pay", "--packs", "x"], "没有「--packs」这个选项。是否「--pack」"),
        (["pay"], "缺少选项 --pack"),
        (["roster", "check"], "缺少参数「花名册」"),
        (["pay", "--pack"], "选项「--pack」后面要写一个值"),
        (["--version=3"], "选项「--version」后面不写值"),
        (["packs", "还有"], "多出了「还有」"),
        (["grade", *COMMON, "--on", "2026年"], "「2026年」不是日期，请写成 2026-11-01 的样子"),
        (["pay", *COMMON, "--month", "2026-13"], "没有「2026年13月」这个月份"),
        (["pay", *COMMON, "--month", "2026-11..2026-10"], "起止颠倒"),
        (["pay", *COMMON, "--month", "2026-11..2027-02"], "跨了年"),
        (["pay", *COMMON, "--month", "2026-11", "--set", "最低工资标准"], "请写成 名称=值"),
        (
            ["pay", *COMMON, "--month", "2026-11", "--out", "结果.docx"],
            "请以 .xlsx、.csv、.parquet、.jsonl 结尾",
        ),
        (["explain", *COMMON, "--month", "2026-11", "--worker", "A", "--what", "工姿"], "是否「工资」"),
        (["demo-roster", "人.xlsx", "--people", "0"], "请写 1 到"),
        (["simulate", *COMMON, "--month", "2026-11"], "没有要试算的改动"),
        (
            ["retro", *COMMON, "--locked", "x", "--from", "2026-11", "--to", "2026-10"],
            "--from 与 --to 颠倒",
        ),
    ],
)
def test_a_command_typed_wrongly_is_answered_in_chinese(jishi: Run, arguments: list[str], told: str) -> None:
    ended = jishi(*arguments)
    assert ended.code == ExitCode.USAGE
    assert told in ended.aside
    assert not ENGLISH.search(re.sub(r"--[a-z]+|jishi( [a-z-]+)*", "", ended.aside))


def test_the_version_is_told(jishi: Run) -> None:
    assert re.fullmatch(r"基石 \d+\.\d+\.\d+\n", jishi("--version").out)


def test_the_program_answers_before_any_heavy_library_is_loaded() -> None:
    heavy = "{'polars', 'pydantic', 'xlsxwriter', 'yaml', 'python_calamine'}"
    script = f"""
import atexit, sys
atexit.register(lambda: print(sorted(set(sys.modules) & {heavy})))
from jishi.cli import main
main(["--help"])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == ExitCode.DONE
    assert done.stdout.endswith("\n[]\n")


def test_the_installed_program_runs() -> None:
    program = Path(sys.executable).with_name("jishi")
    done = subprocess.run(
        [program, "packs", "x"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == ExitCode.USAGE
    assert "多出了「x」" in done.stderr
