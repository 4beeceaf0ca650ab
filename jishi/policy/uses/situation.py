"""The facts a plan reads, derived from the records of a district by the pack's own mappings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from jishi.policy.engines.encoding import Encoder, FactFault, encode
from jishi.policy.facts import Derivation, DualHead, FactRules, FactSource, derive_units
from jishi.policy.facts.units import Scope
from jishi.policy.pack.model import Entity, FactDeclaration, Pack
from jishi.policy.period import Month
from jishi.policy.records import Records

VERIFIED_ONLY = "只认已核经历"  # a parameter: count verified service segments alone
IDENTITY = ("worker_id", "name", "community", "street")


@dataclass(frozen=True, slots=True)
class Situation:
    """Everyone's facts on a day, row for row.

    Shape: `people` holds worker_id, name, community, street; `facts` raw integers, one column a fact;
           `employed` whether the person has a day of work in the month of `on`.
    """

    on: date
    people: pl.DataFrame
    facts: pl.DataFrame
    employed: pl.Series
    faults: tuple[FactFault, ...]


def fact_rules(pack: Pack, on: date) -> FactRules:
    """The mappings of a pack that deriving facts depends on."""
    lists = pack.lists
    classes = pack.facts.get("岗位类别")
    return FactRules(
        post_classes=classes.type.domain if classes else (),
        class_of={each.name: each.post_class for each in lists.position_classes},
        dual_heads=tuple(
            DualHead(each.name, tuple(frozenset(group) for group in each.groups)) for each in lists.dual_heads
        ),
        secretaries=frozenset(each.name for each in lists.position_classes if _secretary(each.name)),
        levels={each.name: each.level for each in lists.assessment_results},
        frozen=frozen_results(pack),
        verified_only=_switch(pack, VERIFIED_ONLY, on),
    )


def _secretary(position: str) -> bool:
    return position.endswith("书记") and not position.endswith("副书记")


def frozen_results(pack: Pack) -> frozenset[str]:
    """The results whose year does not count: the ladder's own list, else the results' own mark."""
    own = pack.grade.ladder.freezing if pack.grade and pack.grade.ladder else ()
    return frozenset(own or (each.name for each in pack.lists.assessment_results if each.counts == "否"))


def _switch(pack: Pack, name: str, on: date) -> bool:
    """A yes-or-no parameter a pack may have; without it, no."""
    parameter = pack.parameters.get(name)
    value = parameter.at(on) if parameter else None
    return value is not None and bool(value.raw)


@dataclass(frozen=True, slots=True)
class Observer:
    """Derives and encodes the declared facts of everyone, month after month."""

    pack: Pack
    derivation: Derivation
    encoder: Encoder

    @classmethod
    def of(cls, pack: Pack, records: Records, facts: Iterable[FactDeclaration]) -> Observer:
        """An observer of some facts of the people in the records."""
        return cls(pack, Derivation(records), Encoder(tuple(facts)))

    def situation(self, on: date) -> Situation:
        """The facts of everyone on a day.

        Errors: FactError when a fact names a source the catalogue does not have.
        """
        sources = _sources(self.encoder.facts, Entity.PERSON)
        derived = self.derivation.people(sources, on, Month.of(on), fact_rules(self.pack, on))
        encoded = self.encoder.encode(derived)
        working = _employed(self.derivation.records, on)
        return Situation(on, derived.select(IDENTITY), encoded.frame, working, encoded.faults)


def situation(pack: Pack, records: Records, facts: Iterable[FactDeclaration], on: date) -> Situation:
    """Derive and encode the declared facts of everyone on a day.

    Errors: FactError when a fact names a source the catalogue does not have.
    """
    return Observer.of(pack, records, facts).situation(on)


def _sources(facts: Iterable[FactDeclaration], entity: Entity) -> tuple[FactSource, ...]:
    return tuple(
        FactSource(fact.name, fact.source, fact.effect, fact.entity)
        for fact in facts
        if fact.entity is entity
    )


def _employed(records: Records, on: date) -> pl.Series:
    first = pl.lit(on.replace(day=1))
    begun = pl.col("entered_on").is_null() | (pl.col("entered_on") < first.dt.offset_by("1mo"))
    staying = pl.col("left_before").is_null() | (pl.col("left_before") > first)
    return records.people.select((begun & staying).alias("employed")).to_series()


@dataclass(frozen=True, slots=True)
class Units:
    """The facts of communities, streets or the district: `names` says which unit a row is."""

    names: pl.DataFrame
    facts: pl.DataFrame
    faults: tuple[FactFault, ...]


def units(pack: Pack, records: Records, facts: Iterable[FactDeclaration], scope: Scope, on: date) -> Units:
    """Derive and encode the declared community facts, summed to the scope (社区, 街道 or 区县)."""
    declared = tuple(facts)
    sources = _sources(declared, Entity.COMMUNITY)
    derived = derive_units(records, sources, scope, on, fact_rules(pack, on))
    encoded = encode(derived, declared)
    identity = [name for name in derived.columns if name not in encoded.frame.columns]
    return Units(derived.select(identity), encoded.frame, encoded.faults)
