"""Keyed hashes that prove the audit unchanged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from jishi.vault.ciphers import keyed_hash
from jishi.vault.custody import keys_in_use
from jishi.vault.keys import Key, Purpose


@dataclass(frozen=True, slots=True)
class MacKey:
    """A key of the audit's chain; `hash` gives the 32 bytes proving a payload."""

    id: str
    hash: Callable[[bytes], bytes]


def current_mac_key() -> MacKey:
    """The audit key new events are proven with."""
    return _mac_key(keys_in_use().current(Purpose.AUDIT))


def mac_key(key_id: str) -> MacKey | None:
    """The audit key of an id, old ones included; None when it is not here."""
    key = keys_in_use().find(key_id)
    return None if key is None or key.purpose is not Purpose.AUDIT else _mac_key(key)


@lru_cache(maxsize=64)
def _mac_key(key: Key) -> MacKey:
    return MacKey(key.id, keyed_hash(key.algorithm, key.secret))
