"""Grades by formula: what a worker and a clerk see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.errors import PackError
from jishi.policy.pack.model import Pack
from jishi.policy.period import Effect
from jishi.policy.records import Records
from jishi.policy.uses.climbing import grade_everyone
from jishi.policy.uses.explaining import explain_grade
from jishi.policy.uses.grade import GradeRow, grades_by_formula
from jishi.policy.uses.prospects import prospects
from tests.policy.uses.build import (
    DEPUTY,
    NOVEMBER,
    ON,
    bachelor,
    college,
    deputy,
    loaded,
    pack,
    person,
    records,
    results,
)

EXAMPLE = "general-example"


def graded(of: Pack, found: Records, on: date = ON) -> GradeRow:
    """The row of the first person."""
    return grade_everyone(of, found, on).rows[0]


def outlook(of: Pack, found: Records) -> dict[str, tuple[date | None, str]]:
    """What each 提速 would bring the deputy."""
    explained = explain_grade(of, found, DEPUTY, NOVEMBER)
    return {each.name: (each.next_on, each.sentence) for each in explained.prospects}


# -- the deputy of the specification


def test_a_deputy_with_86_months_a_degree_and_one_excellent_year_has_grade_7() -> None:
    row = graded(pack(EXAMPLE), deputy())

    assert (row.post_class, row.low, row.high, row.proposed) == ("社区副职", 4, 15, 7)
    assert row.coefficient == "1.18"


def test_the_next_grade_is_due_in_may_2028_if_nothing_but_time_passes() -> None:
    row = graded(pack(EXAMPLE), deputy())

    assert row.next_on == date(2028, 5, 1)
    assert row.sentence == "7级（社区副职 4—15级），下一级预计 2028-05-01"


def test_an_excellent_2026_brings_the_next_grade_forward_to_january_2028() -> None:
    found = outlook(pack(EXAMPLE), deputy())

    assert found["本年度考核优秀"] == (date(2028, 1, 1), "下一级提前到 2028-01-01")


def test_the_arithmetic_is_4_plus_2_plus_1() -> None:
    step = explain_grade(pack(EXAMPLE), deputy(), DEPUTY, NOVEMBER).step
    parts = {each.name: each.value for each in step.walk()}

    assert step.value == "7级"
    assert (parts["起点等级[社区副职]"], parts["年限加级"], parts["合并加级"]) == ("4", "2级", "1级")
    assert (parts["有效月数"], parts["社区工作月数"]) == ("90个月", "86个月")


# -- caps, differences, nothing ahead


def test_the_cap_is_said_in_words() -> None:
    old = records(person(DEPUTY, entered_on=date(1990, 1, 1)), education=[bachelor(DEPUTY)], assessments=[])
    row = graded(pack(EXAMPLE), old)

    assert row.capped
    assert row.next_on is None
    assert row.sentence == "12级（工作人员 1—12级），已达本岗上限 12 级"


def test_a_grade_in_force_that_differs_is_pointed_out() -> None:
    row = graded(pack(EXAMPLE), deputy(confirmed_grade=6))

    assert row.differs
    assert row.sentence.endswith("下一级预计 2028-05-01；与核定等级 6 级不一致")


def test_a_grade_in_force_that_agrees_is_not_mentioned() -> None:
    row = graded(pack(EXAMPLE), deputy(confirmed_grade=7))

    assert not row.differs
    assert "核定" not in row.sentence


def test_a_missing_degree_date_is_named_and_nothing_is_guessed() -> None:
    undated = records(person(DEPUTY), education=[bachelor(DEPUTY, None)])
    row = graded(pack(EXAMPLE), undated)

    assert (row.proposed, row.next_on) == (None, None)
    assert row.sentence == "暂不能定级，缺：单证层次、双证层次"
    assert not row.differs


def test_nothing_is_due_when_time_alone_moves_nothing() -> None:
    of = loaded(EXAMPLE)
    still = replace(of.formulas["年限加级"], text="0级")
    row = graded(replace(of, formulas={**of.formulas, "年限加级": still}), deputy())

    assert row.next_on is None
    assert row.sentence.endswith("此后只凭年限不再晋级")


def test_no_fact_that_grows_means_no_next_date() -> None:
    of = loaded(EXAMPLE)
    fixed = replace(of.formulas["测算等级"], text="起点等级[岗位类别] + 处分降级")
    row = graded(replace(of, formulas={**of.formulas, "测算等级": fixed}), deputy())

    assert (row.proposed, row.next_on) == (4, None)


def test_only_those_employed_in_the_month_are_graded() -> None:
    found = records(
        person("G1", left_before=date(2026, 11, 1)),
        person("G2", left_before=date(2026, 11, 2)),
        person("G3", entered_on=date(2026, 11, 30)),
        person("G4", entered_on=date(2026, 12, 1)),
        education=[college(each) for each in ("G1", "G2", "G3", "G4")],
    )

    rows = grade_everyone(pack(EXAMPLE), found, ON).rows

    assert [row.worker_id for row in rows] == ["G2", "G3"]


def test_someone_without_a_known_post_has_no_class_and_no_grade() -> None:
    row = graded(pack(EXAMPLE), records(person(DEPUTY, position="保洁员"), education=[college(DEPUTY)]))

    assert (row.post_class, row.proposed, row.coefficient) == (None, None, None)
    assert row.missing == ("岗位类别",)


def test_a_pack_without_coefficients_gives_none() -> None:
    row = graded(pack("huainan-demo"), records(person(DEPUTY), education=[college(DEPUTY)]))

    assert row.coefficient is None
    assert row.proposed is not None


def test_a_pack_without_grades_says_so() -> None:
    with pytest.raises(PackError, match="没有等级规则。请补上"):
        grade_everyone(pack("national"), deputy(), ON)


# -- dates


def test_a_newcomer_waits_three_whole_years_where_grades_move_in_january() -> None:
    """36 months since June 2026 are full in June 2029, which counts from January 2030."""
    newcomer = records(person(DEPUTY, entered_on=date(2026, 6, 1)), education=[college(DEPUTY)])

    assert graded(pack("chuzhou-demo"), newcomer).next_on == date(2030, 1, 1)


def test_grades_that_move_in_january_move_in_january() -> None:
    settled = records(person(DEPUTY, entered_on=date(2021, 6, 1)), education=[college(DEPUTY)])
    row = graded(pack("chuzhou-demo"), settled)

    assert row.next_on == date(2028, 1, 1)


def test_a_value_announced_later_is_not_known_before() -> None:
    of = loaded(EXAMPLE)
    parameter = of.parameters["晋级月数"]
    (now,) = parameter.values
    later = replace(now, valid_from=date(2027, 1, 1), announced=date(2026, 12, 20), raw=24)
    changed = replace(parameter, values=(now, later))
    of = replace(of, parameters={**of.parameters, "晋级月数": changed})

    assert grades_by_formula(of, deputy(), ON, known_at=ON).rows[0].next_on == date(2028, 5, 1)
    assert grades_by_formula(of, deputy(), ON).rows[0].next_on == date(2027, 1, 1)


def test_a_value_left_open_for_later_does_not_stop_the_forecast() -> None:
    of = loaded(EXAMPLE)
    parameter = of.parameters["晋级月数"]
    (now,) = parameter.values
    changed = replace(parameter, values=(now, replace(now, valid_from=date(2027, 1, 1), raw=None)))
    row = graded(replace(of, parameters={**of.parameters, "晋级月数": changed}), deputy())

    assert row.next_on == date(2028, 5, 1)


# -- what would be quicker


def test_a_certificate_counts_from_the_next_month() -> None:
    found = outlook(pack(EXAMPLE), deputy())

    assert found["取得社会工作师证书"] == (date(2026, 12, 1), "2026-12-01 起升为 8 级")


def test_a_higher_post_is_worth_its_starting_grade() -> None:
    assert outlook(pack(EXAMPLE), deputy())["任社区正职"] == (date(2026, 12, 1), "2026-12-01 起升为 10 级")


def test_a_change_that_helps_nothing_says_so() -> None:
    assert outlook(pack(EXAMPLE), deputy())["任社区副职"] == (date(2028, 5, 1), "不会提前下一次晋级")


def test_a_certificate_the_locality_does_not_count_is_said_not_to_matter() -> None:
    found = outlook(pack(EXAMPLE, 学历证书合并方式="仅学历"), deputy())

    assert found["取得社会工作师证书"] == (date(2028, 5, 1), "不会提前下一次晋级")


def test_a_fact_no_rule_reads_is_said_not_to_be_in_use() -> None:
    of = loaded(EXAMPLE)
    assert of.grade is not None
    idle = replace(of.grade.speed_ups[0], changes={"市级表彰": "是", "培训学时": "+8"})
    of = replace(of, grade=replace(of.grade, speed_ups=(idle,)))

    assert outlook(of, deputy())[idle.name] == (date(2028, 5, 1), "本地规则没有启用这一项，不影响等级")


def test_an_honour_is_a_matter_of_yes_or_no() -> None:
    of = loaded(EXAMPLE)
    assert of.grade is not None
    honour = replace(of.grade.speed_ups[0], name="市级表彰", changes={"市级表彰": "是"})
    of = replace(of, grade=replace(of.grade, speed_ups=(honour,)))

    assert outlook(of, deputy())["市级表彰"] == (date(2026, 12, 1), "2026-12-01 起升为 8 级")


def test_a_lower_post_never_looks_like_a_promotion() -> None:
    """A head at the cap of 18 would be 15 as a deputy, and could only rise back to where she is."""
    head = records(
        person(DEPUTY, position="社区党组织书记", entered_on=date(1990, 1, 1)), education=[bachelor(DEPUTY)]
    )

    assert outlook(pack(EXAMPLE), head)["任社区副职"] == (None, "不会提前下一次晋级")


def test_a_lesser_degree_never_looks_like_a_promotion() -> None:
    doctor = {**bachelor(DEPUTY), "level": "博士研究生", "degree": "博士"}
    young = records(person(DEPUTY, entered_on=date(2026, 1, 1)), education=[doctor])

    assert outlook(pack(EXAMPLE), young)["取得硕士学历和学位"] == (date(2029, 1, 1), "不会提前下一次晋级")


def test_without_a_grade_nothing_is_forecast() -> None:
    undated = records(person(DEPUTY), education=[bachelor(DEPUTY, None)])

    assert outlook(pack(EXAMPLE), undated)["本年度考核优秀"] == (None, "资料不全，暂不能测算")


def test_at_the_cap_nothing_is_quicker() -> None:
    capped = records(person(DEPUTY, entered_on=date(1990, 1, 1)), education=[bachelor(DEPUTY)])

    assert outlook(pack(EXAMPLE), capped)["本年度考核优秀"] == (None, "不会提前下一次晋级")


def test_what_counts_from_january_brings_a_grade_no_earlier() -> None:
    of = loaded(EXAMPLE)
    certificates = replace(of.facts["证书"], effect=Effect.NEXT_JANUARY)
    name = "取得高级社会工作师证书"

    assert outlook(of, deputy())[name] == (date(2026, 12, 1), "2026-12-01 起升为 9 级")
    later = replace(of, facts={**of.facts, "证书": certificates})
    assert outlook(later, deputy())[name] == (date(2027, 1, 1), "2027-01-01 起升为 9 级")


def test_a_change_that_cannot_be_read_is_refused_with_its_place() -> None:
    of = loaded(EXAMPLE)
    assert of.grade is not None
    wrong = replace(of.grade.speed_ups[0], changes={"优秀次数": "+一次"})
    grades = grade_everyone(of, deputy(), ON)

    with pytest.raises(
        PackError, match="「提速·本年度考核优秀」给「优秀次数」写的「\\+一次」用不上"
    ) as caught:
        prospects(
            replace(of, grade=replace(of.grade, speed_ups=(wrong,))),
            grades.binding,
            grades.situation.facts,
            None,
        )

    assert caught.value.file == "general-example/等级.yaml"


# -- what holds it back


def holds(found: Records) -> dict[str, tuple[bool | None, str]]:
    explained = explain_grade(pack(EXAMPLE), found, DEPUTY, NOVEMBER)
    return {each.name: (each.met, each.sentence) for each in explained.holds}


def test_met_preconditions_are_ticked() -> None:
    assert holds(deputy()) == {"培训学时": (True, "已符合"), "上年考核": (True, "已符合")}


def test_missing_training_hours_hold_the_promotion_back() -> None:
    assert holds(deputy(培训学时="18"))["培训学时"] == (False, "上一年度培训学时不足，补足后再办理晋级")


def test_a_precondition_that_cannot_be_told_names_what_is_missing() -> None:
    of = loaded("longzihu-demo")
    strict = replace(of.facts["社岗通"], blank_means=None)
    found = records(person(DEPUTY), education=[college(DEPUTY)])
    explained = explain_grade(replace(of, facts={**of.facts, "社岗通": strict}), found, DEPUTY, NOVEMBER)

    first = explained.holds[0]
    assert (first.name, first.met, first.sentence) == ("社岗通", None, "待核，缺：社岗通")


# -- another post class


def test_every_other_post_class_is_shown_with_the_rule_of_passage() -> None:
    explained = explain_grade(pack(EXAMPLE), deputy(), DEPUTY, NOVEMBER)

    assert [(each.post_class, each.grade) for each in explained.moves] == [("工作人员", 4), ("社区正职", 10)]


def test_no_move_is_shown_while_the_rule_of_passage_is_open() -> None:
    of = loaded(EXAMPLE)
    assert of.grade is not None
    open_rule = replace(of, grade=replace(of.grade, on_class_change="待填"))

    assert explain_grade(open_rule, deputy(), DEPUTY, NOVEMBER).moves == ()


def test_someone_without_a_grade_is_shown_no_move() -> None:
    undated = records(person(DEPUTY), education=[bachelor(DEPUTY, None)])

    assert explain_grade(pack(EXAMPLE), undated, DEPUTY, NOVEMBER).moves == ()


def test_a_class_in_which_a_needed_fact_is_missing_is_left_out() -> None:
    of = loaded(EXAMPLE)
    text = "如果(岗位类别 = 社区正职, 每满(任现等级月数, 晋级月数), 每满(有效月数, 晋级月数))"
    years = replace(of.formulas["年限加级"], text=text)
    of = replace(of, formulas={**of.formulas, "年限加级": years})

    assert [each.post_class for each in explain_grade(of, deputy(), DEPUTY, NOVEMBER).moves] == ["工作人员"]


def test_results_of_other_years_do_not_touch_the_last_year() -> None:
    found = records(
        person(DEPUTY), education=[college(DEPUTY)], assessments=results(DEPUTY, y2024="不合格", y2025="合格")
    )

    assert holds(found)["上年考核"] == (True, "已符合")
