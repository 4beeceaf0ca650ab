"""Everyone at once: row for row as the facts came in, as wide and as long as asked for."""

from __future__ import annotations

import polars as pl

from jishi.policy.engines.columns import STATE, run_month, run_year
from jishi.policy.period import Month
from jishi.policy.plan import bind, compile_plan
from tests.policy.plan.build import ON, formula, pack
from tests.policy.plan.figure import FACTS, PARAMETERS

POLICY = pack(
    FACTS,
    [
        formula("加倍", "工资 × 2"),
        formula("标准", "基数 + 1元"),
        formula("在编", "在岗 且 基数 > 1元"),
        formula("全年", "本年累计(加倍)"),
        formula("标准全年", "本年累计(标准)"),
    ],
    PARAMETERS,
)
WAGES = pl.DataFrame({"工资": [100, None, 0], "在岗": [True, False, None]})


def test_results_stand_row_for_row_as_the_facts_came_in() -> None:
    binding = bind(compile_plan(POLICY, ["加倍", "在编", "标准"]), POLICY, on=ON)
    outputs = run_month(binding, WAGES).outputs
    assert outputs.rows() == [(200, True, 193_100), (None, False, 193_100), (0, None, 193_100)]
    assert outputs.schema == {"加倍": pl.Int64, "在编": pl.Boolean, "标准": pl.Int64}


def test_what_is_the_same_for_everyone_is_still_there_for_each() -> None:
    binding = bind(compile_plan(POLICY, ["标准", "标准全年"]), POLICY, on=ON)
    assert run_month(binding, WAGES).outputs.rows() == [(193_100, 193_100)] * 3
    assert run_month(binding, WAGES).state.height == 3
    assert run_month(binding, WAGES.clear()).outputs.height == 0


def test_nobody_has_no_results() -> None:
    binding = bind(compile_plan(POLICY, ["加倍"]), POLICY, on=ON)
    assert run_month(binding, WAGES.clear()).outputs.height == 0


def test_only_the_results_wanted_come_back_even_those_on_the_way() -> None:
    binding = bind(compile_plan(POLICY, ["全年"]), POLICY, on=ON)
    assert run_month(binding, WAGES, names=["加倍"]).outputs.columns == ["加倍"]


def test_facts_the_plan_does_not_read_do_not_matter() -> None:
    binding = bind(compile_plan(POLICY, ["加倍"]), POLICY, on=ON)
    wider = WAGES.with_columns(pl.lit("文本").alias("旁"))
    assert run_month(binding, wider).outputs.equals(run_month(binding, WAGES).outputs)


def test_a_year_gives_the_months_from_the_kept_one_on_with_their_states_when_asked() -> None:
    plan = compile_plan(POLICY, ["全年"])
    bindings = [bind(plan, POLICY, on=Month(2026, n).first_day) for n in (1, 2, 3)]
    frames = [WAGES.with_columns(pl.col("工资") + n) for n in range(3)]
    whole = run_year(bindings, frames)
    assert [month.outputs["全年"].to_list() for month in whole] == [
        [200, None, 0],
        [402, None, 2],
        [606, None, 6],
    ]
    assert [month.state.width for month in whole] == [0, 0, 0]
    (march,) = run_year(bindings, frames, kept=2, states=True)
    assert march.outputs.equals(whole[2].outputs)
    slot = f"{STATE}本年累计:加倍"
    assert march.before[slot].to_list() == [402, None, 2]
    assert march.state[slot].to_list() == [606, None, 6]


def test_amounts_beyond_32_bits_are_exact() -> None:
    rich = pl.DataFrame({"工资": [100_000_000], "在岗": [True]})
    policy = pack(FACTS, [formula("巨额", "工资 × 1000 × 1000")])
    binding = bind(compile_plan(policy, ["巨额"]), policy, on=ON)
    assert run_month(binding, rich).outputs["巨额"].to_list() == [10**14]
