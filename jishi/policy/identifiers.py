"""The numbers that name a person or an office, with every fault in words.

ID numbers follow GB 11643-1999 (check digit ISO 7064 MOD 11-2), unified social credit codes GB 32100-2015,
bank cards the Luhn check. The first six digits of an ID number are the place of first registration and may
name a region long abolished, so they are never held against it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

ID_LENGTH = 18
OLD_ID_LENGTH = 15
EARLIEST_BIRTH_YEAR = 1800

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]+)?[E][+]?[0-9]+|[0-9]+\.[0-9]*")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_LENGTH = 18

_LOST_DIGITS = "疑似被表格软件转成数值，末位已丢失，请把该列设为文本格式后对照证件重新填写"


def clean_id_number(text: str) -> str:
    """Writes an ID number the one way it is kept: half-width, no spaces, upper-case X."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def id_number_problem(text: str) -> str | None:
    """Says in words what is wrong with an ID number, or None when it is right.

    The check digit that would be right is never told: it would turn a typing error into a false identity.
    """
    number = clean_id_number(text)
    return _shape_problem(number) or _birth_problem(number) or _check_problem(number)


def _shape_problem(number: str) -> str | None:
    if not number:
        return "身份证号为空，请填写18位身份证号"
    if _SCIENTIFIC.fullmatch(number):
        return f"身份证号{_LOST_DIGITS}"
    if len(number) == OLD_ID_LENGTH and number.isdecimal():
        return "15位身份证号自2013年起停止使用，请填写18位身份证号"
    if len(number) != ID_LENGTH:
        return f"身份证号应为18位，现为{len(number)}位，请对照证件补全"
    if not _ID_SHAPE.fullmatch(number):
        return "身份证号前17位应为数字，末位为数字或X，请对照证件更正"
    return None


def _birth_problem(number: str) -> str | None:
    try:
        year = birth_of(number).year
    except ValueError:
        year = 0
    if year >= EARLIEST_BIRTH_YEAR:
        return None
    return f"身份证号第7至14位「{number[6:14]}」不是有效的出生日期，请对照证件更正"


def _check_problem(number: str) -> str | None:
    if number[-1] == _id_check(number):
        return None
    if number.endswith("000"):
        return f"身份证号末三位为0，{_LOST_DIGITS}"
    return "身份证号校验位不符，请对照证件逐位核对"


def _id_check(number: str) -> str:
    """Computes the eighteenth character from the first seventeen."""
    digits = zip(number, _ID_WEIGHTS, strict=False)
    return _ID_CHECKS[sum(int(digit) * weight for digit, weight in digits) % len(_ID_CHECKS)]


def birth_of(id_number: str) -> date:
    """Reads the birth date out of a well-formed ID number; an impossible one is a ValueError."""
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def sex_of(id_number: str) -> str:
    """Reads the sex out of a well-formed ID number: 男 for an odd sequence, 女 for an even one."""
    return "男" if int(id_number[16]) % 2 else "女"


def make_id_number(region: str, birth: date, sequence: int) -> str:
    """Builds a well-formed ID number from a six-digit region, a birth date and a sequence of 0 to 999."""
    body = f"{region}{birth:%Y%m%d}{sequence:03d}"
    if len(body) != ID_LENGTH - 1:
        raise ValueError(f"地区码须为6位、顺序码须在0至999之间：{region}、{sequence}")
    return body + _id_check(body)


def mask_id_number(text: str) -> str:
    """Hides all but the first three and last four characters: 110***********002X."""
    return _masked(text, 3, 4)


def is_mobile(text: str) -> bool:
    """Whether a text is a mainland mobile number."""
    return _MOBILE.fullmatch(text) is not None


def mask_mobile(text: str) -> str:
    """Hides the middle of a mobile number: 199****5678."""
    return _masked(text, 3, 4)


def _masked(text: str, head: int, tail: int) -> str:
    """Keeps both ends of a text, or nothing where they would leave little to hide."""
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[-tail:] if hidden >= tail else "*" * len(text)


def credit_code_problem(text: str) -> str | None:
    """Says in words what is wrong with a unified social credit code, or None when it is right."""
    code = clean_id_number(text)
    if len(code) != _CREDIT_LENGTH:
        return f"统一社会信用代码应为18位，现为{len(code)}位，请对照登记证书补全"
    strangers = sorted(set(code) - set(_CREDIT_ALPHABET))
    if strangers:
        return f"统一社会信用代码不使用「{'、'.join(strangers)}」，请对照登记证书更正"
    values = [_CREDIT_ALPHABET.index(character) for character in code]
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=False))
    if (total + values[-1]) % len(_CREDIT_ALPHABET):
        return "统一社会信用代码校验位不符，请对照登记证书逐位核对"
    return None


def passes_luhn(text: str) -> bool:
    """Whether a bank card number's digits agree with its last one."""
    if not (text.isascii() and text.isdecimal()):
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(text))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
