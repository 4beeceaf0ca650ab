"""Text → tokens. Full-width and half-width signs are the same sign."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jishi.policy.formula.habits import SIGNS
from jishi.policy.formula.source import FormulaSource

LONGEST = 4000
UNITS = ("万元", "个月", "元", "%", "年", "级", "户", "人", "天", "倍", "次", "分", "学时")
WORDS = ("且", "或", "非")
FOLD = str.maketrans(
    "（），［］【】＋－−＊／＝＜＞≦≧％０１２３４５６７８９．×÷",
    "(),[][]+--*/=<>≤≥%0123456789.*/",
)
SPELLINGS = {"≤": "<=", "≥": ">=", "≠": "!=", "==": "="}
TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<unit>(?:" + "|".join(UNITS) + r")(?!\w))?"
    r"|(?P<sign><=|>=|==|!=|[-+*/()\[\],<>=≤≥≠])"
    r"|(?P<name>[^\W\d]\w*))"
)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is 数, 名, 完, or the sign itself; `text` the digits or the name."""

    kind: str
    text: str
    unit: str
    pos: int


def tokens(source: FormulaSource) -> list[Token]:
    """Split a formula; the last token is 完.

    A comma always separates: amounts in formulas carry no thousands separators, for `较低(5,100)` could
    be read two ways.
    Errors: PackError for a sign the language does not have, a number joined to letters (1e5), and a
            formula longer than LONGEST characters.
    """
    if len(source.text) > LONGEST:
        source.fail(0, f"公式超过 {LONGEST} 个字", "请拆成几个有名称的公式")
    text = source.text.translate(FOLD)
    found: list[Token] = []
    at = 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            place = at + len(text[at:]) - len(text[at:].lstrip())
            remedy = SIGNS.get(text[place], "请只用名称、数、+ - × / 和括号")
            source.fail(place, f"有不认识的符号「{text[place]}」", remedy)
        found.append(_token(match, source, text))
        at = match.end()
    return [*found, Token("完", "", "", len(text))]


def _token(match: re.Match[str], source: FormulaSource, text: str) -> Token:
    if match["number"]:
        pos = match.start("number")
        joined = text[match.end() : match.end() + 1]
        if joined.isalnum() or joined == "_":
            source.fail(
                pos,
                f"数「{match['number']}{joined}」写法不对",
                "请写成 1930元、1930.50元、3% 这样的数；以数字开头的取值请改名，或放进表里查",
            )
        return Token("数", match["number"], match["unit"] or "", pos)
    if match["name"]:
        kind = match["name"] if match["name"] in WORDS else "名"
        return Token(kind, match["name"], "", match.start("name"))
    return Token(SPELLINGS.get(match["sign"], match["sign"]), match["sign"], "", match.start("sign"))
