"""A year's pay as a function from record batch to record batch, the unit of work of a cluster.

One row is one worker with the facts of every month, so any split of the rows into batches gives the same
figures. The plan travels inside the bindings, which are plain values: nothing is read where it runs.

    frame.mapInArrow(lambda batches: map(ArrowYear(bindings), batches), schema)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyarrow as pa

from jishi.policy.engines import columns
from jishi.policy.pack.quantity import Kind
from jishi.policy.plan import Binding

WORKER = "worker_id"


def monthly(name: str, month: int) -> str:
    """The column of a fact or a result in the n-th month run, from 1."""
    return f"{name}|{month}"


@dataclass(frozen=True, slots=True)
class ArrowYear:
    """Runs the bound months in order over the rows of a batch.

    Shape: a batch has `worker_id` and a column `事实|n` for each fact of the plan and month n, raw
           integers (truth as booleans), null = missing. The result has `worker_id` and `结果|n`, 64-bit
           integers (truth as booleans), rows as they came in.
    """

    bindings: Sequence[Binding]

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        rows = pl.DataFrame(batch)
        months = [self._facts(rows, month) for month in self._months]
        results = [month.outputs for month in columns.run_year(self.bindings, months)]
        named = [self._results(frame, month) for frame, month in zip(results, self._months, strict=True)]
        table = pl.concat([rows.select(WORKER), *named], how="horizontal_extend").to_arrow()
        schema = self.schema(batch.schema.field(WORKER).type)
        return table.cast(schema).combine_chunks().to_batches()[0] if len(table) else schema.empty_table()

    @property
    def _months(self) -> range:
        return range(1, len(self.bindings) + 1)

    def _facts(self, rows: pl.DataFrame, month: int) -> pl.DataFrame:
        return rows.select(pl.col(monthly(fact, month)).alias(fact) for fact in self.bindings[0].plan.facts)

    def _results(self, frame: pl.DataFrame, month: int) -> pl.DataFrame:
        return frame.rename({name: monthly(name, month) for name in frame.columns})

    def schema(self, worker_type: Any) -> pa.Schema:
        """The columns of the result."""
        plan = self.bindings[0].plan
        types = {name: self._type(plan.type_of(name).kind) for name in plan.targets}
        fields = [(monthly(name, month), types[name]) for month in self._months for name in types]
        return pa.schema([(WORKER, worker_type), *fields])

    def _type(self, kind: Kind) -> pa.DataType:
        return pa.bool_() if kind is Kind.TRUTH else pa.int64()
