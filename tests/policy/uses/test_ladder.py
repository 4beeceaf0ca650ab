"""Grades by the ladder: climbing from the grade in force and its first day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.errors import BlankError, PackError
from jishi.policy.pack.model import Pack
from jishi.policy.records import Records
from jishi.policy.uses.climbing import grade_everyone, grades_by_ladder, ladder_rule
from jishi.policy.uses.grade import GradeRow
from tests.policy.uses.build import DEPUTY, ON, college, loaded, pack, person, records, results

EXAMPLE = "general-example"


def ladder_pack() -> Pack:
    """The general example with the ladder as its own strategy."""
    of = loaded(EXAMPLE)
    assert of.grade is not None
    return replace(of, grade=replace(of.grade, strategy="阶梯"))


def climber(grade: int | None, since: date | None, **years: str) -> Records:
    worker = person(DEPUTY, confirmed_grade=grade, grade_since=since)
    return records(worker, education=[college(DEPUTY)], assessments=results(DEPUTY, **years))


def climbed(of: Pack, found: Records, on: date = ON) -> GradeRow:
    return grades_by_ladder(of, found, on).rows[0]


def test_three_years_in_a_grade_bring_the_next() -> None:
    row = climbed(pack(EXAMPLE), climber(3, date(2024, 1, 1)))

    assert (row.proposed, row.next_on) == (3, date(2027, 1, 1))
    assert row.reason == "自2024-01起实际计36个月，期满，2027-01-01晋升为4级"


def test_what_has_been_climbed_since_is_told_step_by_step() -> None:
    row = climbed(pack(EXAMPLE), climber(3, date(2019, 7, 1)))

    assert (row.proposed, row.next_on) == (5, date(2028, 7, 1))
    assert [part.rpartition("，")[2] for part in row.reason.split("；")] == [
        "2022-07-01晋升为4级",
        "2025-07-01晋升为5级",
    ]


def test_an_excellent_year_shortens_the_wait_and_a_barely_passed_one_does_not_count() -> None:
    plain = climbed(pack(EXAMPLE), climber(3, date(2024, 7, 1)))
    quick = climbed(pack(EXAMPLE), climber(3, date(2024, 7, 1), y2025="优秀"))
    slow = climbed(pack(EXAMPLE), climber(3, date(2024, 7, 1), y2025="基本合格"))

    assert plain.next_on == date(2027, 7, 1)
    assert quick.next_on == date(2027, 3, 1)
    assert slow.next_on == date(2028, 7, 1)


def test_at_the_top_of_the_class_nothing_lies_ahead() -> None:
    row = climbed(pack(EXAMPLE), climber(12, date(2024, 1, 1)))

    assert (row.next_on, row.reason) == (None, "")
    assert row.sentence.endswith("已达本岗上限 12 级")


def test_without_a_grade_in_force_or_its_first_day_both_are_named() -> None:
    neither = climbed(pack(EXAMPLE), climber(None, None))
    no_day = climbed(pack(EXAMPLE), climber(3, None))

    assert neither.sentence == "暂不能定级，缺：核定等级、等级起始日期"
    assert (no_day.proposed, no_day.missing) == (None, ("等级起始日期",))


def test_without_a_known_post_the_post_class_is_named() -> None:
    found = records(
        person(DEPUTY, position="保洁员", confirmed_grade=3, grade_since=date(2024, 1, 1)),
        education=[college(DEPUTY)],
    )

    assert climbed(pack(EXAMPLE), found).missing == ("岗位类别",)


def test_the_pack_chooses_the_strategy_and_a_word_overrides_it() -> None:
    found = climber(3, date(2024, 1, 1))

    assert grade_everyone(ladder_pack(), found, ON).rows[0].reason.startswith("自2024-01起")
    assert grade_everyone(ladder_pack(), found, ON, strategy="公式").rows[0].reason == ""
    assert grade_everyone(pack(EXAMPLE), found, ON, strategy="阶梯").rows[0].reason.startswith("自2024-01起")


def test_results_that_do_not_count_freeze_a_ladder_that_names_none_itself() -> None:
    """望城's demo says in its list of results that 基本合格 and 不合格 do not count."""
    plain = climbed(pack("wangcheng-demo"), climber(3, date(2024, 1, 1), y2025="合格"))
    frozen = climbed(pack("wangcheng-demo"), climber(3, date(2024, 1, 1), y2025="不合格"))

    assert plain.proposed == 4
    assert (frozen.proposed, frozen.next_on) == (3, date(2027, 1, 1))
    assert "12个月因考核结果不计" in frozen.reason


def test_an_excellent_year_is_worth_nothing_where_the_ladder_does_not_shorten() -> None:
    of = loaded(EXAMPLE)
    assert of.grade is not None
    assert of.grade.ladder is not None
    plain = replace(of.grade, ladder=replace(of.grade.ladder, excellent_shortens=None))
    row = climbed(replace(of, grade=plain), climber(3, date(2024, 7, 1), y2025="优秀"))

    assert row.next_on == date(2027, 7, 1)


def test_a_pack_without_a_ladder_says_where_to_write_one() -> None:
    with pytest.raises(PackError, match="没有写明阶梯。请在 等级"):
        grade_everyone(pack("chuzhou-demo"), climber(3, date(2024, 1, 1)), ON, strategy="阶梯")


def test_a_ladder_left_open_lists_everything_to_fill_in_at_once() -> None:
    with pytest.raises(BlankError) as caught:
        grade_everyone(pack("county-rules"), climber(3, date(2024, 1, 1)), ON, strategy="阶梯")

    assert {"晋级月数", "优秀缩短月数", "晋级生效"} <= {blank.name for blank in caught.value.blanks}


def test_when_a_promotion_takes_effect_may_be_written_directly_or_left_open() -> None:
    of = loaded(EXAMPLE)
    assert of.grade is not None
    direct = replace(of, grade=replace(of.grade, promotion_effect="次年一月"))
    assert climbed(direct, climber(3, date(2024, 7, 1))).next_on == date(2028, 1, 1)

    with pytest.raises(BlankError, match="「晋级生效」取哪一种：当月、次月、次年一月"):
        ladder_rule(replace(of, grade=replace(of.grade, promotion_effect="待填")), ON)


def test_a_parameter_that_is_no_such_word_is_refused() -> None:
    of = loaded(EXAMPLE)
    assert of.grade is not None

    with pytest.raises(PackError, match="「晋级生效」取了「就高」。可用：当月、次月、次年一月"):
        ladder_rule(replace(of, grade=replace(of.grade, promotion_effect="学历证书合并方式")), ON)
