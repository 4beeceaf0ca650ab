"""Reads a how-to: what its marked blocks write and run, and what its tables state.

A fence ` ```yaml 文件=my-city/参数.yaml ` writes that file. A fence ` ```console ` runs the lines that begin
with `$ ` and expects the lines below each among what is printed, in order; `……` stands for lines left out,
at the end of a line for the rest of it. `退出码=4` after `console` is the code its last command ends with;
`另测=tests/…` names the test that runs a slow block, which is then not run here.
"""

from __future__ import annotations

import contextlib
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from jishi.cli import main

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = DOCS / "how-to"
FENCE = re.compile(r"^```(?P<info>\S[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
LEFT_OUT = "……"
MANIFEST = "格式: 1\n名称: {code}\n代码: {code}\n类别: 地方\n继承: [my-city]\n"


class Block(NamedTuple):
    """A marked fence: its language, its options, its text, and the line it begins on."""

    language: str
    options: Mapping[str, str]
    text: str
    line: int


class Row(NamedTuple):
    """One row of a table: its cells by column, and the line it stands on."""

    cells: Mapping[str, str]
    line: int

    def code(self, column: str) -> list[str]:
        """What a cell sets in backticks."""
        return CODE.findall(self.cells[column])


def blocks(document: Path) -> Iterator[Block]:
    """The fences of a document, in order."""
    text = document.read_text("utf-8")
    for match in FENCE.finditer(text):
        language, *options = match["info"].split()
        given = dict(option.split("=", 1) for option in options)
        yield Block(language, given, match["text"], text[: match.start()].count("\n") + 1)


def rows(document: Path, *columns: str) -> list[Row]:
    """The rows of every table that has these columns."""
    found: list[Row] = []
    header: list[str] = []
    for number, line in enumerate(document.read_text("utf-8").splitlines(), 1):
        if not line.startswith("|"):
            header = []
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not header:
            header = cells
        elif set(columns) <= set(header) and not set(line) <= set("|-: "):
            found.append(Row(dict(zip(header, cells, strict=True)), number))
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """A command of a document and the lines it should print; `code` None when the document says nothing."""

    command: str
    expected: tuple[str, ...]
    code: int | None
    line: int


def commands(block: Block) -> Iterator[Told]:
    """The commands of a console block, each with what stands below it."""
    parts = re.split(r"^\$ ", block.text.replace("\\\n", " "), flags=re.MULTILINE)[1:]
    for place, part in enumerate(parts, 1):
        command, *shown = part.rstrip().split("\n")
        code = block.options.get("退出码", "0") if place == len(parts) else None
        yield Told(command, tuple(shown), None if code is None else int(code), block.line)


def follow(document: Path, folder: Path) -> list[str]:
    """Do all a document says in a folder; what comes out differently is told, line by line."""
    differences: list[str] = []
    with contextlib.chdir(folder):
        for block in blocks(document):
            if name := block.options.get("文件"):
                _write(folder / name, block.text)
            elif block.language == "console" and "另测" not in block.options:
                for told in commands(block):
                    differences += _run(told)
    return differences


def _write(path: Path, text: str) -> None:
    """Write a file of a pack; a new pack beside my-city gets the manifest of a child of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    pack = path.parent if path.suffix == ".yaml" else path.parent.parent
    if not (pack / "包.yaml").exists():
        (pack / "包.yaml").write_text(MANIFEST.format(code=pack.name), "utf-8")


def _run(told: Told) -> Iterator[str]:
    program, *arguments = shlex.split(told.command)
    where = f"第 {told.line} 行的「{told.command}」"
    if program != "jishi":
        yield f"{where}不是 jishi 的命令"
        return
    result = CliRunner().invoke(main, arguments, prog_name="jishi")
    if told.code is not None and result.exit_code != told.code:
        yield f"{where}以 {result.exit_code} 结束，文中说 {told.code}：{result.output[-600:]}"
    printed = iter(result.output.splitlines())
    for line in told.expected:
        if line and line != LEFT_OUT and not any(_same(line, each) for each in printed):
            yield f"{where}没有（在这个位置）印出：{line}\n{result.output}"
            return


def _same(line: str, printed: str) -> bool:
    if line.endswith(LEFT_OUT):
        return printed.startswith(line.removesuffix(LEFT_OUT))
    return line.rstrip() == printed.rstrip()
