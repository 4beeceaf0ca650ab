"""The highest education and degree obtained, and the certificates held."""

from __future__ import annotations

import polars as pl

from jishi.policy.facts.sources import Scene

LEVELS = ("高中及以下", "大专", "本科", "硕士研究生", "博士研究生")
DEGREES = ("无", "学士", "硕士", "博士")
TIERS = ("无", "本科", "硕士", "博士")

_BACHELOR = LEVELS.index("本科")
_UNREADABLE = len(LEVELS)


def schooling(scene: Scene) -> pl.LazyFrame:
    """Education and degree as of the day, and the tier both or only one of them reach.

    A row that might be higher than what is known for certain (no date, no degree stated, an unknown name)
    leaves the fact unknown; a row that could not matter is passed over.
    """
    level, degree = _rank(LEVELS, "level"), _rank(DEGREES, "degree")
    # Below 本科 there is no degree to state, so an empty cell says 无.
    typical = (level - _BACHELOR + 1).clip(0)
    degree = pl.when(typical == 0).then(degree.fill_null(0)).otherwise(degree)
    sure = pl.col("obtained_on").is_not_null()
    counted = pl.col("obtained_on").is_null() | (pl.col("obtained_on") <= scene.last_day)
    found = (
        scene.sheet(scene.records.education)
        .filter(counted)
        .group_by("row")
        .agg(
            _highest(level, sure, pl.lit(_UNREADABLE)).alias("level_rank"),
            _highest(degree, sure, typical.fill_null(_UNREADABLE)).alias("degree_rank"),
        )
    )
    level, degree = (pl.col("level_rank") - _BACHELOR + 1).clip(0), pl.col("degree_rank")
    lower, higher = pl.min_horizontal(level, degree), pl.max_horizontal(level, degree)
    both = pl.when(level.is_not_null() & degree.is_not_null()).then(lower)
    return scene.per_person(found).select(
        _name(LEVELS, pl.col("level_rank")).alias("学历"),
        _name(DEGREES, degree).alias("学位"),
        _name(TIERS, both).alias("双证层次"),
        _name(TIERS, pl.when(higher > both).then(higher).when(higher == both).then(0)).alias("单证层次"),
    )


def _rank(names: tuple[str, ...], column: str) -> pl.Expr:
    ranks = {name: rank for rank, name in enumerate(names)}
    return pl.col(column).replace_strict(ranks, default=None, return_dtype=pl.Int64)


def _name(names: tuple[str, ...], rank: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(names)).gather(rank)


def _highest(rank: pl.Expr, sure: pl.Expr, possible: pl.Expr) -> pl.Expr:
    """The highest rank of a person's rows, null where an unsure row might be higher.

    A row is sure when it is dated and its rank is known; else it might be worth its rank, or `possible`.
    """
    known = sure & rank.is_not_null()
    best = rank.filter(known).max()
    doubt = pl.coalesce(rank, possible).filter(~known).max()
    return pl.when(doubt.is_null() | (doubt <= best)).then(best)


def certificates(scene: Scene) -> pl.LazyFrame:
    """The certificates obtained by the day, and those whose registration is valid; a list, maybe empty."""
    day, obtained, registered = scene.last_day, pl.col("obtained_on"), pl.col("registered_before")
    held = scene.sheet(scene.records.certificates).filter(obtained.is_null() | (obtained <= day))
    undated = obtained.is_null().any()
    names = pl.col("name").sort_by("obtained_on").unique(maintain_order=True).implode()
    valid = pl.col("name").filter(registered > day).unique(maintain_order=True).implode()
    found = held.group_by("row").agg(
        names.alias("names"),
        valid.alias("valid"),
        undated.alias("undated"),
        (undated | registered.is_null().any()).alias("unregistered"),
    )
    return scene.per_person(found.rename({"name": "certificate"}, strict=False)).select(
        _unless("undated", "names").alias("证书"),
        _unless("unregistered", "valid").alias("登记有效证书"),
    )


def _unless(doubt: str, names: str) -> pl.Expr:
    """The names, an empty list for someone without any row, null in doubt."""
    empty = pl.lit([], dtype=pl.List(pl.String))
    listed = pl.when(pl.col(doubt).is_null()).then(empty).otherwise(pl.col(names))
    return pl.when(pl.col(doubt).fill_null(value=False)).then(None).otherwise(listed)
