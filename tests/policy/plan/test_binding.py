"""The values of a day put into a plan: in force, known, and complete, or every blank named at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.engines.scalar import run
from jishi.policy.errors import BlankError, PackError, Place
from jishi.policy.pack.model import BEGINNING, Citation, DatedValue, Pack, Parameter, TableVersion
from jishi.policy.period import Month
from jishi.policy.plan import bind, compile_plan
from tests.policy.plan.build import CITED, MONEY, POST, fact, formula, lookup, pack, parameter, steps
from tests.policy.plan.figure import FACTOR, GRADE, HOUSEHOLDS, PEOPLE

OLD, NEW = date(2022, 1, 1), date(2026, 3, 1)
BASE = parameter("基数", MONEY, (OLD, 100_000), (NEW, 193_000))
PLACE = Place("地方/参数.yaml", 3)


def priced(base: Parameter) -> Pack:
    return pack([], [formula("工资", "基数 × 2")], [base])


def wage(policy: Pack, on: date, known_at: date | None = None) -> int | None:
    plan = compile_plan(policy, ["工资"])
    binding = bind(plan, policy, on=on, known_at=known_at)
    return run(binding, {}, {})[plan.outputs["工资"]]


@pytest.mark.parametrize(
    ("on", "fen"),
    [(OLD, 200_000), (date(2026, 2, 28), 200_000), (NEW, 386_000), (date(2030, 1, 1), 386_000)],
)
def test_the_value_in_force_on_the_day_counts(on: date, fen: int) -> None:
    assert wage(priced(BASE), on) == fen


def test_a_value_announced_later_is_not_yet_known() -> None:
    old, new = BASE.values
    late = replace(BASE, values=(old, replace(new, announced=date(2026, 5, 10))))
    assert wage(priced(late), NEW) == 386_000
    assert wage(priced(late), NEW, known_at=date(2026, 5, 9)) == 200_000
    assert wage(priced(late), NEW, known_at=date(2026, 5, 10)) == 386_000
    assert wage(priced(late), OLD, known_at=date(2000, 1, 1)) == 200_000


def test_of_two_values_from_one_day_the_later_announced_counts_once_known() -> None:
    old, new = BASE.values
    corrected = replace(new, raw=200_000, announced=date(2026, 6, 1))
    policy = priced(replace(BASE, values=(old, corrected, new)))
    assert wage(policy, NEW, known_at=date(2026, 5, 31)) == 386_000
    assert wage(policy, NEW) == 400_000


def test_a_parameter_not_in_force_yet_is_refused_at_its_line() -> None:
    with pytest.raises(PackError) as caught:
        wage(priced(replace(BASE, place=PLACE)), date(2021, 12, 31))
    assert str(caught.value) == (
        "地方/参数.yaml 第3行：参数「基数」在 2021-12-31 还没有规定。请补上更早的「自」，或换一个日期"
    )


def test_a_table_not_in_force_yet_is_refused() -> None:
    table = steps("配备", PEOPLE, HOUSEHOLDS, (NEW, {0: 5}))
    policy = pack([fact("户数", HOUSEHOLDS)], [formula("人数", "分档(户数, 配备)")], tables=[table])
    plan = compile_plan(policy, ["人数"])
    bind(plan, policy, on=NEW)
    with pytest.raises(PackError, match="表「配备」在 2026-02-28 还没有规定"):
        bind(plan, policy, on=date(2026, 2, 28))


def test_every_blank_the_plan_needs_is_named_at_once_with_its_clause() -> None:
    unasked = replace(parameter("补贴", MONEY, None), question="")
    own = replace(parameter("奖励", MONEY), values=(DatedValue(BEGINNING, None, Citation(("细则/第二条",))),))
    grades = lookup("起点", ["岗位类别"], GRADE, {("工作人员",): 1, ("社区副职",): None, ("社区正职",): None})
    staffing = steps("配备", PEOPLE, HOUSEHOLDS, (BEGINNING, {0: 5}))
    policy = pack(
        [fact("岗位类别", POST), fact("户数", HOUSEHOLDS)],
        [
            formula("合计", "基数 + 补贴 + 奖励"),
            formula("等级", "起点[岗位类别]"),
            formula("人数", "分档(户数, 配备)"),
        ],
        [parameter("基数", MONEY, None), unasked, own, parameter("无关", MONEY, None)],
        [grades, staffing, lookup("旁表", ["岗位类别"], GRADE, {("工作人员",): None})],
    )
    with pytest.raises(BlankError) as caught:
        bind(compile_plan(policy, ["合计", "等级", "人数"]), policy, on=NEW)
    assert [str(blank) for blank in caught.value.blanks] == [
        "参数「基数」（办法/第一条）：基数是多少？",
        "参数「补贴」（办法/第一条）：「补贴」是多少",
        "参数「奖励」（细则/第二条）：奖励是多少？",
        "表「起点[社区副职]」（办法/第一条）：「起点」中「社区副职」一格是多少",
        "表「起点[社区正职]」（办法/第一条）：「起点」中「社区正职」一格是多少",
    ]
    assert "还有 5 项待填" in str(caught.value)


def test_a_blank_of_another_version_does_not_stand_in_the_way() -> None:
    table = lookup("系数", ["岗位类别"], FACTOR, dict.fromkeys([(post,) for post in POST.domain], 100))
    blank = TableVersion(
        NEW, {(post,): replace(table.versions[0].cells[(post,)], raw=None) for post in POST.domain}
    )
    policy = pack(
        [fact("岗位类别", POST)],
        [formula("比例", "系数[岗位类别]")],
        tables=[replace(table, versions=(table.versions[0], blank))],
    )
    plan = compile_plan(policy, ["比例"])
    assert bind(plan, policy, on=OLD).tables == {"系数": (100, 100, 100)}
    with pytest.raises(BlankError):
        bind(plan, policy, on=NEW)


def test_tables_are_laid_out_row_by_row_and_steps_repeat_their_last() -> None:
    cells: dict[tuple[str, ...], int | None] = {
        (yes, post): 10 * row + n
        for row, yes in enumerate(("否", "是"))
        for n, post in enumerate(POST.domain)
    }
    staffing = steps("配备", PEOPLE, HOUSEHOLDS, (BEGINNING, {0: 5, 1000: 7}), (NEW, {0: 6}))
    policy = pack(
        [fact("岗位类别", POST), fact("户数", HOUSEHOLDS)],
        [formula("比例", "系数[户数 > 1000户, 岗位类别]"), formula("人数", "分档(户数, 配备)")],
        tables=[lookup("系数", ["大社区", "岗位类别"], FACTOR, cells), staffing],
    )
    plan = compile_plan(policy, ["比例", "人数"])
    assert bind(plan, policy, on=NEW).tables == {
        "系数": (0, 1, 2, 10, 11, 12),
        "配备|达到": (0, 0),
        "配备|值": (6, 6),
    }


def test_a_binding_knows_its_month_and_the_values_it_rests_on() -> None:
    policy = priced(BASE)
    binding = bind(compile_plan(policy, ["工资"]), policy, on=NEW)
    assert binding.month == Month(2026, 3)
    assert binding.parameters == {"基数": 193_000}
    assert binding.in_force["基数"].valid_from == NEW
    assert binding.in_force["基数"].citation == CITED


def test_the_digest_names_plan_month_and_values() -> None:
    policy, dearer = priced(BASE), priced(parameter("基数", MONEY, 193_001))
    first = bind(compile_plan(policy, ["工资"]), policy, on=NEW)
    assert first.digest == bind(compile_plan(policy, ["工资"]), policy, on=date(2026, 3, 31)).digest
    assert first.digest != bind(compile_plan(policy, ["工资"]), policy, on=date(2026, 4, 1)).digest
    assert first.digest != bind(compile_plan(dearer, ["工资"]), dearer, on=NEW).digest
