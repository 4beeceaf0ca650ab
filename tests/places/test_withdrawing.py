"""Withdrawing a change of places, and correcting what a standing said."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.ledger import Refused
from jishi.places.actions import changes, households, mergers, standings, units
from jishi.places.actions.blueprints import Blueprint, Count
from jishi.places.enums import UnitKind
from jishi.places.models import Unit, UnitStanding
from jishi.places.selectors import children, history, households_on, tree, unit_as_of
from tests.places.conftest import CLERK, TODAY, City, community, moment


def picture(on: date = TODAY) -> list[tuple[str, int]]:
    return [(node.name, node.depth) for node in tree("00001/", on=on)]


def test_a_withdrawn_merger_leaves_every_day_as_it_was(city: City) -> None:
    before, east = picture(), city["东苑社区"]
    done = mergers.merge(
        units=[east], into=city["桂园社区"], on=date(2026, 8, 1), reason="", by=CLERK, at=moment()
    )

    undone = changes.withdraw(change=done.change, reason="批复未下", by=CLERK, at=moment(1))

    assert picture() == before
    assert picture(on=date(2026, 7, 1)) == before
    assert not Unit.objects.get(pk=east.pk).dissolved
    assert households_on([east.pk], on=TODAY)[east.pk].households == 800
    assert undone.change.summary == "撤回：“东苑社区”并入“桂园社区”"
    assert [entry.is_withdrawn for entry in history(east, on=TODAY)][:2] == [False, True]


def test_what_was_withdrawn_is_still_what_was_known_in_between(city: City) -> None:
    done = units.rename(
        unit=city["桂园社区"], name="桂苑社区", on=date(2026, 8, 1), reason="", by=CLERK, at=moment()
    )
    changes.withdraw(change=done.change, reason="", by=CLERK, at=moment(10))

    known = [unit_as_of(done.unit, on=TODAY, known_at=moment(minutes)).name for minutes in (-1, 0, 9, 10)]

    assert known == ["桂园社区", "桂苑社区", "桂苑社区", "桂园社区"]


def test_a_change_others_were_built_on_is_withdrawn_after_them(city: City) -> None:
    first = units.rename(
        unit=city["桂园社区"], name="桂苑社区", on=date(2026, 3, 1), reason="", by=CLERK, at=moment()
    )
    second = units.move(
        unit=city["桂苑社区"],
        parent=city["城南街道"],
        on=date(2026, 6, 1),
        reason="",
        by=CLERK,
        at=moment(1),
    )

    with pytest.raises(Refused, match="之后又登记了别的调整或更正，不能直接撤回。请先撤回后来的那一次"):
        changes.withdraw(change=first.change, reason="", by=CLERK, at=moment(2))
    changes.withdraw(change=second.change, reason="", by=CLERK, at=moment(3))
    changes.withdraw(change=first.change, reason="", by=CLERK, at=moment(4))

    assert city["桂园社区"].path.startswith(city["城北街道"].path)


def test_a_change_is_withdrawn_once(city: City) -> None:
    done = units.rename(
        unit=city["桂园社区"], name="桂苑社区", on=date(2026, 3, 1), reason="", by=CLERK, at=moment()
    )
    undone = changes.withdraw(change=done.change, reason="", by=CLERK, at=moment(1))

    for change in (done.change, undone.change):
        with pytest.raises(Refused, match="已经撤回过，不能再撤回。如需恢复，请重新登记"):
            changes.withdraw(change=change, reason="", by=CLERK, at=moment(2))


def test_a_withdrawn_founding_leaves_no_unit_on_any_day(city: City) -> None:
    before = picture()
    done = units.found(
        parent=city["城南街道"],
        blueprint=community("赤岗社区", "第一网格"),
        on=date(2026, 6, 1),
        reason="",
        by=CLERK,
        at=moment(),
    )

    changes.withdraw(change=done.change, reason="重复设立", by=CLERK, at=moment(1))

    assert picture() == before
    assert Unit.objects.get(pk=done.unit.pk).dissolved
    with pytest.raises(Refused, match="“赤岗社区”的设立已被撤回，不能再作调整"):
        units.rename(
            unit=Unit.objects.get(pk=done.unit.pk),
            name="赤岭社区",
            on=TODAY,
            reason="",
            by=CLERK,
            at=moment(2),
        )


def test_a_founding_stays_once_something_else_was_recorded_of_the_unit(city: City) -> None:
    done = units.found(
        parent=city["城北街道"],
        blueprint=community("赤岗社区"),
        on=date(2026, 6, 1),
        reason="",
        by=CLERK,
        at=moment(),
    )
    units.found(
        parent=done.unit,
        blueprint=Blueprint(UnitKind.GRID, "第九网格"),
        on=date(2026, 7, 1),
        reason="",
        by=CLERK,
        at=moment(1),
    )

    with pytest.raises(Refused, match="上级不再存在"):
        changes.withdraw(change=done.change, reason="", by=CLERK, at=moment(2))


def test_a_misspelt_name_is_corrected_on_every_day_it_was_borne(city: City) -> None:
    unit = city["桂园社区"]
    units.move(unit=unit, parent=city["城南街道"], on=date(2026, 6, 1), reason="", by=CLERK, at=moment())
    first = UnitStanding.objects.known_at(None).filter(unit=unit).earliest("valid_from")

    standings.correct(standing=first, name="桂苑社区", reason="录入错字", by=CLERK, at=moment(1))

    assert unit_as_of(unit, on=date(2020, 1, 1)).name == "桂苑社区"
    assert unit_as_of(unit, on=TODAY).name == "桂苑社区"
    assert unit_as_of(unit, on=TODAY, known_at=moment(0)).name == "桂园社区"
    assert Unit.objects.get(pk=unit.pk).name == "桂苑社区"


def test_a_founding_day_recorded_wrongly_takes_along_what_was_founded_with_it(city: City) -> None:
    done = units.found(
        parent=city["城南街道"],
        blueprint=community("赤岗社区", "第一网格"),
        on=date(2026, 6, 1),
        reason="",
        by=CLERK,
        at=moment(),
    )
    first = UnitStanding.objects.known_at(None).get(unit=done.unit)

    standings.correct(standing=first, starts_on=date(2026, 7, 1), reason="批复日期", by=CLERK, at=moment(1))

    assert children(city["城南街道"], on=date(2026, 6, 30))[-1].name == "柳岸社区"
    assert households_on([done.unit.pk], on=date(2026, 6, 30)) == {}
    assert [node.name for node in children(done.unit, on=date(2026, 7, 1))] == ["第一网格"]


def test_the_day_of_a_rename_is_corrected_and_the_former_name_lasts_until_then(city: City) -> None:
    unit = city["桂园社区"]
    units.rename(unit=unit, name="桂苑社区", on=date(2026, 3, 1), reason="", by=CLERK, at=moment())
    later = UnitStanding.objects.known_at(None).filter(unit=unit).latest("valid_from")

    standings.correct(standing=later, starts_on=date(2026, 4, 1), reason="生效日", by=CLERK, at=moment(1))

    assert unit_as_of(unit, on=date(2026, 3, 31)).name == "桂园社区"
    assert unit_as_of(unit, on=date(2026, 4, 1)).name == "桂苑社区"


def test_a_correction_can_be_withdrawn_too(city: City) -> None:
    unit = city["桂园社区"]
    first = UnitStanding.objects.known_at(None).get(unit=unit)
    done = standings.correct(standing=first, name="桂苑社区", reason="错字", by=CLERK, at=moment())

    changes.withdraw(change=done.change, reason="并没有错", by=CLERK, at=moment(1))

    assert city["桂园社区"].pk == unit.pk


def test_a_count_recorded_by_mistake_is_withdrawn(city: City) -> None:
    unit = city["桂园社区"]
    done = households.record(
        unit=unit, count=Count(9999), on=date(2026, 1, 1), reason="", by=CLERK, at=moment()
    )

    changes.withdraw(change=done.change, reason="误填", by=CLERK, at=moment(1))

    assert households_on([unit.pk], on=TODAY)[unit.pk].households == 1000
