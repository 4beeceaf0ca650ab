"""Which policy pack a district works by, read once. What a pack says of our rows is for rooms above."""

from __future__ import annotations

from functools import lru_cache

from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.policy.pack.loader import load_pack
from jishi.policy.pack.model import Pack


def pack_of(district: Unit) -> Pack:
    """The policy pack a district works by.

    Errors: Refused when it has none; PackError when it cannot be read.
    """
    if not district.pack:
        raise Refused(f"“{district.name}”还没有选定政策包，不能测算。请系统管理员先为本区选定政策包。")
    return loaded(district.pack)


@lru_cache(maxsize=32)
def loaded(code: str) -> Pack:
    """A pack by its code, read once."""
    return load_pack(code)
