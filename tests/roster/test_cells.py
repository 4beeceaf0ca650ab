"""One cell at a time: whatever the spelling, the meaning."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.identifiers import make_id_number
from jishi.roster.cells import (
    Cell,
    Doubt,
    Fault,
    read_birth,
    read_count,
    read_day,
    read_end,
    read_grade,
    read_id_number,
    read_last_day,
    read_name,
    read_phone,
    read_positions,
    read_text,
    read_truth,
    read_whole,
)
from jishi.roster.vocabulary import CERTIFICATES, DEGREES, LEVELS

DAYS = st.dates(date(1930, 1, 1), date(2100, 12, 31))
WIDE = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")


def spellings(day: date) -> list[Cell]:
    """Every way somebody may write a whole day."""
    serial = (day - date(1899, 12, 30)).days
    y, m, d = day.year, day.month, day.day
    texts = [
        f"{y}-{m}-{d}",
        f"{y}-{m:02}-{d:02}",
        f"{y}.{m:02}.{d:02}",
        f"{y}/{m}/{d}",
        f"{y}年{m}月{d}日",
        f"{y} 年 {m} 月 {d} 日",
        f"{y}{m:02}{d:02}",
        f"{y}-{m:02}-{d:02} 00:00:00",
        f"{y}-{m:02}-{d:02}T08:30",
        str(serial),
        f"'{y}-{m}-{d}",
        f"\u3000{y}-{m:02}-{d:02}\n",
    ]
    numbers: list[Cell] = [serial, serial + 0.0, serial + 0.25, y * 10000 + m * 100 + d]
    return [*texts, *(text.translate(WIDE) for text in texts), *numbers, day, datetime(y, m, d)]  # noqa: DTZ001 # a cell has no zone


@given(DAYS)
def test_any_spelling_of_a_day_reads_back_to_that_day(day: date) -> None:
    assert {read_day(spelling) for spelling in spellings(day)} == {day}


@given(DAYS)
def test_a_month_alone_is_its_first_day(day: date) -> None:
    first = day.replace(day=1)
    y, m = day.year, day.month
    for spelling in (f"{y}.{m:02}", f"{y}-{m}", f"{y}/{m}", f"{y}年{m}月", f"{y}{m:02}", y * 100 + m):
        assert read_day(spelling) == first
    assert read_birth(f"{y}.{m:02}") == f"{first:%Y-%m}"


@given(DAYS)
def test_the_last_day_of_something_is_the_day_before_its_end(day: date) -> None:
    assert read_last_day(day.isoformat()) == day + timedelta(days=1)
    assert read_last_day(f"{day:%Y-%m}") == (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def test_a_numeric_month_cell_reads_as_that_month_unless_it_could_be_two() -> None:
    assert read_day(2023.5) == date(2023, 5, 1)
    assert read_day(2023.12) == date(2023, 12, 1)
    assert read_day("2023.10") == date(2023, 10, 1)
    assert read_day("2023.1") == date(2023, 1, 1)
    assert read_day(2023.1) == Fault("数值 2023.1 分不清是1月还是10月", "请写成 2023-01 或 2023-10")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2023-02-30", "2023年2月没有30日"),
        ("2023.13", "没有13月"),
        ("20230431", "2023年4月没有31日"),
        ("2023", "只有年份"),
        (2023, "只有年份"),
        ("2206-05-01", "不在1900至2100年之间"),
        ("去年五月", "不是能识别的日期"),
        ("98.5", "不是能识别的日期"),
        (True, "不是能识别的日期"),
    ],
)
def test_an_impossible_date_says_why_and_what_to_write(cell: Cell, why: str) -> None:
    fault = read_day(cell)
    assert isinstance(fault, Fault)
    assert why in fault.what
    assert fault.remedy.startswith("请")


@pytest.mark.parametrize("still", ["至今", "今", "现在", "", None, "—"])
def test_what_still_runs_has_no_end(still: Cell) -> None:
    assert read_end(still) is None


@given(st.integers(-(10**11), 10**11))
def test_whole_numbers_read_in_every_spelling(number: int) -> None:
    for cell in (
        number,
        number + 0.0,
        str(number),
        f"{number:,}",
        f"{number}户",
        str(number).translate(WIDE),
    ):
        assert read_whole(cell) == number


@pytest.mark.parametrize("cell", ["12.5", 12.5, "十二", "1,23", "1e5", "--1"])
def test_what_is_no_whole_number_is_refused(cell: Cell) -> None:
    assert isinstance(read_whole(cell), Fault)


def test_counts_and_grades_have_their_bounds() -> None:
    assert read_count("0") == 0
    assert isinstance(read_count("-1"), Fault)
    assert read_grade("7级") == 7
    for cell in ("0", "-3", "3.5", "七级"):
        assert read_grade(cell) == Fault("等级不是正整数", "请只写级数，例如 7")


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        (("是", "√", "有", "Y", "y", "1", 1, 1.0, True, "Ｙ", "yes"), True),
        (("否", "×", "无", "N", "0", 0, 0.0, False, "Ｎ"), False),
        (("", None, " ", "—"), None),
    ],
)
def test_yes_and_no_in_the_marks_people_use(cells: tuple[Cell, ...], meaning: bool | None) -> None:
    assert [read_truth(cell) for cell in cells] == [meaning] * len(cells)
    assert isinstance(read_truth("也许"), Fault)


def test_names_lose_their_spaces_but_keep_what_belongs() -> None:
    assert read_name("王　 磊") == "王磊"
    assert read_name("买买提•艾力") == "买买提·艾力"
    assert read_name("Anna Li") == "Anna Li"


def test_text_is_cleaned_of_what_cannot_be_seen() -> None:
    assert read_text("\ufeff 桂园\u200b \n社区 ") == "桂园 社区"
    assert read_text('="00123"') == "00123"
    assert read_text("'=1+1") == "=1+1"
    assert read_text(1001.0) == "1001"
    assert read_text(0.1 + 0.2) == "0.3"
    assert read_text("/") is None
    assert isinstance(read_text("#N/A"), Fault)


def test_positions_in_one_cell_are_parted_the_same_way() -> None:
    assert read_positions("书记，主任") == "书记、主任"
    assert read_positions("书记/主任\n委员") == "书记、主任、委员"
    assert read_positions(None) is None


@given(st.dates(date(1940, 1, 1), date(2008, 12, 31)), st.integers(0, 999))
def test_an_id_number_reads_the_same_however_it_is_typed(birth: date, sequence: int) -> None:
    number = make_id_number("990101", birth, sequence)
    for spelling in (number, number.lower(), f"{number[:6]} {number[6:14]} {number[14:]}", f"'{number}"):
        assert read_id_number(spelling) == number


@given(st.dates(date(1940, 1, 1), date(2008, 12, 31)), st.integers(0, 999), st.integers(0, 17))
def test_one_wrong_digit_of_an_id_number_is_always_seen(birth: date, sequence: int, place: int) -> None:
    number = make_id_number("990101", birth, sequence)
    wrong = number[:place] + str((int(number[place].replace("X", "0")) + 1) % 10) + number[place + 1 :]
    if wrong != number:
        assert isinstance(read_id_number(wrong), Fault)


def test_an_id_number_typed_as_a_number_is_refused_for_its_lost_digits() -> None:
    for cell in (1.10101199003071e17, 110101199003071233.0, "1.10101E+17", "110101199003071000"):
        fault = read_id_number(cell)
        assert isinstance(fault, Fault)
        assert "末" in fault.what
        assert "文本" in fault.remedy or "文本" in fault.what


def test_an_id_number_whose_digits_survived_as_a_whole_number_is_taken_with_a_notice() -> None:
    number = make_id_number("990101", date(1990, 5, 1), 5)
    assert not number.endswith("X")
    doubt = read_id_number(int(number))
    assert isinstance(doubt, Doubt)
    assert doubt.value == number


def test_telephone_numbers_are_tidied_and_doubted_when_odd() -> None:
    assert read_phone("199-0000-1234") == "19900001234"
    assert read_phone(19900001234.0) == "19900001234"
    doubt = read_phone("0554-1234567")
    assert isinstance(doubt, Doubt)
    assert doubt.value == "0554-1234567"


@pytest.mark.parametrize(
    ("level", "spelled"),
    [
        ("博士研究生", ["博士", "博士研究生毕业", "11"]),
        ("硕士研究生", ["研究生", "硕士", "在职研究生", "研究生（硕士）", "硕士研究生学历"]),
        (
            "本科",
            [
                "大学",
                "大学本科",
                "全日制本科",
                "省委党校本科",
                "大学本科毕业",
                "专升本",
                "本　科",
                "21",
                21.0,
            ],
        ),
        ("大专", ["专科", "大学专科", "自考大专", "高职", "大专学历"]),
        ("高中及以下", ["高中", "中专", "职高", "技校", "初中", "小学", "中等专科"]),
    ],
)
def test_schooling_in_its_usual_spellings(level: str, spelled: list[Cell]) -> None:
    assert [LEVELS.read(cell) for cell in spelled] == [level] * len(spelled)


@pytest.mark.parametrize("cell", ["大学本科肄业", "本科在读", "硕士结业", "初级"])
def test_an_unknown_level_lists_what_is_allowed(cell: str) -> None:
    fault = LEVELS.read(cell)
    assert isinstance(fault, Fault)
    assert "博士研究生、硕士研究生、本科、大专、高中及以下" in fault.remedy


def test_degrees_are_known_by_their_ending() -> None:
    assert DEGREES.read("工学学士") == "学士"
    assert DEGREES.read("法学硕士学位") == "硕士"
    assert DEGREES.read("无") == "无"
    assert isinstance(DEGREES.read("名誉博士"), Fault)


def test_certificates_have_many_names_and_unknown_ones_are_kept() -> None:
    assert CERTIFICATES.read("社工师（中级）") == "社会工作师"
    assert CERTIFICATES.read("助理社会工作师证") == "助理社会工作师"
    assert CERTIFICATES.read("无") is None
    doubt = CERTIFICATES.read("心理咨询师")
    assert isinstance(doubt, Doubt)
    assert doubt.value == "心理咨询师"
