"""Founding, renaming, moving, merging, splitting and dissolving keep every day's map."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.audit.models import Event
from jishi.ledger import Refused, Stale
from jishi.places.actions import mergers, units
from jishi.places.actions.blueprints import Blueprint, Count, Part
from jishi.places.enums import UnitKind
from jishi.places.jobs import bring_up_to_date
from jishi.places.models import Unit
from jishi.places.selectors import children, history, households_on, successors, tree, unit_as_of
from tests.places.conftest import CLERK, FOUNDED, TODAY, City, community, moment


def names(on: date = TODAY, root: str = "00001/") -> list[str]:
    return [node.name for node in tree(root, on=on)]


def names_below(unit: Unit, on: date = TODAY) -> list[str]:
    return [node.name for node in children(unit, on=on)]


def test_a_community_is_founded_in_one_form_with_grids_counts_tags_and_bodies(city: City) -> None:
    outcome = units.found(
        parent=city["城南街道"],
        blueprint=community("赤岗社区", "第一网格", "第二网格"),
        on=date(2026, 6, 1),
        reason="区民政〔2026〕5 号",
        by=CLERK,
        at=moment(),
    )

    assert names_below(city["城南街道"]) == ["柳岸社区", "赤岗社区"]
    assert names_below(outcome.unit) == ["第一网格", "第二网格"]
    assert households_on([outcome.unit.pk], on=TODAY)[outcome.unit.pk].households == 1000
    assert outcome.change.summary == "设立“赤岗社区”，属“城南街道”，下设 2 个网格，1,000 户、3,000 人"
    assert "赤岗社区" not in names(on=date(2026, 5, 31))


def test_every_change_leaves_one_event_in_the_districts_chain(city: City) -> None:
    before = Event.objects.count()

    units.rename(unit=city["桂园社区"], name="桂苑社区", on=TODAY, reason="地名规范", by=CLERK, at=moment())

    event = Event.objects.order_by("-id").first()
    assert Event.objects.count() == before + 1
    assert event is not None
    assert event.verb == "unit.rename"
    assert event.chain == f"district-{city['清河区'].pk}"
    assert event.reason == "地名规范"


def test_a_renamed_community_keeps_its_former_name_on_former_days(city: City) -> None:
    unit = city["桂园社区"]

    units.rename(unit=unit, name="桂苑社区", on=date(2025, 3, 1), reason="", by=CLERK, at=moment())

    assert unit_as_of(unit, on=date(2025, 2, 28)).name == "桂园社区"
    assert unit_as_of(unit, on=date(2025, 3, 1)).name == "桂苑社区"
    assert city["桂苑社区"].pk == unit.pk


def test_a_rename_dated_ahead_shows_the_old_name_until_the_day(city: City) -> None:
    unit, day = city["桂园社区"], date(2027, 1, 1)

    units.rename(unit=unit, name="桂苑社区", on=day, reason="", by=CLERK, at=moment())

    assert "桂园社区" in names(on=date(2026, 12, 31))
    assert "桂苑社区" in names(on=day)
    assert city["桂园社区"].pk == unit.pk
    assert history(unit, on=TODAY)[0].is_ahead

    bring_up_to_date(on=day, at=moment(60))
    assert city["桂苑社区"].pk == unit.pk


def test_a_moved_community_takes_its_grids_along_and_its_path_follows(city: City) -> None:
    unit, south = city["桂园社区"], city["城南街道"]

    outcome = units.move(unit=unit, parent=south, on=date(2026, 7, 1), reason="", by=CLERK, at=moment())

    assert names_below(south) == ["柳岸社区", "桂园社区"]
    assert names_below(south, on=date(2026, 6, 30)) == ["柳岸社区"]
    assert outcome.unit.path.startswith(south.path)
    assert outcome.moved[0].old_path == unit.path
    assert Unit.objects.filter(path__startswith=outcome.unit.path).count() == 3
    assert not Unit.objects.filter(path__startswith=unit.path).exists()


def test_a_move_dated_ahead_changes_the_path_on_the_day_and_running_again_changes_nothing(
    city: City,
) -> None:
    unit, south = city["桂园社区"], city["城南街道"]
    units.move(unit=unit, parent=south, on=date(2027, 1, 1), reason="", by=CLERK, at=moment())
    assert city["桂园社区"].path == unit.path

    moved = bring_up_to_date(on=date(2027, 1, 1), at=moment(60))

    assert [item.unit_id for item in moved] == [unit.pk]
    assert city["桂园社区"].path.startswith(south.path)
    assert bring_up_to_date(on=date(2027, 1, 1), at=moment(61)) == ()


def test_a_path_is_never_given_twice(city: City) -> None:
    former = city["东苑社区"].path
    units.move(unit=city["东苑社区"], parent=city["城南街道"], on=TODAY, reason="", by=CLERK, at=moment())

    outcome = units.found(
        parent=city["城北街道"], blueprint=community("新苑社区"), on=TODAY, reason="", by=CLERK, at=moment(1)
    )

    assert outcome.unit.path != former


def test_merged_communities_end_and_their_grids_go_along_with_names_told_apart(city: City) -> None:
    east, into = city["东苑社区"], city["桂园社区"]

    mergers.merge(units=[east, into], into=into, on=date(2026, 8, 1), reason="", by=CLERK, at=moment())

    assert names_below(into) == ["第一网格", "第二网格", "东苑第一网格", "第三网格"]
    assert names_below(into, on=date(2026, 7, 31)) == ["第一网格", "第二网格"]
    assert names_below(east, on=date(2026, 7, 31)) == ["第一网格", "第三网格"]
    assert not unit_as_of(east, on=TODAY).stands
    assert unit_as_of(east, on=date(2026, 7, 31)).stands
    assert [item.name for item in successors(east)] == ["桂园社区"]
    assert Unit.objects.get(pk=east.pk).dissolved


def test_a_merger_sums_households_where_all_are_known(city: City) -> None:
    east, into = city["东苑社区"], city["桂园社区"]

    mergers.merge(units=[east], into=into, on=date(2026, 8, 1), reason="", by=CLERK, at=moment())

    after = households_on([east.pk, into.pk], on=TODAY)
    assert after[into.pk].households == 1800
    assert after[into.pk].source == "合并前各单位合计"
    assert east.pk not in after
    assert households_on([into.pk], on=date(2026, 7, 31))[into.pk].households == 1000


def test_communities_merge_into_a_new_one_of_a_new_name(city: City) -> None:
    both = [city["桂园社区"], city["东苑社区"]]

    outcome = mergers.merge(
        units=both,
        into=Blueprint(UnitKind.COMMUNITY, "桂东社区", count=Count(1800)),
        on=date(2026, 8, 1),
        reason="",
        by=CLERK,
        at=moment(),
    )

    assert names_below(city["城北街道"]) == ["桂东社区"]
    assert len(children(outcome.unit, on=TODAY)) == 4
    assert [item.unit_id for item in successors(both[0])] == [outcome.unit.pk]
    assert outcome.change.summary == "“桂园社区”“东苑社区”合并设立“桂东社区”"


def test_a_merger_on_the_day_of_a_rename_still_knows_the_successor(city: City) -> None:
    day = date(2026, 8, 1)
    units.rename(unit=city["东苑社区"], name="东园社区", on=day, reason="", by=CLERK, at=moment())

    mergers.merge(units=[city["东园社区"]], into=city["桂园社区"], on=day, reason="", by=CLERK, at=moment(1))

    ended = Unit.objects.get(dissolved=True)
    assert unit_as_of(ended, on=date(2026, 7, 31)).name == "东苑社区"
    assert [item.name for item in successors(ended)] == ["桂园社区"]


def test_a_split_community_ends_and_its_parts_share_the_grids(city: City) -> None:
    unit = city["桂园社区"]
    first, second = [node.unit_id for node in children(unit, on=TODAY)]

    mergers.split(
        unit=unit,
        parts=[Part(community("桂一社区"), (first,)), Part(community("桂二社区"), (second,))],
        survives=False,
        on=date(2026, 9, 1),
        reason="",
        by=CLERK,
        at=moment(),
    )

    assert names_below(city["城北街道"]) == ["东苑社区", "桂一社区", "桂二社区"]
    assert names_below(city["桂二社区"]) == ["第二网格"]
    assert [item.name for item in successors(unit)] == ["桂一社区", "桂二社区"]


def test_a_split_leaves_no_grid_without_a_community(city: City) -> None:
    unit = city["桂园社区"]
    parts = [Part(community("桂一社区")), Part(community("桂二社区"))]

    with pytest.raises(Refused, match="“第一网格”等 2 个单位还没有归属，请为每一个选择新单位"):
        mergers.split(
            unit=unit, parts=parts, survives=False, on=date(2026, 9, 1), reason="", by=CLERK, at=moment()
        )


def test_a_community_that_gives_part_away_stays(city: City) -> None:
    unit = city["桂园社区"]
    first = children(unit, on=TODAY)[0].unit_id

    outcome = mergers.split(
        unit=unit,
        parts=[Part(community("桂一社区"), (first,))],
        survives=True,
        on=date(2026, 9, 1),
        reason="",
        by=CLERK,
        at=moment(),
    )

    assert names_below(unit) == ["第二网格"]
    assert names_below(city["桂一社区"]) == ["第一网格"]
    assert outcome.change.summary == "从“桂园社区”分设“桂一社区”"


def test_a_street_with_communities_is_dissolved_only_with_them(city: City) -> None:
    street = city["城北街道"]

    with pytest.raises(Refused, match="下面还有 2 个社区（“桂园社区”等）。请先把它们划转到别处"):
        units.dissolve(unit=street, on=TODAY, reason="", by=CLERK, at=moment())
    units.dissolve(unit=street, with_all_below=True, on=TODAY, reason="", by=CLERK, at=moment())

    assert names() == ["明远市", "清河区", "城南街道", "柳岸社区"]
    assert "桂园社区" in names(on=date(2026, 10, 31))


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2019, 5, 1), "“桂园社区”自 2020-01-01 设立，生效日期须在此后"),
        (FOUNDED, "“桂园社区”自 2020-01-01 设立，生效日期须在此后"),
        (date(2024, 1, 1), "“桂园社区”在 2025-01-01 已有一次调整，生效日期不能早于它"),
        (date(2206, 1, 1), "不合常理，请核对年份"),
    ],
)
def test_a_rename_on_an_impossible_day_is_refused_in_words(city: City, on: date, sentence: str) -> None:
    units.move(
        unit=city["桂园社区"],
        parent=city["城南街道"],
        on=date(2025, 1, 1),
        reason="",
        by=CLERK,
        at=moment(),
    )

    with pytest.raises(Refused, match=sentence):
        units.rename(unit=city["桂园社区"], name="桂苑社区", on=on, reason="", by=CLERK, at=moment(1))


def test_nothing_more_happens_to_a_unit_that_has_ended(city: City) -> None:
    units.dissolve(unit=city["柳岸社区"], on=date(2026, 5, 1), reason="", by=CLERK, at=moment())

    with pytest.raises(Refused, match="到 2026-04-30 为止，此后不再是一个单位"):
        units.rename(unit=city["柳岸社区"], name="柳堤社区", on=TODAY, reason="", by=CLERK, at=moment(1))
    with pytest.raises(Refused, match="到 2026-04-30 为止"):
        mergers.merge(
            units=[city["桂园社区"]], into=city["柳岸社区"], on=TODAY, reason="", by=CLERK, at=moment(1)
        )


def test_two_siblings_of_one_name_are_refused_also_when_the_name_comes_later(city: City) -> None:
    with pytest.raises(Refused, match="会有两个“桂园社区”，请换一个名称"):
        units.found(
            parent=city["城北街道"],
            blueprint=community("桂园社区"),
            on=TODAY,
            reason="",
            by=CLERK,
            at=moment(),
        )
    units.rename(
        unit=city["东苑社区"], name="新苑社区", on=date(2027, 1, 1), reason="", by=CLERK, at=moment(1)
    )
    with pytest.raises(Refused, match="从 2027-01-01 起会有两个“新苑社区”"):
        units.rename(unit=city["桂园社区"], name="新苑社区", on=TODAY, reason="", by=CLERK, at=moment(2))


def test_a_refused_change_leaves_nothing_behind(city: City) -> None:
    before = (Unit.objects.count(), Event.objects.count(), city["城北街道"].last_step)

    with pytest.raises(Refused):
        units.found(
            parent=city["城北街道"],
            blueprint=community("桂园社区"),
            on=TODAY,
            reason="",
            by=CLERK,
            at=moment(),
        )

    assert (Unit.objects.count(), Event.objects.count(), city["城北街道"].last_step) == before


def test_a_name_freed_by_a_rename_may_be_given_again(city: City) -> None:
    units.rename(unit=city["桂园社区"], name="桂苑社区", on=TODAY, reason="", by=CLERK, at=moment())

    units.found(
        parent=city["城北街道"], blueprint=community("桂园社区"), on=TODAY, reason="", by=CLERK, at=moment(1)
    )

    assert names_below(city["城北街道"]) == ["桂苑社区", "东苑社区", "桂园社区"]


def test_a_unit_does_not_come_under_itself_nor_under_the_wrong_kind(city: City) -> None:
    street, unit = city["城北街道"], city["桂园社区"]

    with pytest.raises(Refused, match="不能把“城北街道”划到它自己或它的下级之下"):
        units.move(unit=street, parent=unit, on=TODAY, reason="", by=CLERK, at=moment())
    with pytest.raises(Refused, match="社区的上级应是街道，“清河区”是区"):
        units.move(unit=unit, parent=city["清河区"], on=TODAY, reason="", by=CLERK, at=moment())


def test_a_unit_does_not_outlive_the_unit_it_comes_under(city: City) -> None:
    units.dissolve(
        unit=city["城南街道"],
        with_all_below=True,
        on=date(2027, 1, 1),
        reason="",
        by=CLERK,
        at=moment(),
    )

    with pytest.raises(Refused, match="“城南街道”到 2026-12-31 为止，而“桂园社区”此后仍归它管"):
        units.move(
            unit=city["桂园社区"], parent=city["城南街道"], on=TODAY, reason="", by=CLERK, at=moment(1)
        )


def test_a_form_filled_in_before_somebody_elses_change_is_refused_as_stale(city: City) -> None:
    as_seen = city["桂园社区"]
    units.rename(unit=as_seen, name="桂苑社区", on=TODAY, reason="", by=CLERK, at=moment())

    with pytest.raises(Stale, match="刚刚被别人改过，您的改动没有保存。请刷新"):
        units.rename(unit=as_seen, name="桂香社区", on=TODAY, reason="", by=CLERK, at=moment(1))


def test_a_machine_whose_clock_is_a_day_behind_writes_nothing(city: City) -> None:
    units.rename(
        unit=city["桂园社区"], name="桂苑社区", on=date(2026, 1, 1), reason="", by=CLERK, at=moment()
    )

    with pytest.raises(Refused, match="请核对服务器时钟后再试"):
        units.rename(unit=city["桂苑社区"], name="桂香社区", on=TODAY, reason="", by=CLERK, at=moment(-1440))
