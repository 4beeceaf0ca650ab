"""The plan that pays a district in one process pays a province on a cluster: the same figures to the 分."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from bench import compiled, population
from bench.population import Year
from bench.results import NAMES, Results, digest
from jishi.policy.plan import Binding
from jishi.spark import WORKER, ArrowYear, monthly

ROOT = Path(__file__).parents[2]
PEOPLE = 600
PARTITIONS = 5

pytestmark = pytest.mark.filterwarnings("default")  # what Spark's own modules warn of is not ours


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """A session of two workers, which import the project from where it lies."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = SparkSession.builder.master("local[2]").appName("jishi")
        for key, value in {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.shuffle.partitions": str(PARTITIONS),
            "spark.sql.execution.arrow.maxRecordsPerBatch": "50",
        }.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


@pytest.fixture(scope="module")
def bindings(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Binding]:
    folder = compiled.write_pack(tmp_path_factory.mktemp("packs") / "three-posts")
    return compiled.compiled(folder)[1]


@pytest.fixture(scope="module")
def year() -> Year:
    return population.make(PEOPLE)


def one_row_a_worker(year: Year) -> pa.Table:
    """The facts of all months side by side, as a cluster holds them."""
    columns = {WORKER: range(year[0].people)}
    for month, facts in enumerate(year, 1):
        columns |= {monthly(compiled.FACTS[f.name], month): getattr(facts, f.name) for f in fields(facts)}
    return pl.DataFrame(columns).to_arrow()


def figures(table: pa.Table) -> str:
    """The digest of all results, by worker, whatever order the rows came back in."""
    rows = pl.DataFrame(table).sort(WORKER)
    months = range(1, 13)
    named = [[monthly(compiled.FORMULAS[name], month) for name in NAMES] for month in months]
    return digest([Results(*(rows[name].to_numpy() for name in names)) for names in named])


def test_spark_gives_the_same_figures_as_one_process(
    spark: SparkSession, bindings: Sequence[Binding], year: Year, tmp_path: Path
) -> None:
    pay = ArrowYear(bindings)
    facts = one_row_a_worker(year)
    pq.write_table(facts, tmp_path / "facts.parquet")
    scattered = spark.read.parquet(str(tmp_path)).repartition(PARTITIONS)
    schema = from_arrow_schema(pay.schema(facts.schema.field(WORKER).type))
    paid = scattered.mapInArrow(lambda batches: map(pay, batches), schema)

    assert scattered.rdd.getNumPartitions() == PARTITIONS
    here = compiled.results(compiled.pay_year(bindings, compiled.frames(year)))
    assert figures(paid.toArrow()) == digest(here)


def test_one_figure_that_differs_is_noticed(bindings: Sequence[Binding], year: Year) -> None:
    pay = ArrowYear(bindings)
    facts = pl.DataFrame(one_row_a_worker(year))
    raised = facts.with_columns(pl.col(monthly("一次性发放", 12)) + (pl.col(WORKER) == 7))
    (as_is, more) = (pay(frame.to_arrow().combine_chunks().to_batches()[0]) for frame in (facts, raised))
    assert figures(pa.table(as_is)) != figures(pa.table(more))


def test_a_batch_without_rows_gives_a_result_without_rows(bindings: Sequence[Binding], year: Year) -> None:
    empty = one_row_a_worker(year).slice(0, 0).schema.empty_table()
    batch = pa.RecordBatch.from_arrays(
        [column.combine_chunks() for column in empty.columns], schema=empty.schema
    )
    result = ArrowYear(bindings)(batch)
    assert result.num_rows == 0
    assert result.schema.names[1] == monthly("等级", 1)
