"""Taking up a workbook and deciding what its columns are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from django.db import transaction

from jishi.access.permissions import Sight
from jishi.audit.actions import record
from jishi.audit.enums import Actor, Subject
from jishi.ledger import Refused, Stale
from jishi.places.models import Unit
from jishi.registry import permissions
from jishi.registry.actions.imports import files
from jishi.registry.enums import IMPORT_UPLOAD, ImportKind, ImportState
from jishi.registry.models import ImportJob, RememberedMapping
from jishi.roster.apart import read_apart
from jishi.roster.mapping import IGNORE, KEEP, LAYOUTS, may_be_kept
from jishi.roster.problems import RosterFileError

Mapped = Mapping[str, Mapping[str, str]]  # sheet → index of the column → choice
_OPEN = (ImportState.UPLOADED, ImportState.CHECKED)
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name, its bytes, what it is to bring and from when that holds."""

    kind: ImportKind
    filename: str
    content: bytes
    since: date


def upload(*, what: Upload, unit: Unit, sight: Sight, by: Actor, at: datetime) -> ImportJob:
    """Take up a workbook: read its sheets and titles, propose what each column is, keep it sealed.

    Errors: Refused with the sentence of whatever cannot be read, and then nothing is kept; Forbidden.
    """
    permissions.check_can_import(sight)
    name = tidied_name(what.filename)
    suffix = PurePath(name).suffix.lower()
    try:
        answer = read_apart(what.content, suffix, {"verb": "outline", "kind": str(what.kind)})
    except RosterFileError as error:
        raise Refused(str(error), field="file") from error
    sheets = answer.told["sheets"]
    stored = files.store(what.content)
    try:
        with transaction.atomic():
            of = ImportJob.objects.create(
                kind=what.kind,
                district=unit.district or unit,
                unit=unit,
                account=by.account,
                name=by.name,
                filename=name,
                suffix=suffix,
                stored=stored,
                seal_key=stored,
                outline_sealed=files.sealed_json(sheets, stored, "outline"),
                mapping=_proposed(unit.district or unit, sheets),
                since=what.since,
                created_at=at,
            )
            _tell(of, by, at)
    except BaseException:
        files.discard(stored)
        raise
    return of


def _tell(of: ImportJob, by: Actor, at: datetime) -> None:
    record(
        verb=IMPORT_UPLOAD,
        subject=Subject("import", str(of.pk), of.filename),
        by=by,
        at=at,
        chain=f"district-{of.district_id}",
        particulars={"kind": ImportKind(of.kind).label},
    )


def tidied_name(filename: str) -> str:
    """The last part of a file's name, without anything that could lead elsewhere or be told as markup."""
    last = PurePath(filename.replace("\\", "/")).name
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*\0')
    stem, suffix = PurePath(kept).stem, PurePath(kept).suffix[:8]
    return f"{stem[:_LONGEST_NAME] or '未命名'}{suffix}"


def signature_of(sheets: Sequence[Mapping[str, Any]]) -> str:
    """What a workbook is known again by: its sheets and the titles of their columns in order."""
    titles = [[sheet["sheet"], *(column["title"] for column in sheet["columns"])] for sheet in sheets]
    return hashlib.sha256(repr(titles).encode()).hexdigest()


def _proposed(district: Unit, sheets: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    remembered = RememberedMapping.objects.filter(district=district, signature=signature_of(sheets)).first()
    if remembered is not None:
        return dict(remembered.mapping)
    return {
        sheet["sheet"]: {str(column["index"]): column["choice"] for column in sheet["columns"]}
        for sheet in sheets
    }


def is_remembered(of: ImportJob) -> bool:
    """Whether the columns of an upload were decided before, by their titles."""
    signature = signature_of(files.outline_of(of))
    return RememberedMapping.objects.filter(district_id=of.district_id, signature=signature).exists()


def decide(
    *, of: ImportJob, mapping: Mapped, remember: bool, sight: Sight, by: Actor, at: datetime
) -> ImportJob:
    """Decide what each column is, for this import and, when asked, for the next with the same titles.

    Errors: Refused naming what is missing, chosen twice or may not be kept; Stale once rows were taken in.
    """
    permissions.check_can_import(sight, of)
    sheets = files.outline_of(of)
    with transaction.atomic():
        of = ImportJob.objects.select_for_update(of=("self",)).get(pk=of.pk)
        if of.state not in _OPEN:
            raise Stale("这次导入已经开始，列的对应关系不能再改。如需改动，请撤销后重新上传。")
        of.mapping = {sheet["sheet"]: _decided(sheet, mapping.get(sheet["sheet"], {})) for sheet in sheets}
        of.save(update_fields=["mapping"])
        if remember:
            RememberedMapping.objects.update_or_create(
                district_id=of.district_id,
                signature=signature_of(sheets),
                defaults={"mapping": of.mapping, "by": by.name, "at": at},
            )
    return of


def _decided(sheet: Mapping[str, Any], chosen: Mapping[str, str]) -> dict[str, str]:
    """The choices of one sheet. Errors: Refused."""
    layout = LAYOUTS[sheet["sheet"]]
    labels = {field.name: field.header for field in layout.fields}
    decided: dict[str, str] = {}
    for column in sheet["columns"]:
        index = str(column["index"])
        choice = chosen.get(index, IGNORE)
        if choice not in (*labels, KEEP, IGNORE):
            choice = IGNORE
        if choice == KEEP and not (layout.keeps_unknown and may_be_kept(column["title"])):
            raise Refused(
                f"“{column['title']}”可能含有证件号码、电话或住址，不能作为本地数据明文保留。请改为忽略。",
                field=f"{sheet['sheet']}:{index}",
            )
        if choice in labels and choice in decided.values():
            raise Refused(f"有两列都对应“{labels[choice]}”，请只留一列。", field=f"{sheet['sheet']}:{index}")
        decided[index] = choice
    missing = [
        field.header for field in layout.fields if field.required and field.name not in decided.values()
    ]
    if missing:
        raise Refused(f"“{sheet['source']}”表还缺必填的列：{'、'.join(missing)}。请指出它们是哪一列。")
    return decided


def drop(*, of: ImportJob, sight: Sight) -> ImportJob:
    """Give an import up: the file goes; what was taken in stays.

    Errors: Stale while work is under way; ImportJob.DoesNotExist out of sight.
    """
    permissions.check_can_import(sight, of)
    with transaction.atomic():
        of = ImportJob.objects.select_for_update(of=("self",)).get(pk=of.pk)
        if of.state in (ImportState.CHECKING, ImportState.IMPORTING, ImportState.UNDOING):
            raise Stale("后台正在处理这次导入，请等它结束，或先取消后台任务，再放弃。")
        if of.imported_at is None:
            of.state = ImportState.DROPPED
            of.rows.all().delete()
        stored, of.stored, of.outline_sealed, of.edits_sealed = of.stored, "", "", ""
        of.rows.exclude(cells_sealed="").update(cells_sealed="")
        of.save()
        transaction.on_commit(lambda: files.discard(stored))
    return of
