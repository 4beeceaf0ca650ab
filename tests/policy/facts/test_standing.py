"""Who a person is and which posts are held."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.policy.decisions.retirement import statutory_retirement
from jishi.policy.facts import FactRules
from jishi.policy.period import Effect, Month
from tests.policy.facts.district import (
    DEPUTY,
    DIRECTOR,
    MEMBER,
    ON,
    SECRETARY,
    Row,
    district,
    fact,
    facts,
)


def post(position: str, begin: date = date(2022, 1, 1), end: date | None = None, **more: object) -> Row:
    return {"position": position, "valid_from": begin, "valid_before": end, **more}


def test_what_the_roster_states_is_taken_as_it_stands() -> None:
    records = district(
        {"sex": "女", "identity": "两委专职", "channel": "招聘", "full_time": True, "confirmed_grade": 7}
    )
    assert facts(records, "性别", "人员身份", "进入渠道", "全日制", "核定等级") == [
        ("女", "两委专职", "招聘", True, 7)
    ]


def test_what_is_not_registered_is_missing_and_never_zero() -> None:
    names = ("年龄", "进入月份", "核定等级", "任现等级月数", "法定退休月份", "距退休月数", "距上次轮训月数")
    assert facts(district(), *names) == [(None,) * len(names)]


def test_dates_become_ages_and_months() -> None:
    records = district(
        {
            "birth_on": date(1991, 11, 2),
            "entered_on": date(2019, 9, 15),
            "grade_since": date(2024, 1, 1),
            "trained_on": date(2025, 12, 1),
        }
    )
    names = ("年龄", "进入月份", "任现等级月数", "距上次轮训月数")
    assert facts(records, *names) == [(34, "2019-09", 34, 11)]
    assert facts(records, *names, on=date(2026, 11, 2)) == [(35, "2019-09", 34, 11)]


def test_durations_are_measured_to_the_day_the_effect_says() -> None:
    records = district({"grade_since": date(2024, 1, 10)})

    assert fact(records, "任现等级月数", date(2026, 11, 15)) == 34
    assert fact(records, "任现等级月数", date(2026, 11, 15), Effect.NEXT_MONTH) == 33
    assert fact(records, "任现等级月数", date(2026, 11, 15), Effect.NEXT_JANUARY) == 23


def test_a_woman_without_a_category_has_no_retirement_month() -> None:
    records = district({"sex": "女", "birth_on": date(1980, 6, 1)})
    assert facts(records, "法定退休月份", "距退休月数") == [(None, None)]


def test_a_man_needs_no_category_and_time_left_ends_at_nothing() -> None:
    man: Row = {"sex": "男", "birth_on": date(1970, 6, 30)}
    assert facts(district(man), "法定退休月份", "距退休月数") == [("2031-11", 60)]
    assert fact(district(man), "距退休月数", date(2040, 1, 1)) == 0


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.dates(date(1955, 1, 1), date(2005, 1, 1)), st.sampled_from(["男60", "女55", "女50"])),
        min_size=8,
        max_size=20,
    )
)
def test_retirement_is_the_same_for_everyone_at_once_and_for_one(born: list[tuple[date, str]]) -> None:
    records = district(*({"birth_on": birth, "retirement_category": kind} for birth, kind in born))
    expected = [(str(Month.of(statutory_retirement(birth, kind).on)),) for birth, kind in born]
    assert facts(records, "法定退休月份") == expected


# -- posts


def test_the_main_post_is_the_one_of_the_highest_class_in_force() -> None:
    records = district(
        {"position": MEMBER},
        appointments=[post(MEMBER), post(DEPUTY), post(SECRETARY, end=date(2026, 11, 1)), post("楼栋长")],
    )
    assert facts(records, "岗位", "岗位类别", "任职数") == [(DEPUTY, "副职", 3)]


def test_of_two_posts_of_one_class_the_one_held_longest_is_the_main_one() -> None:
    records = district(appointments=[post(DIRECTOR, date(2023, 1, 1)), post(SECRETARY, date(2024, 1, 1))])
    assert facts(records, "岗位", "任现岗位月数") == [(DIRECTOR, 46)]


@pytest.mark.parametrize("backwards", [False, True])
def test_of_two_posts_held_equally_long_the_one_the_mapping_names_first_is_the_main_one(
    backwards: bool,
) -> None:
    """However many people there are, and in whatever order their rows stand."""
    people = [{"worker_id": f"G{number}"} for number in range(60)]
    rows = [{**person, **post(position)} for person in people for position in (DIRECTOR, SECRETARY)]
    records = district(*people, appointments=rows[::-1] if backwards else rows)

    assert facts(records, "岗位") == [(SECRETARY,)] * 60


def test_without_an_appointment_the_roster_says_the_post_but_not_since_when() -> None:
    records = district({"position": DEPUTY}, appointments=[post(SECRETARY, end=date(2025, 1, 1))])
    assert facts(records, "岗位", "岗位类别", "任职数", "一肩挑", "任现岗位月数") == [
        (DEPUTY, "副职", 1, False, None)
    ]


def test_two_positions_in_one_cell_are_two_posts() -> None:
    records = district({"position": "书记、 主任"})
    assert facts(records, "岗位类别", "任职数", "一肩挑", "一肩挑天数") == [("正职", 2, True, None)]


def test_a_position_without_a_class_has_none() -> None:
    assert facts(district({"position": "楼栋长"}), "岗位", "岗位类别") == [("楼栋长", None)]


def test_without_any_post_nothing_is_known_of_it() -> None:
    names = ("岗位", "岗位类别", "任职数", "一肩挑", "任现岗位月数", "一肩挑天数")
    assert facts(district(), *names) == [(None,) * 6]


def test_without_any_mapping_posts_have_names_only() -> None:
    records = district({"position": SECRETARY}, appointments=[post(SECRETARY)])
    names = ("岗位", "岗位类别", "一肩挑", "任现岗位月数")
    expected = [(SECRETARY, None, False, 58)]
    assert facts(records, *names, rules=FactRules()) == expected
    assert facts(records, *names, rules=FactRules(class_of={SECRETARY: "正职"})) == expected


def test_terms_that_follow_one_another_are_one_time_in_post() -> None:
    records = district(
        appointments=[
            post(SECRETARY, date(2012, 1, 1), date(2015, 1, 1)),
            post(SECRETARY, date(2018, 1, 1), date(2021, 1, 1)),
            post(SECRETARY, date(2021, 1, 1)),
        ]
    )
    assert fact(records, "任现岗位月数") == 106


@pytest.mark.parametrize(
    ("effect", "position"),
    [(Effect.SAME_DAY, SECRETARY), (Effect.NEXT_MONTH, DEPUTY), (Effect.NEXT_JANUARY, MEMBER)],
)
def test_a_change_of_post_counts_from_when_the_effect_says(effect: Effect, position: str) -> None:
    records = district(
        appointments=[
            post(MEMBER, date(2020, 1, 1), date(2026, 3, 1)),
            post(DEPUTY, date(2026, 3, 1), date(2026, 11, 10)),
            post(SECRETARY, date(2026, 11, 10)),
        ]
    )
    assert fact(records, "岗位", date(2026, 11, 15), effect) == position


# -- 一肩挑


def test_secretary_and_director_of_one_community_is_dual_head() -> None:
    here: Row = {"community": "桂园"}
    assert fact(district(here, appointments=[post(SECRETARY), post(DIRECTOR)]), "一肩挑") is True
    assert (
        fact(district(here, appointments=[post(SECRETARY), post(DIRECTOR, community="桂园")]), "一肩挑")
        is True
    )


def test_the_two_offices_in_two_communities_are_not_dual_head() -> None:
    apart = [post(SECRETARY, community="桂园"), post(DIRECTOR, community="兰园")]
    assert fact(district({"community": "桂园"}, appointments=apart), "一肩挑") is False


def test_one_of_the_two_offices_is_not_dual_head() -> None:
    assert fact(district(appointments=[post(SECRETARY), post(DEPUTY)]), "一肩挑") is False


def test_days_of_dual_head_are_those_on_which_both_offices_are_held() -> None:
    records = district(
        {"entered_on": date(2020, 1, 1), "left_before": date(2026, 11, 29)},
        {"worker_id": "G2", "entered_on": date(2020, 1, 1)},
        appointments=[
            post(SECRETARY, end=date(2026, 11, 6)),
            post(SECRETARY, date(2026, 11, 8)),
            post(DIRECTOR, date(2026, 11, 3)),
            post(SECRETARY, worker_id="G2"),
        ],
    )
    # G1: 3 to 5 and 8 to 28 November.
    assert facts(records, "一肩挑天数", month=Month.of(ON)) == [(24,), (0,)]
