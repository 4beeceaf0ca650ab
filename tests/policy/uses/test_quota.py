"""How many workers a community may have, as each locality counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from jishi.policy.errors import BlankError, PackError
from jishi.policy.pack.model import Pack
from jishi.policy.uses.quota import QuotaResult, QuotaRow, quota_everywhere
from tests.policy.facts.district import Row
from tests.policy.uses.build import GUIYUAN, ON, SONGTAO, loaded, pack, person, records

CHUZHOU = {"户数容差": "0%", "员额取整方式": "就近", "员额总量": "100000人"}


def applied(of: Pack, *communities: Row, people: int = 0) -> Mapping[str, QuotaResult]:
    """The standards of a pack by name, with so many people in the first community."""
    home = communities[0]["community"]
    staff = [person(f"G{number}", community=home) for number in range(people)]
    found = records(*(staff or [person("G0", community="别处")]), communities=communities)
    return {result.rule.name: result for result in quota_everywhere(of, found, ON)}


def only_row(results: Mapping[str, QuotaResult], name: str) -> QuotaRow:
    (row,) = results[name].rows
    return row


# -- 3,150 households


def test_huainan_gives_3150_households_8_to_11() -> None:
    row = only_row(applied(loaded("huainan"), GUIYUAN), "县区户数区间")

    assert (row.households, row.lower, row.upper, row.approved) == (3150, 8, 11, None)


def test_chuzhou_gives_3150_households_9() -> None:
    row = only_row(applied(pack("chuzhou", **CHUZHOU), GUIYUAN), "三百五十户配一人")

    assert (row.lower, row.upper, row.approved, row.quota) == (9, 9, 9, 9)


def test_longzihu_gives_3150_households_11_to_15_grids() -> None:
    row = only_row(applied(loaded("longzihu"), {**GUIYUAN, "grids": 12}), "一格一人")

    assert (row.lower, row.upper, row.approved) == (11, 15, 12)


# -- blanks


def test_what_chuzhou_leaves_open_is_asked_for_at_once_with_its_clauses() -> None:
    with pytest.raises(BlankError) as caught:
        applied(loaded("chuzhou"), GUIYUAN)

    assert {blank.name for blank in caught.value.blanks} == {"户数容差", "员额取整方式", "员额总量"}
    assert all(blank.clauses for blank in caught.value.blanks)


def test_the_blanks_of_all_standards_are_asked_for_together() -> None:
    with pytest.raises(BlankError) as caught:
        applied(loaded("county-rules"), GUIYUAN)

    names = {blank.name for blank in caught.value.blanks}
    assert {"增配起点户数", "全县员额总量"} <= names


def test_a_standard_whose_formula_is_open_is_asked_for() -> None:
    of = loaded("huainan")
    (rule,) = of.quota

    with pytest.raises(
        BlankError, match="员额「县区户数区间/上限」（做法/员额）：「县区户数区间」的上限怎样计算"
    ):
        applied(replace(of, quota=(replace(rule, upper="待填"),)), GUIYUAN)


def test_a_pack_without_standards_says_so() -> None:
    with pytest.raises(PackError, match="没有员额规则"):
        applied(loaded("national"), GUIYUAN)


# -- where the head count stands


@pytest.mark.parametrize(
    ("people", "state"),
    [(7, "低于下限，缺 1 人"), (8, "区间内"), (11, "区间内"), (12, "超上限 1 人")],
)
def test_a_band_has_two_ends(people: int, state: str) -> None:
    row = only_row(applied(loaded("huainan"), GUIYUAN, people=people), "县区户数区间")

    assert (row.actual, row.state) == (people, state)


@pytest.mark.parametrize(("people", "state"), [(8, "缺 1 人"), (9, "满员"), (10, "超上限 1 人")])
def test_a_grid_has_one_worker(people: int, state: str) -> None:
    assert only_row(applied(pack("general-example"), GUIYUAN, people=people), "网格").state == state


def test_a_community_without_households_cannot_be_told_and_says_what_is_missing() -> None:
    row = only_row(applied(pack("general-example"), {**GUIYUAN, "households": None}), "户数比例")

    assert (row.quota, row.state) == (None, "无法核定，缺：户数")


# -- adjustments


@pytest.mark.parametrize("code", ["general-example", "huainan-demo", "longzihu-demo", "chuzhou-demo"])
def test_an_adjustment_stands_beside_the_figure_and_counts_once(code: str) -> None:
    plain = applied(pack(code), GUIYUAN)
    adjusted = applied(pack(code), {**GUIYUAN, "adjustment": 2})

    for name, result in plain.items():
        for before, after in zip(result.rows, adjusted[name].rows, strict=True):
            assert (after.lower, after.upper, after.approved) == (before.lower, before.upper, before.approved)
            assert after.adjustment == 2
            assert before.quota is not None
            assert after.quota == before.quota + 2


def test_no_adjustment_makes_a_quota_negative() -> None:
    row = only_row(applied(pack("general-example"), {**SONGTAO, "adjustment": -9}), "网格")

    assert row.quota == 0


# -- ceilings, scopes, arithmetic


def test_a_ceiling_caps_what_the_households_give() -> None:
    row = only_row(applied(pack("general-example"), {**GUIYUAN, "households": 90_000}), "户数阶梯")

    assert row.approved == 17


def test_a_district_is_computed_on_its_sum_not_on_rounded_parts() -> None:
    """3,150 and 700 households: 11 + 3 = 14 by community, ⌈3850 ÷ 300⌉ = 13 for the district."""
    results = applied(pack("general-example"), GUIYUAN, SONGTAO)
    (district,) = results["户数区间"].rows

    assert (district.unit, district.street, district.upper) == ("区县", None, 13)
    assert sum(row.upper or 0 for row in results["户数比例"].rows) == 14


def test_the_arithmetic_is_shown_line_by_line() -> None:
    lower, upper, approved = applied(pack("general-example"), GUIYUAN)["户数比例"].explain(0)

    assert (lower.value, upper.value, approved.value) == ("8人", "11人", "9人")
    assert {"户数": "3150户", "员额户数上限": "400户"}.items() <= {
        s.name: s.value for s in lower.walk()
    }.items()


def test_the_ceiling_is_part_of_the_arithmetic() -> None:
    *_, ceiling = applied(pack("chuzhou", **CHUZHOU), GUIYUAN)["三百五十户配一人"].explain(0)

    assert (ceiling.name, ceiling.value) == ("三百五十户配一人·封顶", "100000人")
