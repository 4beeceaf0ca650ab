"""How keys are kept: made once, readable by one, never lost by rotation."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jishi.vault import KeysRefused, blind_index, seal
from jishi.vault.file_keys import FileKeys
from jishi.vault.keys import Algorithm, Purpose


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_is_made_on_first_use_and_readable_by_its_owner_alone(key_file: Path) -> None:
    assert not key_file.exists()
    seal("x", table="t", row="r", field="f")
    assert mode_of(key_file) == 0o600


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602, 0o620, 0o777])
def test_a_file_others_can_read_or_change_is_refused_loudly(key_file: Path, mode: int) -> None:
    seal("x", table="t", row="r", field="f")
    key_file.chmod(mode)

    with pytest.raises(KeysRefused, match="chmod 600"):
        seal("x", table="t", row="r", field="f")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"keys": 3, "current": {}}', '{"keys": {}, "current": {}}']
)
def test_a_damaged_file_is_refused_and_not_replaced(key_file: Path, cipher: str, text: str) -> None:
    key_file.touch(mode=0o600)
    key_file.write_text(text)

    with pytest.raises(KeysRefused, match="从备份恢复"):
        FileKeys(key_file, cipher).current(Purpose.SEAL)
    assert key_file.read_text() == text


def test_a_file_that_lost_its_current_key_is_refused(keys: FileKeys, key_file: Path, cipher: str) -> None:
    held = keys.current(Purpose.SEAL)
    content = json.loads(key_file.read_text())
    del content["keys"][held.id]
    key_file.write_text(json.dumps(content))

    with pytest.raises(KeysRefused, match="缺少当前密钥"):
        FileKeys(key_file, cipher).current(Purpose.SEAL)


def test_an_unknown_cipher_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(KeysRefused, match="JISHI_CIPHER"):
        FileKeys(tmp_path / "keys.json", "DES")


def test_rotation_keeps_the_old_key_and_touches_one_purpose(keys: FileKeys) -> None:
    before = {purpose: keys.current(purpose) for purpose in Purpose}
    after = keys.rotate(Purpose.AUDIT)

    assert keys.current(Purpose.AUDIT) == after != before[Purpose.AUDIT]
    assert keys.find(before[Purpose.AUDIT].id) == before[Purpose.AUDIT]
    assert [key.id for key in keys.every(Purpose.AUDIT)] == [after.id, before[Purpose.AUDIT].id]
    assert keys.current(Purpose.SEAL) == before[Purpose.SEAL]


def test_a_rotation_by_another_process_is_noticed(keys: FileKeys, key_file: Path, cipher: str) -> None:
    before = keys.current(Purpose.SEAL)
    after = FileKeys(key_file, cipher).rotate(Purpose.SEAL)
    assert keys.current(Purpose.SEAL) == after != before


def test_eight_first_users_at_once_make_one_set_of_keys(key_file: Path, cipher: str) -> None:
    with ThreadPoolExecutor(8) as crew:
        made = list(crew.map(lambda _: FileKeys(key_file, cipher).current(Purpose.SEAL), range(8)))
    assert len(set(made)) == 1


def test_every_purpose_has_a_key_and_an_algorithm_of_its_own_family(keys: FileKeys, cipher: str) -> None:
    hashing = Algorithm.HMAC_SM3 if cipher == "SM4-GCM" else Algorithm.HMAC_SHA256
    used = {purpose: keys.current(purpose) for purpose in Purpose}

    assert {purpose: key.algorithm for purpose, key in used.items()} == {
        Purpose.SEAL: Algorithm(cipher),
        Purpose.INDEX: hashing,
        Purpose.AUDIT: hashing,
    }
    assert len({key.secret for key in used.values()}) == 3


def test_changing_the_cipher_leaves_search_words_as_they_are(
    keys: FileKeys, key_file: Path, cipher: str
) -> None:
    before = blind_index("990101", field="id_number")
    other = {"AES-GCM": "SM4-GCM", "SM4-GCM": "AES-GCM"}[cipher]

    assert FileKeys(key_file, other).current(Purpose.INDEX) == keys.current(Purpose.INDEX)
    assert FileKeys(key_file, other).current(Purpose.AUDIT) != keys.current(Purpose.INDEX)
    assert blind_index("990101", field="id_number") == before


def test_a_printed_key_does_not_show_its_secret(keys: FileKeys) -> None:
    key = keys.current(Purpose.SEAL)
    assert "secret" not in repr(key)
    assert repr(key.secret) not in repr(key)
