"""Writing where every chain has got to outside the database, so that a rewritten chain is found out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from jishi.audit.models import GENESIS, AnchorHead, AnchorLine, ChainHead, current_proof, instant
from jishi.audit.selectors.anchors import anchor_folder, last_line, lines_of


def anchor(*, at: datetime) -> Sequence[AnchorLine]:
    """Append an anchor for every chain that moved since the day's last one; a heartbeat when none did.

    Shape: one file a day, its first anchors covering every chain. What is written is on disk on return.
    Errors: OSError when the folder cannot be written to.
    """
    with transaction.atomic():
        head = _locked_anchor_head()
        last = _continued(head, last_line())
        moment = at if last is None else max(at, last.instant)
        path = anchor_folder() / f"anchors-{timezone.localtime(moment):%Y-%m-%d}.jsonl"
        lines = _lines(_moved(path), last, moment)
        _append(path, lines)
        AnchorHead.objects.filter(pk=head.pk).update(
            number=lines[-1].number, digest=lines[-1].mark, at=moment
        )
    return lines


def _locked_anchor_head() -> AnchorHead:
    """The one row all anchoring queues up at."""
    AnchorHead.objects.bulk_create([AnchorHead(pk=1)], ignore_conflicts=True)
    return AnchorHead.objects.select_for_update().get(pk=1)


def _continued(head: AnchorHead, outside: AnchorLine | None) -> AnchorLine | None:
    """What the next line follows: the end of the files, or what is remembered when lines were lost there.

    Numbers go on from the greater of both, so that what was lost is missed for ever after.
    """
    if head.at is None or (outside is not None and outside.number >= head.number):
        return outside
    return AnchorLine(head.number, instant(head.at), "", 0, GENESIS, GENESIS, head.digest)


def _moved(path: Path) -> list[ChainHead]:
    """The chains the day's file does not know as they are now."""
    known = {line.chain: line.digest for line in lines_of(path) if line} if path.exists() else {}
    heads = ChainHead.objects.exclude(seq=0).order_by("chain")
    return [head for head in heads if known.get(head.chain) != head.digest]


def _lines(moved: list[ChainHead], last: AnchorLine | None, at: datetime) -> list[AnchorLine]:
    proof = current_proof("anchor")
    number, prev = (0, GENESIS) if last is None else (last.number, last.mark)
    lines = []
    for head in moved or [ChainHead()]:
        number += 1
        draft = AnchorLine(number, instant(at), head.chain, head.seq, head.digest, prev, "")
        prev = proof(draft.signed)
        lines.append(replace(draft, mark=prev))
    return lines


def _append(path: Path, lines: Sequence[AnchorLine]) -> None:
    """Add lines to the file in one go; a line torn by a power cut is left behind, on a line of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        file.seek(0, os.SEEK_END)
        if file.tell() and not _ends_whole(path):
            file.write(b"\n")
        file.write("".join(line.text() for line in lines).encode())
        file.flush()
        os.fsync(file.fileno())


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
