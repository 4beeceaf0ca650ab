"""A month of pay: who is paid, what is missing, and what the result file holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jishi.policy.errors import BlankError, PackError
from jishi.policy.pack.model import Pack
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.explaining import explain_pay
from jishi.policy.uses.locked import pay_objects
from jishi.policy.uses.pay import PayMonth, pay_months
from tests.policy.uses.build import (
    DEPUTY,
    NOVEMBER,
    SECRETARY,
    bachelor,
    college,
    deputy,
    loaded,
    pack,
    person,
    records,
    term,
)

EXAMPLE = "general-example"
JANUARY = Month(2026, 1)


def paid(found: Records, of: Pack | None = None, month: Month = JANUARY) -> PayMonth:
    (pay,) = pay_months(of or pack(EXAMPLE), found, month, month)
    return pay


def objects(pay: PayMonth) -> Mapping[str, Mapping[str, Any]]:
    """What the result file would hold, by worker."""
    return {each["worker_id"]: each for each in pay_objects(pay)}


# -- the deputy of the specification


def test_grade_7_has_a_basic_pay_of_4554_80() -> None:
    row = objects(paid(deputy(), month=NOVEMBER))[DEPUTY]

    assert (row["post_class"], row["grade"], row["coefficient"]) == ("社区副职", 7, Decimal("1.180"))
    assert row["items"]["应发基本工资"] == 455_480


def test_with_the_minimum_wage_at_2060_december_has_4861_60() -> None:
    of = pack(EXAMPLE, **{"最低工资标准@2026-10-01": "2060元"})
    row = objects(paid(deputy(), of, Month(2026, 12)))[DEPUTY]

    assert row["items"]["应发基本工资"] == 486_160


# -- the shape of the result file


def test_the_stable_keys_come_first_and_in_order() -> None:
    row = objects(paid(deputy()))[DEPUTY]

    assert list(row)[:10] == [
        *("worker_id", "name", "post_class", "grade", "coefficient"),
        *("items", "gross", "net", "deductions", "employer_cost"),
    ]


def test_every_amount_is_a_whole_number_and_the_coefficient_exact() -> None:
    row = objects(paid(deputy()))[DEPUTY]
    amounts = [*row["items"].values(), row["gross"], row["net"], row["deductions"], row["employer_cost"]]

    assert {type(amount) for amount in amounts} == {int}
    assert isinstance(row["coefficient"], Decimal)
    assert json.dumps(row, default=str)


def test_the_facts_and_values_it_was_computed_from_are_kept_with_it() -> None:
    row = objects(paid(deputy()))[DEPUTY]

    assert (row["month"], row["missing"], len(row["policy"])) == ("2026-01", [], 16)
    assert row["parameters"]["最低工资标准"] == 193_000
    assert row["facts"]["上年月均工资"] == 600_000
    assert {type(fact) for fact in row["facts"].values()} <= {int, type(None)}


# -- missing facts


def test_a_missing_degree_date_leaves_everything_empty_and_is_named() -> None:
    pay = paid(records(person(DEPUTY), education=[bachelor(DEPUTY, None)]))
    row = objects(pay)[DEPUTY]

    assert (row["gross"], row["net"], row["deductions"], row["employer_cost"]) == (None, None, None, None)
    assert set(row["missing"]) == {"双证层次", "单证层次"}
    assert pay.unfinished() == [0]


def test_pay_without_insurance_base_is_no_finished_pay_and_says_what_is_missing() -> None:
    pay = paid(records(person(DEPUTY, 上年月均工资=None), education=[college(DEPUTY)]))
    row = objects(pay)[DEPUTY]

    assert (row["gross"], row["net"], row["missing"]) == (None, None, ["上年月均工资"])
    assert set(row["items"].values()) == {None}
    assert (row["grade"], row["post_class"]) == (3, "工作人员")
    assert pay.total(pay.roles["gross"]) == 0


def test_a_gap_in_earlier_months_is_named_as_such() -> None:
    """The first education registered dates from March: the tax of April lacks January and February."""
    april = paid(
        records(person(DEPUTY), education=[bachelor(DEPUTY, date(2026, 3, 1))]), month=Month(2026, 4)
    )
    row = objects(april)[DEPUTY]

    assert row["net"] is None
    assert "以前月份的应发合计" in row["missing"]
    assert all(each.startswith("以前月份的") for each in row["missing"])


def test_a_value_outside_the_range_is_reported_and_counts_as_missing() -> None:
    pay = paid(
        records(
            person("G1", 公积金比例="80%"),
            person("G2", 公积金比例="80%", left_before=date(2025, 1, 1)),
            education=[college("G1"), college("G2")],
        )
    )

    (fault,) = pay.faults
    assert (fault.row, fault.fact, fault.value) == (0, "公积金比例", "80%")
    assert objects(pay)["G1"]["missing"] == ["公积金比例"]


# -- who is paid, and for which days


def test_only_those_with_a_day_of_work_in_the_month_are_paid() -> None:
    found = records(
        person("G1", entered_on=date(2026, 1, 31)),
        person("G2", left_before=date(2026, 1, 1)),
        person("G3", entered_on=date(2026, 2, 1)),
        education=[college("G1"), college("G2"), college("G3")],
    )

    assert list(objects(paid(found))) == ["G1"]


def test_joining_in_mid_month_is_paid_by_the_day() -> None:
    """2026-11-16 to 30: 11 of 21 paid days of grade 1."""
    found = records(person(DEPUTY, entered_on=date(2026, 11, 16)), education=[college(DEPUTY)])
    row = objects(paid(found, month=NOVEMBER))[DEPUTY]

    assert row["items"]["应发基本工资"] == (386_000 * 11 * 2 + 21) // (21 * 2)


def test_one_who_is_both_secretary_and_director_is_paid_once_with_a_tenth_more() -> None:
    heads = records(
        person(SECRETARY, position="社区党组织书记"),
        education=[college(SECRETARY)],
        appointments=[
            term(SECRETARY, position, date(2022, 1, 1)) for position in ("社区党组织书记", "居委会主任")
        ],
    )
    (row,) = objects(paid(heads)).values()

    assert row["items"]["一肩挑上浮"] * 10 == row["items"]["应发基本工资"]


# -- over a year


def test_tax_grows_with_the_year_and_every_month_adds_up() -> None:
    year = pay_months(pack(EXAMPLE), deputy(一次性发放="30000"), Month(2026, 1), Month(2026, 3))

    taxes = [objects(month)[DEPUTY]["items"]["个人所得税"] for month in year]
    assert [str(month.month) for month in year] == ["2026-01", "2026-02", "2026-03"]
    assert taxes[0] < taxes[1] < taxes[2]


def test_a_year_begins_anew_in_january() -> None:
    found = deputy(一次性发放="30000")
    (march,) = pay_months(pack(EXAMPLE), found, Month(2026, 3), Month(2026, 3))
    december, january = pay_months(pack(EXAMPLE), found, Month(2025, 12), Month(2026, 1))

    assert objects(january)[DEPUTY]["items"]["个人所得税"] < objects(march)[DEPUTY]["items"]["个人所得税"]
    assert december.month == Month(2025, 12)


def test_what_is_announced_later_was_not_known_then() -> None:
    of = loaded(EXAMPLE)
    parameter = of.parameters["最低工资标准"]
    (now,) = parameter.values
    later = replace(now, valid_from=date(2026, 1, 1), announced=date(2026, 12, 1), raw=206_000)
    of = replace(of, parameters={**of.parameters, "最低工资标准": replace(parameter, values=(now, later))})

    (then,) = pay_months(of, deputy(), JANUARY, JANUARY, known_at=date(2026, 1, 31))

    assert objects(then)[DEPUTY]["items"]["应发基本工资"] == 455_480
    assert objects(paid(deputy(), of))[DEPUTY]["items"]["应发基本工资"] == 486_160


# -- packs that cannot pay


def test_a_pack_without_pay_says_so() -> None:
    with pytest.raises(PackError, match="没有工资规则"):
        paid(deputy(), loaded("national"))


def test_a_pack_that_does_not_say_what_gross_pay_is_says_so() -> None:
    of = loaded(EXAMPLE)
    assert of.pay is not None
    mute = replace(of, pay=replace(of.pay, roles=replace(of.pay.roles, gross=None)))

    with pytest.raises(PackError, match="没有写明应发") as caught:
        paid(deputy(), mute)

    assert caught.value.file == "general-example/工资.yaml"


def test_blanks_stop_the_computation_with_their_clauses() -> None:
    with pytest.raises(BlankError) as caught:
        paid(deputy(), loaded("longzihu"))

    assert {"最低工资标准"} <= {blank.name for blank in caught.value.blanks}
    assert all(blank.clauses for blank in caught.value.blanks)


# -- the slip


def test_the_slip_derives_every_item_and_total() -> None:
    explained = explain_pay(pack(EXAMPLE), deputy(), DEPUTY, JANUARY)
    slip = {step.name: step.raw for step in explained.steps}
    row = objects(explained.pay)[DEPUTY]

    assert slip == {
        **row["items"],
        "应发合计": row["gross"],
        "扣缴合计": row["deductions"],
        "实发工资": row["net"],
        "用工成本": row["employer_cost"],
    }
