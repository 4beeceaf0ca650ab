"""Units change with people in them: the map and the people in one step, or neither."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.access.enums import Role
from jishi.access.permissions import Forbidden
from jishi.ledger import Refused
from jishi.places.actions.blueprints import Blueprint, Part
from jishi.places.enums import UnitKind
from jishi.places.models import Unit, UnitChange
from jishi.registry.actions import restructuring
from jishi.registry.actions.particulars import Appointed, Assigned, Left
from jishi.registry.actions.restructuring import Restructured
from jishi.registry.models import Appointment, Assignment, Change, Person, Service, Standing
from jishi.registry.selectors.narrowing import Day, within_sight
from jishi.registry.selectors.people import people_visible_to
from tests.registry_core.town import SOCIAL_WORK, TODAY, Town

DAY = date(2026, 7, 1)


def _merge(town: Town, *, people_go_along: bool, **more: object) -> Restructured:
    values: dict[str, object] = {"sight": town.sight(), **more}
    return restructuring.merge(
        units_=[town.communities[0], town.communities[2]],
        into=town.communities[2],
        people_go_along=people_go_along,
        on=DAY,
        reason="规模调整",
        by=SOCIAL_WORK,
        at=town.at(),
        **values,  # type: ignore[arg-type] # a sight
    )


def test_a_unit_with_people_is_not_merged_until_they_have_somewhere_to_go(town: Town) -> None:
    town.admit("甲某")

    with pytest.raises(Refused, match=r"还有 1 名人员（甲某等）") as refusal:
        _merge(town, people_go_along=False)

    assert refusal.value.field == "people_go_to"
    assert not UnitChange.objects.exists()


def test_people_go_along_into_the_unit_theirs_is_merged_into(town: Town) -> None:
    person = town.admit("甲某", position="居委会主任", mode="选任")
    town.record(person, Appointed(position="社区党组织委员", mode="选任", adds=True), date(2021, 1, 1))
    gone = town.admit("乙某")
    town.record(gone, Left(ground="辞职"), date(2026, 1, 1))

    done = _merge(town, people_go_along=True)

    assert [change.person for change in done.followed] == [person]
    now = Standing.objects.as_of(TODAY).get(person=person)
    assert now.unit == town.communities[2]
    assert now.managing_unit == town.streets[1]
    assert set(now.positions.split("、")) == {"居委会主任", "社区党组织委员"}
    assert Standing.objects.as_of(date(2026, 6, 30)).get(person=person).unit == town.communities[0]
    stretches = Service.objects.known_at(None).filter(person=person).order_by("valid_from")
    assert [each.workplace for each in stretches] == ["桂园街道桂园社区", "东苑街道柳桥社区"]
    assert list(people_visible_to(town.sight(Role.STREET_CLERK, town.streets[1]))) == [person]


def test_who_is_to_come_and_who_helps_out_follow_as_well(town: Town) -> None:
    coming = town.admit("甲某", on=date(2026, 12, 1))
    helping = town.admit("乙某", town.communities[1])
    town.record(
        helping, Appointed(position="居委会委员", unit=town.communities[0], adds=True), date(2025, 1, 1)
    )

    _merge(town, people_go_along=True)

    assert Standing.objects.as_of(date(2026, 12, 5)).get(person=coming).unit == town.communities[2]
    held = Appointment.objects.known_at(None).true_on(TODAY).filter(person=helping)
    assert {post.unit for post in held} == {town.communities[1], town.communities[2]}
    assert Standing.objects.as_of(TODAY).get(person=helping).unit == town.communities[1]


def test_a_grid_goes_along_with_whoever_holds_it(town: Town) -> None:
    person = town.admit()
    town.record(person, Assigned(unit=town.grid), date(2025, 1, 1))

    _merge(town, people_go_along=True)

    assert Assignment.objects.known_at(None).true_on(TODAY).get(person=person).unit == town.grid
    assert Unit.objects.get(pk=town.grid.pk).parent == town.communities[2]


def test_a_merger_withdrawn_brings_everybody_back(town: Town) -> None:
    person = town.admit()
    columns = ("valid_from", "valid_before", "unit_id", "positions", "path")
    before = list(Standing.objects.filter(person=person).order_by("valid_from").values_list(*columns))
    done = _merge(town, people_go_along=True)

    restructuring.withdraw(
        change=done.outcome.change, reason="撤回", sight=town.sight(), by=SOCIAL_WORK, at=town.at()
    )

    believed = Standing.objects.filter(person=person, superseded_at__year=9999).order_by("valid_from")
    assert [row[:4] for row in believed.values_list(*columns)] == [row[:4] for row in before]
    assert Standing.objects.as_of(TODAY).get(person=person).unit == town.communities[0]
    assert not Change.objects.filter(kind="transfer", withdrawn_at=None).exists()


def test_a_split_takes_the_people_named_and_leaves_the_others(town: Town) -> None:
    going, staying = town.admit("甲某"), town.admit("乙某")

    done = restructuring.split(
        unit=town.communities[0],
        parts=[Part(Blueprint(UnitKind.COMMUNITY, "新桥社区"))],
        survives=True,
        people_go_to={going.pk: 0},
        on=DAY,
        reason="户数过多",
        sight=town.sight(),
        by=SOCIAL_WORK,
        at=town.at(),
    )

    new = done.outcome.founded[0]
    assert Standing.objects.as_of(TODAY).get(person=going).unit == new
    assert Standing.objects.as_of(TODAY).get(person=staying).unit == town.communities[0]


def test_a_community_under_another_street_is_seen_by_that_street(town: Town) -> None:
    person = town.admit()
    old, new = (town.sight(Role.STREET_CLERK, street) for street in town.streets)

    restructuring.move(
        unit=town.communities[0],
        parent=town.streets[1],
        on=DAY,
        reason="划转",
        sight=town.sight(),
        by=SOCIAL_WORK,
        at=town.at(),
    )

    assert not people_visible_to(old).exists()
    assert list(people_visible_to(new)) == [person]
    district = town.sight()
    past, now = (within_sight(district, Day(day)).get(person=person) for day in (date(2026, 6, 1), TODAY))
    assert past.path.startswith(town.streets[0].path)
    assert now.path.startswith(town.streets[1].path)


def test_a_move_to_come_takes_people_along_on_its_day(town: Town) -> None:
    person = town.admit()
    day = date(2027, 3, 1)
    restructuring.move(
        unit=town.communities[0],
        parent=town.streets[1],
        on=day,
        reason="划转",
        sight=town.sight(),
        by=SOCIAL_WORK,
        at=town.at(),
    )
    assert list(people_visible_to(town.sight(Role.STREET_CLERK, town.streets[0]))) == [person]

    assert restructuring.bring_up_to_date(on=day, at=town.at()) == 1

    later = town.sight(Role.STREET_CLERK, town.streets[1], on=day)
    assert list(people_visible_to(later)) == [person]


def test_a_street_does_not_change_the_map(town: Town) -> None:
    sight = town.sight(Role.STREET_CLERK, town.streets[0])

    with pytest.raises(Unit.DoesNotExist):
        _merge(town, people_go_along=True, sight=sight)
    with pytest.raises(Forbidden, match="由区里办理"):
        restructuring.dissolve(
            unit=town.communities[0],
            on=DAY,
            reason="撤销",
            sight=sight,
            by=SOCIAL_WORK,
            at=town.at(),
        )


def test_a_dissolved_unit_sends_its_people_where_it_is_told(town: Town) -> None:
    person = town.admit()

    def dissolve(people_go_to: Unit | None) -> Restructured:
        return restructuring.dissolve(
            unit=town.communities[0],
            with_all_below=True,
            people_go_to=people_go_to,
            on=DAY,
            reason="拆迁",
            sight=town.sight(),
            by=SOCIAL_WORK,
            at=town.at(),
        )

    with pytest.raises(Refused, match="请先选择他们随之调到哪里"):
        dissolve(None)
    dissolve(town.communities[1])

    assert Standing.objects.as_of(TODAY).get(person=person).unit == town.communities[1]
    assert Person.objects.get(pk=person.pk).version > 1
