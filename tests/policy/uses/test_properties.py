"""What must hold for whatever is locked, changed, tried or added."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from jishi.policy.pack.model import Pack
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.explaining import explain_pay, only
from jishi.policy.uses.locked import LockedRow, pay_objects, read_locked, seal
from jishi.policy.uses.pay import ENTITLED, PayMonth, pay_months
from jishi.policy.uses.retro import DEDUCTED, Retro, retro
from jishi.policy.uses.what_if import Group, Trial, changes_of, try_changes
from jishi.roster.demo import make_demo
from tests.policy.uses.build import ON, loaded, pack
from tests.policy.uses.worlds import SETTINGS, World, district_of, worlds

EXAMPLE = "general-example"
COMPLETE = (
    *("general-example", "general-example-16", "huainan-demo", "chuzhou-demo", "longzihu-demo"),
    *("wangcheng-demo", "county-rules-demo", "talent-drive-demo", "income-base-demo"),
)
JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)
DISTRICT = make_demo(40, 5, on=ON)

# An example takes a good part of a second, so a failing one is shown as it was found.
steadily = settings(derandomize=True, deadline=None, phases=[Phase.generate])
every_pack = pytest.mark.parametrize("code", COMPLETE)


def lock(of: Pack, found: Records) -> tuple[LockedRow, ...]:
    """January and February as a locked file holds them."""
    months = pay_months(of, found, JANUARY, FEBRUARY)
    return read_locked(json.dumps(each, default=str) for month in months for each in pay_objects(month))


# -- retro


def moved(found: Retro) -> Counter[tuple[str, Month, str]]:
    """The lines of each person, month and item together."""
    sums: Counter[tuple[str, Month, str]] = Counter()
    for line in found.lines:
        sums[line.worker_id, line.month, line.item] += line.difference
    return sums


def figures(rows: Sequence[LockedRow]) -> Mapping[tuple[str, Month, str], int]:
    return {(row.worker_id, row.month, item): each for row in rows for item, each in row.items.items()}


def test_locked_and_lines_are_what_is_known_now_whatever_came_to_light() -> None:
    signs: set[bool] = set()

    @settings(steadily, max_examples=10)
    @given(world=worlds(), changed=SETTINGS)
    def holds(world: World, changed: Mapping[str, str]) -> None:
        locked = lock(pack(EXAMPLE), district_of(world.before))
        sealed, after = seal(locked), district_of(world.after)
        found = retro(pack(EXAMPLE, **changed), after, locked, JANUARY, FEBRUARY)
        anew = lock(pack(EXAMPLE, **changed), after)

        then, now, lines = figures(locked), figures(anew), moved(found)
        assert {key: then.get(key, 0) + lines[key] for key in found.recomputed} == dict(found.recomputed)
        assert {key: now.get(key, 0) for key in found.recomputed} == dict(found.recomputed)
        assert lines.keys() <= found.recomputed.keys()
        assert unresolved_have_no_lines(found)
        assert seal(locked) == sealed
        signs.update(line.owed > 0 for line in found.lines)

    holds()
    assert signs == {True, False}


def unresolved_have_no_lines(found: Retro) -> bool:
    open_months = {(worker, month) for worker, month, _ in found.unresolved}
    return open_months.isdisjoint((line.worker_id, line.month) for line in found.lines)


@settings(steadily, max_examples=6)
@given(world=worlds(), changed=SETTINGS)
def test_a_second_look_right_after_locking_finds_nothing(world: World, changed: Mapping[str, str]) -> None:
    of, found = pack(EXAMPLE, **changed), district_of(world.after)

    assert retro(of, found, lock(of, found), JANUARY, FEBRUARY).lines == ()


@settings(steadily, max_examples=6)
@given(world=worlds(), changed=SETTINGS)
def test_what_is_owed_is_the_difference_of_everything_entitled(
    world: World, changed: Mapping[str, str]
) -> None:
    of, people = pack(EXAMPLE, **changed), district_of(world.before)
    locked, again = lock(pack(EXAMPLE), people), figures(lock(of, people))
    categories = {item.name: item.category for item in of.pay.items} if of.pay else {}
    difference = 0
    for key, amount in figures(locked).items():
        if categories[key[2]] in ENTITLED:
            sign = -1 if categories[key[2]] == DEDUCTED else 1
            difference += sign * (again[key] - amount)

    assert retro(of, people, locked, JANUARY, FEBRUARY).owed == difference


# -- what-if


def totals(groups: Sequence[Group]) -> tuple[int, int]:
    return sum(group.before for group in groups), sum(group.after for group in groups)


def trial(found: Records, changes: Sequence[tuple[str, str]]) -> Trial:
    of = pack(EXAMPLE)
    return try_changes(of, changes_of(of, [dict([change]) for change in changes]), found, JANUARY)


@settings(steadily, max_examples=6)
@given(world=worlds(), changed=SETTINGS.filter(bool), data=st.data())
def test_the_parts_of_a_trial_make_up_the_whole_in_any_order(
    world: World, changed: Mapping[str, str], data: st.DataObject
) -> None:
    found = district_of(world.after)
    made = trial(found, data.draw(st.permutations(list(changed.items()))))

    for role, effects in {
        "gross": [effect.gross for effect in made.effects],
        "employer_cost": [effect.employer_cost for effect in made.effects],
    }.items():
        before, after = made.total(role)
        assert sum(effects) == after - before
    assert totals(made.streets) == totals(made.post_classes) == made.total("gross")
    assert len(made.compared) == sum(group.people for group in made.streets)
    assert sorted((*made.compared, *made.unresolved)) == made.before.rows
    assert trial(found, list(changed.items())).total("gross") == made.total("gross")


@settings(steadily, max_examples=5)
@given(world=worlds(), changed=SETTINGS.filter(bool))
def test_who_changes_grade_is_who_differs_between_two_full_runs(
    world: World, changed: Mapping[str, str]
) -> None:
    found = district_of(world.after)
    before, after = grades(pack(EXAMPLE), found), grades(pack(EXAMPLE, **changed), found)
    differing = {
        worker: (before[worker], after[worker]) for worker in before if before[worker] != after[worker]
    }

    made = trial(found, list(changed.items()))

    assert {each.worker_id: (each.before, each.after) for each in made.grades} == differing


def grades(of: Pack, found: Records) -> Mapping[str, int | None]:
    (month,) = pay_months(of, found, JANUARY, JANUARY)
    return {each["worker_id"]: each["grade"] for each in pay_objects(month)}


# -- pay, under every complete pack


def february(code: str, found: Records = DISTRICT) -> PayMonth:
    (month,) = pay_months(loaded(code), found, FEBRUARY, FEBRUARY)
    return month


@every_pack
def test_items_make_up_gross_net_and_employer_cost(code: str) -> None:
    month = february(code)
    kinds = {item.name: item.category for item in month.items}
    people = [each for each in pay_objects(month) if not each["missing"]]

    assert len(people) >= 35
    for each in people:
        sums: Counter[str] = Counter()
        for item, amount in each["items"].items():
            sums[kinds[item]] += amount
        owed = sum(sums[kind] for kind in ENTITLED) - 2 * sums[DEDUCTED]
        assert owed == each["gross"]
        assert sums["个人缴纳"] + sums["个税"] == each["deductions"]
        assert each["gross"] - each["deductions"] == each["net"]
        assert each["gross"] + sums["单位缴纳"] == each["employer_cost"]


@every_pack
def test_one_person_step_by_step_gives_the_same_as_everyone_at_once(code: str) -> None:
    month = february(code)
    outputs = month.outputs.to_dict(as_series=False)
    plan = month.binding.plan

    for row in month.rows:
        registers = month.registers(row)
        for name in plan.targets:
            assert outputs[name][row] == registers[plan.outputs[name]]


@every_pack
def test_a_persons_slip_is_the_same_alone_and_in_the_district(code: str) -> None:
    month = february(code)
    ids = month.situation.people["worker_id"].to_list()

    for row in month.rows[:: len(month.rows) // 3]:
        alone = explain_pay(loaded(code), DISTRICT, ids[row], FEBRUARY)
        assert alone.pay.outputs.row(0) == month.outputs.row(row)


@every_pack
def test_other_people_change_nobody(code: str) -> None:
    everyone = february(code)
    kept = pl.col("worker_id").is_in(DISTRICT.people["worker_id"].to_list()[::3])
    few = february(code, _people_where(kept))

    known = {each["worker_id"]: each for each in pay_objects(everyone)}
    assert all(each == known[each["worker_id"]] for each in pay_objects(few))


def _people_where(kept: pl.Expr) -> Records:
    first = only(DISTRICT, DISTRICT.people["worker_id"][0])
    return Records(
        people=DISTRICT.people.filter(kept),
        communities=first.communities,
        appointments=DISTRICT.appointments.filter(kept),
        service=DISTRICT.service.filter(kept),
        education=DISTRICT.education.filter(kept),
        certificates=DISTRICT.certificates.filter(kept),
        assessments=DISTRICT.assessments.filter(kept),
    )


@settings(steadily, max_examples=4)
@given(world=worlds())
def test_somebody_unrelated_changes_nobody(world: World) -> None:
    together = dict(world.before) | {f"新{name}": worker for name, worker in world.after.items()}
    (alone,) = pay_months(pack(EXAMPLE), district_of(world.before), FEBRUARY, FEBRUARY)
    (joined,) = pay_months(pack(EXAMPLE), district_of(together), FEBRUARY, FEBRUARY)

    known = {each["worker_id"]: each for each in pay_objects(joined)}
    assert all(each == known[each["worker_id"]] for each in pay_objects(alone))
