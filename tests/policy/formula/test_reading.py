"""How a written formula is taken apart: signs, words and units, and what binds closer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.errors import NOWHERE
from jishi.policy.formula import Binary, Call, FormulaSource, Index, Name, Node, Number, Unary, parse


def read(text: str) -> Node:
    return parse(FormulaSource(text, "结果", NOWHERE))


def told(node: Node) -> str:
    """The tree with every bracket written."""
    match node:
        case Number():
            return f"{node.digits}e-{node.scale}{node.unit}" if node.scale else f"{node.digits}{node.unit}"
        case Name():
            return node.text
        case Index():
            return f"{node.table}[{', '.join(map(told, node.keys))}]"
        case Call():
            return f"{node.function}({', '.join(map(told, node.args))})"
        case Unary():
            return f"({node.op} {told(node.operand)})"
        case Binary():
            return f"({told(node.left)} {node.op} {told(node.right)})"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1930元", "1930元"),
        ("1930.50元", "193050e-2元"),
        ("12万元", "12万元"),
        ("8％", "8%"),
        ("３６个月", "36个月"),
        ("3年", "3年"),
        ("90分", "90分"),
        ("工资2024", "工资2024"),
        ("非在编", "非在编"),
        ("a + b - c", "((a + b) - c)"),
        ("a / b × c", "((a / b) * c)"),
        ("a + b * c", "(a + (b * c))"),
        ("(a + b) * c", "((a + b) * c)"),
        ("a - -b", "(a - (- b))"),
        ("-a * b", "((- a) * b)"),
        ("a + b > c × d", "((a + b) > (c * d))"),
        ("a ≤ b", "(a <= b)"),
        ("a ≦ b", "(a <= b)"),
        ("a >= b", "(a >= b)"),
        ("a ≧ b", "(a >= b)"),
        ("a == b", "(a = b)"),
        ("a ≠ b", "(a != b)"),
        ("a − b", "(a - b)"),
        ("a 且 b 或 c 且 d", "((a 且 b) 或 (c 且 d))"),
        ("a 或 b 或 c", "((a 或 b) 或 c)"),
        ("非 a 且 b", "((非 a) 且 b)"),
        ("非 a = b", "(非 (a = b))"),
        ("非 非 a", "(非 (非 a))"),
        ("如果(a > 1, 较高(b, 2), c)", "如果((a > 1), 较高(b, 2), c)"),
        ("系数【岗位，等级 + 1】", "系数[岗位, (等级 + 1)]"),
        ("起点[表[a]]", "起点[表[a]]"),
        ("较低(5,100)", "较低(5, 100)"),
        ("( ( a ) )", "a"),
    ],
)
def test_a_formula_becomes_a_tree(text: str, tree: str) -> None:
    assert told(read(text)) == tree


def test_every_part_knows_where_it_stands() -> None:
    tree = read("较高( 工资 , 基数 + 1元)")
    assert isinstance(tree, Call)
    assert [tree.pos, *(arg.pos for arg in tree.args)] == [0, 4, 12]
    summed = tree.args[1]
    assert isinstance(summed, Binary)
    assert [summed.left.pos, summed.right.pos] == [9, 14]


def test_forty_brackets_are_read() -> None:
    assert told(read("(" * 40 + "a" + ")" * 40)) == "a"
    assert told(read("-" * 40 + "a")).count("-") == 40


def test_brackets_side_by_side_are_not_deep() -> None:
    assert told(read(" + ".join(["(1)"] * 60))).count("+") == 59


LEAVES = st.sampled_from(["a", "工资", "1930元", "36个月", "0.5", "8%", "是"])
TEXTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-×/<≥=且或"), inner).map(lambda part: f"({' '.join(part)})"),
        inner.map("（- {}）".format),
        inner.map("(非 {})".format),
        st.lists(inner, min_size=1, max_size=3).map(lambda args: f"较高({'，'.join(args)})"),
        st.lists(inner, min_size=1, max_size=2).map(lambda keys: f"系数[{','.join(keys)}]"),
    ),
    max_leaves=8,
)


@given(TEXTS)
def test_what_is_read_can_be_written_with_every_bracket_and_read_again(text: str) -> None:
    tree = told(read(text))
    assert told(read(tree.replace("5e-1", "0.5"))) == tree
