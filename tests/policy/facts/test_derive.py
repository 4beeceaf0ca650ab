"""The catalogue, and facts for everyone in the order of the roster."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from jishi.policy.errors import FactError
from jishi.policy.facts import CATALOGUE, FactShape, FactSource, derive_people, derive_units
from jishi.policy.facts.units import Scope
from jishi.policy.pack.model import Entity
from jishi.policy.period import Effect, Month
from tests.policy.facts.district import DIRECTOR, MEMBER, ON, RULES, SECRETARY, district, fact

PERSONAL = [name for name, entry in CATALOGUE.items() if entry.entity is Entity.PERSON]
COMMUNAL = [name for name, entry in CATALOGUE.items() if entry.entity is Entity.COMMUNITY]
TYPES = {
    FactShape.TEXT: pl.String,
    FactShape.MONTH: pl.String,
    FactShape.WHOLE: pl.Int64,
    FactShape.TRUTH: pl.Boolean,
    FactShape.TEXTS: pl.List(pl.String),
}


def of_unit(name: str, source: str = "") -> FactSource:
    return FactSource(name, source or name, entity=Entity.COMMUNITY)


@pytest.mark.parametrize("effect", Effect)
def test_every_fact_of_the_catalogue_is_derived_with_the_shape_it_states(effect: Effect) -> None:
    wanted = [FactSource(f"本地{name}", name, effect) for name in PERSONAL]
    frame = derive_people(district({}, {"worker_id": "G2"}), wanted, ON, None, RULES)

    assert frame.columns == ["worker_id", "name", "community", "street", *(each.name for each in wanted)]
    assert {name: frame[f"本地{name}"].dtype for name in PERSONAL} == {
        name: TYPES[CATALOGUE[name].shape] for name in PERSONAL
    }


def test_every_fact_of_the_catalogue_says_what_it_means_and_where_it_comes_from() -> None:
    for entry in CATALOGUE.values():
        assert entry.meaning
        assert set(entry.sheets) <= {"花名册", "社区", "任职", "工作经历", "学历", "证书", "考核"}


def test_people_keep_the_order_of_the_roster() -> None:
    ids = [f"G{n}" for n in (3, 1, 2)]
    records = district(
        *({"worker_id": each} for each in ids),
        service=[
            {"worker_id": each, "valid_from": date(2026 - n, 11, 1), "counts": True}
            for n, each in enumerate(["G1", "G2", "G3"], 1)
        ],
    )
    frame = derive_people(records, [FactSource("月数", "社区工作月数")], ON, Month.of(ON), RULES)

    assert frame["worker_id"].to_list() == ids
    assert frame["月数"].to_list() == [36, 12, 24]


def test_an_empty_roster_has_no_facts_and_no_fault() -> None:
    empty = district()
    nobody = derive_people(
        type(empty)(empty.people.clear(), empty.communities),
        [FactSource(name, name) for name in PERSONAL],
        ON,
        None,
        RULES,
    )
    assert nobody.height == 0


def test_one_fact_may_be_asked_under_two_effects() -> None:
    records = district({"grade_since": date(2026, 1, 1)})
    wanted = [
        FactSource("现在", "任现等级月数"),
        FactSource("年初", "任现等级月数", Effect.NEXT_JANUARY),
    ]
    frame = derive_people(records, wanted, ON, None, RULES)
    assert frame.select("现在", "年初").row(0) == (10, 0)


def test_a_column_of_the_roster_or_of_the_community_is_taken_as_text() -> None:
    records = district(
        {"community": "桂园", "上年月均工资": "5012.50", "confirmed_grade": 7},
        {"worker_id": "G2", "community": "无名"},
        communities=[{"community": "桂园", "star": "五星", "片区": "老城"}],
        extra=("上年月均工资", "片区"),
    )
    wanted = [
        FactSource("片区", "社区"),
        FactSource("上年月均工资", "花名册"),
        FactSource("没有这一列", "花名册"),
        FactSource("也没有这一列", "社区"),
        FactSource("社区星级", "社区星级"),
    ]
    frame = derive_people(records, wanted, ON, None, RULES).drop("name", "community", "street")
    assert frame.rows() == [
        ("G1", "老城", "5012.50", None, None, "五星"),
        ("G2", None, None, None, None, None),
    ]


def test_a_source_the_catalogue_does_not_have_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(FactError, match="「社区工龄月数」不在人员事实目录中。是否「社区工作月数」？"):
        FactSource("工龄", "社区工龄月数")
    with pytest.raises(FactError, match="不在社区事实目录中。来源请写目录中的名称，或写社区"):
        FactSource("甲", "乙丙丁", entity=Entity.COMMUNITY)
    with pytest.raises(FactError, match="不在社区事实目录中"):
        FactSource("户数", "花名册", entity=Entity.COMMUNITY)


# -- units

DISTRICT = district(
    {"worker_id": "G1", "community": "桂园"},
    {"worker_id": "G2", "community": "桂园", "position": MEMBER},
    {"worker_id": "G3", "community": "梅园", "position": DIRECTOR, "left_before": date(2026, 11, 1)},
    {"worker_id": "G4", "community": "兰园", "position": DIRECTOR},
    appointments=[{"position": SECRETARY, "valid_from": date(2022, 1, 1)}],
    certificates=[{"name": "社会工作师", "obtained_on": date(2022, 1, 1)}],
    communities=[
        {
            "community": "桂园",
            "street": "湖滨",
            "households": 3150,
            "residents": 9000,
            "grids": 11,
            "星数": "5",
        },
        {
            "community": "梅园",
            "street": "湖滨",
            "households": 2000,
            "residents": 5000,
            "adjustment": -1,
            "星数": "3",
        },
        {
            "community": "兰园",
            "street": "北苑",
            "households": 1000,
            "residents": 3000,
            "grids": 4,
            "星数": "四",
        },
    ],
    extra=("星数",),
)


def test_units_sum_what_their_communities_state_and_count_heads() -> None:
    frame = derive_units(DISTRICT, [of_unit(name) for name in COMMUNAL], Scope.STREET, ON, RULES)

    assert frame.columns == ["unit", "street", *COMMUNAL]
    assert frame.rows(named=True) == [
        {
            "unit": "湖滨",
            "street": "湖滨",
            "户数": 5150,
            "常住人口": 14000,
            "网格数": None,
            "员额调整": -1,
            "社区数": 2,
            "在岗人数": 2,
            "持证人数": 1,
            "书记数": 1,
            "正职数": 1,
        },
        {
            "unit": "北苑",
            "street": "北苑",
            "户数": 1000,
            "常住人口": 3000,
            "网格数": 4,
            "员额调整": 0,
            "社区数": 1,
            "在岗人数": 1,
            "持证人数": 0,
            "书记数": 0,
            "正职数": 1,
        },
    ]


def test_each_community_and_the_whole_district_are_units_too() -> None:
    wanted = [of_unit("居民户数", "户数"), of_unit("在岗人数")]
    communities = derive_units(DISTRICT, wanted, Scope.COMMUNITY, ON, RULES)
    whole = derive_units(DISTRICT, wanted, Scope.DISTRICT, ON, RULES)

    assert communities.rows() == [
        ("桂园", "湖滨", 3150, 2),
        ("梅园", "湖滨", 2000, 0),
        ("兰园", "北苑", 1000, 1),
    ]
    assert whole.rows() == [("区县", None, 6150, 3)]


def test_a_column_of_the_sheet_is_text_for_a_community_and_a_sum_above_it() -> None:
    wanted = [of_unit("星数", "社区"), of_unit("没有这一列", "社区")]

    assert derive_units(DISTRICT, wanted, Scope.COMMUNITY, ON, RULES).select("星数", "没有这一列").rows() == [
        ("5", None),
        ("3", None),
        ("四", None),
    ]
    assert derive_units(DISTRICT, wanted, Scope.STREET, ON, RULES)["星数"].to_list() == ["8", None]


def test_a_community_listed_twice_doubles_nobody() -> None:
    twice = district({"community": "桂园"}, communities=[{"community": "桂园", "star": "五星"}] * 2)
    assert fact(twice, "社区星级") == "五星"
    assert derive_units(twice, [of_unit("社区数")], Scope.DISTRICT, ON, RULES)["社区数"].to_list() == [1]
