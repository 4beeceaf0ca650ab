"""ID numbers, mobile numbers, credit codes and bank cards, and what is said of a wrong one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.identifiers import (
    birth_of,
    clean_id_number,
    credit_code_problem,
    id_number_problem,
    is_mobile,
    make_id_number,
    mask_id_number,
    mask_mobile,
    passes_luhn,
    sex_of,
)

FEMALE, MALE = "11010519491231002X", "440524188001010014"  # the standard's own examples


@pytest.mark.parametrize(
    "number", [FEMALE, MALE, FEMALE.lower(), "１１０１０５１９４９１２３１００２Ｘ", f" {MALE} "]
)
def test_the_standards_own_numbers_are_right_however_they_are_typed(number: str) -> None:
    assert id_number_problem(number) is None


def test_an_id_number_tells_birth_and_sex() -> None:
    assert (birth_of(FEMALE), sex_of(FEMALE)) == (date(1949, 12, 31), "女")
    assert (birth_of(MALE), sex_of(MALE)) == (date(1880, 1, 1), "男")


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", "为空"),
        ("110105491231002", "15位身份证号自2013年起停止使用"),
        ("1101051949123100", "应为18位，现为16位"),
        ("1101051949123100A2", "末位为数字或X"),
        ("110105194913310023", "「19491331」不是有效的出生日期"),
        ("110105174901010023", "「17490101」不是有效的出生日期"),
        ("110105194912310021", "校验位不符"),
        ("1.10105194912E+17", "疑似被表格软件转成数值，末位已丢失"),
        ("110105194912310000.0", "疑似被表格软件转成数值，末位已丢失"),
        ("110105194912310000", "末三位为0，疑似被表格软件转成数值，末位已丢失"),
    ],
)
def test_each_fault_of_an_id_number_is_said_in_words(number: str, fault: str) -> None:
    problem = id_number_problem(number)
    assert problem is not None
    assert fault in problem


def test_the_right_check_digit_is_never_told() -> None:
    problem = id_number_problem(FEMALE[:-1] + "1") or ""
    assert "X" not in problem


@given(
    st.dates(date(1940, 1, 1), date(2010, 1, 1)), st.integers(0, 999), st.integers(0, 17), st.integers(1, 9)
)
def test_a_made_number_is_right_and_any_one_wrong_digit_is_seen(
    birth: date, sequence: int, place: int, shift: int
) -> None:
    number = make_id_number("990101", birth, sequence)
    digits = "0123456789X" if place == 17 else "0123456789"
    wrong = digits[(digits.index(number[place]) + shift) % len(digits)]

    assert id_number_problem(number) is None
    assert (birth_of(number), sex_of(number)) == (birth, "男" if sequence % 2 else "女")
    assert id_number_problem(number[:place] + wrong + number[place + 1 :]) is not None


@pytest.mark.parametrize(("region", "sequence"), [("9901", 1), ("990101", 1000)])
def test_a_number_is_not_made_from_parts_of_the_wrong_length(region: str, sequence: int) -> None:
    with pytest.raises(ValueError, match="地区码须为6位"):
        make_id_number(region, date(1990, 1, 1), sequence)


def test_a_number_is_kept_one_way() -> None:
    assert clean_id_number(" 1101051949 1231 002x\u3000") == FEMALE


def test_masks_leave_enough_to_recognise_and_too_little_to_use() -> None:
    assert mask_id_number(FEMALE) == "110***********002X"
    assert mask_mobile("19912345678") == "199****5678"
    assert mask_id_number("1101051949") == "**********"
    assert mask_id_number("") == ""


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("19912345678", True),
        ("13800000000", True),
        ("12912345678", False),
        ("1991234567", False),
        ("", False),
    ],
)
def test_a_mobile_number_has_eleven_digits_and_a_mobile_prefix(text: str, right: bool) -> None:
    assert is_mobile(text) is right


def test_a_credit_code_is_checked_and_its_faults_are_said() -> None:
    assert credit_code_problem("91350100M000100Y43") is None
    assert "校验位不符" in (credit_code_problem("91350100M000100Y44") or "")
    assert "现为17位" in (credit_code_problem("91350100M000100Y4") or "")
    assert "不使用「I、O」" in (credit_code_problem("91350100MOI0100Y43") or "")


@pytest.mark.parametrize(
    ("card", "right"),
    [("79927398713", True), ("79927398710", False), ("4111111111111111", True), ("79a", False), ("", False)],
)
def test_a_bank_card_number_agrees_with_its_last_digit(card: str, right: bool) -> None:
    assert passes_luhn(card) is right
