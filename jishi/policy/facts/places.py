"""What the roster and a person's community state, taken as it stands."""

from __future__ import annotations

import polars as pl

from jishi.policy.facts.sources import Scene


def of_roster(scene: Scene, *columns: str) -> pl.LazyFrame:
    """Columns of the roster as text, null where the roster has no such column."""
    here = scene.records.people.columns
    # The row keeps everyone in the frame even where every column asked for is a constant null.
    return scene.people.select("row", *(as_text(column, here).alias(column) for column in columns)).drop(
        "row"
    )


def of_community(scene: Scene, *columns: str) -> pl.LazyFrame:
    """Columns of each person's own community as text, null where there is no such column or community."""
    communities = scene.records.communities
    stated = communities.lazy().select(
        "community", *(as_text(column, communities.columns).alias(column) for column in columns)
    )
    return (
        scene.people.select("community")
        .join(stated.unique("community"), on="community", how="left", maintain_order="left")
        .drop("community")
    )


def as_text(column: str, here: list[str]) -> pl.Expr:
    """A column as text, or nothing but nulls where the sheet has no such column."""
    return pl.col(column).cast(pl.String) if column in here else pl.lit(None, dtype=pl.String)


def star(scene: Scene) -> pl.LazyFrame:
    """The star of each person's community."""
    return of_community(scene, "star").select(pl.col("star").alias("社区星级"))
