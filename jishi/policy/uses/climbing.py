"""Grades by the ladder strategy: the clock in the grade held, run over each person's own history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from jishi.policy.decisions.ladder import Ladder, LadderRule, Promotion, clock_start, next_step, steps_until
from jishi.policy.engines.columns import run_month
from jishi.policy.errors import PackError
from jishi.policy.pack.model import Pack
from jishi.policy.plan import bind
from jishi.policy.records import Records
from jishi.policy.uses.grade import (
    GradeRow,
    Grades,
    grade_plan,
    grade_row,
    grade_rule,
    grades_by_formula,
)
from jishi.policy.uses.situation import frozen_results, situation
from jishi.policy.uses.values import whole, word

EFFECTS = tuple(Promotion)


def grade_everyone(
    pack: Pack, records: Records, on: date, *, strategy: str = "", known_at: date | None = None
) -> Grades:
    """Grade everyone employed on a day by the strategy the pack chooses, or by the one named.

    Errors: BlankError, PackError, FactError.
    """
    if (strategy or grade_rule(pack).strategy) == "阶梯":
        return grades_by_ladder(pack, records, on, known_at=known_at)
    return grades_by_formula(pack, records, on, known_at=known_at)


def ladder_rule(pack: Pack, on: date) -> LadderRule:
    """The ladder of a pack with the values of a day.

    Errors: PackError when the pack has no ladder; BlankError for what is 待填.
    """
    rule = grade_rule(pack)
    if rule.ladder is None:
        raise PackError(f"政策包「{pack.title}」没有写明阶梯", "请在 等级.yaml 中补上「阶梯」")
    shortens = rule.ladder.excellent_shortens
    return LadderRule(
        step_months=whole(pack, rule.ladder.step_months, on, "晋级月数"),
        months_per_excellent=whole(pack, shortens, on, "优秀缩短") if shortens else 0,
        carry_over=rule.ladder.carries_over,
        effect=Promotion(word(pack, rule.promotion_effect, EFFECTS, on, "晋级生效")),
    )


def grades_by_ladder(pack: Pack, records: Records, on: date, *, known_at: date | None = None) -> Grades:
    """Climb from the grade in force and its first day, as the records state them.

    Who has no confirmed grade or no first day has no result; the two are named as missing.
    """
    plan = grade_plan(pack)
    binding = bind(plan, pack, on=on, known_at=known_at)
    rule = ladder_rule(pack, on)
    now = situation(pack, records, plan.facts.values(), on)
    outputs = run_month(binding, now.facts).outputs
    years = _years(pack, records)
    held = records.people.select("worker_id", "confirmed_grade", "grade_since").rows()
    rows = []
    for row in now.employed.arg_true().to_list():
        worker_id, grade, since = held[row]
        base = grade_row(grade_rule(pack), binding, now, outputs, row, confirmed=grade, next_on=None)
        rows.append(_climbed(base, rule, since, years[worker_id], on))
    return Grades(pack, on, binding, now, tuple(rows))


def _climbed(
    row: GradeRow, rule: LadderRule, since: date | None, years: Mapping[str, set[int]], on: date
) -> GradeRow:
    wanting = [
        name
        for name, value in (("核定等级", row.confirmed), ("等级起始日期", since), ("岗位类别", row.high))
        if value is None
    ]
    if wanting or row.confirmed is None or since is None or row.high is None:
        return replace(row, proposed=None, missing=tuple(wanting))
    excellent, frozen = (years[kind] for kind in ("优秀", "冻结"))
    ladder = Ladder(clock_start(since, rule.effect), row.confirmed, row.high, excellent, frozen)
    done, ahead = steps_until(ladder, rule, on), next_step(ladder, rule, on)
    return replace(
        row,
        proposed=done[-1].grade if done else row.confirmed,
        missing=(),
        next_on=ahead.on if ahead else None,
        reason="；".join(step.reason for step in done) or (ahead.reason if ahead else ""),
    )


def _years(pack: Pack, records: Records) -> Mapping[str, Mapping[str, set[int]]]:
    """worker → 优秀 and 冻结 → the years."""
    freezing = frozen_results(pack)
    best = {each.name for each in pack.lists.assessment_results if each.level == 1}
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: {"优秀": set(), "冻结": set()})
    for worker_id, year, result in _assessed(records.assessments):
        if result in best:
            found[worker_id]["优秀"].add(year)
        if result in freezing:
            found[worker_id]["冻结"].add(year)
    return found


def _assessed(frame: pl.DataFrame) -> Iterator[tuple[str, int, str]]:
    yield from frame.select("worker_id", "year", "result").iter_rows()
