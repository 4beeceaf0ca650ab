"""Reading the anchors kept outside the database, and what is wrong with them by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jishi.audit.models import GENESIS, AnchorHead, AnchorLine, Proofs

_PATTERN = "anchors-*.jsonl"


@dataclass(slots=True)
class AnchorRecord:
    """All anchors: by chain the event anchored last at each place, the last line, and the faults found."""

    by_chain: dict[str, dict[int, AnchorLine]] = field(default_factory=dict)
    last: AnchorLine | None = None
    count: int = 0
    faults: list[str] = field(default_factory=list)

    def of(self, chain: str) -> dict[int, AnchorLine]:
        """The anchors of a chain: sequence number → line."""
        return self.by_chain.get(chain, {})

    def note(self, line: AnchorLine) -> None:
        """Take a line in; two anchors of one place must say the same."""
        self.count, self.last = self.count + 1, line
        if not line.chain:
            return
        earlier = self.by_chain.setdefault(line.chain, {}).setdefault(line.seq, line)
        if earlier.digest != line.digest:
            self.faults.append(
                f"锚定第 {earlier.number} 号与第 {line.number} 号对“{line.chain}”第 {line.seq} 条的说法不同："
                "两次锚定之间，这条记录被重写过。"
            )


def anchor_folder() -> Path:
    """Where anchors are kept."""
    return Path(settings.ANCHOR_DIR)


def anchor_files() -> list[Path]:
    """The anchor files, oldest first."""
    return sorted(anchor_folder().glob(_PATTERN))


def lines_of(path: Path) -> Iterator[AnchorLine | None]:
    """The lines of an anchor file; None for one that is no anchor."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for text in file:
            if text.strip():
                yield AnchorLine.parsed(text)


def last_line() -> AnchorLine | None:
    """The last whole anchor outside."""
    for path in reversed(anchor_files()):
        if whole := [line for line in lines_of(path) if line is not None]:
            return whole[-1]
    return None


def anchor_record() -> AnchorRecord:
    """Read and check all anchors: each by its mark, their row for gaps, its end against the database."""
    record = AnchorRecord()
    head = AnchorHead.objects.first()
    proofs = Proofs("anchor")
    torn = ""
    for path in anchor_files():
        for line in lines_of(path):
            if line is None:
                torn = path.name
                continue
            _check_line(record, line, path.name, torn, proofs)
            record.note(line)
            torn = ""
    _check_end(record, head)
    return record


def _check_line(record: AnchorRecord, line: AnchorLine, name: str, torn: str, proofs: Proofs) -> None:
    """Check a line by itself and against the one before; a torn line is fault only where the count breaks."""
    expected = record.last.number + 1 if record.last else 1
    proof = proofs.under(line.mark)
    if proof is None:
        record.faults.append(
            f"锚定文件 {name} 第 {line.number} 号所用的密钥不在密钥文件里：请恢复密钥文件后再核验。"
        )
    elif proof(line.signed) != line.mark:
        record.faults.append(f"锚定文件 {name} 里第 {line.number} 号被改动过。")
    if line.number != expected:
        where = f"残缺的一行在 {torn}。" if torn else f"锚定文件被删、改名或剪掉一段（到 {name} 为止）。"
        record.faults.append(f"锚定第 {expected} 号之后接着的是第 {line.number} 号，中间不连：{where}")
    elif line.prev != (record.last.mark if record.last else GENESIS):
        record.faults.append(f"锚定文件 {name} 里第 {line.number} 号接不上前一号：前一号被改写过。")


def _check_end(record: AnchorRecord, head: AnchorHead | None) -> None:
    """Compare where the files end with where the database remembers writing to."""
    if head is None:
        return
    last = record.last
    if last is None:
        record.faults.append(
            f"找不到任何锚定文件，而数据库记得已写到第 {head.number} 号：请查明 {anchor_folder()} 被谁删去。"
        )
    elif last.number < head.number:
        record.faults.append(
            f"锚定文件只到第 {last.number} 号，而数据库记得已写到第 {head.number} 号：末尾被剪掉或文件被删。"
        )
    elif last.number == head.number and last.mark != head.digest:
        record.faults.append(f"锚定第 {last.number} 号与数据库记得的不同：锚定文件被重写过。")


def day_of(line: AnchorLine) -> str:
    """When an anchor was written, for a sentence."""
    return f"{timezone.localtime(line.instant):%Y-%m-%d %H:%M}"
