"""Recording and superseding dated facts: the only code that writes them.

Called from the actions of the rooms above, inside their transaction; whether something may be recorded is
decided there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, TypeVar

from django.db import models
from django.db.models import ForeignKey

from jishi.ledger.inserting import insert_rows
from jishi.ledger.models import FOREVER, UNTIL_NOW, DatedFact
from jishi.ledger.refusals import Stale

_BATCH = 2000


@dataclass(slots=True)
class Delta:
    """What a change does to the facts of one owner: rows no longer believed, rows believed from now on."""

    superseded: list[DatedFact] = field(default_factory=list)
    recorded: list[DatedFact] = field(default_factory=list)

    def end(self, fact: DatedFact, before: date) -> None:
        """Let a fact hold up to a day only; one that began on or after the day falls away."""
        self.superseded.append(fact)
        if fact.valid_from < before:
            self.recorded.append(copied(fact, valid_before=before))

    def add(self, fact: DatedFact) -> None:
        """Believe a new fact."""
        self.recorded.append(fact)

    def withdraw(self, fact: DatedFact) -> None:
        """No longer believe a fact at all."""
        self.superseded.append(fact)

    def restore(self, fact: DatedFact) -> None:
        """Believe again what was superseded, as recorded by the change it came from."""
        self.recorded.append(copied(fact, change_id=fact.change_id))

    def __bool__(self) -> bool:
        return bool(self.superseded or self.recorded)

    def after(self, facts: Iterable[DatedFact]) -> list[DatedFact]:
        """The facts believed once the change is made, from those believed before."""
        gone = {_key(fact) for fact in self.superseded}
        return [fact for fact in facts if _key(fact) not in gone] + self.recorded

    def followed_by(self, later: Delta) -> Delta:
        """One delta that does both: what the first records and the second supersedes is never written."""
        gone = {_key(fact) for fact in later.superseded}
        never = {_key(fact) for fact in self.recorded}
        return Delta(
            superseded=[*self.superseded, *(fact for fact in later.superseded if _key(fact) not in never)],
            recorded=[*(fact for fact in self.recorded if _key(fact) not in gone), *later.recorded],
        )


_Fact = TypeVar("_Fact", bound=DatedFact)


def copied(fact: _Fact, **different: Any) -> _Fact:
    """The same content as a new row not yet recorded, some values different; what it links to comes along."""
    values = {"valid_from": fact.valid_from, "valid_before": fact.valid_before, **fact.content(), **different}
    copy = type(fact)(**values)
    for field_ in fact._meta.concrete_fields:
        if isinstance(field_, ForeignKey) and field_.is_cached(fact):
            linked = field_.get_cached_value(fact)
            if linked is None or linked.pk == getattr(copy, field_.attname):
                field_.set_cached_value(copy, linked)
    return copy


def _key(fact: DatedFact) -> tuple[type[DatedFact], str, int]:
    """What tells a fact from others: its row, or itself while it has none."""
    return (type(fact), "unsaved", id(fact)) if fact.pk is None else (type(fact), "row", fact.pk)


def apply(delta: Delta, *, change_id: int | None, at: datetime) -> None:
    """Write a delta: supersede its rows and record the new ones, all known from one instant.

    Shape:  `change_id` names the change that recorded them, but for restored facts, which keep theirs.
    Errors: Stale when a row to be superseded was superseded by somebody else in between.
    """
    for model, facts in _by_model(delta.superseded):
        for part in _parts([fact.pk for fact in facts]):
            rows = _rows(model).filter(pk__in=part, superseded_at=UNTIL_NOW)
            if rows.update(superseded_at=at) != len(part):
                raise Stale("这些资料刚刚被别人改过，您的改动没有保存。请刷新后核对最新内容，再重新提交。")
    for fact in delta.recorded:
        fact.recorded_at, fact.superseded_at = at, UNTIL_NOW
        fact.change_id = change_id if fact.change_id is None else fact.change_id
    for model, facts in _by_model(delta.recorded):
        _rows(model).bulk_create(facts, batch_size=_BATCH)


def load_history(facts: Iterable[DatedFact]) -> None:
    """Record facts that bring their own times along: an archive being taken over, a copy being restored."""
    for model, rows in _by_model(list(facts)):
        insert_rows(model, rows)


def _rows(model: type[DatedFact]) -> models.QuerySet[DatedFact]:
    """The rows of a kind of fact without the lock that keeps everybody else from writing them."""
    return models.QuerySet(model)


def _by_model(facts: list[DatedFact]) -> Iterable[tuple[type[DatedFact], list[DatedFact]]]:
    ordered = sorted(facts, key=lambda fact: type(fact).__name__)
    return [(model, list(rows)) for model, rows in groupby(ordered, key=type)]


def _parts(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))


__all__ = ["FOREVER", "Delta", "apply", "copied", "load_history"]
