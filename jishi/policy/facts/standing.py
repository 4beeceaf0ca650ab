"""Who a person is and which posts are held on the day."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_

import polars as pl

from jishi.policy.facts.elapsed import (
    FAR_FUTURE,
    merged,
    month_index,
    month_text,
    months_between,
)
from jishi.policy.facts.retirement import retirement_month
from jishi.policy.facts.sources import DualHead, FactRules, Scene
from jishi.policy.period import MONTHS_A_YEAR, ONE_DAY, Span

BETWEEN_POSITIONS = "、"


def personal(scene: Scene) -> pl.LazyFrame:
    """What the roster states of a person, and what follows from its dates."""
    retirement = retirement_month()
    left = (retirement - month_index(scene.anchor)).clip(lower_bound=0)
    return scene.people.select(
        pl.col("sex").alias("性别"),
        (months_between(pl.col("birth_on"), scene.anchor) // MONTHS_A_YEAR).alias("年龄"),
        pl.col("identity").alias("人员身份"),
        pl.col("channel").alias("进入渠道"),
        pl.col("full_time").alias("全日制"),
        month_text(month_index(pl.col("entered_on"))).alias("进入月份"),
        pl.col("confirmed_grade").alias("核定等级"),
        months_between(pl.col("grade_since"), scene.anchor).alias("任现等级月数"),
        month_text(retirement).alias("法定退休月份"),
        left.alias("距退休月数"),
        months_between(pl.col("trained_on"), scene.anchor).alias("距上次轮训月数"),
    )


def posts_held(scene: Scene, span: Span) -> pl.LazyFrame:
    """The posts held at any time in a span, one row each: row, community, position, valid_from, valid_before.

    Someone without an appointment in the span holds what the roster states, as long as the span lasts;
    several positions in one cell are parted by 、.
    """
    appointed = scene.sheet(scene.records.appointments).filter(
        pl.col("valid_from") < span.valid_before,
        pl.col("valid_before").is_null() | (pl.col("valid_before") > span.valid_from),
    )
    columns = (
        "row",
        pl.coalesce("community", "home").alias("community"),
        "position",
        "valid_from",
        "valid_before",
    )
    stated = (
        scene.people.join(appointed.select("row"), on="row", how="anti")
        .filter(pl.col("position").is_not_null())
        .with_columns(
            pl.col("position").str.split(BETWEEN_POSITIONS),
            pl.lit(span.valid_from).alias("valid_from"),
            pl.lit(None, dtype=pl.Date).alias("valid_before"),
            pl.col("community").alias("home"),
        )
        .explode("position")
        .with_columns(pl.col("position").str.strip_chars())
    )
    return pl.concat([appointed.select(columns), stated.select(columns)])


def dual_head(rules: FactRules, group_held: Callable[[frozenset[str]], pl.Expr], never: pl.Expr) -> pl.Expr:
    """Combines what is held of each group of positions into whether, or when, somebody is 一肩挑."""

    def one(rule: DualHead) -> pl.Expr:
        return reduce(and_, [group_held(group) for group in rule.groups])

    return reduce(or_, [one(rule) for rule in rules.dual_heads], never)


def positions_in(group: frozenset[str]) -> pl.Expr:
    """Whether a row's position is one of a group."""
    return pl.col("position").is_in(sorted(group))


def class_rank(rules: FactRules) -> pl.Expr:
    """The rank of a row's post class, 0 lowest; null for a position without one of the known classes."""
    ranks = {name: rank for rank, name in enumerate(rules.post_classes)}
    known = {position: ranks[name] for position, name in rules.class_of.items() if name in ranks}
    return pl.col("position").replace_strict(known, default=None, return_dtype=pl.Int64)


def posts(scene: Scene) -> pl.LazyFrame:
    """The main post of the day, its class and length, how many posts, and whether they are 一肩挑."""
    day = scene.last_day
    held = posts_held(scene, Span(day, day + ONE_DAY))
    main = _main_post(scene, held)
    found = main.join(_dual_heads(scene, held), on="row", how="left").join(
        _time_in_post(scene, main), on="row", how="left"
    )
    classes = pl.lit(pl.Series(scene.rules.post_classes, dtype=pl.String))
    return scene.per_person(found).select(
        pl.col("main").alias("岗位"),
        classes.gather(pl.col("rank")).alias("岗位类别"),
        pl.col("posts").alias("任职数"),
        pl.col("dual").alias("一肩挑"),
        pl.col("months_in_post").alias("任现岗位月数"),
    )


def _main_post(scene: Scene, held: pl.LazyFrame) -> pl.LazyFrame:
    """The post of the highest class each holds; of equals the one held longest, then the first mapped."""
    places = {name: place for place, name in enumerate(scene.rules.class_of)}
    mapped = pl.col("position").replace_strict(places, default=None, return_dtype=pl.Int64)
    return (
        held.with_columns(class_rank(scene.rules).alias("rank"), mapped.alias("place"))
        .sort(
            *("row", "rank", "valid_from", "place", "position"),
            descending=[False, True, False, False, False],
            nulls_last=True,
        )
        .group_by("row", maintain_order=True)
        .agg(
            pl.col("position").first().alias("main"),
            pl.col("rank").first(),
            pl.len().cast(pl.Int64).alias("posts"),
        )
    )


def _dual_heads(scene: Scene, held: pl.LazyFrame) -> pl.LazyFrame:
    dual = dual_head(scene.rules, lambda group: positions_in(group).any(), pl.lit(value=False))
    return held.group_by("row", "community").agg(dual.alias("dual")).group_by("row").agg(pl.col("dual").any())


def _time_in_post(scene: Scene, main: pl.LazyFrame) -> pl.LazyFrame:
    """Months in the main post without interruption; terms that follow one another are one stretch."""
    held = (
        scene.sheet(scene.records.appointments)
        .join(main, on="row")
        .filter(pl.col("position") == pl.col("main"))
        .select("row", "valid_from", pl.col("valid_before").fill_null(pl.lit(FAR_FUTURE)))
    )
    return (
        merged(held)
        .filter(pl.col("valid_from") <= scene.last_day, pl.col("valid_before") > scene.last_day)
        .select("row", months_between(pl.col("valid_from"), scene.anchor).alias("months_in_post"))
    )


def employed_in(span: Span) -> pl.Expr:
    """Whether a person is employed on any day of a span.

    Who stands in the roster without a date of entry is taken to have entered: being listed says so much.
    """
    entered = pl.col("entered_on").is_null() | (pl.col("entered_on") < span.valid_before)
    return entered & (pl.col("left_before").is_null() | (pl.col("left_before") > span.valid_from))
