"""Education, degree and certificates as of a day."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.policy.period import Effect
from tests.policy.facts.district import Row, district, fact, facts

LONG_AGO = date(2010, 7, 1)


def study(level: str, degree: str | None = None, on: date | None = LONG_AGO) -> Row:
    return {"level": level, "degree": degree, "obtained_on": on}


def certificate(name: str, on: date | None = LONG_AGO, until: date | None = None) -> Row:
    return {"name": name, "obtained_on": on, "registered_before": until}


@pytest.mark.parametrize(
    ("rows", "level", "degree", "both", "one"),
    [
        ([study("高中及以下")], "高中及以下", "无", "无", "无"),
        ([study("大专")], "大专", "无", "无", "无"),
        ([study("大专"), study("本科", "学士")], "本科", "学士", "本科", "无"),
        ([study("本科", "无")], "本科", "无", "无", "本科"),
        ([study("本科", "学士"), study("硕士研究生", "无")], "硕士研究生", "学士", "本科", "硕士"),
        ([study("本科", "硕士")], "本科", "硕士", "本科", "硕士"),
        ([study("博士研究生", "博士")], "博士研究生", "博士", "博士", "无"),
    ],
)
def test_education_and_degree_give_the_tier_both_or_one_of_them_reach(
    rows: list[Row], level: str, degree: str, both: str, one: str
) -> None:
    derived = facts(district(education=rows), "学历", "学位", "双证层次", "单证层次")
    assert derived == [(level, degree, both, one)]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [study("本科", "学士", on=None)],
        [study("大专"), study("本科", "学士", on=None)],
        [study("大专"), study("博士后", "博士")],
    ],
)
def test_a_row_that_might_be_higher_than_what_is_certain_leaves_education_unknown(rows: list[Row]) -> None:
    names = ("学历", "双证层次", "单证层次")
    assert facts(district(education=rows), *names) == [(None, None, None)]


def test_a_row_that_could_not_matter_is_passed_over() -> None:
    rows = [study("本科", "学士"), study("大专", on=None), study("本科", "学士", on=None)]
    assert facts(district(education=rows), "学历", "学位") == [("本科", "学士")]


def test_a_degree_that_is_not_stated_leaves_only_the_degree_unknown() -> None:
    rows = [study("本科")]
    assert facts(district(education=rows), "学历", "学位", "双证层次") == [("本科", None, None)]


def test_a_master_without_a_stated_degree_could_be_above_the_bachelor() -> None:
    rows = [study("本科", "学士"), study("硕士研究生")]
    assert facts(district(education=rows), "学历", "学位") == [("硕士研究生", None)]


def test_education_counts_from_when_the_effect_says() -> None:
    rows = [study("大专"), study("本科", "学士", date(2026, 11, 10))]
    records, on = district(education=rows), date(2026, 11, 15)

    assert fact(records, "学历", date(2026, 11, 9)) == "大专"
    assert fact(records, "学历", on) == "本科"
    assert fact(records, "学历", on, Effect.NEXT_MONTH) == "大专"
    assert fact(records, "学历", date(2026, 12, 1), Effect.NEXT_MONTH) == "本科"
    assert fact(records, "学历", date(2026, 12, 1), Effect.NEXT_JANUARY) == "大专"


def test_certificates_are_listed_in_the_order_they_were_obtained() -> None:
    records = district(
        certificates=[
            certificate("社会工作师", date(2022, 1, 1)),
            certificate("助理社会工作师"),
            certificate("助理社会工作师", date(2023, 1, 1)),
            certificate("高级社会工作师", date(2027, 1, 1)),
        ]
    )
    assert fact(records, "证书") == ["助理社会工作师", "社会工作师"]


def test_who_has_no_certificate_has_an_empty_list() -> None:
    assert facts(district(), "证书", "登记有效证书") == [([], [])]


def test_a_certificate_without_a_date_leaves_the_certificates_unknown() -> None:
    records = district(certificates=[certificate("助理社会工作师"), certificate("社会工作师", None)])
    assert facts(records, "证书", "登记有效证书") == [(None, None)]


def test_only_a_registration_still_running_is_valid() -> None:
    records = district(
        certificates=[
            certificate("助理社会工作师", until=date(2026, 11, 1)),
            certificate("社会工作师", until=date(2026, 11, 2)),
        ]
    )
    assert facts(records, "登记有效证书") == [(["社会工作师"],)]


def test_a_registration_that_is_not_recorded_is_unknown() -> None:
    records = district(certificates=[certificate("社会工作师")])
    assert facts(records, "证书", "登记有效证书") == [(["社会工作师"], None)]
