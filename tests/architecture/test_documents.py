"""Words beside the code: docstrings, decisions and the glossary."""

from __future__ import annotations

import ast
import re

from tests.architecture.tree import ROOT, listing, parsed, python_files, where, written_code

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def test_every_public_name_of_the_law_says_what_it_decides() -> None:
    silent = [
        f"{where(path, node.lineno)} {node.name}"
        for path in python_files("jishi/policy")
        for node in parsed(path).body
        if isinstance(node, Documented) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent, f"first line of the docstring: what it decides or does:{listing(silent)}"


def test_every_module_says_what_belongs_in_it() -> None:
    silent = [
        where(path)
        for path in written_code("jishi")
        if parsed(path).body and not ast.get_docstring(parsed(path))
    ]
    assert not silent, f"open with a docstring: what belongs here and what does not:{listing(silent)}"


def test_every_decision_record_carries_its_own_number() -> None:
    wrong = []
    for path in sorted((ROOT / "docs" / "adr").glob("*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0]
        number = re.match(r"(\d{4})-[a-z0-9-]+$", path.stem)
        if number is None or not re.match(rf"# (ADR )?{number[1]}\b", title):
            wrong.append(f"{where(path)}: {title}")
    assert not wrong, f"file NNNN-words.md opens with the line “# NNNN …”:{listing(wrong)}"


def glossary_rows() -> list[list[str]]:
    """Read the rows of every table in the glossary, header and ruler left out."""
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if row[0] != "术语" and not set(row[0]) <= set("-: ")]


def test_the_glossary_is_a_table_of_term_word_meaning_and_source() -> None:
    rows = glossary_rows()
    crooked = [" | ".join(row) for row in rows if len(row) != 4 or not all(row)]
    assert len(rows) > 40, (
        "docs/glossary.md: no table found under the header 术语 | code word | meaning | source"
    )
    assert not crooked, f"a row needs its four cells, none empty:{listing(crooked)}"


def test_one_word_of_the_glossary_stands_for_one_term() -> None:
    terms = [row[0] for row in glossary_rows()]
    words = [word for row in glossary_rows() for word in re.findall(r"`([^`]+)`", row[1])]
    twice = sorted({name for name in (*terms, *words) if (*terms, *words).count(name) > 1})
    bare = [row[0] for row in glossary_rows() if not re.findall(r"`([^`]+)`", row[1])]
    assert not twice, f"one concept, one word; choose another for one of them:{listing(twice)}"
    assert not bare, f"write the code word in backticks:{listing(bare)}"
