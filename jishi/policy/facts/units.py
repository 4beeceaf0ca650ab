"""The facts of communities, streets or the whole district: what their communities state, and head counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import polars as pl

from jishi.policy.facts.places import as_text
from jishi.policy.facts.schooling import certificates
from jishi.policy.facts.sources import FROM_COMMUNITY, FactRules, FactSource, Scene
from jishi.policy.facts.standing import employed_in, positions_in, posts, posts_held
from jishi.policy.period import ONE_DAY, Effect, Month, Span
from jishi.policy.records import Records


class Scope(StrEnum):
    """The kind of unit a figure is for; 区县 is one unit, the whole district."""

    DISTRICT = "区县"
    STREET = "街道"
    COMMUNITY = "社区"


_STATED = {"户数": "households", "常住人口": "residents", "网格数": "grids"}
_STATED_AS_TEXT = "社区表 "
_COUNTED = ("在岗人数", "持证人数", "书记数", "正职数")


def unit_name(scope: Scope) -> pl.Expr:
    """The unit a row with the columns community and street belongs to."""
    if scope is Scope.DISTRICT:
        return pl.lit(scope.value)
    return pl.col("community" if scope is Scope.COMMUNITY else "street")


def derive_units(
    records: Records, wanted: Sequence[FactSource], scope: Scope, on: date, rules: FactRules
) -> pl.DataFrame:
    """Derives the wanted facts of every unit on a day.

    Shape: one row a unit in the order they first appear in records.communities, with the columns unit,
           street (null for the district) and each wanted fact. Numbers are sums over the unit's
           communities, null when one of them states none; a column taken straight from the sheet is text,
           above the community the sum of its whole numbers.
    """
    scene = Scene(records, rules, on, Month.of(on), Effect.SAME_DAY)
    street = pl.lit(None, dtype=pl.String) if scope is Scope.DISTRICT else pl.col("street").first()
    return (
        _communities(scene, wanted)
        .group_by(unit_name(scope).alias("unit"), maintain_order=True)
        .agg(street.alias("of_street"), *(_fact(each, scope) for each in wanted))
        .rename({"of_street": "street"})
        .collect()
    )


def _communities(scene: Scene, wanted: Sequence[FactSource]) -> pl.LazyFrame:
    """One row a community with every fact of the catalogue, and the wanted columns of the sheet."""
    communities = scene.records.communities
    listed = communities.lazy().unique("community", keep="first", maintain_order=True)
    return listed.join(_heads(scene), on="community", how="left", maintain_order="left").select(
        "community",
        "street",
        *(pl.col(column).alias(name) for name, column in _STATED.items()),
        pl.col("adjustment").fill_null(0).alias("员额调整"),
        pl.lit(1, dtype=pl.Int64).alias("社区数"),
        *(pl.col(name).fill_null(0) for name in _COUNTED),
        *(
            as_text(each.name, communities.columns).alias(_STATED_AS_TEXT + each.name)
            for each in wanted
            if each.source == FROM_COMMUNITY
        ),
    )


def _heads(scene: Scene) -> pl.LazyFrame:
    """How many people in post each community has: in all, certified, secretaries, of the highest class."""
    today = Span(scene.last_day, scene.last_day + ONE_DAY)
    secretaries = (
        posts_held(scene, today).filter(positions_in(scene.rules.secretaries)).select("row").unique()
    )
    people = scene.people.join(
        secretaries.with_columns(pl.lit(value=True).alias("书记数")),
        on="row",
        how="left",
        maintain_order="left",
    ).select("community", "书记数", employed_in(today).alias("在岗人数"))
    standing = posts(scene).select(pl.col("岗位类别").is_in(scene.rules.post_classes[-1:]).alias("正职数"))
    certified = certificates(scene).select((pl.col("证书").list.len() > 0).alias("持证人数"))
    everyone = pl.concat([people, standing, certified], how="horizontal").filter("在岗人数")
    return everyone.group_by("community").agg(pl.col(name).sum().cast(pl.Int64) for name in _COUNTED)


def _fact(wanted: FactSource, scope: Scope) -> pl.Expr:
    """One fact of a unit out of the facts of its communities."""
    if wanted.source != FROM_COMMUNITY:
        return _whole_sum(pl.col(wanted.source)).alias(wanted.name)
    stated = pl.col(_STATED_AS_TEXT + wanted.name)
    if scope is Scope.COMMUNITY:
        return stated.first().alias(wanted.name)
    return _whole_sum(stated.cast(pl.Int64, strict=False)).cast(pl.String).alias(wanted.name)


def _whole_sum(numbers: pl.Expr) -> pl.Expr:
    return pl.when(numbers.is_not_null().all()).then(numbers.sum())
