"""The how-tos are true: what they write passes, what they run ends so, what they list is all there is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest

from jishi.cli.application import main
from jishi.cli.exit_codes import MEANINGS
from jishi.cli.pack_check import compile_everything
from jishi.policy.engines.scalar import run
from jishi.policy.errors import PackError
from jishi.policy.facts import CATALOGUE
from jishi.policy.pack.loader import load_pack
from jishi.policy.pack.model import Citation, Entity, Formula, Pack
from jishi.policy.pack.quantity import parse_literal, show_value
from jishi.policy.pack.schema import json_schema
from jishi.policy.plan import bind, compile_plan
from jishi.policy.plan.functions import FUNCTIONS
from jishi.policy.uses.cases import check_cases
from tests.docs.how_to import HOW_TO, Row, blocks, follow, rows

WRITE, RUN = HOW_TO / "write-a-pack.md", HOW_TO / "use-the-command-line.md"
ON = date(2026, 11, 1)
PACKS = sorted({each.options["文件"].partition("/")[0] for each in blocks(WRITE) if "文件" in each.options})
EXAMPLES = [row for row in rows(WRITE, "例", "结果") if row.cells["结果"]]
MISTAKES = rows(WRITE, "公式写成", "提示", "改成")
SLIPS = rows(WRITE, "文件写成", "提示", "改成")


class Followed(NamedTuple):
    """The folder in which a how-to was followed, and what came out differently than it says."""

    folder: Path
    differences: list[str]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    folder = tmp_path_factory.mktemp("write")
    return Followed(folder, follow(WRITE, folder))


@pytest.fixture(scope="module")
def book(written: Followed) -> Pack:
    """The pack the examples of the formula language are computed with."""
    return load_pack(written.folder / "formula-book")


@cache
def schema() -> Mapping[str, Any]:
    return json_schema()


def line(row: Row) -> str:
    return f"line {row.line}"


# -- what is written and run


def test_every_step_of_writing_a_pack_goes_as_described(written: Followed) -> None:
    assert written.differences == []


def test_every_command_of_the_command_line_goes_as_described(tmp_path: Path) -> None:
    assert follow(RUN, tmp_path) == []


def test_a_block_tested_elsewhere_names_a_test_there_is() -> None:
    for block in (*blocks(WRITE), *blocks(RUN)):
        assert "另测" not in block.options or (HOW_TO.parents[1] / block.options["另测"]).is_file()


@pytest.mark.parametrize("name", PACKS)
def test_every_pack_of_the_how_to_compiles_and_its_cases_come_out(written: Followed, name: str) -> None:
    pack = load_pack(written.folder / name)
    assert compile_everything(pack) == ()
    assert check_cases(pack) == ()


def test_every_recipe_has_a_case(written: Followed) -> None:
    recipes = WRITE.read_text("utf-8").partition("## 怎样写")[2]
    for name in set(re.findall(r"文件=([a-z-]+)/", recipes)):
        assert load_pack(written.folder / name).cases, name


# -- the formula language


def compute(pack: Pack, texts: Sequence[str]) -> str:
    """What a formula gives for the person of the how-to; a second text is its rounding."""
    rounding = texts[1] if len(texts) > 1 else None
    formula = Formula("例", Entity.PERSON, texts[0], Citation(), rounding=rounding)
    plan = compile_plan(pack, (), extra=[formula])
    found = run(bind(plan, pack, on=ON), person(pack), {})[plan.outputs["例"]]
    return "无结果" if found is None else show_value(plan.type_of("例"), found)


def person(pack: Pack) -> Mapping[str, int]:
    """The person the how-to describes, as raw facts."""
    (block,) = (each for each in blocks(WRITE) if each.options.get("例") == "人")
    given = (line.partition(": ") for line in block.text.splitlines())
    return {name: parse_literal(text.strip("[]"), pack.facts[name].type) for name, _, text in given}


@pytest.mark.parametrize("row", EXAMPLES, ids=line)
def test_an_example_of_the_formula_language_gives_what_the_table_says(book: Pack, row: Row) -> None:
    assert compute(book, row.code("例")) == row.cells["结果"]


def test_every_function_of_the_language_is_explained() -> None:
    explained = [row.cells["函数"].partition("(")[0] for row in rows(WRITE, "函数", "例")]
    assert sorted(explained) == sorted(FUNCTIONS)


@pytest.mark.parametrize("row", MISTAKES, ids=line)
def test_a_mistake_in_a_formula_is_answered_as_the_table_says(book: Pack, row: Row) -> None:
    with pytest.raises(PackError) as caught:
        compute(book, row.code("公式写成"))
    assert row.cells["提示"] in str(caught.value)
    compute(book, row.code("改成"))


@pytest.mark.parametrize("row", SLIPS, ids=line)
def test_a_slip_in_a_file_is_answered_as_the_table_says(written: Followed, row: Row) -> None:
    parameters = written.folder / "next-year" / "参数.yaml"
    before = parameters.read_text("utf-8")
    try:
        parameters.write_text(f"{row.code('文件写成')[0]}\n", "utf-8")
        with pytest.raises(PackError) as caught:
            load_pack(parameters.parent)
        assert row.cells["提示"] in str(caught.value)
        assert "参数.yaml 第1行" in str(caught.value)
        parameters.write_text(f"{row.code('改成')[0]}\n", "utf-8")
        load_pack(parameters.parent)
    finally:
        parameters.write_text(before, "utf-8")


# -- what there is


def keys_of(definition: str) -> set[str]:
    return {
        f"{key}\\*" if "必填" in shape.get("description", "") else key
        for key, shape in schema()["$defs"][definition]["properties"].items()
    }


def definition_of(file: str) -> str:
    """The definition of what a file holds: one mapping, a list of entries, or entries by name."""
    shape = schema()["properties"][file]
    inner = shape.get("items") or shape.get("additionalProperties") or shape
    return str(inner["$ref"]).rpartition("/")[2]


@pytest.mark.parametrize("row", rows(WRITE, "文件", "写什么", "键"), ids=line)
def test_the_keys_of_every_file_are_listed(row: Row) -> None:
    file = row.cells["文件"]
    own = set(row.cells["键"].partition("；")[0].removesuffix("条款").split())
    if file == "清单.yaml":
        return
    expected = keys_of(definition_of(file))
    assert own | {"条款"} & expected == expected


def test_every_file_of_a_pack_is_listed() -> None:
    assert [row.cells["文件"] for row in rows(WRITE, "文件", "写什么", "键")] == list(schema()["properties"])


def test_every_list_is_listed_with_its_keys() -> None:
    table = rows(WRITE, "清单", "每项还有的键")
    lists = schema()["$defs"]["Lists"]["properties"]
    items = {name: keys_of(str(shape["items"]["$ref"]).rpartition("/")[2]) for name, shape in lists.items()}
    assert {row.cells["清单"]: set(row.cells["每项还有的键"].split()) for row in table} == {
        name: keys - {"依据\\*", "示例", "代码"} for name, keys in items.items()
    }


def test_every_fact_the_system_can_give_is_listed() -> None:
    column = "系统能算出的事实"
    named = [name for row in rows(WRITE, "对象", column) for name in row.code(column)]
    assert sorted(named) == sorted(CATALOGUE)


def test_every_command_is_listed() -> None:
    listed = {row.cells["命令"].removeprefix("jishi ") for row in rows(RUN, "命令", "做什么")}
    names: set[str] = set()
    with main.make_context("jishi", [], resilient_parsing=True) as context:
        for name in main.list_commands(context):
            command = main.get_command(context, name)
            below = command.list_commands(context) if isinstance(command, click.Group) else []
            names |= {f"{name} {each}" for each in below} or {name}
    assert listed == names


def test_every_exit_code_is_explained_in_the_same_words() -> None:
    listed = {row.cells["退出码"]: row.cells["意思"] for row in rows(RUN, "退出码", "意思")}
    assert listed == {str(int(code)): meaning for code, meaning in MEANINGS.items()}
