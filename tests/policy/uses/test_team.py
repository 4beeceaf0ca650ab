"""The team against what the documents want: structure, training, reserves, selection, retirement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.decisions.reserve import Reserve
from jishi.policy.errors import BlankError, FactError, PackError
from jishi.policy.pack.lists.growth import ReserveRatio, Selection, StructureTarget, TrainingCadence
from jishi.policy.pack.model import RATE_SCALE, Pack
from jishi.policy.records import Records
from jishi.policy.uses.team import (
    StructureReport,
    reserve_requirements,
    retirements,
    selection_caps,
    structure_reports,
    training_rows,
)
from tests.policy.uses.build import (
    DEPUTY,
    GUIYUAN,
    ON,
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
Item = StructureTarget | TrainingCadence | ReserveRatio | Selection


def team(**given: object) -> Records:
    """A certified secretary with a degree, a worker, and somebody who has left."""
    return records(
        person(SECRETARY, position="社区党组织书记", birth_on=date(1980, 1, 1)),
        person(WORKER, **given),
        person(DEPUTY, left_before=ON),
        education=[bachelor(SECRETARY), college(WORKER), college(DEPUTY)],
        certificates=[{"worker_id": SECRETARY, "name": "社会工作师", "obtained_on": date(2020, 1, 1)}],
    )


def with_items(of: Pack, field: str, *items: Item) -> Pack:
    """A pack with other items in one of its lists."""
    return replace(of, lists=replace(of.lists, **{field: items}))  # type: ignore[arg-type] # a list by its name


def item(field: str, name: str, **changes: object) -> Pack:
    """The general example with that one item in a list, rewritten."""
    of = loaded(EXAMPLE)
    found: Item = next(each for each in getattr(of.lists, field) if each.name == name)
    return with_items(of, field, replace(found, **changes))  # type: ignore[arg-type] # fields by name


# -- structure


def reports(of: Pack, found: Records, on: date = ON) -> Mapping[str, StructureReport]:
    return {each.target: each for each in structure_reports(of, found, on)}


def sentences(of: Pack, found: Records) -> Sequence[str]:
    """The rows of the one target of a pack."""
    (report,) = structure_reports(of, found, ON)
    return [row.sentence for row in report.rows]


def target(name: str, **changes: object) -> Pack:
    return item("structure_targets", name, **changes)


def test_shares_and_averages_are_told_with_their_fraction() -> None:
    found = reports(pack(EXAMPLE), team())

    share, average = found["本科以上学历占比"], found["平均年龄"]
    assert share.rows[0].sentence == "区县：本科以上学历占比50%（1/2），目标不低于50%，达标"
    assert average.rows[0].sentence == "区县：平均年龄41（82/2），目标不高于42，达标"
    assert (average.year, str(average.goal), average.clauses) == (2026, "不高于42", ("办法/第四十六条",))


def test_the_people_missing_to_a_target_are_counted() -> None:
    found = reports(pack(EXAMPLE), records(person(SECRETARY), person(WORKER)))

    assert found["持证占比"].rows[0].gap == 1
    assert found["持证占比"].rows[0].sentence.endswith("目标不低于50%，未达标，还差1人")


def test_a_minimum_is_told_of_every_community_even_of_one_without_people() -> None:
    assert [row.sentence for row in reports(pack(EXAMPLE), team())["每社区持证人数"].rows] == [
        "桂园社区：每社区持证人数1人，目标不低于2人，未达标，还差1人",
        "松涛社区：每社区持证人数0人，目标不低于2人，未达标，还差2人",
    ]


def test_a_target_may_be_measured_by_street() -> None:
    by_street = target("每社区持证人数", scope="街道")

    assert [each.split("：")[0] for each in sentences(by_street, team())] == ["湖滨街道", "东城街道"]


def test_who_has_no_community_is_told_apart() -> None:
    found = records(person(WORKER, community=None, street=None))

    assert sentences(target("每社区持证人数"), found)[-1].startswith("（未登记）：每社区持证人数0人")


def test_a_share_is_not_told_of_a_community_without_people() -> None:
    assert sentences(target("大专以上学历占比", scope="社区"), team()) == [
        "桂园社区：大专以上学历占比100%（2/2），目标不低于90%，达标"
    ]


def test_whose_fact_is_missing_is_named_and_not_counted() -> None:
    found = records(person(WORKER), person(SECRETARY), education=[bachelor(WORKER)])

    (row,) = reports(pack(EXAMPLE), found)["本科以上学历占比"].rows
    assert (row.denominator, row.unknown) == (1, 1)
    assert row.sentence.endswith("，另有1人资料不全未计")


@pytest.mark.parametrize(("year", "used"), [(2025, 2026), (2026, 2026), (2027, 2028), (2031, 2028)])
def test_the_nearest_target_ahead_counts_and_the_last_one_stays(year: int, used: int) -> None:
    assert reports(pack(EXAMPLE), team(), ON.replace(year=year))["持证占比"].year == used


def test_a_target_without_a_circle_counts_everyone_employed() -> None:
    (report,) = structure_reports(target("本科以上学历占比", applies=None), team(), ON)

    assert report.rows[0].denominator == 2


def test_only_those_a_target_applies_to_are_counted() -> None:
    secretaries = target("本科以上学历占比", applies="岗位类别 = 社区正职")

    assert sentences(secretaries, team()) == ["区县：本科以上学历占比100%（1/1），目标不低于50%，达标"]


def test_a_target_between_two_bounds_needs_the_value_itself() -> None:
    assert sentences(target("平均年龄", direction="介于"), team())[0].endswith("目标介于42与42之间，未达标")


def test_a_target_may_be_a_band() -> None:
    (first, *_) = next(e for e in loaded(EXAMPLE).lists.structure_targets if e.name == "平均年龄").targets
    band = replace(first, value=30 * 10**RATE_SCALE, upper=42 * 10**RATE_SCALE)
    found = sentences(target("平均年龄", direction="介于", targets=(band,)), team())

    assert found[0].endswith("目标介于30与42之间，达标")


def test_a_target_may_name_a_parameter() -> None:
    (first, *_) = next(e for e in loaded(EXAMPLE).lists.structure_targets if e.name == "持证占比").targets
    named = target("持证占比", targets=(replace(first, value="直管书记比例"),))

    assert sentences(named, team())[0].endswith("目标不低于10%，达标")


def test_every_target_left_open_is_asked_for_at_once() -> None:
    with pytest.raises(BlankError) as raised:
        structure_reports(loaded("county-rules"), team(), ON)
    assert [blank.name for blank in raised.value.blanks] == [
        "大专以上学历占比·年",
        "全县持证占比·年",
        "每个社区持证人数·年",
        "中年人员占比·年",
    ]


@pytest.mark.parametrize(
    ("part", "name"), [("direction", "方向"), ("method", "方式"), ("scope", "口径"), ("measure", "指标")]
)
def test_whatever_a_target_leaves_open_is_asked_for(part: str, name: str) -> None:
    with pytest.raises(BlankError, match=f"「平均年龄·{name}」"):
        structure_reports(target("平均年龄", **{part: "待填"}), team(), ON)


def test_a_target_without_any_year_is_refused() -> None:
    with pytest.raises(PackError, match="「平均年龄」没有写哪一年达到多少。请写成 目标: "):
        structure_reports(target("平均年龄", targets=()), team(), ON)


@pytest.mark.parametrize(
    ("method", "measure"), [("占比", "年龄"), ("人数", "年龄"), ("平均", "年龄 > 40"), ("平均", "公积金比例")]
)
def test_a_measure_that_cannot_be_counted_that_way_is_refused(method: str, measure: str) -> None:
    with pytest.raises(
        PackError, match=f"「平均年龄」的指标不能按「{method}」计算。「占比」「人数」的指标写"
    ):
        structure_reports(target("平均年龄", method=method, measure=measure), team(), ON)


# -- training


def due(found: Records, of: Pack | None = None) -> Sequence[tuple[str, str, date]]:
    rows = training_rows(of or pack(EXAMPLE), found, ON)
    return [(row.worker_id, row.cadence, row.due.due_on) for row in rows]


def cadence(**changes: object) -> Pack:
    return item("training_cadences", "其他人员轮训", **changes)


def test_each_cadence_applies_to_its_own_people() -> None:
    found = records(
        person(SECRETARY, position="社区党组织书记", trained_on=date(2026, 3, 1)),
        person(WORKER, trained_on=date(2024, 5, 1)),
        person(DEPUTY, left_before=ON),
    )

    assert due(found) == [
        (SECRETARY, "书记和主任年度培训", date(2027, 3, 1)),
        (WORKER, "其他人员轮训", date(2027, 5, 1)),
    ]
    assert training_rows(pack(EXAMPLE), found, ON)[0].clauses == ("办法/第三十七条",)


def test_who_was_never_trained_is_due_from_the_day_of_entry() -> None:
    assert due(records(person(WORKER))) == [(WORKER, "其他人员轮训", date(2022, 9, 1))]


def test_without_a_day_of_entry_nothing_can_be_told() -> None:
    assert due(records(person(WORKER, entered_on=None))) == []


def test_a_number_of_times_that_is_not_written_is_once() -> None:
    assert due(records(person(WORKER)), cadence(times=None)) == due(records(person(WORKER)))


def test_where_only_the_latest_of_several_trainings_is_known_nobody_is_called_overdue_too_soon() -> None:
    found = records(person(WORKER, trained_on=date(2024, 5, 1)))

    assert due(found, cadence(times=2)) == [(WORKER, "其他人员轮训", date(2027, 5, 1))]


def test_every_interval_left_open_is_asked_for_at_once() -> None:
    with pytest.raises(BlankError) as raised:
        training_rows(loaded("chuzhou"), team(), ON)
    assert [blank.name for blank in raised.value.blanks] == ["市级书记示范班·间隔月数", "全覆盖轮训·间隔月数"]


def test_an_interval_of_nothing_is_refused() -> None:
    with pytest.raises(
        PackError, match=r"清单\.yaml 第.*「其他人员轮训」：培训周期的间隔月数和次数都须不少于1"
    ):
        training_rows(cadence(interval_months=0), team(), ON)


# -- reserves and selection


def reserves(of: Pack, found: Records, **actual: int) -> Sequence[Reserve]:
    return reserve_requirements(of, found, actual, ON)


def test_reserves_are_required_by_secretaries_and_communities() -> None:
    secretaries, ordinary = reserves(pack(EXAMPLE), team(), 书记后备=3, 普通岗位后备=3)

    assert secretaries.sentence == "书记后备：书记1，应备2人，现有3人（150%），已配齐"
    assert ordinary.sentence == "普通岗位后备：社区2，应备4–6人，现有3人（75%），缺1人"


def test_a_pool_nobody_counted_is_told_without_its_people() -> None:
    secretaries, ordinary = reserves(pack(EXAMPLE), team(), 书记后备=1)

    assert (secretaries.shortage, ordinary.actual, ordinary.shortage) == (1, None, None)
    assert ordinary.sentence == "普通岗位后备：社区2，应备4–6人"


def test_a_ratio_may_be_written_as_a_number() -> None:
    (pool,) = reserves(item("reserve_ratios", "书记后备", lower=15_000), team())

    assert pool.required == 2


@pytest.mark.parametrize(("part", "name"), [("lower", "下限倍数"), ("upper", "上限倍数"), ("base", "基数")])
def test_a_ratio_left_open_is_asked_for(part: str, name: str) -> None:
    with pytest.raises(BlankError, match=f"「书记后备·{name}」"):
        reserves(item("reserve_ratios", "书记后备", **{part: "待填"}), team())


def test_a_tenth_of_the_secretaries_is_rounded_as_the_parameter_says() -> None:
    heads = records(*(person(f"S{n}", position="社区党组织书记") for n in range(15)))
    ((name, down),) = selection_caps(pack(EXAMPLE), heads, ON)
    ((_, up),) = selection_caps(pack(EXAMPLE, 直管书记取整="向上"), heads, ON)

    assert (name, down.places, up.places) == ("直管书记", 1, 2)
    assert down.sentence == "15人 × 10% = 1.5，向下取整，名额1人"


def test_a_rounding_that_is_not_written_is_asked_for() -> None:
    with pytest.raises(BlankError, match="「直管书记·取整」取哪一种：向下、向上、四舍五入"):
        selection_caps(item("selections", "直管书记", rounding=None), team(), ON)


def test_a_base_that_a_community_does_not_state_is_asked_for_not_taken_for_nothing() -> None:
    found = records(
        person(WORKER), communities=[GUIYUAN, {**GUIYUAN, "community": "莲池社区", "households": None}]
    )

    with pytest.raises(FactError, match="算不出「直管书记·基数」，有社区缺：户数。请补齐「社区」表"):
        selection_caps(item("selections", "直管书记", base="户数"), found, ON)


def test_without_any_community_nothing_is_required() -> None:
    secretaries, _ = reserves(pack(EXAMPLE), records(person(WORKER), communities=()))

    assert secretaries.sentence == "书记后备：书记0，应备0人"


# -- retirement


def test_who_has_retired_or_soon_will_is_listed_soonest_first() -> None:
    found = records(
        person("R1", birth_on=date(1966, 8, 2)),
        person("R2", birth_on=date(1966, 2, 2)),
        person("R3", birth_on=date(1990, 2, 2)),
        person("R4", birth_on=date(1966, 2, 2), left_before=ON),
        person("R5", birth_on=None),
        person("R6", birth_on=date(1966, 2, 2), retirement_category=None),
        person("R7", birth_on=date(1960, 2, 2)),
    )

    assert [row.worker_id for row in retirements(found, ON, 24)] == ["R7", "R2", "R1"]


def test_the_last_month_asked_counts_and_the_next_does_not() -> None:
    found = records(person("R1", birth_on=date(1966, 8, 2)))
    (row,) = retirements(found, ON, 480)
    left = row.retirement.months_left(ON)

    assert [len(retirements(found, ON, months)) for months in (left - 1, left)] == [0, 1]
    assert (row.name, row.community) == ("林R1", "桂园社区")
