"""What one month sees of another: the running total and maximum of the year, and the month before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from jishi.policy.engines.columns import run_month, run_year
from jishi.policy.engines.scalar import missing, next_state, run
from jishi.policy.pack.model import Pack
from jishi.policy.period import Month
from jishi.policy.plan import Plan, bind, compile_plan
from tests.policy.plan.build import formula, scale
from tests.policy.plan.figure import columns, written

Raw = Mapping[str, int | None]


def months(policy: Pack, facts: Sequence[Raw]) -> list[int | None]:
    """结果 month by month from January 2026 on; one person alone and both ways of a table must agree."""
    plan = compile_plan(policy, ["结果"])
    bindings = [bind(plan, policy, on=Month(2026, n).first_day) for n in range(1, len(facts) + 1)]
    found: list[int | None] = []
    state: dict[str, int | None] = {}
    for binding, each in zip(bindings, facts, strict=True):
        registers = run(binding, each, state)
        state = next_state(binding, registers)
        found.append(registers[plan.outputs["结果"]])
    frames = [columns(plan, [each]) for each in facts]
    assert [each.outputs["结果"][0] for each in run_year(bindings, frames)] == found
    handed = None
    for binding, frame, expected in zip(bindings, frames, found, strict=True):
        result = run_month(binding, frame, handed)
        handed = result.state
        assert result.outputs["结果"][0] == expected
    return found


def wages(*fen: int | None) -> list[Raw]:
    return [{"工资": each} for each in fen]


PAID = formula("应发", "工资 + 1元")


def test_a_running_total_grows_from_january_on() -> None:
    assert months(written("本年累计(应发)", also=[PAID]), wages(0, 100, 0)) == [100, 300, 400]


def test_a_running_maximum_never_falls_and_starts_at_nothing() -> None:
    change = formula("变动", "差额")
    found = months(written("本年最高(变动)", also=[change]), [{"差额": each} for each in (-5, 3, 1, 7)])
    assert found == [0, 3, 3, 7]


def test_last_month_is_nothing_in_january() -> None:
    assert months(written("应发 - 上月(应发)", also=[PAID]), wages(0, 100, 50)) == [100, 100, -50]


def test_a_number_of_months_is_carried_too() -> None:
    rule = written("本年累计(计入)", also=[formula("计入", "如果(在岗, 1, 0)")])
    assert months(rule, [{"在岗": 1}, {"在岗": 0}, {"在岗": 1}]) == [1, 1, 2]


def test_tax_withheld_over_a_year_adds_up_to_the_tax_of_its_total() -> None:
    rates = scale("预扣率", (0, 300, 0), (3_600_000, 1000, 252_000))
    rule = written(
        "已扣税额 - 上月(已扣税额)",
        also=[
            rates,
            PAID,
            formula("累计应税", "较高(0元, 本年累计(应发) - 5000元 × 第几月(本月))"),
            formula("累计税额", "分级累进(累计应税, 预扣率)", rounding="四舍五入到分"),
            formula("已扣税额", "本年最高(累计税额)"),
        ],
    )
    found = months(rule, wages(*[1_499_900] * 6, 0, *[1_499_900] * 5))
    assert found == [30_000] * 3 + [58_000] + [100_000] * 2 + [0, 50_010] + [100_000] * 4
    assert sum(fen or 0 for fen in found) == (11 * 1_500_000 + 100 - 12 * 500_000) // 10 - 252_000


def test_a_month_without_result_leaves_the_later_months_of_a_total_without_one() -> None:
    assert months(written("本年累计(应发)", also=[PAID]), wages(0, None, 0)) == [100, None, None]
    assert months(written("应发 - 上月(应发)", also=[PAID]), wages(0, None, 0, 0)) == [100, None, None, 0]


def test_an_unfinished_earlier_month_is_named_among_what_is_missing() -> None:
    policy = written("本年累计(应发)", also=[PAID])
    plan = compile_plan(policy, ["结果"])
    binding = bind(plan, policy, on=Month(2026, 1).first_day)
    first = run(binding, {}, {})
    assert missing(binding, first, plan.outputs["结果"]) == ("工资",)
    second = run(binding, {"工资": 1}, next_state(binding, first))
    assert missing(binding, second, plan.outputs["结果"]) == ("本年累计:应发",)


@pytest.mark.parametrize("months_a_year", [1, 12])
def test_the_range_of_a_total_covers_twelve_months(months_a_year: int) -> None:
    policy = written("本年累计(应发)", also=[PAID])
    plan = compile_plan(policy, ["结果"])
    kind = plan.type_of("结果")
    highest = months(policy, wages(*[100_000_000] * months_a_year))[-1]
    assert highest == months_a_year * 100_000_100
    assert highest <= kind.hi == 12 * 100_000_100


def slots(plan: Plan) -> list[str]:
    return [slot.key for slot in plan.states]


def test_one_slot_serves_every_use() -> None:
    plan = compile_plan(written("本年累计(应发) + 本年累计(应发) + 上月(应发)", also=[PAID]), ["结果"])
    assert slots(plan) == ["本年累计:应发", "上月:应发"]
