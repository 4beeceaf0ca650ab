"""A locked month against what is known now: signed lines by month, item and cause (R-145).

The locked month is never touched. Between the locked figure and the figure known now every changed
parameter and every changed fact is put in one after another; each difference is a line, so the lines add
up to the whole by construction: locked + lines = recomputed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from jishi.policy.engines.columns import run_month
from jishi.policy.errors import FactError
from jishi.policy.pack.model import BEGINNING, Pack
from jishi.policy.pack.quantity import ValueType, show_value
from jishi.policy.period import Month
from jishi.policy.plan import Binding, Op
from jishi.policy.records import Records
from jishi.policy.uses.locked import LockedRow
from jishi.policy.uses.pay import ENTITLED, PayMonth, pay_months

RULES_CHANGED = "规则（公式或表）调整，或锁定结果不是按登记的事实算出"
NEWLY_KNOWN = "锁定时尚未登记此人"
NO_LONGER = "现已查明该月不在职"
DEDUCTED = "扣款"


@dataclass(frozen=True, slots=True)
class RetroLine:
    """One difference in 分: what one cause adds to one item of one person's month.

    `owed` is the sign it has for the person: a higher deduction is owed less.
    """

    worker_id: str
    name: str
    month: Month
    item: str
    category: str
    difference: int
    cause: str

    @property
    def owed(self) -> int:
        """The difference as it is paid (+) or taken back (-)."""
        return -self.difference if self.category == DEDUCTED else self.difference


@dataclass(frozen=True, slots=True)
class Retro:
    """All differences of the months compared.

    Shape: `recomputed` maps worker, month and item to the figure known now, for everybody compared;
           `unresolved` names those who cannot be recomputed, with the facts they lack; they have no line.
    """

    lines: tuple[RetroLine, ...]
    recomputed: Mapping[tuple[str, Month, str], int]
    unresolved: tuple[tuple[str, Month, tuple[str, ...]], ...]

    @property
    def owed(self) -> int:
        """Everything to pay (+) or take back (-), in 分."""
        return sum(line.owed for line in self.lines)


def retro(pack: Pack, records: Records, locked: Sequence[LockedRow], first: Month, last: Month) -> Retro:
    """Compare the locked months `first` … `last` with what pack and records say now.

    Errors: FactError when a month of the span has no locked result, or the locked result an item the pack
            does not know; BlankError, PackError.
    """
    by_month: dict[Month, dict[str, LockedRow]] = {}
    for row in locked:
        by_month.setdefault(row.month, {})[row.worker_id] = row
    lines: list[RetroLine] = []
    recomputed: dict[tuple[str, Month, str], int] = {}
    unresolved: list[tuple[str, Month, tuple[str, ...]]] = []
    for pay in pay_months(pack, records, first, last):
        if pay.month not in by_month:
            raise FactError(
                f"锁定结果里没有 {pay.month}",
                f"请给出含 {first} 至 {last} 各月的锁定结果，或缩短 --from、--to",
            )
        _check_items(pack, pay, by_month[pay.month])
        comparison = _Comparison.of(pay, by_month[pay.month])
        lines.extend(comparison.lines())
        recomputed |= comparison.recomputed()
        unresolved.extend(comparison.unresolved())
    return Retro(tuple(lines), recomputed, tuple(unresolved))


def _check_items(pack: Pack, pay: PayMonth, locked: Mapping[str, LockedRow]) -> None:
    """Refuse another pack's result: an item renamed since would be paid a second time."""
    known = {item.name for item in pay.items}
    for row in locked.values():
        for item, amount in row.items.items():
            if amount and item not in known:
                raise FactError(
                    f"{pay.month} 的锁定结果有「{item}」，政策包「{pack.title}」没有这一项，不能比较",
                    "请用锁定时的政策包；项目改了名的，请改回原名",
                )


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One month: the locked rows and the rows known now, side by side by worker."""

    pay: PayMonth
    locked: Mapping[str, LockedRow]
    rows: Mapping[str, int]  # worker → row, of those paid in the month as known now

    @classmethod
    def of(cls, pay: PayMonth, locked: Mapping[str, LockedRow]) -> _Comparison:
        ids = pay.situation.people["worker_id"].to_list()
        return cls(pay, locked, {ids[row]: row for row in pay.rows})

    @property
    def items(self) -> Mapping[str, str]:
        """Item → category, of what is owed."""
        return {item.name: item.category for item in self.pay.items if item.category in ENTITLED}

    def unresolved(self) -> Iterator[tuple[str, Month, tuple[str, ...]]]:
        unfinished = set(self.pay.unfinished())
        for worker_id, row in self.rows.items():
            if row in unfinished:
                yield worker_id, self.pay.month, self.pay.lacking(row)

    def recomputed(self) -> dict[tuple[str, Month, str], int]:
        unfinished = set(self.pay.unfinished())
        found = {}
        for item in self.items:
            amounts = self.pay.outputs[item].to_list()
            for worker_id, row in self.rows.items():
                if row not in unfinished:
                    found[worker_id, self.pay.month, item] = amounts[row]
        for worker_id in self.locked.keys() - self.rows.keys():
            found |= {(worker_id, self.pay.month, item): 0 for item in self.items}
        return found

    def lines(self) -> Iterator[RetroLine]:
        unfinished = set(self.pay.unfinished())
        both = [
            worker for worker, row in self.rows.items() if worker in self.locked and row not in unfinished
        ]
        figures = {worker: dict(self.locked[worker].items) for worker in both}
        for causes, outputs in self._stages(both):
            yield from self._moved(both, figures, causes, outputs)
        for worker_id, row in self.rows.items():
            if worker_id not in self.locked and row not in unfinished:
                yield from self._whole(worker_id, row, NEWLY_KNOWN)
        for worker_id, locked in self.locked.items():
            if worker_id not in self.rows:
                yield from self._gone(locked)

    def _moved(
        self,
        workers: Sequence[str],
        figures: Mapping[str, dict[str, int]],
        causes: Sequence[str],
        outputs: pl.DataFrame,
    ) -> Iterator[RetroLine]:
        """The lines of one stage; a stage without result leaves the figure to the next."""
        for item in self.items:
            for worker_id, cause, amount in zip(workers, causes, outputs[item].to_list(), strict=True):
                before = figures[worker_id].get(item, 0)
                if amount is not None and amount != before:
                    figures[worker_id][item] = amount
                    yield self._line(worker_id, item, amount - before, cause)

    def _stages(self, workers: Sequence[str]) -> Iterator[tuple[Sequence[str], pl.DataFrame]]:
        """The month recomputed stage by stage, from what was locked to what is known now."""
        binding = self.pay.binding
        positions = [self.rows[worker] for worker in workers]
        now = self.pay.situation.facts[positions]
        facts = self._locked_facts(workers, now)
        values = {**binding.parameters, **self._locked_parameters(workers)}
        yield [RULES_CHANGED] * len(workers), self._run(values, facts, positions)
        for name, value in binding.parameters.items():
            if values[name] != value:
                cause = self._parameter_cause(binding, name, values[name], value)
                values[name] = value
                yield [cause] * len(workers), self._run(values, facts, positions)
        for name in now.columns:
            if not facts[name].equals(now[name], null_equal=True):
                causes = [
                    self._fact_cause(name, old, new) for old, new in zip(facts[name], now[name], strict=True)
                ]
                facts = facts.with_columns(now[name])
                yield causes, self._run(values, facts, positions)

    def _run(self, values: Mapping[str, int], facts: pl.DataFrame, positions: Sequence[int]) -> pl.DataFrame:
        """What is owed by these values and facts; nothing of somebody who could not be paid by them."""
        before = self.pay.before[list(positions)]
        binding = replace(self.pay.binding, parameters=dict(values))
        outputs = run_month(binding, facts, before).outputs
        done = pl.all_horizontal(pl.col(name).is_not_null() for name in outputs.columns)
        return outputs.select(pl.when(done).then(pl.col(item)).alias(item) for item in self.items)

    def _locked_facts(self, workers: Sequence[str], now: pl.DataFrame) -> pl.DataFrame:
        """The facts as locked; one the file does not carry, or the pack no longer allows, is as it is now."""
        columns = []
        for name in now.columns:
            kind = self.pay.binding.plan.facts[name].type
            facts = [self.locked[worker].facts for worker in workers]
            given = [
                each[name] if name in each and _allows(kind, each[name]) else current
                for each, current in zip(facts, now[name].to_list(), strict=True)
            ]
            if now[name].dtype == pl.Boolean:
                given = [None if value is None else bool(value) for value in given]
            columns.append(pl.Series(name, given, dtype=now[name].dtype))
        return pl.DataFrame(columns)

    def _locked_parameters(self, workers: Sequence[str]) -> Mapping[str, int]:
        locked = self.locked[workers[0]].parameters if workers else {}
        return {
            name: value
            for name, value in locked.items()
            if name in self.pay.binding.parameters and _allows(self._type_of(name), value)
        }

    def _type_of(self, parameter: str) -> ValueType:
        plan = self.pay.binding.plan
        codes = zip(plan.code, plan.types, strict=True)
        return next(kind for code, kind in codes if code.op is Op.PARAM and code.literal == parameter)

    def _parameter_cause(self, binding: Binding, name: str, old: int, new: int) -> str:
        kind, since = self._type_of(name), binding.in_force[name].valid_from
        begun = "" if since == BEGINNING else f"（{since} 起）"
        return f"{name}由 {show_value(kind, old)} 调整为 {show_value(kind, new)}{begun}"

    def _fact_cause(self, name: str, old: int | None, new: int | None) -> str:
        kind = self.pay.binding.plan.facts[name].type
        was, now = ("未登记" if raw is None else show_value(kind, int(raw)) for raw in (old, new))
        return f"{name}由 {was} 更正为 {now}"

    def _whole(self, worker_id: str, row: int, cause: str) -> Iterator[RetroLine]:
        for item in self.items:
            if amount := self.pay.outputs[item][row]:
                yield self._line(worker_id, item, amount, cause)

    def _gone(self, locked: LockedRow) -> Iterator[RetroLine]:
        for item in self.items:
            if amount := locked.items.get(item, 0):
                yield self._line(locked.worker_id, item, -amount, NO_LONGER)

    def _line(self, worker_id: str, item: str, difference: int, cause: str) -> RetroLine:
        row = self.rows.get(worker_id)
        name = "" if row is None else self.pay.situation.people["name"][row]
        return RetroLine(worker_id, name, self.pay.month, item, self.items[item], difference, cause)


def _allows(kind: ValueType, raw: int | None) -> bool:
    """Can this be a value of the type, as the pack states it now?"""
    return raw is None or kind.lo <= raw <= kind.hi
