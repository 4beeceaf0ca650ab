"""Three engines and exact fractions agree on packs nobody wrote, for people nobody knows."""

from __future__ import annotations

from random import Random

import polars as pl
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from jishi.policy.engines.columns import run_month, run_year
from jishi.policy.engines.scalar import Registers, next_state, run
from jishi.policy.errors import PackError
from jishi.policy.period import Month
from jishi.policy.plan import Binding, Plan, bind, compile_plan
from tests.policy.engines.by_fractions import ByFractions, human
from tests.policy.engines.generated import Drawn, drawn_packs, people
from tests.policy.engines.second_opinion import SecondOpinion
from tests.policy.plan.figure import columns

PEOPLE = 5
Facts = list[list[dict[str, int | None]]]


def compiled(drawn: Drawn) -> Plan:
    """The plan of all formulas; a pack whose results may pass 62 bits is another test's matter."""
    try:
        plan = compile_plan(drawn.pack, drawn.pack.formulas)
    except PackError as error:
        if "64 位" not in error.what:
            raise
        reject()
    assert {name: plan.type_of(name).kind for name in drawn.kinds} == drawn.kinds
    return plan


def alone(bindings: list[Binding], facts: Facts) -> list[list[Registers]]:
    """Every register of every person, month by month, one person at a time."""
    found: list[list[Registers]] = [[] for _ in bindings]
    for person in range(PEOPLE):
        state: dict[str, int | None] = {}
        for month, binding in enumerate(bindings):
            registers = run(binding, facts[month][person], state)
            state = next_state(binding, registers)
            found[month].append(registers)
    return found


def listed(outputs: pl.DataFrame) -> dict[str, list[int | None]]:
    return {
        name: [None if value is None else int(value) for value in outputs[name]] for name in outputs.columns
    }


@settings(max_examples=80)
@given(drawn_packs(carrying=True), st.integers(1, 12))
def test_every_engine_finds_the_same_month_by_month(drawn: Drawn, months: int) -> None:
    plan = compiled(drawn)
    facts = people(plan.facts, PEOPLE, months, Random(drawn.seed))
    bindings = [bind(plan, drawn.pack, on=Month(2026, n + 1).first_day) for n in range(months)]
    one_by_one = alone(bindings, facts)
    frames = [columns(plan, each) for each in facts]
    whole_year = [listed(each.outputs) for each in run_year(bindings, frames)]
    second, handed = SecondOpinion(PEOPLE), None
    for month, binding in enumerate(bindings):
        expected = {
            name: [registers[register] for registers in one_by_one[month]]
            for name, register in plan.outputs.items()
        }
        opinion = second.month(binding, facts[month])
        result = run_month(binding, frames[month], handed)
        handed = result.state
        assert whole_year[month] == expected
        assert listed(result.outputs) == expected
        assert {name: opinion[register].listed() for name, register in plan.outputs.items()} == expected


@settings(max_examples=100)
@given(drawn_packs(carrying=True), st.integers(1, 12))
def test_no_register_ever_leaves_its_proven_range(drawn: Drawn, months: int) -> None:
    plan = compiled(drawn)
    facts = people(plan.facts, PEOPLE, months, Random(drawn.seed))
    bindings = [bind(plan, drawn.pack, on=Month(2026, n + 1).first_day) for n in range(months)]
    for month in alone(bindings, facts):
        for registers in month:
            for kind, raw in zip(plan.types, registers, strict=True):
                assert raw is None or kind.lo <= raw <= kind.hi


@settings(max_examples=200)
@given(drawn_packs(carrying=False), st.integers(1, 12))
def test_a_result_is_the_exact_fraction_rounded_as_written(drawn: Drawn, month: int) -> None:
    plan, now = compiled(drawn), Month(2026, month)
    binding = bind(plan, drawn.pack, on=now.first_day)
    for facts in people(plan.facts, PEOPLE, 1, Random(drawn.seed))[0]:
        registers, exact = run(binding, facts, {}), ByFractions(drawn.pack, drawn.kinds, facts, now)
        for name, register in plan.outputs.items():
            assert human(plan.types[register], registers[register]) == exact.formula(name), name
