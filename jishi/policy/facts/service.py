"""Months of community service, merged so that no day counts twice."""

from __future__ import annotations

from datetime import date

import polars as pl

from jishi.policy.facts.elapsed import merged, total_months
from jishi.policy.facts.sources import Scene


def counted_stretches(scene: Scene, anchor: date) -> pl.LazyFrame:
    """Everyone's counted service before a day: row, valid_from, valid_before, merged.

    Someone without service segments has served since the date of entry.
    """
    segments = scene.sheet(scene.records.service).select(
        "row", "valid_from", "valid_before", _counts(scene.rules.verified_only).alias("counts")
    )
    employed = scene.people.join(segments, on="row", how="anti").select(
        "row",
        pl.col("entered_on").alias("valid_from"),
        pl.col("left_before").alias("valid_before"),
        pl.lit(value=True).alias("counts"),
    )
    end = pl.min_horizontal(pl.col("valid_before"), pl.lit(anchor))
    return merged(
        pl.concat([segments, employed])
        .filter("counts", pl.col("valid_from") < anchor)
        .select("row", "valid_from", end.alias("valid_before"))
    )


def _counts(verified_only: bool) -> pl.Expr:
    """Whether a segment counts: not marked as not counting and, where the rule asks for it, verified."""
    counts = pl.col("counts").fill_null(value=True)
    return counts & pl.col("verified").fill_null(value=False) if verified_only else counts


def service(scene: Scene) -> pl.LazyFrame:
    """Months of service by the anchor, and by the beginning of its year."""
    anchor = scene.anchor
    now, january = "社区工作月数", "年初社区工作月数"
    registered = scene.sheet(scene.records.service).select("row", pl.lit(value=True).alias("registered"))
    known = pl.col("registered").fill_null(value=False) | pl.col("entered_on").is_not_null()
    return (
        scene.people.join(registered.unique(), on="row", how="left", maintain_order="left")
        .join(
            total_months(counted_stretches(scene, anchor), now), on="row", how="left", maintain_order="left"
        )
        .join(
            total_months(counted_stretches(scene, date(anchor.year, 1, 1)), january),
            on="row",
            how="left",
            maintain_order="left",
        )
        .select(pl.when(known).then(pl.col(name).fill_null(0)).alias(name) for name in (now, january))
    )
