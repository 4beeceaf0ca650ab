"""The worked cases of a pack: each figure that does not come out is told with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from jishi.policy.errors import Place
from jishi.policy.pack.model import Case, Entity, Pack
from jishi.policy.uses.cases import check_case
from tests.policy.uses.build import loaded

EXAMPLE = "general-example"
PERSON = Case("例", "手工", Entity.PERSON, date(2026, 11, 1), False, {}, {}, place=Place("包/算例.yaml", 7))


def first_case(of: Pack, title: str) -> Case:
    return next(case for case in of.cases if case.title.startswith(title))


def mismatches(of: Pack, case: Case) -> list[str]:
    return [str(each) for each in check_case(of, case)]


def told(expected: Mapping[str, str], of: Pack | None = None, **given: Any) -> list[str]:
    """What a case of the general example with these expectations says, without its place and title."""
    case = replace(PERSON, expected=expected, **given)
    return [text.partition("的")[2] for text in mismatches(of or loaded(EXAMPLE), case)]


def facts(of: Pack, **texts: int) -> Mapping[str, int]:
    assert set(texts) <= set(of.facts)
    return texts


def test_a_figure_that_comes_out_is_not_mentioned() -> None:
    assert told({"工资基数": "3860元"}) == []


def test_a_figure_that_does_not_come_out_is_told_with_place_and_both_figures() -> None:
    wrong = replace(PERSON, expected={"工资基数": "3861元"})

    assert mismatches(loaded(EXAMPLE), wrong) == [
        "包/算例.yaml 第7行：算例「例」的「工资基数」算得 3,860.00元，应为 3861元"
    ]


def test_a_figure_written_in_the_wrong_unit_is_told() -> None:
    (sentence,) = told({"工资基数": "3860级"})

    assert sentence.startswith("「工资基数」算得 3,860.00元（「3860级」")


def test_missing_facts_are_named_unless_no_result_is_expected() -> None:
    (sentence,) = told({"学历加级": "1级"})
    assert sentence == "「学历加级」算得 无结果（缺 双证层次），应为 1级"
    assert told({"学历加级": "无结果"}) == []
    assert told({"工资基数": "无结果"}) == ["「工资基数」算得 3,860.00元，应为 无结果"]


def test_a_blank_is_a_mismatch_not_a_crash() -> None:
    (sentence,) = told({"测算等级": "1级"}, loaded("chuzhou"))

    assert sentence.startswith("结果算不出：还有 ")
    assert "项待填，不能计算" in sentence


def test_an_unknown_result_is_told_with_the_nearest() -> None:
    (sentence,) = told({"测算等机": "7级"})
    assert "算例写了不认识的结果「测算等机」。是否「测算等级」" in sentence

    (sentence,) = told({"qqqq": "7级"}, loaded("national"))
    assert "请写公式、准入条件或退出规则的名称" in sentence


# -- verdicts


def test_an_entry_condition_is_judged_by_its_name() -> None:
    assert told({"年龄要求": "符合"}, facts=facts(loaded(EXAMPLE), 年龄=35)) == []
    assert told({"年龄要求": "待核"}) == []
    assert told({"年龄要求": "符合"}, facts=facts(loaded(EXAMPLE), 年龄=36)) == [
        "「年龄要求」算得 不符合，应为 符合"
    ]


def test_a_condition_that_shares_its_name_with_a_formula_is_told_apart_by_the_verdict() -> None:
    of = loaded(EXAMPLE)
    age = replace(of.lists.eligibility[0], name="工资基数")
    of = replace(of, lists=replace(of.lists, eligibility=(age,)))

    assert told({"工资基数": "符合"}, of, facts=facts(of, 年龄=35)) == []
    assert told({"工资基数": "3860元"}, of, facts=facts(of, 年龄=36)) == []


def test_an_exit_rule_is_judged_by_code_or_name_on_the_results_given() -> None:
    years = {2024: "不合格", 2025: "合格", 2026: "不合格"}
    term = (date(2022, 1, 1), date(2027, 1, 1))

    assert told({"届内不合格": "成立", "连续年度不合格": "不成立"}, assessments=years, term=term) == []
    assert told({"届内不合格": "资料不足"}, assessments=years) == []


# -- dates and ladders


def test_the_next_date_is_computed_from_the_facts_of_the_case() -> None:
    deputy = first_case(loaded(EXAMPLE), "等级表7级，社区副职")

    assert mismatches(loaded(EXAMPLE), replace(deputy, expected={"下一等级日期": "2026-12-01"})) == []
    assert mismatches(loaded(EXAMPLE), replace(deputy, expected={"下一等级日期": "无"}))[0].endswith(
        "「下一等级日期」算得 2026-12-01，应为 无"
    )


def test_at_the_cap_the_next_date_is_none() -> None:
    of = loaded(EXAMPLE)
    top = first_case(of, "等级表12级，工作人员")

    assert mismatches(of, replace(top, expected={"下一等级日期": "无"})) == []


def test_a_ladder_case_climbs_from_its_start() -> None:
    of = loaded(EXAMPLE)
    worker = replace(
        PERSON, strategy="阶梯", facts=facts(of, 岗位类别=0), ladder_start=(date(2024, 1, 1), 11)
    )
    now = {"等级": "11级", "下一等级日期": "2027-01-01"}
    then = {"等级": "12级", "下一等级日期": "无"}

    assert mismatches(of, replace(worker, expected=now)) == []
    assert mismatches(of, replace(worker, expected=then, on=date(2027, 1, 1))) == []


def test_a_ladder_case_can_give_nothing_but_grade_and_date() -> None:
    (sentence,) = told({"工资基数": "3860元"}, strategy="阶梯", ladder_start=(date(2024, 1, 1), 1))

    assert "阶梯算例不能算「工资基数」。阶梯算例的应得只写「等级」和「下一等级日期」" in sentence


def test_a_ladder_case_needs_a_start_and_a_post_class() -> None:
    (sentence,) = told({"等级": "1级"}, strategy="阶梯")
    assert "阶梯算例没有写「阶梯: {起: …, 等级: …}」" in sentence

    (sentence,) = told({"等级": "1级"}, strategy="阶梯", ladder_start=(date(2024, 1, 1), 1))
    assert "阶梯算例没有写岗位类别。请在「人员」中写 岗位类别" in sentence


# -- a year


def test_a_case_over_a_year_runs_its_months_in_order() -> None:
    of = loaded("national")
    year = next(case for case in of.cases if case.changes or case.runs_from)

    assert mismatches(of, year) == []
    assert mismatches(of, replace(year, expected={**year.expected, "个人所得税": "0.01元"}))


def test_a_change_of_an_earlier_month_holds_even_where_nothing_is_carried_on() -> None:
    of = loaded(EXAMPLE)
    changes = {
        date(2026, 3, 1): facts(of, 社区工作月数=30),
        date(2026, 5, 1): facts(of, 社区工作月数=72),
        date(2026, 12, 1): facts(of, 社区工作月数=144),
    }
    deputy = first_case(of, "等级表7级，社区副职")

    assert mismatches(of, replace(deputy, changes=changes, expected={"年限加级": "2级"})) == []


def test_a_case_that_crosses_new_year_begins_its_tax_anew() -> None:
    of = loaded("national")
    year = next(case for case in of.cases if "个人所得税" in case.expected and not case.changes)
    january = replace(year, on=date(year.on.year + 1, 1, 1), runs_from=None)
    crossing = replace(january, runs_from=date(year.on.year, 11, 1))
    (once,) = mismatches(of, replace(january, expected={"个人所得税": "0.01元"}))
    (twice,) = mismatches(of, replace(crossing, expected={"个人所得税": "0.01元"}))

    assert once == twice


def test_a_community_case_runs_on_the_community() -> None:
    of = loaded("chuzhou")
    community = first_case(of, "三千一百五十户配九人（就近取整）")

    assert mismatches(of, community) == []
    assert mismatches(of, replace(community, expected={"核定员额": "10人"}))[0].endswith(
        "「核定员额」算得 9人，应为 10人"
    )
