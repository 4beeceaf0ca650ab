"""What a key is and where keys come from. How they are kept in a file is in `file_keys`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Purpose(StrEnum):
    """What a key is for; no key serves two purposes."""

    SEAL = "seal"
    INDEX = "index"
    AUDIT = "audit"


class Algorithm(StrEnum):
    """What a key is used with."""

    AES_GCM = "AES-GCM"
    SM4_GCM = "SM4-GCM"
    HMAC_SHA256 = "HMAC-SHA256"
    HMAC_SM3 = "HMAC-SM3"


KEY_BYTES = {
    Algorithm.AES_GCM: 32,
    Algorithm.SM4_GCM: 16,
    Algorithm.HMAC_SHA256: 32,
    Algorithm.HMAC_SM3: 32,
}


def algorithm_for(purpose: Purpose, cipher: Algorithm) -> Algorithm:
    """The algorithm a purpose uses under the chosen cipher: SM4 goes with SM3, AES with SHA-256."""
    if purpose is Purpose.SEAL:
        return cipher
    return Algorithm.HMAC_SM3 if cipher is Algorithm.SM4_GCM else Algorithm.HMAC_SHA256


@dataclass(frozen=True, slots=True)
class Key:
    """One key. Its secret never appears when it is printed."""

    id: str
    purpose: Purpose
    algorithm: Algorithm
    secret: bytes = field(repr=False)


class KeyProvider(Protocol):
    """Where keys come from: a file, a key service, a hardware module."""

    def current(self, purpose: Purpose) -> Key:
        """The key new work is done with."""
        ...

    def find(self, key_id: str) -> Key | None:
        """A key by its id, old ones included; None when it is not here."""
        ...

    def every(self, purpose: Purpose) -> Sequence[Key]:
        """All keys of a purpose, the current one first."""
        ...
