"""Tokens → tree, by precedence: 或 · 且 · 非 · comparison · + - · × / · sign · atom."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from jishi.policy.formula.lexer import Token, tokens
from jishi.policy.formula.nodes import Binary, Call, Index, Name, Node, Number, Unary
from jishi.policy.formula.source import FormulaSource

T = TypeVar("T")

DEEPEST = 40
LEVELS = (("或",), ("且",), ("=", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/"))
NOT_LEVEL, COMPARISON = 2, 2
CLOSING = {"(": ")", "[": "]"}


def parse(source: FormulaSource) -> Node:
    """Read one formula.

    Errors: PackError with a caret for anything that is not a formula, or is nested deeper than
            DEEPEST brackets.
    """
    reader = _Reader(source, tokens(source))
    tree = reader.level(0)
    reader.take("完")
    return tree


class _Reader:
    def __init__(self, source: FormulaSource, found: list[Token]) -> None:
        self.source = source
        self.found = found
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        return self.found[self.at].kind

    def take(self, kind: str = "") -> Token:
        token = self.found[self.at]
        if kind and token.kind != kind:
            expected = "结束" if kind == "完" else f"「{kind}」"
            shown = f"「{token.text}」" if token.text else "结尾"
            self.source.fail(token.pos, f"这里应为{expected}，却是{shown}", "请检查括号和运算符是否成对")
        self.at += 1
        return token

    def level(self, n: int) -> Node:
        if n == len(LEVELS):
            return self.signed()
        if n == NOT_LEVEL and self.peek() == "非":
            token = self.take()
            return self.nested(lambda: Unary("非", self.level(NOT_LEVEL), token.pos), token)
        left = self.level(n + 1)
        while self.peek() in LEVELS[n]:
            token = self.take()
            left = Binary(token.kind, left, self.level(n + 1), token.pos)
            if n == COMPARISON and self.peek() in LEVELS[n]:
                self.source.fail(
                    self.found[self.at].pos, "连写了两个比较", "请用「且」连接，如 a ≤ b 且 b ≤ c"
                )
        return left

    def signed(self) -> Node:
        if self.peek() == "-":
            token = self.take()
            return self.nested(lambda: Unary("-", self.signed(), token.pos), token)
        return self.atom()

    def atom(self) -> Node:
        token = self.take()
        if token.kind == "数":
            scale = len(token.text.partition(".")[2])
            return Number(int(token.text.replace(".", "")), scale, token.unit, token.pos)
        if token.kind == "(":
            inner = self.nested(lambda: self.level(0), token)
            self.take(")")
            return inner
        if token.kind != "名":
            self.source.fail(token.pos, "公式不完整", "请在这里写上数、名称或括号")
        return self.named(token)

    def named(self, token: Token) -> Node:
        if self.peek() not in CLOSING:
            return Name(token.text, token.pos)
        opening = self.take()
        args = self.nested(self.arguments, opening)
        self.take(CLOSING[opening.kind])
        if opening.kind == "[":
            return Index(token.text, args, token.pos)
        return Call(token.text, args, token.pos)

    def arguments(self) -> tuple[Node, ...]:
        args = [self.level(0)]
        while self.peek() == ",":
            self.take()
            args.append(self.level(0))
        return tuple(args)

    def nested(self, read: Callable[[], T], token: Token) -> T:
        if self.depth == DEEPEST:
            self.source.fail(token.pos, f"括号或符号嵌套超过 {DEEPEST} 层", "请拆成几个有名称的公式")
        self.depth += 1
        inner = read()
        self.depth -= 1
        return inner
