"""Walking a chain from its first event to its last and saying where it is no longer what was recorded.

Three witnesses are heard: the digest of each event, the head of the chain, and the anchors outside the
database. Whoever has both database and key can forge the first two; the anchors then tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from jishi.audit.models import GENESIS, SIGNED_FIELDS, AnchorLine, ChainHead, Event, Proofs, instant
from jishi.audit.selectors.anchors import AnchorRecord, anchor_record, day_of

_MOST_FAULTS = 20
_PART = 5000
_SEQ, _AT, _PREV, _DIGEST = 1, 2, 16, 17


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain breaks, and how."""

    chain: str
    seq: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the walk along one chain found."""

    chain: str
    count: int
    last_seq: int
    last_at: datetime | None
    anchored_seq: int
    faults: Sequence[Fault]

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def unanchored_count(self) -> int:
        """Events no anchor covers yet: for them the chain alone speaks."""
        return max(0, self.last_seq - self.anchored_seq)


@dataclass(frozen=True, slots=True)
class Verification:
    """All chains and the anchors."""

    reports: Sequence[Report]
    anchor_count: int
    anchored_at: datetime | None
    anchor_faults: Sequence[str]

    @property
    def is_sound(self) -> bool:
        return not self.anchor_faults and all(report.is_sound for report in self.reports)

    @property
    def event_count(self) -> int:
        return sum(report.count for report in self.reports)


@dataclass(slots=True)
class _Walk:
    """How far along a chain one is, and what was wrong so far."""

    chain: str
    anchors: Mapping[int, AnchorLine]
    count: int = 0
    seq: int = 0
    digest: str = GENESIS
    at: datetime | None = None
    faults: list[Fault] = field(default_factory=list)
    passed: dict[int, str] = field(default_factory=dict)

    def blame(self, seq: int, sentence: str) -> None:
        self.faults.append(Fault(self.chain, seq, sentence))

    def run(self, rows: Iterable[tuple[Any, ...]], watched: Mapping[int, str]) -> None:
        """Go along the rows in order; `watched` are the places whose digests are wanted afterwards."""
        proofs = Proofs("event")
        anchors = self.anchors
        for row in rows:
            seq, at, digest = row[_SEQ], row[_AT], row[_DIGEST]
            proof = proofs.under(digest)
            signed = [*row[:_AT], instant(at), *row[_AT + 1 : _DIGEST]]
            if seq != self.seq + 1 or row[_PREV] != self.digest or (self.at is not None and at < self.at):
                self._blame_place(seq, row[_PREV], at)
            if proof is None or proof(signed) != digest:
                self._blame_content(seq, digest, known=proof is not None)
            if seq in anchors and anchors[seq].digest != digest:
                self._blame_anchored(anchors[seq])
            if seq in watched:
                self.passed[seq] = digest
            self.count, self.seq, self.digest, self.at = self.count + 1, seq, digest, at
            if len(self.faults) >= _MOST_FAULTS:
                self.blame(seq, f"问题已有 {_MOST_FAULTS} 处，第 {seq} 条以后没有再查。")
                return

    def _blame_place(self, seq: int, prev: str, at: datetime) -> None:
        if seq > self.seq + 1:
            gap = f"第 {self.seq + 1} 条" if seq == self.seq + 2 else f"第 {self.seq + 1} 条到第 {seq - 1} 条"
            self.blame(self.seq + 1, f"{gap}缺失：被删除，或序号被改。")
        elif seq <= self.seq:
            self.blame(seq, f"第 {seq} 条出现了两次：有记录被插入。")
        elif prev != self.digest:
            self.blame(seq, f"第 {seq} 条接不上前一条：前面有记录被改写、调换或插入。")
        if self.at is not None and at < self.at:
            self.blame(seq, f"第 {seq} 条的时间早于前一条：时间或次序被改。")

    def _blame_content(self, seq: int, digest: str, *, known: bool) -> None:
        if known:
            self.blame(seq, f"第 {seq} 条的内容与校验码不符：内容被改动或调换过。")
            return
        key_id = digest.partition(":")[0]
        self.blame(seq, f"第 {seq} 条所用的密钥“{key_id}”不在密钥文件里：请恢复密钥文件后再核验。")

    def _blame_anchored(self, line: AnchorLine) -> None:
        self.blame(
            line.seq,
            f"第 {line.seq} 条与 {day_of(line)} 的库外锚定（第 {line.number} 号）不符："
            "这一条或它以前的记录被改写过。",
        )

    def check_end(self, before: ChainHead | None, after: ChainHead | None) -> None:
        """Hold the end against the heads read before and after the walk, and against the anchors."""
        if before is not None and self.passed.get(before.seq, GENESIS) != before.digest:
            self.blame(before.seq, f"链头记的第 {before.seq} 条不在链上或与链上的不同：末尾被截断或改写。")
        if self.count and (after is None or after.seq < self.seq):
            kept = 0 if after is None else after.seq
            self.blame(self.seq, f"链头只到第 {kept} 条，链上却有第 {self.seq} 条：末尾被添加，或链头被改。")
        last = max(self.anchors, default=0)
        if last > self.seq:
            line = self.anchors[last]
            self.blame(
                self.seq + 1,
                f"{day_of(line)} 的库外锚定（第 {line.number} 号）证明至少有 {last} 条，"
                f"现在只到第 {self.seq} 条：末尾被截断。",
            )


def verify(chain: str, *, anchors: AnchorRecord | None = None) -> Report:
    """Recompute a chain and hold it against its head and the anchors outside.

    Shape: at most 20 faults, then the walk stops. Events recorded meanwhile do no harm.
    """
    record = anchor_record() if anchors is None else anchors
    known = record.of(chain)
    before = ChainHead.objects.filter(chain=chain).first()
    walk = _Walk(chain, known)
    walk.run(signed_rows(chain), {} if before is None else {before.seq: before.digest})
    if len(walk.faults) <= _MOST_FAULTS:
        walk.check_end(before, ChainHead.objects.filter(chain=chain).first())
    return Report(chain, walk.count, walk.seq, walk.at, max(known, default=0), tuple(walk.faults))


def verify_all(chains: Sequence[str] | None = None) -> Verification:
    """Verify the chains named, or every chain that the database or the anchors know of."""
    record = anchor_record()
    reports = [verify(chain, anchors=record) for chain in (chains or every_chain(record))]
    return Verification(
        reports, record.count, record.last.instant if record.last else None, tuple(record.faults)
    )


def every_chain(record: AnchorRecord | None = None) -> list[str]:
    """The chains the database knows of, and the anchors where they are given."""
    heads = ChainHead.objects.values_list("chain", flat=True)
    written = Event.objects.order_by().values_list("chain", flat=True).distinct()
    return sorted({*heads, *written, *(record.by_chain if record else ())})


def signed_rows(chain: str) -> Iterator[tuple[Any, ...]]:
    """The events of a chain in order, as what their digest proves and the digest, in constant memory."""
    kept = Event.objects.filter(chain=chain).order_by("seq", "id")
    found = kept.values_list(*SIGNED_FIELDS, "digest", "id")
    part = list(found[:_PART])
    while part:
        yield from (row[:-1] for row in part)
        seq, key = part[-1][_SEQ], part[-1][-1]
        part = list(found.filter(Q(seq__gt=seq) | Q(id__gt=key), seq__gte=seq)[:_PART])
