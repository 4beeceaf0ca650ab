"""What of an event or an anchor is hashed, and how; the same words are in docs/audit-format.md."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from json.encoder import encode_basestring as quoted

from jishi.vault import MacKey, current_mac_key, mac_key

GENESIS = ""  # stands for the digest before the first

# The fields of an event that its digest proves, in order; `prev` makes the chain.
SIGNED_FIELDS = (
    "chain",
    "seq",
    "at",
    "account",
    "actor_name",
    "role",
    "actor_person",
    "on_behalf_of",
    "principal",
    "address",
    "verb",
    "subject_kind",
    "subject_key",
    "subject_label",
    "particulars",
    "reason",
    "prev",
)

Proof = Callable[[list[str | int]], str]


def instant(at: datetime) -> str:
    """An instant as it is hashed: UTC, always with six digits of a second."""
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec="microseconds")


def proof(kind: str, key: MacKey) -> Proof:
    """A function from the values of an event or an anchor to its digest, `key id:hash in hex`."""
    key_id, hashed = key.id, key.hash

    def digest(values: list[str | int]) -> str:
        return f"{key_id}:{hashed(_written([kind, key_id, *values]).encode()).hex()}"

    return digest


def _written(values: list[str | int]) -> str:
    """The values as a JSON array without blanks; half the time of a general encoder, for chains are long."""
    return "[" + ",".join([quoted(value) if isinstance(value, str) else str(value) for value in values]) + "]"


class Proofs:
    """The proofs of one kind under every key met on the way."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._known: dict[str, Proof | None] = {}

    def under(self, digest: str) -> Proof | None:
        """The proof under the key a digest names; None when that key is not here."""
        key_id = digest.partition(":")[0]
        if key_id not in self._known:
            key = mac_key(key_id) if key_id else None
            self._known[key_id] = None if key is None else proof(self._kind, key)
        return self._known[key_id]


def current_proof(kind: str) -> Proof:
    """The proof new events and anchors are written with."""
    return proof(kind, current_mac_key())
