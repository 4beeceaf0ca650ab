"""The real program on a real file: what every test of the command line starts from."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook  # type: ignore[import-untyped] # the library ships no types

from jishi.cli import main
from tests.cli.district import write_district


class Ended(NamedTuple):
    """How a run ended: its code, what it printed, and what it said aside."""

    code: int
    out: str
    aside: str


class Run(Protocol):
    """Runs the program with these arguments."""

    def __call__(self, *arguments: object) -> Ended: ...


@pytest.fixture(scope="session")
def jishi() -> Run:
    def run(*arguments: object) -> Ended:
        result = CliRunner().invoke(main, [str(each) for each in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ended(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_district(tmp_path_factory.mktemp("district") / "花名册.xlsx")


class Sheets(Protocol):
    """Reads every sheet of a workbook as rows of values."""

    def __call__(self, path: Path) -> dict[str, list[tuple[Any, ...]]]: ...


@pytest.fixture(scope="session")
def sheets() -> Sheets:
    def read(path: Path) -> dict[str, list[tuple[Any, ...]]]:
        book = load_workbook(path)
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}

    return read
