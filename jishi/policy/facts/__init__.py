"""The catalogue of facts, and their derivation from dated records for everyone at once.

A pack names the facts its formulas read; each names an entry of the catalogue. What is not registered, or
cannot be told for certain from what is, comes out as null: a missing fact, never zero and never a default.
"""

from jishi.policy.facts.catalogue import CATALOGUE, Advance, CatalogueFact, FactShape
from jishi.policy.facts.derive import Derivation, derive_people
from jishi.policy.facts.sources import DualHead, FactRules, FactSource
from jishi.policy.facts.units import derive_units

__all__ = [
    "CATALOGUE",
    "Advance",
    "CatalogueFact",
    "Derivation",
    "DualHead",
    "FactRules",
    "FactShape",
    "FactSource",
    "derive_people",
    "derive_units",
]
