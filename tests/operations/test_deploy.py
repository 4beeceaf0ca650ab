"""What `deploy/` says to install is what the program has: commands, options, settings, addresses."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import jishi.settings
from jishi.cli.application import main

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SETTING = re.compile(r"^([A-Z][A-Z_]+)=", re.MULTILINE)
HOW_TO = (ROOT / "docs" / "how-to" / "run-in-production.md").read_text(encoding="utf-8")


def sections(unit: Path) -> dict[str, list[tuple[str, str]]]:
    """A unit as systemd reads it."""
    found: dict[str, list[tuple[str, str]]] = {}
    now = ""
    for line in unit.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            now = line.strip("[]")
            found[now] = []
        elif line and not line.startswith("#"):
            name, equals, value = line.partition("=")
            assert equals, f"{unit.name}: {line}"
            found[now].append((name, value))
    return found


def refuses(words: list[str]) -> str:
    """Why the program would not take a command line; empty when it does."""
    group, name, *rest = main, *words
    context = click.Context(group)
    command = group.get_command(context, name)
    if command is None:
        return f"no command {name}"
    try:
        command.make_context(name, rest, parent=context)
    except click.UsageError as error:
        return error.message
    return ""


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_has_what_its_kind_needs_and_runs_what_the_program_has(unit: Path) -> None:
    read = sections(unit)
    assert "Unit" in read
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service").exists()
        assert "OnCalendar" in dict(read["Timer"])
        return
    service = dict(read["Service"])
    assert service["User"] == "jishi"
    assert service["EnvironmentFile"] == "/etc/jishi/jishi.env"
    program, *words = service["ExecStart"].split()
    if program.endswith("/jishi"):
        assert refuses(words) == ""
    else:
        assert (ROOT / program.removeprefix("/srv/jishi/")).stat().st_mode & 0o100


def test_the_commands_of_the_backup_script_and_of_the_how_to_are_the_programs() -> None:
    script = (DEPLOY / "backup.sh").read_text(encoding="utf-8")
    told = re.findall(r'^"\$program" (.+)$', script, re.MULTILINE)
    told += re.findall(r"^(?:sudo -u jishi )?(?:\S+/)?jishi ((?:[^\n\\]|\\\n)+)$", HOW_TO, re.MULTILINE)
    assert len(told) > 6
    wrong = {line: why for line in told if (why := refuses(line.replace("\\\n", " ").split()))}
    assert not wrong


def test_every_setting_of_the_example_is_one_the_program_reads() -> None:
    named = SETTING.findall((DEPLOY / "jishi.env.example").read_text(encoding="utf-8"))
    documented = jishi.settings.__doc__ or ""
    assert named
    assert [name for name in named if name not in documented] == []


def test_the_example_holds_no_secret() -> None:
    text = (DEPLOY / "jishi.env.example").read_text(encoding="utf-8")
    values = dict(line.split("=", 1) for line in text.splitlines() if SETTING.match(line))
    assert "JISHI_SECRET_KEY" not in values
    assert ":" not in values["DATABASE_URL"].removeprefix("postgresql://"), "no password"


def test_every_file_of_the_recipe_is_named_in_the_how_to() -> None:
    files = [path.name for path in sorted(DEPLOY.rglob("*")) if path.is_file()]
    assert [name for name in files if name not in HOW_TO] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_to_complain_of(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/srv/jishi/deploy", str(DEPLOY))
        text = text.replace("/srv/jishi/.venv/bin/jishi", str(Path(sys.executable).with_name("jishi")))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "jishi" in line]
    assert ours == []
