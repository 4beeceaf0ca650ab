"""The demo district: invented, believable, the same again, and readable from its own file."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from jishi.policy.identifiers import id_number_problem
from jishi.policy.records import Records
from jishi.roster.demo import POSITIONS, make_demo
from jishi.roster.reading import read_roster
from jishi.roster.roster_workbook import write_roster
from tests.roster.making import ON

FRAMES = ("people", "communities", "appointments", "service", "education", "certificates", "assessments")


@pytest.fixture(scope="module")
def district() -> Records:
    return make_demo(620, 1, on=ON)


def held(district: Records) -> dict[str, set[str]]:
    """The positions of everybody on the day."""
    current = district.appointments.filter(
        pl.col("valid_from") <= ON, pl.col("valid_before").is_null() | (pl.col("valid_before") > ON)
    )
    positions: dict[str, set[str]] = {}
    for worker, position in current.select("worker_id", "position").rows():
        positions.setdefault(worker, set()).add(position)
    return positions


def test_it_has_the_size_a_district_has(district: Records) -> None:
    assert district.people.height == 620
    assert district.communities.height == 72
    assert district.communities["street"].n_unique() == 8
    assert 650 <= round(district.communities["households"].sum() / 350) <= 660
    assert set(district.people["community"]) == set(district.communities["community"])


def test_every_community_has_a_secretary_and_most_are_director_too(district: Records) -> None:
    counts = Counter(frozenset(positions) for positions in held(district).values())
    dual = counts[frozenset({"社区党组织书记", "居委会主任"})]
    secretaries = dual + counts[frozenset({"社区党组织书记"})]
    directors = dual + counts[frozenset({"居委会主任", "社区服务中心主任"})]
    assert (secretaries, directors, secretaries + directors - dual) == (72, 72, 78)


def test_only_positions_of_the_list_occur(district: Records) -> None:
    assert set(district.people["position"]) | set(district.appointments["position"]) == set(POSITIONS)


def test_nobody_in_it_can_be_a_real_person(district: Records) -> None:
    numbers = list(district.people["id_number"])
    assert all(number.startswith("99") and id_number_problem(number) is None for number in numbers)
    assert len(set(numbers)) == 620
    assert all(phone.startswith("199") and len(phone) == 11 for phone in district.people["手机号"])


def test_some_come_and_go_around_the_day(district: Records) -> None:
    joined = district.people.filter(pl.col("entered_on").is_between(date(2026, 11, 1), date(2026, 11, 30)))
    joining = district.people.filter(pl.col("entered_on") > date(2026, 11, 30))
    leaving = district.people.drop_nulls("left_before")
    assert (joined.height > 0, joining.height > 0, leaving.height > 0) == (True, True, True)
    assert joined.height + joining.height + leaving.height < 20


def test_results_are_spread_as_they_usually_are(district: Records) -> None:
    results = Counter(district.assessments["result"])
    assert set(district.assessments["year"]) == {2021, 2022, 2023, 2024, 2025}
    assert 0.12 <= results["优秀"] / district.assessments.height <= 0.18
    fails = district.assessments.filter(pl.col("result") == "不合格").group_by("worker_id").agg("year")
    twice = sorted(sorted(years) for _, years in fails.rows() if len(years) == 2 and min(years) >= 2022)
    assert [2022, 2025] in twice
    assert [2024, 2025] in twice


def test_about_twenty_people_lack_something(district: Records) -> None:
    undated = pl.col("obtained_on").null_count().alias("undated")
    schooled = district.education.group_by("worker_id").agg(undated)
    facts = district.people.join(schooled, on="worker_id", how="left")
    lacking = facts.filter(
        pl.col("undated").is_null()
        | (pl.col("undated") > 0)
        | pl.col("entered_on").is_null()
        | pl.col("上年月均工资").is_null()
    )
    assert lacking.height == 20


def test_the_same_seed_gives_the_same_district_and_another_seed_another() -> None:
    one, same, other = (make_demo(50, seed, on=ON) for seed in (3, 3, 4))
    assert all(getattr(one, frame).equals(getattr(same, frame)) for frame in FRAMES)
    assert not one.people.equals(other.people)


def test_written_and_read_it_is_the_same_district(tmp_path: Path, district: Records) -> None:
    write_roster(tmp_path / "清河区.xlsx", district)
    result = read_roster(tmp_path / "清河区.xlsx", on=ON)
    assert result.problems == ()
    for frame in FRAMES:
        assert getattr(result.records, frame).equals(getattr(district, frame)), frame


@pytest.mark.parametrize("people", [1, 3, 9, 100, 1_000])
def test_any_size_makes_a_district_without_a_fault(tmp_path: Path, people: int) -> None:
    for on in (ON, date(2022, 1, 31), date(2030, 2, 28)):
        district = make_demo(people, 7, on=on)
        assert district.people.height == people
        assert district.communities["community"].is_unique().all()
        if people < 1_000 or on == ON:
            write_roster(tmp_path / "r.xlsx", district)
            assert read_roster(tmp_path / "r.xlsx", on=on).problems == ()
