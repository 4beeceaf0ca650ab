"""A locked month against what is known now: signed lines, each with its cause."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.errors import FactError
from jishi.policy.pack.model import Pack
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.locked import LockedRow, pay_objects, read_locked
from jishi.policy.uses.pay import pay_months
from jishi.policy.uses.retro import Retro, RetroLine, retro
from tests.policy.uses.build import (
    DEPUTY,
    WORKER,
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

EXAMPLE = "general-example"
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)
RAISE = {"最低工资标准@2026-10-01": "2060元"}


def lock(of: Pack, found: Records, first: Month, last: Month | None = None) -> tuple[LockedRow, ...]:
    """The months as locked: computed, written to a file, read back."""
    months = pay_months(of, found, first, last or first)
    return read_locked(json.dumps(each, default=str) for month in months for each in pay_objects(month))


def corrected(before: Records, after: Records) -> Retro:
    """January locked with one, recomputed with the other."""
    return retro(pack(EXAMPLE), after, lock(pack(EXAMPLE), before, JANUARY), JANUARY, JANUARY)


def told(lines: Iterable[RetroLine]) -> list[tuple[str, int, str]]:
    return [(line.item, line.difference, line.cause) for line in lines]


# -- the minimum wage of the specification


def test_a_raise_learnt_in_december_gives_306_80_for_each_locked_month() -> None:
    locked = lock(pack(EXAMPLE), deputy(), OCTOBER, NOVEMBER)

    found = retro(pack(EXAMPLE, **RAISE), deputy(), locked, OCTOBER, NOVEMBER)

    cause = "最低工资标准由 1,930.00元 调整为 2,060.00元（2026-10-01 起）"
    assert [(line.name, str(line.month), line.category) for line in found.lines] == [
        ("林G1", "2026-10", "基本"),
        ("林G1", "2026-11", "基本"),
    ]
    assert told(found.lines) == [("应发基本工资", 30_680, cause)] * 2
    assert found.owed == 61_360


def test_the_locked_file_stays_as_it_was() -> None:
    locked = lock(pack(EXAMPLE), deputy(), JANUARY)
    before = repr(locked)

    assert retro(pack(EXAMPLE, 最低工资标准="2060元"), deputy(), locked, JANUARY, JANUARY).lines

    assert repr(locked) == before


def test_nothing_changed_gives_no_line() -> None:
    found = corrected(deputy(), deputy())

    assert (found.lines, found.owed) == ((), 0)
    assert found.recomputed[DEPUTY, JANUARY, "应发基本工资"] == 455_480


def test_a_value_without_a_day_of_its_own_is_told_without_one() -> None:
    locked = lock(pack(EXAMPLE), deputy(), JANUARY)
    found = retro(pack(EXAMPLE, 最低工资标准="2060元"), deputy(), locked, JANUARY, JANUARY)

    assert {line.cause for line in found.lines} == {"最低工资标准由 1,930.00元 调整为 2,060.00元"}


# -- facts put right


def test_a_degree_registered_late_is_paid_back_as_itself() -> None:
    late = records(person(DEPUTY), education=[bachelor(DEPUTY)])
    found = corrected(records(person(DEPUTY), education=[college(DEPUTY)]), late)

    assert told(found.lines) == [("应发基本工资", 11_580, "双证层次由 无 更正为 本科")]


def test_an_entry_date_that_was_too_early_is_taken_back() -> None:
    sheets = {"education": [college(DEPUTY)]}
    found = corrected(
        records(person(DEPUTY), **sheets), records(person(DEPUTY, entered_on=date(2021, 9, 1)), **sheets)
    )

    assert told(found.lines) == [("应发基本工资", -11_580, "社区工作月数由 76个月 更正为 52个月")]
    assert found.owed == -11_580


def test_a_deduction_found_late_is_owed_less() -> None:
    found = corrected(deputy(), deputy(事假天数="1"))
    (line,) = found.lines

    assert (line.item, line.category, line.difference, line.owed) == ("事假扣款", "扣款", 20_942, -20_942)
    assert line.cause == "事假天数由 0 更正为 1"
    assert found.owed == -20_942


def test_a_fact_registered_since_is_told_as_formerly_missing() -> None:
    before = records(person(DEPUTY), education=[bachelor(DEPUTY, None)])
    found = corrected(before, records(person(DEPUTY), education=[bachelor(DEPUTY)]))

    assert told(found.lines) == [
        ("应发基本工资", 420_740, "双证层次由 未登记 更正为 本科"),
        ("绩效工资", 60_000, "双证层次由 未登记 更正为 本科"),
    ]


def test_who_could_not_be_paid_for_want_of_an_insurance_base_is_paid_once_it_is_known() -> None:
    found = corrected(deputy(上年月均工资=None), deputy())

    assert {line.cause for line in found.lines} == {"上年月均工资由 未登记 更正为 6,000.00元"}
    assert found.lines[0].difference == found.recomputed[DEPUTY, JANUARY, "应发基本工资"] == 455_480


def test_a_yes_or_no_is_told_in_words() -> None:
    def probation(answer: str) -> Records:
        post = term(DEPUTY, "专职社区工作者", date(2025, 10, 1))
        return records(person(DEPUTY, 试用期=answer), education=[college(DEPUTY)], appointments=[post])

    found = corrected(probation("否"), probation("是"))

    assert told(found.lines) == [("应发基本工资", -11_580, "试用期由 否 更正为 是")]


# -- people who come to light and people who go


def test_somebody_registered_too_late_is_paid_in_full() -> None:
    more = records(person(DEPUTY), person(WORKER), education=[college(DEPUTY), college(WORKER)])
    found = corrected(records(person(DEPUTY), education=[college(DEPUTY)]), more)

    assert {(line.worker_id, line.cause) for line in found.lines} == {(WORKER, "锁定时尚未登记此人")}
    assert found.owed == sum(
        amount for (worker, _, _), amount in found.recomputed.items() if worker == WORKER
    )


@pytest.mark.parametrize("left", [True, False])
def test_somebody_who_had_left_is_taken_back_in_full(left: bool) -> None:
    """Whether the leaving date is filled in or the row is gone from the roster."""
    people = [person(DEPUTY)]
    if left:
        people.append(person(WORKER, left_before=date(2025, 12, 1)))
    both = records(person(DEPUTY), person(WORKER), education=[college(DEPUTY), college(WORKER)])
    found = corrected(both, records(*people, education=[college(DEPUTY), college(WORKER)]))

    assert {(line.worker_id, line.cause, line.name) for line in found.lines} == {
        (WORKER, "现已查明该月不在职", "")
    }
    assert found.owed < 0
    assert {amount for (worker, _, _), amount in found.recomputed.items() if worker == WORKER} == {0}


def test_who_cannot_be_recomputed_is_named_and_left_alone() -> None:
    found = corrected(deputy(), records(person(DEPUTY), education=[bachelor(DEPUTY, None)]))

    ((worker, month, missing),) = found.unresolved
    assert (worker, month, set(missing)) == (DEPUTY, JANUARY, {"双证层次", "单证层次"})
    assert (found.lines, dict(found.recomputed)) == ((), {})


def test_somebody_new_who_cannot_be_computed_is_named_too() -> None:
    more = records(person(DEPUTY), person(WORKER), education=[college(DEPUTY)])
    found = corrected(records(person(DEPUTY), education=[college(DEPUTY)]), more)

    assert [worker for worker, _, _ in found.unresolved] == [WORKER]
    assert found.lines == ()


# -- rules


def test_a_changed_formula_is_told_as_a_change_of_rules() -> None:
    of = loaded(EXAMPLE)
    doubled = replace(of.formulas["月绩效"], text="2 × 月绩效基数 × 绩效系数[上年考核]")
    changed = replace(of, formulas={**of.formulas, "月绩效": doubled})
    found = retro(changed, deputy(), lock(of, deputy(), JANUARY), JANUARY, JANUARY)

    assert told(found.lines) == [("绩效工资", 72_000, "规则（公式或表）调整，或锁定结果不是按登记的事实算出")]


def test_a_file_of_nothing_but_amounts_can_still_be_compared() -> None:
    """Facts and values are taken as they are now; what differs is told as rules or other facts."""
    bare = [replace(row, facts={}, parameters={}) for row in lock(pack(EXAMPLE), deputy(), JANUARY)]
    found = retro(pack(EXAMPLE, 最低工资标准="2060元"), deputy(), bare, JANUARY, JANUARY)

    assert [line.difference for line in found.lines] == [30_680]
    assert found.lines[0].cause.startswith("规则（公式或表）调整")


@pytest.mark.parametrize("part", ["facts", "parameters"])
def test_what_the_pack_no_longer_allows_is_taken_as_it_is_now(part: str) -> None:
    (row,) = lock(pack(EXAMPLE), deputy(), JANUARY)
    names: Mapping[str, str] = {"facts": "岗位类别", "parameters": "最低工资标准"}
    strange = LockedRow(row.worker_id, row.month, row.items, **{part: {names[part]: 10**9}})
    found = retro(pack(EXAMPLE), deputy(), [strange], JANUARY, JANUARY)

    assert found.lines == ()


def test_a_fact_the_pack_has_ceased_to_read_is_passed_over() -> None:
    (row,) = lock(pack(EXAMPLE), deputy(), JANUARY)
    more = replace(row, facts={**row.facts, "旧事实": 1}, parameters={**row.parameters, "旧参数": 1})

    assert retro(pack(EXAMPLE), deputy(), [more], JANUARY, JANUARY).lines == ()


def test_another_packs_result_is_refused_for_it_would_pay_twice() -> None:
    (row,) = lock(pack(EXAMPLE), deputy(), JANUARY)
    other = replace(row, items={**row.items, "旧名": 1})

    with pytest.raises(
        FactError, match="2026-01 的锁定结果有「旧名」，政策包「通用示例（三岗十八级）」没有这一项"
    ):
        retro(pack(EXAMPLE), deputy(), [other], JANUARY, JANUARY)


def test_an_item_of_nothing_that_is_gone_does_no_harm() -> None:
    (row,) = lock(pack(EXAMPLE), deputy(), JANUARY)
    other = replace(row, items={**row.items, "旧名": 0})

    assert retro(pack(EXAMPLE), deputy(), [other], JANUARY, JANUARY).lines == ()


def test_a_month_without_locked_result_is_refused() -> None:
    locked = lock(pack(EXAMPLE), deputy(), JANUARY)

    with pytest.raises(FactError, match="锁定结果里没有 2026-02。请给出含 2026-01 至 2026-02 各月的锁定结果"):
        retro(pack(EXAMPLE), deputy(), locked, JANUARY, FEBRUARY)


def test_months_outside_the_span_are_left_alone() -> None:
    locked = lock(pack(EXAMPLE), deputy(), JANUARY, FEBRUARY)
    found = retro(pack(EXAMPLE, 最低工资标准="2060元"), deputy(), locked, FEBRUARY, FEBRUARY)

    assert {str(line.month) for line in found.lines} == {"2026-02"}


def test_several_causes_are_told_apart_and_add_up() -> None:
    before = records(person(DEPUTY), education=[college(DEPUTY)], assessments=results(DEPUTY, y2025="合格"))
    after = records(person(DEPUTY), education=[bachelor(DEPUTY)], assessments=results(DEPUTY, y2025="优秀"))
    locked = lock(pack(EXAMPLE), before, JANUARY)
    found = retro(pack(EXAMPLE, 最低工资标准="2060元"), after, locked, JANUARY, JANUARY)

    causes = [line.cause.partition("由")[0] for line in found.lines]
    assert causes == ["最低工资标准", "双证层次", "上年考核"]
    for item, locked_amount in locked[0].items.items():
        moved = sum(line.difference for line in found.lines if line.item == item)
        known = found.recomputed.get((DEPUTY, JANUARY, item), locked_amount)
        assert locked_amount + moved == known
