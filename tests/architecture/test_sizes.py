"""Small things: a file, a function and the mean of functions stay readable."""

from __future__ import annotations

import ast
from statistics import fmean

from tests.architecture.tree import listing, parsed, python_files, where, written_code

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_MEAN = 10

ROOMS = ("jishi", "tests", "bench")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def code_lines(function: Function) -> int:
    """Count the lines of a function without its docstring."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def functions(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def test_no_file_is_longer_than_one_sitting() -> None:
    long = [
        f"{where(path)}: {count} lines"
        for path in written_code(*ROOMS)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not long, f"split by noun: at most {LONGEST_FILE} lines a file{listing(long)}"


def test_no_function_is_longer_than_one_screen() -> None:
    long = [
        f"{where(path, function.lineno)} {function.name}: {count} lines"
        for path in python_files(*ROOMS)
        for function in functions(parsed(path))
        if (count := code_lines(function)) > LONGEST_FUNCTION
    ]
    assert not long, f"name the steps as functions: at most {LONGEST_FUNCTION} lines each{listing(long)}"


def test_functions_are_short_on_average() -> None:
    lengths = [code_lines(f) for path in python_files("jishi") for f in functions(parsed(path))]
    mean = fmean(lengths or [0])
    assert mean <= LONGEST_MEAN, (
        f"mean {mean:.1f} lines over {len(lengths)} functions; split the longest ones"
    )


def test_a_docstring_does_not_count_as_code() -> None:
    tree = ast.parse('def f() -> int:\n    """One.\n\n    Two.\n    """\n    return 1\n')
    assert [code_lines(f) for f in functions(tree)] == [2]
