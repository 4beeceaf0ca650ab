"""The invented city before it is loaded: its stories hold together, whatever the day and the seed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest

from jishi.policy.identifiers import id_number_problem
from jishi.roster.demo.city import PLANS, District, Words, make_district, scaled
from jishi.roster.demo.city.chronicle import Stretch
from jishi.roster.demo.city.staff import Fate
from jishi.roster.demo.city.story import PersonStory

DAYS = (date(2026, 11, 25), date(2026, 1, 2), date(2027, 3, 15), date(2028, 2, 29))
SMALL = scaled(30)[1]
ONE_AT_A_TIME = ("Profile", "Contact", "IdentityHeld", "Employment", "GradeHeld", "Contract")
GRADES = [(date(2024, 1, 1), 3), (date(2025, 1, 1), 4), (date(2026, 1, 1), 5)]


def told(district: District) -> list[PersonStory]:
    grades = {each.worker_id: GRADES for each in district.staff}
    return list(district.stories(grades))


def facts(story: PersonStory) -> Iterable[Stretch]:
    return (fact for each in story.told for fact in each.facts)


def believed(story: PersonStory, kind: str) -> list[Stretch]:
    found = [fact for fact in facts(story) if fact.kind == kind and fact.superseded_at is None]
    return sorted(found, key=lambda fact: fact.valid_from)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_stories_hold_together_on_any_day(on: date, seed: int) -> None:
    district = make_district(SMALL, Words(), seed, on=on)
    assert len(district.present()) == SMALL.people
    for story in told(district):
        instants = [each.happening.recorded for each in story.told]
        assert all(one < two for one, two in pairwise(instants)), "no two at the same instant"
        assert instants[-1].date() <= on
        for fact in facts(story):
            assert fact.valid_before is None or fact.valid_from < fact.valid_before
            assert fact.superseded_at is None or fact.recorded_at < fact.superseded_at
        for kind in ONE_AT_A_TIME:
            spans = [(fact.valid_from, fact.valid_before) for fact in believed(story, kind)]
            assert all(one[1] and one[1] <= two[0] for one, two in pairwise(spans)), kind
        assert employed(story, on) == (story.staff.fate in {Fate.PRESENT, Fate.LEAVING})


def employed(story: PersonStory, on: date) -> bool:
    return any(
        fact.valid_from <= on < (fact.valid_before or date.max) for fact in believed(story, "Employment")
    )


def test_whoever_left_holds_nothing_any_more() -> None:
    district = make_district(SMALL, Words(), 1, on=DAYS[0])
    left = [story for story in told(district) if story.staff.fate is Fate.LEFT]
    assert left
    for story in left:
        for kind in ("Appointment", "Assignment", "GradeHeld"):
            assert all(fact.valid_before is not None for fact in believed(story, kind)), kind
        assert believed(story, "Employment")[-1].content["exit_ground"]


def test_the_same_seed_and_day_tell_the_same_story() -> None:
    one, same, other = (told(make_district(SMALL, Words(), seed, on=DAYS[0])) for seed in (3, 3, 4))
    assert [story.told for story in one] == [story.told for story in same]
    assert [story.told for story in one] != [story.told for story in other]


def test_results_and_channels_are_told_in_the_words_given() -> None:
    words = Words(("甲", "乙", "丙", "丁"), ("换届选举", "统一招录"))
    district = make_district(SMALL, words, 1, on=DAYS[0])
    results = {fact.content["result"] for story in told(district) for fact in believed(story, "Assessment")}
    channels = {fact.content["channel"] for story in told(district) for fact in believed(story, "Employment")}
    assert {"甲", "乙"} <= results <= set(words.results)
    assert channels == set(words.channels)


def test_no_two_people_of_the_city_share_a_number() -> None:
    numbers: Counter[str] = Counter()
    for plan in scaled(30):
        staff = make_district(plan, Words(), 1, on=DAYS[0]).staff
        numbers.update(each.text("id_number") for each in staff)
        numbers.update(each.worker_id for each in staff)
    assert set(numbers.values()) == {1}
    assert not any(id_number_problem(number) for number in numbers if number.startswith("99"))


def test_some_things_are_recorded_late_and_some_ahead() -> None:
    delays: dict[str, list[int]] = defaultdict(list)
    district = make_district(PLANS[1], Words(), 1, on=DAYS[0])
    for story in told(district):
        for each in story.told[1:]:
            happening = each.happening
            if happening.on > district.times.opened:
                delays[happening.kind].append((happening.recorded.date() - happening.on) // timedelta(days=1))
    late = [days for listed in delays.values() for days in listed if days > 30]
    ahead = [days for listed in delays.values() for days in listed if days < 0]
    assert late
    assert ahead


def test_the_grids_of_a_community_add_up_to_it() -> None:
    for site in make_district(SMALL, Words(), 1, on=DAYS[0]).sites:
        assert sum(grid.households for grid in site.grids) == site.households
        assert sum(grid.residents for grid in site.grids) == site.residents
        assert len({grid.name for grid in site.grids}) == len(site.grids)
