"""The national algorithms give the figures their standards print, and search words their properties."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from jishi.vault import blind_index, blind_indexes, current_mac_key, mac_key
from jishi.vault.ciphers import Sm4Gcm, keyed_hash, sm3
from jishi.vault.file_keys import FileKeys
from jishi.vault.keys import Algorithm, Purpose


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_gives_the_examples_of_gb_t_32905(message: bytes, digest: str) -> None:
    assert sm3(message).hex() == digest


def test_sm4_gives_the_example_of_gb_t_32907() -> None:
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    worker = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()
    assert worker.update(block).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_gives_the_example_of_rfc_8998() -> None:
    cipher = Sm4Gcm(bytes.fromhex("0123456789abcdeffedcba9876543210"))
    nonce = bytes.fromhex("00001234567800000000abcd")
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
    )
    sealed = cipher.encrypt(nonce, plain, bound)

    assert sealed.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert cipher.decrypt(nonce, sealed, bound) == plain


def test_hmac_sm3_is_the_nested_hash_of_its_definition() -> None:
    secret, message = bytes(range(32)), "登记".encode()
    padded = secret.ljust(64, b"\0")
    inner = sm3(bytes(b ^ 0x36 for b in padded) + message)
    outer = sm3(bytes(b ^ 0x5C for b in padded) + inner)
    assert keyed_hash(Algorithm.HMAC_SM3, secret)(message) == outer


@pytest.mark.usefixtures("key_file")
def test_a_search_word_is_the_same_each_time_and_another_for_each_field() -> None:
    word = blind_index("99010119900101001X", field="id_number")

    assert word == blind_index("99010119900101001X", field="id_number")
    assert len(word) == 64
    assert word != blind_index("99010119900101001X", field="phone")
    assert word != blind_index("990101199001010010", field="id_number")


def test_a_search_word_cannot_be_made_without_the_key(keys: FileKeys) -> None:
    number = "99010119900101001X"
    word = blind_index(number, field="id_number")
    secret = keys.current(Purpose.INDEX).secret

    assert word != hashlib.sha256(number.encode()).hexdigest()
    assert word != sm3(number.encode()).hex()
    assert word != hmac.new(secret, number.encode(), "sha256").hexdigest()


def test_while_rows_are_indexed_anew_both_words_are_looked_for(keys: FileKeys) -> None:
    before = blind_index("19900000001", field="phone")
    keys.rotate(Purpose.INDEX)
    after = blind_index("19900000001", field="phone")

    assert list(blind_indexes("19900000001", field="phone")) == [after, before]


def test_an_audit_key_is_found_by_its_id_and_no_other_key_passes_for_one(keys: FileKeys) -> None:
    current = current_mac_key()
    assert mac_key(current.id) == current
    assert mac_key(keys.current(Purpose.SEAL).id) is None
    assert mac_key("a00000000") is None
    assert len(current.hash(b"x")) == 32
