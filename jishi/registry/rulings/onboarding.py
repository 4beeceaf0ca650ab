"""What the policies offer a new district, and how much of its own is still to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.places.rulings import loaded, pack_of
from jishi.policy.errors import PolicyError
from jishi.policy.pack.loader import list_packs

_NO_DISTRICT = frozenset({"national"})  # what every pack inherits and nobody works by alone


@dataclass(frozen=True, slots=True)
class PackCard:
    """One policy to choose: its code, title, kind, and how many values it leaves 待填."""

    code: str
    title: str
    category: str
    blanks: int


@lru_cache(maxsize=4)
def pack_cards(on: date) -> tuple[PackCard, ...]:
    """The policies that come with the program."""
    packs = [loaded(code) for code in list_packs() if code not in _NO_DISTRICT]
    return tuple(PackCard(pack.code, pack.title, pack.category, len(pack.blanks(on))) for pack in packs)


def blanks_of(district: Unit, on: date) -> int | None:
    """How many values of a district's policy are still 待填; None when it has none or it cannot be read."""
    try:
        return len(pack_of(district).blanks(on))
    except (Refused, PolicyError):
        return None
