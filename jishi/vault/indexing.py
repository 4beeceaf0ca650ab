"""Finding a sealed value by its exact content, without opening anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from jishi.vault.ciphers import keyed_hash
from jishi.vault.custody import keys_in_use
from jishi.vault.keys import Key, Purpose


def blind_index(plain: str, *, field: str) -> str:
    """The search word of a field’s value: 64 characters, always the same; for another field, others."""
    return _hash_of(keys_in_use().current(Purpose.INDEX), field)(plain.encode()).hex()


def blind_indexes(plain: str, *, field: str) -> Sequence[str]:
    """The search words under every key, the current one first: for searching while rows are indexed anew."""
    return [_hash_of(key, field)(plain.encode()).hex() for key in keys_in_use().every(Purpose.INDEX)]


@lru_cache(maxsize=256)
def _hash_of(key: Key, field: str) -> Callable[[bytes], bytes]:
    """The hash of one field, under a secret derived for it: equal values of two fields cannot be matched."""
    derived = keyed_hash(key.algorithm, key.secret)(b"blind index of " + field.encode())
    return keyed_hash(key.algorithm, derived)
