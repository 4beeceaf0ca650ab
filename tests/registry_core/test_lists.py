"""What lists, counts, the search box and the overviews of lateness and grids find."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.ledger.actions import load_history
from jishi.ledger.models import FOREVER, UNTIL_NOW
from jishi.places.models import Households
from jishi.places.rulings import loaded
from jishi.registry.actions.particulars import Assigned, Transferred
from jishi.registry.actions.spelling import spelling
from jishi.registry.rulings.deadlines import entry_deadline
from jishi.registry.rulings.grid_bands import faults_of, grid_band
from jishi.registry.selectors.files import person_file
from jishi.registry.selectors.grids import GridBand, grid_faults
from tests.registry_core.town import LONG_AGO, TODAY, Town

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
