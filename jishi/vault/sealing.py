"""Sealing one field of one row, and opening it again."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Iterable, Iterator

from jishi.vault.ciphers import NONCE_BYTES, TAG_BYTES, InvalidTag, aead
from jishi.vault.custody import keys_in_use
from jishi.vault.keys import Key, Purpose
from jishi.vault.refusals import SealBroken

_VERSION = "v1"


def seal(plain: str, *, table: str, row: str, field: str) -> str:
    """Seal a value so that it can be opened only as this field of this row.

    Shape: `v1:key id:algorithm:base64 of nonce, cipher text and tag`; no two seals of a value are the same.
    """
    key = keys_in_use().current(Purpose.SEAL)
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = aead(key).encrypt(nonce, plain.encode(), _bound_to(table, row, field, key.id))
    return f"{_VERSION}:{key.id}:{key.algorithm}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, table: str, row: str, field: str) -> str:
    """Open what was sealed as this field of this row.

    Errors: SealBroken when it was altered, sealed for another row or field, or its key is not here.
    """
    key_id, algorithm, body = _parts(sealed)
    key = _key(key_id, algorithm)
    try:
        opened = aead(key).decrypt(
            body[:NONCE_BYTES], body[NONCE_BYTES:], _bound_to(table, row, field, key.id)
        )
    except InvalidTag as error:
        raise SealBroken(
            f"“{field}”的密文被改动过，或者不是这条记录的，没有解密。请系统管理员用备份核对这条记录。"
        ) from error
    return opened.decode()


def reseal(sealed: str, *, table: str, row: str, field: str) -> str:
    """The same value under the current key; a text already under it comes back as it is."""
    if _parts(sealed)[0] == keys_in_use().current(Purpose.SEAL).id:
        return sealed
    return seal(unseal(sealed, table=table, row=row, field=field), table=table, row=row, field=field)


def resealed(rows: Iterable[tuple[str, str]], *, table: str, field: str) -> Iterator[tuple[str, str]]:
    """Those of the rows (row, sealed text) that get another text by a rotation, with it; blanks stay."""
    for row, sealed in rows:
        if sealed and (renewed := reseal(sealed, table=table, row=row, field=field)) != sealed:
            yield row, renewed


def _bound_to(table: str, row: str, field: str, key_id: str) -> bytes:
    return json.dumps([table, row, field, key_id], ensure_ascii=False).encode()


def _parts(sealed: str) -> tuple[str, str, bytes]:
    """Take a sealed text apart; only the one spelling that sealing produces is accepted."""
    version, *rest = sealed.split(":")
    if version != _VERSION or len(rest) != 3:
        raise SealBroken("这不是本平台密封的内容，没有解密。请系统管理员核对数据来源，或用备份恢复这条记录。")
    key_id, algorithm, text = rest
    try:
        body = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        body = b""
    if len(body) < NONCE_BYTES + TAG_BYTES or base64.b64encode(body).decode() != text:
        raise SealBroken("密文残缺或被改动过，没有解密。请系统管理员用备份核对这条记录。")
    return key_id, algorithm, body


def _key(key_id: str, algorithm: str) -> Key:
    key = keys_in_use().find(key_id)
    if key is None:
        raise SealBroken(
            f"找不到密钥“{key_id}”，这项资料暂时无法解密。请系统管理员恢复密钥文件（JISHI_KEY_FILE）的备份。"
        )
    if key.purpose is not Purpose.SEAL or key.algorithm != algorithm:
        raise SealBroken("密文所写的密钥或算法与密钥文件不符，没有解密。请系统管理员用备份核对这条记录。")
    return key
