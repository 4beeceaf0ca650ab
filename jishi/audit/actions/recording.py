"""Recording events, in the transaction of the deed they tell of. No event, no deed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from jishi.audit.actions.particulars import written
from jishi.audit.enums import Actor, AuditVerb, Subject
from jishi.audit.models import SIGNED_FIELDS, ChainHead, Event, current_proof, instant
from jishi.ledger.refusals import Refused

_BATCH = 1000
_LOOKS = frozenset(verb.value for verb in AuditVerb)  # they change nothing but the audit
_FAILED = "审计记录写不进去，这次操作没有生效，资料没有改动。请稍后再试，或请系统管理员检查审计。"
_WIDTHS = {
    column.attname: column.max_length
    for column in Event._meta.concrete_fields
    if isinstance(column, models.CharField) and column.max_length
}


class AuditFailed(Refused):
    """The audit could not be written, so nothing else was either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event to be recorded among many by the same actor."""

    verb: str
    subject: Subject
    particulars: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file taken out of the platform: from which page, by which filter, what and how much."""

    page: str
    filters: Mapping[str, Any]
    columns: Sequence[str]
    row_count: int


def record(
    *,
    verb: str,
    subject: Subject,
    by: Actor,
    at: datetime,
    chain: str,
    particulars: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Record one event; call it last in the action's transaction, for it locks the chain until the end.

    Errors: AuditFailed when it cannot be written; the transaction is rolled back whatever the caller does.
            RuntimeError outside a transaction.
    """
    entry = Entry(verb=verb, subject=subject, particulars=particulars or {}, reason=reason)
    return record_many([entry], by=by, at=at, chain=chain)[0]


def record_many(entries: Sequence[Entry], *, by: Actor, at: datetime, chain: str) -> list[Event]:
    """Record many events of one actor at one instant, in the order given, under one lock of the chain.

    Errors: as `record`. An action on two chains records on them in the order of their names.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is recorded with its deed: open transaction.atomic first")
    if at.tzinfo is None:
        raise ValueError("an event happens at an instant: give `at` with its time zone")
    if not entries:
        return []
    with _all_or_nothing():
        head = _locked_head(chain)
        events = _chained(entries, by, at if head.at is None else max(at, head.at), head)
        _rows().bulk_create(events, batch_size=_BATCH)
        last = events[-1]
        deed = max((event.seq for event in events if event.verb not in _LOOKS), default=head.deed)
        ChainHead.objects.filter(pk=head.pk).update(seq=last.seq, deed=deed, digest=last.digest, at=last.at)
    return events


def record_view(
    *, subject: Subject, fields: Sequence[str], by: Actor, at: datetime, chain: str, reason: str = ""
) -> Event:
    """Record that sensitive fields of somebody were shown; which fields, never what stood in them."""
    return record(
        verb=AuditVerb.VIEW,
        subject=subject,
        by=by,
        at=at,
        chain=chain,
        particulars={"fields": list(fields)},
        reason=reason,
    )


def record_export(*, export: Export, by: Actor, at: datetime, chain: str, reason: str = "") -> Event:
    """Record that a file was taken out."""
    particulars = {
        "page": export.page,
        "filters": dict(export.filters),
        "columns": list(export.columns),
        "row_count": export.row_count,
    }
    return record(
        verb=AuditVerb.EXPORT,
        subject=Subject("page", export.page, export.page),
        by=by,
        at=at,
        chain=chain,
        particulars=particulars,
        reason=reason,
    )


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """Let a failing audit undo the whole transaction, even for a caller that would swallow the refusal."""
    try:
        yield
    except DatabaseError as error:
        transaction.set_rollback(True)
        raise AuditFailed(_FAILED) from error


def _locked_head(chain: str) -> ChainHead:
    """The head of a chain, locked until the transaction ends; made when the chain begins."""
    heads = ChainHead.objects.select_for_update().filter(chain=chain)
    head = heads.first()
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(chain=chain)], ignore_conflicts=True)
        head = heads.get()
    return head


def _rows() -> models.QuerySet[Event]:
    """The events without the lock that keeps everybody else from writing them."""
    return models.QuerySet(Event)


def _chained(entries: Sequence[Entry], by: Actor, at: datetime, head: ChainHead) -> list[Event]:
    proof, moment = current_proof("event"), instant(at)
    seq, digest, events = head.seq, head.digest, []
    for entry in entries:
        seq += 1
        event = Event(chain=head.chain, seq=seq, at=at, prev=digest, **_told(entry, by))
        signed = [moment if name == "at" else getattr(event, name) for name in SIGNED_FIELDS]
        event.digest = digest = proof(signed)
        events.append(event)
    return events


def _told(entry: Entry, by: Actor) -> dict[str, str]:
    """The texts of an event, as wide as their columns take."""
    told = {
        "account": by.account,
        "actor_name": by.name,
        "role": by.role,
        "actor_person": by.person,
        "on_behalf_of": by.on_behalf_of,
        "principal": by.principal,
        "address": by.address,
        "verb": str(entry.verb),
        "subject_kind": entry.subject.kind,
        "subject_key": entry.subject.key,
        "subject_label": entry.subject.label,
        "particulars": written(entry.particulars),
        "reason": entry.reason,
    }
    return {name: _storable(text)[: _WIDTHS.get(name)] for name, text in told.items()}


def _storable(text: str) -> str:
    """Text as every database keeps it: no NUL, no half characters."""
    if text.isascii() and text.isprintable():
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()
