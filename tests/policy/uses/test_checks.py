"""What a month must satisfy before it is approved: each person, each community, the average."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from jishi.policy.errors import BlankError, PackError
from jishi.policy.pack.model import Pack
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.checks import AverageFinding, check_averages, check_month
from jishi.policy.uses.pay import PayMonth, pay_months
from tests.policy.uses.build import (
    DEPUTY,
    GUIYUAN,
    SECRETARY,
    WORKER,
    bachelor,
    college,
    loaded,
    pack,
    person,
    records,
)

EXAMPLE = "general-example"
JANUARY = Month(2026, 1)
STAFF_OF_THE_STATE = {"identity": "编制干部", "position": "社区党组织书记"}


def month(of: Pack, found: Records) -> PayMonth:
    (pay,) = pay_months(of, found, JANUARY, JANUARY)
    return pay


def findings(found: Records, of: Pack | None = None) -> Mapping[str, tuple[str, str, bool]]:
    """Check → whom it is about, the sentence, and whether it blocks."""
    of = of or pack(EXAMPLE)
    return {e.check: (e.subject, e.sentence, e.blocks) for e in check_month(of, found, month(of, found))}


def graded(grade: int | None = None, **given: object) -> Records:
    """One worker, with a grade in force or without."""
    return records(person(WORKER, confirmed_grade=grade, **given), education=[college(WORKER)])


def average(of: Pack, found: Records) -> AverageFinding:
    (finding,) = check_averages(of, month(of, found))
    return finding


def averaging(**changes: object) -> Pack:
    """The general example with its check of the average written otherwise."""
    of = pack(EXAMPLE)
    checks = tuple(replace(e, **changes) if e.method == "平均" else e for e in of.checks)  # type: ignore[arg-type] # fields by name
    return replace(of, checks=checks)


# -- each person, each community


def test_a_month_in_order_has_no_finding() -> None:
    assert findings(graded(3)) == {}


def test_a_finding_names_the_worker_and_the_clause() -> None:
    found = graded(5)
    (finding,) = check_month(pack(EXAMPLE), found, month(pack(EXAMPLE), found))

    assert (finding.check, finding.subject, finding.worker_id) == ("核定与测算一致", "林G3", WORKER)
    assert finding.sentence == "核定等级与按现有事实测算的等级不同，请核对等级记录"
    assert finding.clauses == ("办法/第九条",)
    assert not finding.blocks


def test_what_must_be_mended_first_blocks_the_month() -> None:
    """A base of half the minimum wage: the formula gives too little."""
    found = findings(graded(1), pack(EXAMPLE, 工资基数倍数="0.5"))

    assert found["不低于最低工资"] == ("林G3", "基本工资低于最低工资标准", True)


def test_more_withheld_than_earned_is_pointed_out_with_what_to_do_and_does_not_block() -> None:
    """A month of unpaid leave: insurance is due for the whole month all the same."""
    subject, sentence, blocks = findings(graded(3, 上年月均工资="21000", 事假天数="21"))["实发不为负"]

    assert (subject, blocks) == ("林G3", False)
    assert sentence.startswith("代扣大于应发，本月不发放；差额由单位垫付并记为本人欠款")


def test_a_day_of_work_at_the_end_of_a_month_costs_a_whole_month_of_insurance() -> None:
    late = graded(1, entered_on=date(2026, 1, 30))
    pay = month(pack(EXAMPLE), late)

    assert pay.total("养老保险") == 480_00
    assert pay.total(pay.roles["net"]) < 0
    assert "实发不为负" in findings(late)


@pytest.mark.parametrize("code", [EXAMPLE, "wangcheng-demo", "income-base-demo", "county-rules-demo"])
def test_whom_another_unit_pays_and_insures_costs_nothing_here(code: str) -> None:
    found = records(person(SECRETARY, **STAFF_OF_THE_STATE), education=[bachelor(SECRETARY)])
    pay = month(pack(code), found)

    assert {part: pay.total(name) for part, name in pay.roles.items() if part in ("gross", "deductions")} == {
        "gross": 0,
        "deductions": 0,
    }
    assert pay.total(pay.roles["net"]) == pay.total(pay.roles["employer_cost"]) == 0


def test_a_community_is_named_with_what_does_not_hold() -> None:
    crowded = records(
        person(WORKER), education=[college(WORKER)], communities=[{**GUIYUAN, "households": 100, "grids": 0}]
    )

    assert findings(crowded) == {
        "不超员额": ("桂园社区", "在岗人数超过核定员额", False),
        "网格数与员额相称": ("桂园社区", "社区没有登记网格", False),
    }


def test_a_check_that_cannot_be_told_finds_nothing() -> None:
    assert findings(records(person(WORKER), education=[bachelor(WORKER, None)])) == {}


def test_who_has_left_is_not_checked() -> None:
    found = records(
        person(DEPUTY),
        person(WORKER, confirmed_grade=9, left_before=date(2025, 11, 1)),
        education=[college(DEPUTY), college(WORKER)],
    )

    assert findings(found) == {}


def test_a_condition_left_open_is_asked_for() -> None:
    of = pack(EXAMPLE)
    checks = tuple(replace(e, condition="待填") if e.name == "一年内到龄" else e for e in of.checks)

    with pytest.raises(BlankError, match="规则「检查·一年内到龄」（延迟退休/第一条）"):
        findings(graded(3), replace(of, checks=checks))


def test_a_pack_without_checks_finds_nothing() -> None:
    assert findings(graded(3), replace(pack(EXAMPLE), checks=())) == {}
    assert check_averages(replace(pack(EXAMPLE), checks=()), month(pack(EXAMPLE), graded(3))) == ()


# -- the average


def test_the_average_is_measured_in_minimum_wages() -> None:
    finding = average(pack(EXAMPLE), graded(3))

    assert (finding.people, finding.ratio, finding.met) == (1, Fraction(469_160, 193_000), False)
    assert finding.sentence == (
        "人均应发与最低工资之比：1 人平均为 2.43 倍，目标 2.8 ± 0.2，人均应发与最低工资标准之比超出目标范围"
    )


def test_an_average_within_the_tolerance_is_met() -> None:
    finding = average(pack(EXAMPLE, 人均倍数目标="2.5"), graded(3))

    assert finding.met
    assert finding.sentence.endswith("目标 2.5 ± 0.2，符合")


def test_without_a_tolerance_the_target_must_be_met_exactly() -> None:
    finding = average(averaging(tolerance=None), graded(3))

    assert (finding.tolerance, finding.met) == (Fraction(0), False)


def test_whom_another_unit_pays_does_not_press_the_average_down() -> None:
    both = records(
        person(SECRETARY, **STAFF_OF_THE_STATE),
        person(WORKER, confirmed_grade=3),
        education=[bachelor(SECRETARY), college(WORKER)],
    )

    assert average(pack(EXAMPLE), both) == average(pack(EXAMPLE), graded(3))


def test_who_has_no_result_is_not_in_the_average() -> None:
    finding = average(pack(EXAMPLE), records(person(WORKER), education=[bachelor(WORKER, None)]))

    assert (finding.people, finding.ratio) == (0, Fraction(0))


def test_an_amount_with_decimals_is_averaged_by_its_value() -> None:
    finding = average(averaging(amount="等级系数", base="系数起点"), graded(3))

    assert finding.ratio == Fraction("1.06")


def test_an_average_of_what_is_no_pay_is_refused_with_where_it_stands() -> None:
    with pytest.raises(PackError, match=r"检查\.yaml 第.*的量「有效月数」不是工资的项目或合计。请写"):
        average(averaging(amount="有效月数"), graded(3))


def test_an_average_of_nothing_is_refused() -> None:
    with pytest.raises(PackError, match="的量「」不是工资的项目或合计"):
        average(averaging(amount=None), graded(3))


def test_a_base_that_is_not_written_cannot_be_divided_by() -> None:
    with pytest.raises(PackError, match="的基准是 0。请写一个不为 0 的参数"):
        average(averaging(base=None), graded(3))


@pytest.mark.parametrize(
    ("part", "name"), [("amount", "量"), ("base", "基准"), ("multiple", "倍数"), ("tolerance", "容差")]
)
def test_a_part_of_an_average_left_open_is_asked_for(part: str, name: str) -> None:
    with pytest.raises(BlankError, match=f"检查「人均应发与最低工资之比/{name}」（办法/第三十一条）"):
        average(averaging(**{part: "待填"}), graded(3))


def test_a_parameter_left_open_is_asked_for() -> None:
    of = loaded("county-rules-demo")
    found = graded(3)
    open_target = replace(
        of, parameters={**of.parameters, "补贴倍数": loaded("county-rules").parameters["补贴倍数"]}
    )

    with pytest.raises(BlankError, match="补贴倍数"):
        check_averages(open_target, month(of, found))
