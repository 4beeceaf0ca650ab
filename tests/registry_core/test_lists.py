"""What lists, counts, the search box and the overviews of lateness and grids find."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jishi.access.enums import Role
from jishi.ledger.actions import load_history
from jishi.ledger.models import FOREVER, UNTIL_NOW
from jishi.places.models import Households
from jishi.registry.actions.particulars import Appointed, Assigned, Figured, Graded, Left, Transferred
from jishi.registry.actions.spelling import spelling
from jishi.registry.enums import Presence
from jishi.registry.models import Person
from jishi.registry.rulings.deadlines import entry_deadline
from jishi.registry.rulings.grid_bands import faults_of, grid_band
from jishi.places.rulings import loaded
from jishi.registry.selectors.files import person_file
from jishi.registry.selectors.grids import GridBand, grid_faults
from jishi.registry.selectors.roster import CountBy, head_counts, roster
from jishi.registry.selectors.suggestions import Suggestions, suggestions
from jishi.registry.selectors.timeliness import timeliness
from tests.registry_core.town import LONG_AGO, TODAY, Town, a_number

DAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("王晓明", "wangxiaoming wxm"),
        ("单雄信", "shanxiongxin sxx"),
        ("尉迟恭", "yuchigong ycg"),
        ("吕布", "lvbu lb"),
        ("买买提·艾力", "maimaiti·aili mmt·al"),
    ],
)
def test_names_are_spelled_as_they_are_read(name: str, spelled: str) -> None:
    assert spelling(name) == spelled


def test_head_counts_add_up_to_the_roster_on_any_day(town: Town) -> None:
    first = town.admit("甲某")
    town.admit("乙某", town.communities[1])
    town.admit("丙某", town.communities[2], on=date(2027, 1, 1))
    town.record(first, Left(ground="辞职"), DAY)

    for on in (date(2021, 1, 1), TODAY, date(2027, 6, 1)):
        rows = list(roster(town.sight(), on))
        team = [row for row in rows if row.presence in {Presence.PRESENT, Presence.SUSPENDED}]
        for by in CountBy:
            counts = head_counts(town.sight(), on, by=by)
            assert sum(counts.values()) == len(rows if by is CountBy.PRESENCE else team)
    assert head_counts(town.sight(), TODAY, by=CountBy.PRESENCE) == {"left": 1, "present": 1, "coming": 1}


@pytest.fixture
def searched(town: Town) -> dict[str, Person]:
    numbers = {"王晓明": a_number(), "王小满": a_number(), "李秀英": a_number()}
    return {
        name: town.admit(name, unit, id_number=numbers[name], phone=phone, worker_number=number)
        for name, unit, phone, number in (
            ("王晓明", town.communities[0], "19900001234", "QH000001"),
            ("王小满", town.communities[1], "19900005678", "QH000002"),
            ("李秀英", town.communities[2], "19900009999", "QH000003"),
        )
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("晓明", ["王晓明"]),
        ("wxm", ["王晓明", "王小满"]),
        ("wangxiaom", ["王晓明", "王小满"]),
        ("WangXiaoMing", ["王晓明"]),
        ("lxy", ["李秀英"]),
        ("QH000002", ["王小满"]),
        ("zzz", []),
        ("", []),
    ],
)
def test_the_search_box_finds_people_by_name_and_pinyin(
    town: Town, searched: dict[str, Person], typed: str, found: list[str]
) -> None:
    assert searched
    people = suggestions(town.sight(), typed).people
    assert sorted(row.name for row in people) == sorted(found)


def test_the_search_box_finds_people_by_numbers_they_may_be_found_by(
    town: Town, searched: dict[str, Person]
) -> None:
    person = searched["王晓明"]
    street = town.sight(Role.STREET_CLERK, town.streets[0])

    assert [row.person for row in suggestions(street, person.id_number_tail).by_id_number] == [person]
    assert person in [row.person for row in suggestions(street, person.id_number_tail[-4:]).by_id_number]
    assert [row.person for row in suggestions(street, "1234").by_phone] == [person]
    assert [row.person for row in suggestions(street, "19900001234").by_phone] == [person]
    assert not suggestions(street, "9999").by_phone
    assert not suggestions(town.sight(Role.FINANCE), "1234").by_phone


def test_a_whole_id_number_finds_its_person_within_sight_alone(town: Town) -> None:
    number = a_number()
    person = town.admit(id_number=number)

    assert [row.person for row in suggestions(town.sight(), number).by_id_number] == [person]
    elsewhere = town.sight(Role.SOCIAL_WORK, town.other_district)
    assert suggestions(elsewhere, number) == Suggestions()


def test_the_search_box_finds_no_file_the_district_keeps_by_its_telephone(town: Town) -> None:
    person = town.admit(phone="19900001234")
    town.record(person, Appointed(position="社区党组织书记", mode="选任"), DAY)

    assert not suggestions(town.sight(Role.STREET_CLERK, town.streets[0]), "1234").by_phone
    assert suggestions(town.sight(), "1234").by_phone


def test_the_search_box_finds_communities_within_sight(town: Town) -> None:
    assert suggestions(town.sight(), "柳桥").communities == (town.communities[2],)
    assert not suggestions(town.sight(Role.STREET_CLERK, town.streets[0]), "柳桥").communities


def test_lateness_is_counted_by_the_street_a_change_was_recorded_in(town: Town) -> None:
    one, two = town.admit("甲某", on=TODAY), town.admit("乙某", town.communities[2], on=TODAY)
    town.record(one, Graded(grade=4), TODAY)
    late = town.record(two, Figured(name="培训学时", value="20"), TODAY)
    withdrawn = town.record(two, Graded(grade=4), TODAY)
    town.withdraw(withdrawn)

    found = timeliness(town.sight(), TODAY, date(2027, 1, 1))
    assert [(each.street, each.recorded, each.in_time) for each in found.streets] == [
        (town.streets[0], 2, 2),
        (town.streets[1], 2, 2),
    ]
    assert found.late == ()

    moment = datetime(2026, 12, 1, 4, tzinfo=UTC)
    later = town.record(one, Graded(grade=5), date(2026, 11, 20), at=moment)
    found = timeliness(town.sight(), TODAY, date(2027, 1, 1))
    assert found.late == ((later, 11),)
    assert found.streets[0].share == 666
    street = timeliness(town.sight(Role.STREET_CLERK, town.streets[1]), TODAY, date(2027, 1, 1))
    assert [each.street for each in street.streets] == [town.streets[1]]
    assert late.unit == town.streets[1]


def test_the_deadline_is_the_policys_own_or_marked_as_an_example() -> None:
    assert entry_deadline(loaded("wangcheng-demo"), TODAY).days == 15
    example = entry_deadline(loaded("talent-drive-demo"), TODAY)
    assert (example.days, example.mark) == (7, "（示例值）")


def test_a_grid_has_one_owner_and_the_households_the_policy_says(town: Town) -> None:
    assert [fault.kind for fault in grid_faults(town.sight(), TODAY)] == ["nobody"]

    people = [town.admit("甲某"), town.admit("乙某")]
    for person in people:
        town.record(person, Assigned(unit=town.grid), DAY)
    assert "有 2 名责任人" in grid_faults(town.sight(), TODAY)[0].sentence

    town.record(people[1], Assigned(unit=town.grid, as_deputy=True, replaces=True), date(2026, 11, 1))
    assert grid_faults(town.sight(), TODAY) == []

    band = grid_band(loaded("longzihu-demo"), TODAY)
    assert band is not None
    assert [fault.kind for fault in grid_faults(town.sight(), TODAY, band)] == ["unknown"]
    _count(town, 350)
    assert [fault.kind for fault in grid_faults(town.sight(), TODAY, band)] == ["too_large"]
    assert grid_faults(town.sight(), TODAY, GridBand(300, 400)) == []
    assert faults_of(town.sight(), TODAY) == []


def _count(town: Town, households: int) -> None:
    load_history(
        [
            Households(
                unit=town.grid,
                households=households,
                valid_from=date(2020, 1, 1),
                valid_before=FOREVER,
                recorded_at=LONG_AGO,
                superseded_at=UNTIL_NOW,
            )
        ]
    )


def test_a_file_is_read_in_as_many_queries_as_there_are_kinds_of_facts(
    town: Town, django_assert_max_num_queries: object
) -> None:
    person = town.admit()
    town.record(person, Transferred(using_unit=town.communities[1]), DAY)

    with django_assert_max_num_queries(14):  # type: ignore[operator] # the fixture of pytest-django
        file = person_file(person)
    assert [each.using_unit for each in file.facts if hasattr(each, "using_unit")] == town.communities[:2]
