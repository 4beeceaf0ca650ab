"""Preparing a case and taking it back: everything its preparer does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from jishi.audit.actions import record
from jishi.audit.enums import Actor, Subject
from jishi.ledger import Refused, Stale
from jishi.places.models import Unit
from jishi.process.actions.kinds import kind_of
from jishi.process.actions.seats import lapse_waiting, open_seats
from jishi.process.enums import CaseState, CaseVerb
from jishi.process.models import Case, Course
from jishi.process.permissions import check_may_edit, check_may_withdraw, check_move

START = 0
WITH_PREPARER = -1


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a case asks for: about whom, from where, in what words, and what its approval will do."""

    kind: str
    about: Subject
    unit: Unit
    title: str
    content: Mapping[str, Any]
    effects: Sequence[Mapping[str, str]] = field(default_factory=tuple)


def digest_of(content: Mapping[str, Any]) -> str:
    """The fingerprint an opinion is bound to."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def chain_of(case: Case) -> str:
    """The audit chain a case's events belong to."""
    return f"district-{case.district_id}"


def subject_of(case: Case) -> Subject:
    """The case as the audit trail names it."""
    return Subject("case", str(case.pk), case.title)


def locked(case: Case) -> Case:
    """The case as it is now, held until the transaction ends: two offices never move it at once."""
    return Case.objects.select_for_update().get(pk=case.pk)


def draft(*, proposal: Proposal, token: str | None = None, by: Actor, at: datetime) -> Case:
    """Open a case; the same form sent twice gives the same case."""
    kind_of(proposal.kind)
    district = proposal.unit.district or proposal.unit
    with transaction.atomic():
        if token and (before := Case.objects.filter(token=token).first()):
            return before
        case = Case.objects.create(
            kind=proposal.kind,
            district=district,
            unit=proposal.unit,
            path=proposal.unit.path,
            subject_kind=proposal.about.kind,
            subject_key=proposal.about.key,
            subject_label=proposal.about.label,
            title=proposal.title,
            content=dict(proposal.content),
            content_digest=digest_of(proposal.content),
            effects=[dict(effect) for effect in proposal.effects],
            preparers=[by.identity],
            prepared_by=by.account,
            prepared_name=by.name,
            opened_at=at,
            token=token,
        )
        record(verb=CaseVerb.DRAFT, subject=subject_of(case), by=by, at=at, chain=chain_of(case))
    return case


def edit(*, case: Case, content: Mapping[str, Any], version: int, by: Actor, at: datetime) -> Case:
    """Change what a case asks for while it is with its preparer; who changes it becomes a preparer too."""
    with transaction.atomic():
        case = locked(case)
        check_may_edit(case, actor=by)
        _check_version(case, version)
        case.content, case.content_digest = dict(content), digest_of(content)
        case.preparers = sorted({*case.preparers, by.identity})
        _step_version(case)
        record(verb=CaseVerb.EDIT, subject=subject_of(case), by=by, at=at, chain=chain_of(case))
    return case


def submit(
    *, case: Case, course: Course, effects: Sequence[Mapping[str, str]], version: int, by: Actor, at: datetime
) -> Case:
    """Send a case on its course, from the beginning; effects are what the preparer was shown."""
    with transaction.atomic():
        case = locked(case)
        check_may_edit(case, actor=by)
        check_move(case, CaseState.OPEN)
        _check_version(case, version)
        case.course, case.effects = course.as_data(), [dict(effect) for effect in effects]
        case.preparers = sorted({*case.preparers, by.identity})
        case.state, case.step, case.round = CaseState.OPEN, START, case.round + 1
        case.submitted_at = at
        _step_version(case)
        open_seats(case, at=at)
        record(verb=CaseVerb.SUBMIT, subject=subject_of(case), by=by, at=at, chain=chain_of(case))
    return case


def withdraw(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Take a case back before it has ended; opinions already given stay on record."""
    if not reason.strip():
        raise Refused("请写明撤回的理由。", field="reason")
    with transaction.atomic():
        case = locked(case)
        check_may_withdraw(case, actor=by)
        case.state, case.step, case.closed_at = CaseState.WITHDRAWN, WITH_PREPARER, at
        _step_version(case)
        lapse_waiting(case)
        record(
            verb=CaseVerb.WITHDRAW,
            subject=subject_of(case),
            by=by,
            at=at,
            chain=chain_of(case),
            reason=reason,
        )
    return case


def _check_version(case: Case, version: int) -> None:
    if case.version != version:
        raise Stale("这件事项刚刚被改过，您的改动没有保存。请刷新后核对最新内容，再重新提交。")


def _step_version(case: Case) -> None:
    case.version += 1
    case.save()
