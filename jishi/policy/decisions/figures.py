"""Exact figures on paper: how a share, a ratio, a mean or a length of time is rounded and written."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from jishi.policy.period import MONTHS_A_YEAR

_HALF = Fraction(1, 2)


class Rounding(StrEnum):
    """How a number of people that is not whole becomes whole."""

    DOWN = "向下"
    UP = "向上"
    HALF_UP = "四舍五入"


def rounded(value: Fraction, rounding: Rounding) -> int:
    """Makes a value whole, the way the rule says."""
    if rounding is Rounding.DOWN:
        return floor(value)
    return ceil(value) if rounding is Rounding.UP else floor(value + _HALF)


def decimal_text(value: Fraction, places: int = 2) -> str:
    """Writes a value with at most so many decimals, half up, without trailing zeros: 7.2, 36, −0.5."""
    scaled = rounded(abs(value) * 10**places, Rounding.HALF_UP)
    whole, rest = divmod(scaled, 10**places)
    digits = f"{rest:0{places}d}".rstrip("0")
    sign = "−" if value < 0 and scaled else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def percent_text(value: Fraction, places: int = 1) -> str:
    """Writes a share as a percentage with at most so many decimals: 67.4%, 10%."""
    return f"{decimal_text(value * 100, places)}%"


def duration_text(months: int) -> str:
    """Writes a number of months in years and months: 7年2个月."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    if not years:
        return f"{rest}个月"
    return f"{years}年{rest}个月" if rest else f"{years}年"
