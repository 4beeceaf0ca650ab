"""Giving communities type tags with evidence, and taking them away (R-021)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.places.actions.blueprints import TagGiven
from jishi.places.actions.checks import check_apart
from jishi.places.actions.founding import check_tag
from jishi.places.actions.recording import begin
from jishi.places.actions.undertakings import Outcome, carry_out
from jishi.places.enums import RecordKind, UnitKind
from jishi.places.models import Tag, Unit


@transaction.atomic
def add(*, unit: Unit, tag: TagGiven, on: date, reason: str, by: Actor, at: datetime) -> Outcome:
    """Give a community a tag from a day on; it may carry several.

    Errors: Refused without evidence, or while it has the tag already.
    """
    if unit.kind != UnitKind.COMMUNITY:
        raise Refused("类型标签只贴在社区上，请先选择社区。", field="unit")
    check_tag(tag.name, tag.evidence)
    change = begin(RecordKind.TAG, unit, on, reason, by=by, at=at)
    fact = Tag(unit=unit, name=tag.name.strip(), evidence=tag.evidence.strip(), valid_from=on)
    same = Tag.objects.filter(unit=unit, name=fact.name).known_at(None)
    check_apart(
        fact,
        same,
        f"“{change.unit.name}”在 {{day}} 已有“{fact.name}”标签。如依据有变，请先结束原标签或更正它。",
    )
    change.delta.add(fact)
    change.summary = f"“{change.unit.name}”贴上“{fact.name}”标签"
    return carry_out(change)


@transaction.atomic
def end(*, tag: Tag, on: date, reason: str, by: Actor, at: datetime) -> Outcome:
    """Let a tag no longer hold from a day on.

    Errors: Refused when it began on or after the day or has ended by then.
    """
    change = begin(RecordKind.TAG, tag.unit, on, reason, by=by, at=at)
    if not tag.valid_from < on < tag.valid_before:
        raise Refused(
            f"“{tag.name}”标签的起止是{tag.span}，结束日期须在其间。贴错了请用“更正”或撤回。", field="on"
        )
    change.delta.end(tag, on)
    change.summary = f"“{change.unit.name}”取消“{tag.name}”标签"
    return carry_out(change)
