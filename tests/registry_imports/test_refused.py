"""Whatever is sent in instead of a roster is refused with a sentence, within bounds, and not kept."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped] # the library ships no types

from jishi.registry.actions.imports.files import folder
from jishi.registry.models import ImportJob
from tests.registry_imports import books
from tests.registry_imports.desk import Desk
from tests.registry_people.cast import Cast

pytestmark = pytest.mark.django_db
MIB = 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def good() -> bytes:
    return books.roster([books.person("好人")])


def repacked(change: dict[str, bytes], content: bytes | None = None) -> bytes:
    """A workbook with parts put in, in place of its own or besides."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or good())) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to,
    ):
        for part in source.infolist():
            if part.filename not in change:
                to.writestr(part, source.read(part))
        for name, body in change.items():
            to.writestr(name, body)
    return out.getvalue()


def only_formulas() -> bytes:
    made = Workbook()
    for _ in range(4):
        made.active.append(["=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")'])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def corpus() -> Iterator[tuple[str, str, bytes]]:
    """A name for the test, the file's name, its bytes."""
    whole, rng = good(), random.Random(7)
    yield "nothing", "空.xlsx", b""
    yield "nothing as csv", "空.csv", b""
    yield "one byte", "一.xlsx", b"x"
    yield "only a title", "标题.csv", "花名册\n".encode()
    yield "blank lines", "空行.csv", b"\n\n\n"
    for suffix in ("pdf", "docx", "exe", "html", "xls", "zip", "txt", "png", "svg", "py", "xlsb", "json", ""):
        yield f"named {suffix or 'nothing'}", f"名册.{suffix}" if suffix else "名册", whole
    for name, start in {
        "pdf": b"%PDF-1.7\n", "png": b"\x89PNG\r\n\x1a\n", "elf": b"\x7fELF", "html": b"<html><script>",
        "gzip": b"\x1f\x8b\x08", "null bytes": bytes(4000), "noise": rng.randbytes(5000), "7z": b"7z\xbc\xaf",
    }.items():  # fmt: skip
        yield f"{name} as xlsx", "名册.xlsx", start + b"x" * 200
        yield f"{name} as parquet", "名册.parquet", start + b"x" * 200
    yield "old excel", "旧.xlsx", _OLE + bytes(600)
    yield "encrypted", "密.xlsx", _OLE + bytes(600) + _ENCRYPTED + bytes(600)
    yield "macro", "宏.xlsm", repacked({"xl/vbaProject.bin": b"x"})
    yield "macro in xlsx", "宏.xlsx", repacked({"xl/vbaProject.bin": b"x"})
    for share in (1, 10, 25, 50, 75, 90, 99):
        yield f"cut at {share}%", "断.xlsx", whole[: len(whole) * share // 100]
    for number in range(6):
        bad = bytearray(whole)
        for _ in range(40):
            bad[rng.randrange(len(bad))] ^= 0xFF
        yield f"flipped {number}", "坏.xlsx", bytes(bad)
    yield "zip of nothing useful", "包.xlsx", _zip({"readme.txt": b"hello"})
    yield "101 parts", "多.xlsx", repacked({f"xl/media/{n}.bin": b"x" for n in range(101)})
    yield "bomb in a part", "弹.xlsx", repacked({"xl/media/a.bin": bytes(300 * MIB)})
    yield "bomb in the sheet", "弹.xlsx", repacked({"xl/worksheets/sheet1.xml": b"<a>" + b" " * (220 * MIB)})
    yield "bomb under the limit", "弹.xlsx", repacked({"xl/worksheets/sheet1.xml": b" " * (120 * MIB)})
    yield "endless text", "长.xlsx", repacked({"xl/sharedStrings.xml": b"<sst><si><t>" + b"x" * (100 * MIB)})
    yield "entities", "实体.xlsx", repacked({"xl/worksheets/sheet1.xml": _ENTITIES})
    yield "no workbook part", "缺.xlsx", repacked({}, _zip({"xl/worksheets/sheet1.xml": b"<a/>"}))
    yield "path in a part", "../../etc/cron.d/x.xlsx", _zip({"../../x": b"x"})
    yield "only formulas", "公式.xlsx", only_formulas()
    yield "no header", "无.csv", "甲\n乙\n".encode()
    yield "broken encoding", "乱.csv", b"\xff\xfe\x00\xd8" * 50
    yield "too many columns", "宽.csv", ",".join(["列"] * 3000).encode()
    yield "too long a field", "长.csv", b'"' + b"x" * (2 * MIB)
    yield "21 MB", "大.csv", "姓名,身份证号\n".encode() + b"a,b\n" * (21 * MIB // 4)
    yield "parquet cut", "断.parquet", b"PAR1" + rng.randbytes(300) + b"PAR1"
    yield "deflate noise", "噪.xlsx", b"PK\x03\x04" + zlib.compress(rng.randbytes(3000))


_ENTITIES = b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet><sheetData>&x;</sheetData></worksheet>'


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return out.getvalue()


def test_what_is_no_roster_is_refused_with_a_sentence_and_nothing_is_kept(cast: Cast) -> None:
    desk = Desk(cast)
    cases = list(corpus())
    assert len(cases) >= 60
    wrong = []
    for name, filename, content in cases:
        answer = desk.send(content, name=filename)
        page = answer.content.decode()
        if answer.status_code not in range(400, 500):
            wrong.append(f"{name}: {answer.status_code}")
        elif "field-error" not in page or "。" not in page:
            wrong.append(f"{name}: no sentence")
    kept = [of.filename for of in ImportJob.objects.all()]
    assert not wrong, (wrong, kept)
    assert not kept
    assert not list(folder().glob("*"))


def test_a_path_in_the_name_leads_nowhere_and_markup_is_only_text(cast: Cast) -> None:
    desk = Desk(cast)
    desk.send(good(), name="..\\..\\<script>x</script>名册.xlsx")
    of = ImportJob.objects.get()
    assert "/" not in of.filename
    assert "\\" not in of.filename
    assert "<" not in of.filename
    assert [each.name for each in folder().glob("*")] == [of.stored]


def test_a_formula_in_a_cell_is_text_that_never_runs(cast: Cast) -> None:
    desk = Desk(cast)
    of = desk.checked(books.roster([books.person("=cmd|' /C calc'!A0", note="=1+1")]))
    assert of.counts["faulty"] == 1
