"""The dated ledger: facts with two times, and the only way to write them.

A fact is true from a day up to and without another (`valid_from`, `valid_before`) and known to the platform
from an instant up to and without another (`recorded_at`, `superseded_at`). Nothing is overwritten: what turns
out wrong is superseded, with a reason, and what is right is recorded beside it. This room knows how facts are
kept and found; what a fact means is known by the rooms above.
"""

from jishi.ledger.refusals import Refused, Stale

__all__ = ["Refused", "Stale"]
