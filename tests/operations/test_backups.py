"""A backup comes back exactly as it was, is proven to, and is refused whole when spoiled anywhere."""

from __future__ import annotations

import random
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from jishi.cli.backups import archive
from jishi.cli.backups.archive import Spoiled
from jishi.cli.exit_codes import ExitCode
from tests.demo.program import Program, program

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def jishi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A small demo."""
    with program(tmp_path_factory.mktemp("backed-up")) as jishi:
        ended = jishi("demo", "--percent", "1", "--on", "2026-11-25")
        assert ended.code == ExitCode.DONE, ended.aside
        (jishi.home / "files").mkdir()
        (jishi.home / "files" / "证明.txt").write_text("附件", encoding="utf-8")
        yield jishi


@pytest.fixture(scope="module")
def kept(jishi: Program) -> Path:
    """A backup of it."""
    ended = jishi("backup")
    assert ended.code == ExitCode.DONE, ended.aside
    assert "备份里没有密钥" in ended.out
    (path,) = (jishi.home / "backups").glob("*.tar")
    return path


@pytest.fixture
def elsewhere(jishi: Program, tmp_path: Path) -> Iterator[Program]:
    """Another, empty machine to which only the keys were brought."""
    with program(tmp_path) as other:
        shutil.copy2(jishi.home / "keys.json", other.home / "keys.json")
        yield other


def test_a_backup_holds_database_files_and_anchors_and_no_keys(jishi: Program, kept: Path) -> None:
    with tarfile.open(kept) as members:
        names = members.getnames()
    assert "files/证明.txt" in names
    assert any(name.startswith("anchors/") for name in names)
    content = kept.read_bytes()
    for secret in ((jishi.home / "secret-key").read_text(), *_secrets(jishi.home / "keys.json")):
        assert secret.encode() not in content
    assert kept.stat().st_mode & 0o077 == 0
    assert [path for path in kept.parent.iterdir() if path != kept] == [], "no half-written file is left"


def _secrets(path: Path) -> list[str]:
    import json

    return [entry["key"] for entry in json.loads(path.read_text())["keys"].values()]


def test_a_drill_compares_every_table_the_audit_and_the_seals(jishi: Program, kept: Path) -> None:
    ended = jishi("backup", "--verify", str(kept))
    assert ended.code == ExitCode.DONE, ended.aside
    assert "行数和校验码逐表相同" in ended.out
    assert "核验无误" in ended.out
    assert "演练通过" in ended.out


def test_a_backup_is_restored_on_another_machine(elsewhere: Program, kept: Path) -> None:
    ended = elsewhere("restore", str(kept))
    assert ended.code == ExitCode.DONE, ended.aside
    assert (elsewhere.home / "files" / "证明.txt").read_text(encoding="utf-8") == "附件"
    assert elsewhere("verify-audit").code == ExitCode.DONE
    again = elsewhere("restore", str(kept))
    assert again.code == ExitCode.DATABASE
    assert "--anew" in again.aside


def test_what_happened_since_is_gone_after_a_restore_and_everybody_is_signed_out(
    elsewhere: Program, kept: Path
) -> None:
    assert elsewhere("migrate").code == ExitCode.DONE
    _run(elsewhere, "INSERT INTO django_session VALUES ('s', 'd', '2099-01-01')")
    busy = elsewhere("restore", str(kept))
    assert busy.code == ExitCode.DATABASE
    assert elsewhere("restore", str(kept), "--anew").code == ExitCode.DONE
    assert _run(elsewhere, "SELECT count(*) FROM django_session") == 0
    assert _run(elsewhere, "SELECT count(*) FROM registry_person") > 0
    assert elsewhere("verify-audit").code == ExitCode.DONE


def _run(site: Program, statement: str) -> int:
    if connection.vendor == "postgresql":
        with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as link:
            cursor = link.execute(statement.encode())
            return int((cursor.fetchone() or [0])[0]) if cursor.description else 0
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(site.home / "jishi.sqlite3")) as link:
        found = link.execute(statement).fetchone()
        link.commit()
    return int(found[0]) if found else 0


def test_without_the_keys_nothing_is_restored(kept: Path, tmp_path: Path) -> None:
    with program(tmp_path) as bare:
        ended = bare("restore", str(kept))
    assert ended.code == ExitCode.DATABASE
    assert "没有密钥文件" in ended.aside
    assert not (tmp_path / "keys.json").exists(), "no new keys are made that would open nothing"


def test_with_other_keys_a_drill_fails(elsewhere: Program, kept: Path) -> None:
    (elsewhere.home / "keys.json").unlink()
    assert elsewhere("demo", "--percent", "1", "--on", "2026-11-25").code == ExitCode.DONE
    ended = elsewhere("backup", "--verify", str(kept))
    assert ended.code == ExitCode.FINDINGS
    assert "密钥" in ended.aside
    assert "演练不通过" in ended.aside


def test_every_flipped_bit_is_refused(kept: Path, tmp_path: Path) -> None:
    content, rng = kept.read_bytes(), random.Random(4)
    places = [0, len(content) - 1, len(content) - 700, *rng.choices(range(len(content)), k=40)]
    for place in places:
        spoiled = bytearray(content)
        spoiled[place] ^= 1 << rng.randrange(8)
        with pytest.raises(Spoiled):
            archive.check(_written(tmp_path, bytes(spoiled)))


def test_every_missing_end_is_refused(kept: Path, tmp_path: Path) -> None:
    content = kept.read_bytes()
    for length in (0, 1, 511, 2048, len(content) // 2, len(content) - 512, len(content) - 1):
        with pytest.raises(Spoiled):
            archive.check(_written(tmp_path, content[:length]))
    with pytest.raises(Spoiled):
        archive.check(_written(tmp_path, content + b"\0"))


def _written(folder: Path, content: bytes) -> Path:
    path = folder / "spoiled.tar"
    path.write_bytes(content)
    return path


def test_a_spoiled_backup_stops_the_command_before_the_database(jishi: Program, kept: Path) -> None:
    spoiled = kept.parent.parent / "spoiled.tar"
    spoiled.write_bytes(kept.read_bytes()[:-9000])
    for arguments in (("backup", "--verify", str(spoiled)), ("restore", str(spoiled), "--anew")):
        ended = jishi(*arguments)
        assert ended.code == ExitCode.FILE
        assert "不是完整的备份" in ended.aside
    assert jishi("verify-audit").code == ExitCode.DONE


def test_a_backup_whose_rows_are_not_those_it_tells_of_is_refused(
    jishi: Program, kept: Path, tmp_path: Path
) -> None:
    """The checksum of the file is right; what is in it is not."""
    archive.unpack(kept, tmp_path / "parts")
    manifest = archive.check(kept)
    rows, digest = manifest.tables["registry_person"]
    parts = {name: tmp_path / "parts" / name for name in manifest.parts}
    forged = tmp_path / "forged.tar"
    told = {**manifest.tables, "registry_person": [int(rows) + 1, digest]}
    archive.write(forged, replace(manifest, tables=told), parts)
    ended = jishi("backup", "--verify", str(forged))
    assert ended.code == ExitCode.FINDINGS
    assert "registry_person 备份时有" in ended.aside
    restored = jishi("restore", str(forged), "--anew")
    assert restored.code == ExitCode.FINDINGS
    assert "原来的数据还在" in restored.aside
    assert jishi("verify-audit").code == ExitCode.DONE
