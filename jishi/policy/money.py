"""Amounts of money: whole 分 inside, 元 with two decimals on paper, never anything inexact between."""

from __future__ import annotations

import re

from jishi.policy.errors import LiteralError

LONGEST_NUMBER = 30
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋％", "0123456789.,-+%")
_DECIMAL = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
_PLACES = {"": 2, "元": 2, "万元": 6}


def split_number(text: str) -> tuple[int, int, str]:
    """Splits `1,930.50元` into digits, decimals and unit: (193050, 2, "元"), nothing rounded.

    Raises LiteralError for whatever is not a plain decimal number: scientific or hexadecimal notation,
    NaN, underscores, wrong grouping, or more than LONGEST_NUMBER characters.
    """
    folded = text.translate(_FULL_WIDTH).strip()
    match = _DECIMAL.match(folded)
    unit = folded[match.end() :].strip() if match else ""
    if match is None or len(folded) > LONGEST_NUMBER or (unit and re.search(r"[\d.,_+\-a-zA-Z]", unit)):
        raise LiteralError(
            f"「{text[:LONGEST_NUMBER]}」不是能精确读取的数",
            "请写普通的十进制数，例如 1930元、30%、36个月、1.03；不能用科学计数法、NaN、下划线或其他进制",
        )
    sign, whole, fraction = match[1], match[2].replace(",", ""), match[3] or ""
    digits = int(whole + fraction)
    return (-digits if sign == "-" else digits), len(fraction), unit


def parse_yuan(text: str) -> int:
    """Reads `1930元`, `1,930.50元`, `12万元` or a bare number of 元 as whole 分."""
    digits, decimals, unit = split_number(text)
    if unit not in _PLACES:
        raise LiteralError(f"「{text}」的单位「{unit}」不是金额单位", "金额请写「元」或「万元」，例如 1930元")
    return rescale(digits, decimals, _PLACES[unit], text, "金额最小到分，小数请不超过两位")


def rescale(digits: int, decimals: int, scale: int, text: str, remedy: str) -> int:
    """The number `digits` / 10^decimals as a whole multiple of 10^-scale; refuses to lose a digit."""
    power: int = 10 ** abs(scale - decimals)
    if decimals <= scale:
        return digits * power
    if digits % power:
        raise LiteralError(f"「{text}」的小数位太多", remedy)
    return digits // power


def plain_yuan(fen: int) -> str:
    """`4554.80`: two decimals, no grouping, no unit, as a bank file wants it."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def show_yuan(fen: int) -> str:
    """`4,554.80元`: as people read it."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}元"
