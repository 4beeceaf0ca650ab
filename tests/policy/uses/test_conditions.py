"""Entry conditions and exit rules, each verdict in a sentence; and that only known workers are explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.errors import BlankError, FactError
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.conditions import Finding
from jishi.policy.uses.exits import exit_hits
from jishi.policy.uses.explaining import explain_entry, explain_exit, explain_grade, explain_pay
from tests.policy.uses.build import (
    DEPUTY,
    NOVEMBER,
    ON,
    bachelor,
    college,
    deputy,
    loaded,
    pack,
    person,
    records,
    results,
    term,
)

TERM = (date(2022, 1, 1), date(2027, 1, 1))
LAST_DAY, DECEMBER = date(2026, 12, 31), Month(2026, 12)


def entry(found: Records, code: str = "general-example") -> Mapping[str, Finding]:
    return {each.name: each for each in explain_entry(loaded(code), found, DEPUTY, NOVEMBER)}


# -- entry


def test_a_met_condition_shows_the_condition() -> None:
    finding = entry(records(person(DEPUTY, birth_on=date(1991, 11, 1)), education=[bachelor(DEPUTY)]))[
        "年龄要求"
    ]

    assert (finding.verdict, finding.sentence) == ("符合", "年龄 ≤ 招聘年龄上限，成立")
    assert finding.clauses == ("办法/第四条",)
    assert finding.step is not None
    assert {"年龄": "35", "招聘年龄上限": "35"}.items() <= {
        s.name: s.value for s in finding.step.walk()
    }.items()


def test_an_unmet_condition_says_why() -> None:
    found = entry(records(person(DEPUTY, birth_on=date(1990, 11, 1)), education=[college(DEPUTY)]))

    assert (found["年龄要求"].verdict, found["年龄要求"].sentence) == ("不符合", "截至报名截止日超过年龄上限")
    assert found["学历要求"].sentence == "没有本科以上学历"


def test_what_is_not_registered_is_to_be_checked_not_refused() -> None:
    finding = entry(records(person(DEPUTY, birth_on=None)))["年龄要求"]

    assert (finding.verdict, finding.sentence) == ("待核", "缺：年龄")


def test_what_only_people_can_judge_is_left_to_them() -> None:
    finding = entry(deputy())["品行"]

    assert (finding.verdict, finding.sentence, finding.step) == ("待核", "须由审查人逐项核对并签署意见", None)


def test_a_condition_the_locality_has_not_written_is_to_be_checked() -> None:
    of = loaded("general-example")
    first, *_ = of.lists.eligibility
    blank = replace(of, lists=replace(of.lists, eligibility=(replace(first, condition="待填"),)))
    (finding,) = explain_entry(blank, deputy(), DEPUTY, NOVEMBER)

    assert (finding.verdict, finding.sentence) == ("待核", "本地尚未填写这一条件")


# -- exit: failing in 2024 and 2026 inside one term


def failed(**years: str) -> Records:
    return records(
        person(DEPUTY),
        appointments=[term(DEPUTY, "专职社区工作者", *TERM)],
        assessments=results(DEPUTY, **years),
    )


def test_chuzhou_finds_two_failed_years_inside_one_term() -> None:
    (hit,) = exit_hits(loaded("chuzhou"), failed(y2024="不合格", y2025="合格", y2026="不合格"), LAST_DAY)

    assert (hit.worker_id, hit.name, hit.finding.failed_years) == (DEPUTY, "林G1", (2024, 2026))
    assert hit.finding.sentence == (
        "2022-01-01至2026-12-31任期内2024、2026年度考核不合格，共2个年度，"
        "达到「一届任期内2个年度考核不合格」，情形成立"
    )
    assert hit.clauses == ("做法/八种退出情形",)
    assert hit.treatment.startswith("属八种退出情形之一")


def test_income_base_asks_for_two_years_in_a_row_and_finds_none() -> None:
    found = failed(y2024="不合格", y2025="合格", y2026="不合格")

    assert exit_hits(loaded("income-base-demo"), found, LAST_DAY) == ()
    (hit,) = explain_exit(loaded("income-base-demo"), found, DEPUTY, DECEMBER)
    assert hit.finding.sentence == (
        "2024、2026年度考核不合格，最长连续1个年度，未达到「连续2个年度考核不合格」，情形不成立"
    )


def test_income_base_finds_two_years_in_a_row() -> None:
    hits = exit_hits(loaded("income-base"), failed(y2025="不合格", y2026="不合格"), LAST_DAY)

    assert [hit.worker_id for hit in hits] == [DEPUTY]


def test_without_a_term_the_rule_of_the_term_cannot_be_told() -> None:
    found = records(person(DEPUTY), assessments=results(DEPUTY, y2024="不合格", y2026="不合格"))
    (hit,) = explain_exit(loaded("chuzhou"), found, DEPUTY, DECEMBER)

    assert hit.finding.sentence == ("未登记任期起止日期，无法判断是否一届任期内2个年度考核不合格，请补登任期")


@pytest.mark.parametrize("backwards", [False, True])
def test_the_term_begun_last_counts_in_whatever_order_the_rows_stand(backwards: bool) -> None:
    """An employment of 2015 without an end is no term when a term of office runs as well."""
    rows = [
        term(DEPUTY, "专职社区工作者", date(2015, 1, 1)),
        term(DEPUTY, "居委会委员", date(2025, 1, 1), date(2030, 1, 1)),
        term(DEPUTY, "居委会委员", date(2020, 1, 1), date(2025, 1, 1)),
        {**term(DEPUTY, "居委会委员", date(2020, 1, 1)), "valid_from": None},
    ]
    found = records(
        person(DEPUTY),
        appointments=rows[::-1] if backwards else rows,
        assessments=results(DEPUTY, y2024="不合格", y2026="不合格"),
    )

    assert exit_hits(loaded("chuzhou"), found, LAST_DAY) == ()


def test_results_of_somebody_not_in_the_roster_are_passed_over() -> None:
    found = records(person(DEPUTY), assessments=[*results("G9", y2025="不合格", y2026="不合格")])

    assert exit_hits(loaded("income-base"), found, LAST_DAY) == ()


def test_a_number_of_years_left_open_is_asked_for() -> None:
    with pytest.raises(BlankError, match="连续几年考核不合格可以解除合同"):
        exit_hits(loaded("county-rules"), failed(y2025="不合格"), ON)


# -- who can be explained


@pytest.mark.parametrize("explain", [explain_grade, explain_pay, explain_entry, explain_exit])
def test_a_number_nobody_has_is_refused(explain: object) -> None:
    assert callable(explain)
    with pytest.raises(FactError, match="没有编号为「G9」的人。请核对工号"):
        explain(pack("general-example"), deputy(), "G9", NOVEMBER)


@pytest.mark.parametrize("explain", [explain_grade, explain_pay])
def test_a_month_outside_the_employment_is_refused(explain: object) -> None:
    assert callable(explain)
    with pytest.raises(FactError, match="「G1」在 2019-08 不在职。请换一个在职的月份"):
        explain(pack("general-example", 最低工资标准="1930元"), deputy(), DEPUTY, Month(2019, 8))
