"""One worker's grade in every other post class, by the pack's rule of passage (R-116)."""

from __future__ import annotations

import polars as pl

from jishi.policy.decisions.class_change import ClassChange, Passage, Range, change_class
from jishi.policy.engines.columns import run_month
from jishi.policy.pack.model import Pack
from jishi.policy.plan import Binding
from jishi.policy.uses.grade import HIGH, LOW, GradeRow, grade_rule
from jishi.policy.uses.values import word

PASSAGES = tuple(Passage)


def class_changes(
    pack: Pack, binding: Binding, facts: pl.DataFrame, row: GradeRow
) -> tuple[ClassChange, ...]:
    """What the grade would be in each post class the worker is not in.

    Shape:  `facts` is the worker's one row; a worker without a grade, or a class in which the facts give
            none, has no answer.
    Errors: BlankError when the rule of passage is 待填.
    """
    rule = grade_rule(pack)
    kind = binding.plan.facts[rule.post_class].type
    held = row.proposed if row.confirmed is None else row.confirmed
    if held is None or row.low is None or row.high is None:
        return ()
    passage = Passage(word(pack, rule.on_class_change, PASSAGES, binding.on, "岗位变动"))
    found = []
    for place, name in enumerate(kind.domain):
        if name == row.post_class:
            continue
        moved = facts.with_columns(pl.lit(place, pl.Int64).alias(rule.post_class))
        outputs = run_month(binding, moved, names=[rule.grade, LOW, HIGH]).outputs.row(0)
        if None not in outputs:
            anew, low, high = outputs
            old, new = Range(row.low, row.high), Range(low, high)
            found.append(change_class(passage, name, held=held, old=old, new=new, anew=anew))
    return tuple(found)
