"""Reserve pools against their ratios."""

from __future__ import annotations

from fractions import Fraction

from jishi.policy.decisions.reserve import ReserveRatio, reserve

PER_SECRETARY = ReserveRatio("书记", Fraction(2))
PER_COMMUNITY = ReserveRatio("社区", Fraction(2), Fraction(3))


def test_two_reserves_for_each_secretary() -> None:
    pool = reserve("书记后备", PER_SECRETARY, 72, 97)

    assert (pool.required, pool.actual, pool.shortage) == (144, 97, 47)
    assert pool.sentence == "书记后备：书记72，应备144人，现有97人（67.4%），缺47人"


def test_two_to_three_ordinary_reserves_for_each_community() -> None:
    pool = reserve("普通岗位后备", PER_COMMUNITY, 72, 131)

    assert (pool.required, pool.most, pool.shortage) == (144, 216, 13)
    assert pool.sentence == "普通岗位后备：社区72，应备144–216人，现有131人（91%），缺13人"


def test_a_full_pool_lacks_nobody() -> None:
    pool = reserve("书记后备", PER_SECRETARY, 1, 3)
    assert pool.shortage == 0
    assert pool.sentence.endswith("现有3人（150%），已配齐")


def test_part_of_a_person_is_a_whole_one() -> None:
    assert reserve("书记后备", ReserveRatio("书记", Fraction(3, 2)), 3, 0).required == 5


def test_without_a_base_nothing_is_required() -> None:
    pool = reserve("书记后备", PER_SECRETARY, 0, 0)
    assert pool.sentence == "书记后备：书记0，应备0人，现有0人，已配齐"
