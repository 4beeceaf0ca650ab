"""The words of the clauses a result rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.places.rulings import pack_of
from jishi.policy.errors import PolicyError


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause as it is cited, its document and its summary."""

    reference: str
    document: str
    summary: str


def clause_texts(district: Unit, references: Iterable[str]) -> tuple[ClauseText, ...]:
    """The summaries of some clauses of a district's policy, each once, in the order cited.

    What cites a document the policy does not hold is left out.
    """
    try:
        pack = pack_of(district)
    except (Refused, PolicyError):
        return ()
    known = [each for each in dict.fromkeys(references) if each.partition("/")[0] in pack.documents]
    return tuple(
        ClauseText(each, pack.documents[each.partition("/")[0]].title, pack.clause(each).summary)
        for each in known
    )
