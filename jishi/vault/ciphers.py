"""Sealing bytes under a key (AEAD) and hashing them under a key (HMAC); what is sealed, others decide."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC

from jishi.vault.keys import Algorithm, Key

NONCE_BYTES = 12
TAG_BYTES = 16

__all__ = ["NONCE_BYTES", "TAG_BYTES", "InvalidTag", "aead", "keyed_hash", "sm3"]


class Aead(Protocol):
    """Authenticated encryption: the tag is the end of the sealed bytes."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...


class Sm4Gcm:
    """SM4 in GCM, with the interface of `AESGCM`."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = algorithms.SM4(secret)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        worker = Cipher(self._cipher, modes.GCM(nonce)).encryptor()
        worker.authenticate_additional_data(associated_data)
        return worker.update(data) + worker.finalize() + worker.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        body, tag = data[:-TAG_BYTES], data[-TAG_BYTES:]
        worker = Cipher(self._cipher, modes.GCM(nonce, tag)).decryptor()
        worker.authenticate_additional_data(associated_data)
        return worker.update(body) + worker.finalize()


@lru_cache(maxsize=64)
def aead(key: Key) -> Aead:
    """The cipher of a sealing key."""
    return Sm4Gcm(key.secret) if key.algorithm is Algorithm.SM4_GCM else AESGCM(key.secret)


def keyed_hash(algorithm: Algorithm, secret: bytes) -> Callable[[bytes], bytes]:
    """A function from bytes to their 32-byte hash under a secret."""
    return _sm3_hash(secret) if algorithm is Algorithm.HMAC_SM3 else _sha256_hash(secret)


def _sha256_hash(secret: bytes) -> Callable[[bytes], bytes]:
    keyed = hmac.new(secret, digestmod="sha256")

    def digest(payload: bytes) -> bytes:
        once = keyed.copy()
        once.update(payload)
        return once.digest()

    return digest


def _sm3_hash(secret: bytes) -> Callable[[bytes], bytes]:
    keyed = HMAC(secret, hashes.SM3())

    def digest(payload: bytes) -> bytes:
        once = keyed.copy()
        once.update(payload)
        return once.finalize()

    return digest


def sm3(payload: bytes) -> bytes:
    """The plain SM3 hash."""
    once = hashes.Hash(hashes.SM3())
    once.update(payload)
    return once.finalize()
