"""What a person's yearly assessments come to, once their years have closed."""

from __future__ import annotations

import polars as pl

from jishi.policy.facts.elapsed import total_months
from jishi.policy.facts.service import counted_stretches
from jishi.policy.facts.sources import Scene

EXCELLENT, QUALIFIED, BARELY, FAILED = 1, 2, 3, 4
NOT_ASSESSED = "未考核"


def assessment(scene: Scene) -> pl.LazyFrame:
    """Counts by level, the run of failed years, last year's result, and what concerns the present grade."""
    closed = _closed(scene)
    level = pl.col("level")
    since = pl.col("grade_since").dt.year()
    counts = (
        closed.join(scene.people.select("row", "grade_since"), on="row")
        .group_by("row")
        .agg(
            *(
                (level == each).sum().cast(pl.Int64).alias(f"level_{each}")
                for each in range(EXCELLENT, FAILED + 1)
            ),
            ((level == EXCELLENT) & (pl.col("year") >= since)).sum().cast(pl.Int64).alias("in_grade"),
            pl.col("result").filter(pl.col("year") == scene.anchor.year - 1).first().alias("last"),
        )
    )
    people = scene.per_person(counts)
    for found in (_run_of_failures(closed), *_months_in_years(scene, closed), _frozen_months(scene, closed)):
        people = people.join(found, on="row", how="left", maintain_order="left")
    graded = pl.col("grade_since").is_not_null()
    return people.select(
        _number("level_1").alias("优秀次数"),
        _number("level_2").alias("合格次数"),
        _number("level_3").alias("基本合格次数"),
        _number("level_4").alias("不合格次数"),
        _number("level_4").alias("累计不合格年数"),
        _number("run").alias("连续不合格年数"),
        pl.col("last").fill_null(NOT_ASSESSED).alias("上年考核"),
        _number("months_3").alias("基本合格月数"),
        _number("months_4").alias("不合格月数"),
        pl.when(graded).then(_number("in_grade")).alias("本级优秀次数"),
        pl.when(graded).then(_number("frozen")).alias("本级冻结月数"),
    )


def _number(name: str) -> pl.Expr:
    return pl.col(name).fill_null(0)


def _closed(scene: Scene) -> pl.LazyFrame:
    """The results of closed years with their neutral level; one year of a person counts once."""
    levels = dict(scene.rules.levels)
    level = pl.col("result").replace_strict(levels, default=None, return_dtype=pl.Int64)
    return (
        scene.sheet(scene.records.assessments)
        .filter(pl.col("year") <= scene.last_closed_year, pl.col("result").is_not_null())
        .select("row", "year", "result", level.alias("level"))
    )


def _run_of_failures(closed: pl.LazyFrame) -> pl.LazyFrame:
    """The failed years in succession up to each person's latest assessed year."""
    latest = (
        closed.filter(pl.col("level").is_not_null()).group_by("row").agg(pl.col("year").max().alias("latest"))
    )
    # Of failed years in order, those in succession differ from their place by the same number.
    return (
        closed.filter(pl.col("level") == FAILED)
        .sort("row", "year")
        .with_row_index("place")
        .group_by("row", (pl.col("year") - pl.col("place").cast(pl.Int64)).alias("island"))
        .agg(pl.len().cast(pl.Int64).alias("run"), pl.col("year").max())
        .join(latest, on="row")
        .filter(pl.col("year") == pl.col("latest"))
        .select("row", "run")
    )


def _within_years(spans: pl.LazyFrame, years: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """Months of each person's spans that lie in that person's years."""
    first, next_first = pl.date(pl.col("year"), 1, 1), pl.date(pl.col("year") + 1, 1, 1)
    begin = pl.max_horizontal(pl.col("valid_from"), first)
    end = pl.min_horizontal(pl.col("valid_before"), next_first)
    inside = spans.join(years.select("row", "year"), on="row").select(
        "row", begin.alias("valid_from"), end.alias("valid_before")
    )
    return total_months(inside.filter(pl.col("valid_from") < pl.col("valid_before")), name)


def _months_in_years(scene: Scene, closed: pl.LazyFrame) -> list[pl.LazyFrame]:
    served = counted_stretches(scene, scene.anchor)
    return [
        _within_years(served, closed.filter(pl.col("level") == level), f"months_{level}")
        for level in (BARELY, FAILED)
    ]


def _frozen_months(scene: Scene, closed: pl.LazyFrame) -> pl.LazyFrame:
    """Months in the present grade that do not count because of their year's result."""
    in_grade = scene.people.filter(pl.col("grade_since").is_not_null()).select(
        "row", pl.col("grade_since").alias("valid_from"), pl.lit(scene.anchor).alias("valid_before")
    )
    frozen = closed.filter(pl.col("result").is_in(sorted(scene.rules.frozen)))
    return _within_years(in_grade, frozen, "frozen")
