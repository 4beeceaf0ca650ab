"""Facts as people write them become raw integers; what cannot be read is named with its row and remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from jishi.policy.engines.encoding import Encoded, Encoder, FactFault, encode, row_of
from jishi.policy.pack.model import FactDeclaration
from jishi.policy.pack.quantity import MONTH, Kind, ValueType
from tests.policy.plan.build import CERTIFICATE, MONEY, MONTHS, POST, RATE, YES, fact

SCORE = ValueType(Kind.NUMBER, scale=1, lo=-5, hi=1000)


def encoded(kind: ValueType, *values: object, blank: int | None = None) -> Encoded:
    declared = replace(fact("事实", kind), blank_means=blank)
    return encode(pl.DataFrame({"事实": values}, strict=False), [declared])


def raw(kind: ValueType, *values: object, blank: int | None = None) -> list[int | bool | None]:
    found = encoded(kind, *values, blank=blank)
    assert not found.faults
    return found.frame["事实"].to_list()


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (MONTHS, ["36", "36个月", None, "0"], [36, 36, None, 0]),
        (MONTHS, [36, None, 720], [36, None, 720]),
        (MONEY, ["1,930.50元", "0.1万元", "１元", None], [193_050, 100_000, 100, None]),
        (MONEY, [193_050, None], [193_050, None]),
        (RATE, ["8%", "0.08", "100%"], [800, 800, 10_000]),
        (SCORE, ["59.5", "-0.5"], [595, -5]),
        (SCORE, [60, 100, 0, None], [600, 1000, 0, None]),
        (YES, [True, False, None], [True, False, None]),
        (YES, ["是", "否", None], [True, False, None]),
        (POST, ["社区正职", "工作人员", None], [2, 0, None]),
        (CERTIFICATE, ["无", "", "社会工作师、助理社会工作师", None], [0, 0, 3, None]),
        (CERTIFICATE, [["高级社会工作师", "社会工作师"], [], None], [6, 0, None]),
        (MONTH, ["2023-07", None], [2023 * 12 + 6, None]),
        (MONTHS, [None, None], [None, None]),
    ],
)
def test_every_kind_is_read_as_people_and_files_write_it(
    kind: ValueType, values: list[object], expected: list[object]
) -> None:
    assert raw(kind, *values) == expected


def test_truths_are_booleans_and_all_else_whole_numbers() -> None:
    types = dict(zip("甲乙丙", (YES, POST, MONEY), strict=True))
    frame = pl.DataFrame({"甲": ["是"], "乙": ["社区正职"], "丙": [5]})
    found = encode(frame, [fact(name, kind) for name, kind in types.items()]).frame
    assert found.schema == {"甲": pl.Boolean, "乙": pl.Int64, "丙": pl.Int64}


def test_columns_come_in_the_order_of_the_declarations_and_absent_ones_are_missing_for_everybody() -> None:
    frame = pl.DataFrame({"月数": ["1", "2"], "旁": ["甲", "乙"]})
    found = encode(frame, [fact("在岗", YES), fact("月数", MONTHS), fact("工资", MONEY)]).frame
    assert found.rows() == [(None, 1, None), (None, 2, None)]
    assert found.columns == ["在岗", "月数", "工资"]


def test_without_any_fact_there_are_still_as_many_people() -> None:
    assert encode(pl.DataFrame({"旁": ["甲", "乙"]}), []).frame.height == 2


@pytest.mark.parametrize(
    ("kind", "value", "what", "remedy"),
    [
        (MONTHS, "721", "「721」超出允许的范围", "应在 0个月 到 720个月 之间"),
        (MONTHS, 721, "超出政策包允许的范围", "应在 0个月 到 720个月 之间，请核对后改正"),
        (MONTHS, -1, "超出政策包允许的范围", "请核对"),
        (SCORE, 101, "超出政策包允许的范围", "应在 -0.5 到 100.0 之间"),
        (SCORE, 2**62, "超出政策包允许的范围", "应在 -0.5 到 100.0 之间"),
        (SCORE, -1, "超出政策包允许的范围", "应在 -0.5 到 100.0 之间"),
        (MONTHS, "三十六", "不是能精确读取的数", "请写普通的十进制数"),
        (MONEY, "1e5", "不是能精确读取的数", "科学计数法"),
        (RATE, "101%", "超出允许的范围", "0% 到 100% 之间"),
        (YES, "对", "不是「是」或「否」", "请写「是」或「否」"),
        (YES, 1, "不是「是」或「否」", "请写「是」或「否」"),
        (POST, "正职", "没有「正职」这个取值", "可用：工作人员、社区副职、社区正职"),
        (POST, 2, "没有「2」这个取值", "可用：工作人员"),
        (CERTIFICATE, "社工师", "没有「社工师」这个取值", "社会工作师"),
        (CERTIFICATE, ["社会工作师", "会计师"], "没有「会计师」这个取值", "可用：助理社会工作师"),
        (MONTH, "2023年7月", "不是月份", "请写成 2026-11"),
        (MONTHS, 36.5, "「36.5」的小数位太多", "请写整数"),
        (MONTHS, True, "不是能精确读取的数", "十进制数"),
        (MONTH, date(2023, 7, 1), "不是月份", "2026-11"),
    ],
)
def test_a_value_that_cannot_be_is_missing_and_named_with_row_and_remedy(
    kind: ValueType, value: object, what: str, remedy: str
) -> None:
    found = encoded(kind, None, value)
    assert found.frame["事实"].to_list() == [None, None]
    (fault,) = found.faults
    assert (fault.row, fault.fact) == (1, "事实")
    assert what in fault.what
    assert remedy in fault.remedy


def test_a_fault_shows_the_value_as_it_was_written() -> None:
    assert encoded(MONTHS, "三年").faults[0].value == "三年"
    assert encoded(MONTHS, 999).faults[0].value == "999"
    assert encoded(CERTIFICATE, ["甲", "乙"]).faults[0].value == "甲、乙"


def test_everybody_who_shares_a_wrong_spelling_is_named_in_the_order_of_the_people() -> None:
    frame = pl.DataFrame({"月数": ["12", "两年", "两年", "24"], "在岗": ["对", "是", "对", "否"]})
    found = encode(frame, [fact("月数", MONTHS), fact("在岗", YES)])
    assert [(fault.row, fault.fact, fault.value) for fault in found.faults] == [
        (0, "在岗", "对"),
        (1, "月数", "两年"),
        (2, "在岗", "对"),
        (2, "月数", "两年"),
    ]
    assert found.frame["月数"].to_list() == [12, None, None, 24]


def test_an_empty_cell_means_what_the_pack_says_and_a_wrong_value_does_not() -> None:
    assert raw(MONTHS, "5", None, blank=0) == [5, 0]
    assert raw(YES, None, True, blank=0) == [False, True]
    assert raw(YES, None, "否", blank=1) == [True, False]
    assert raw(POST, None, "社区正职", blank=1) == [1, 2]
    found = encoded(MONTHS, "五", 721, None, blank=0)
    assert found.frame["事实"].to_list() == [None, None, 0]
    assert [fault.row for fault in found.faults] == [0, 1]


def test_an_absent_column_means_what_an_empty_cell_means() -> None:
    declared: FactDeclaration = replace(fact("病假天数", MONTHS), blank_means=0)
    assert encode(pl.DataFrame({"旁": ["甲"]}), [declared]).frame["病假天数"].to_list() == [0]


def test_month_after_month_a_column_that_stays_is_the_same_and_one_that_changes_is_read() -> None:
    encoder = Encoder([fact("月数", MONTHS), fact("在岗", YES)])
    first = encoder.encode(pl.DataFrame({"月数": ["1", "两"], "在岗": ["是", None]}))
    second = encoder.encode(pl.DataFrame({"月数": ["1", "两"], "在岗": ["否", "是"]}))
    assert second.frame.rows() == [(1, False), (None, True)]
    assert second.faults == first.faults == (FactFault(1, "月数", "两", *sentence("两")),)


def sentence(text: str) -> tuple[str, str]:
    fault = encoded(MONTHS, text).faults[0]
    return fault.what, fault.remedy


def test_one_person_is_taken_out_as_whole_numbers() -> None:
    frame = pl.DataFrame({"月数": ["1", None], "在岗": [True, False]})
    found = encode(frame, [fact("月数", MONTHS), fact("在岗", YES)]).frame
    assert row_of(found, 0) == {"月数": 1, "在岗": 1}
    assert row_of(found, 1) == {"月数": None, "在岗": 0}
