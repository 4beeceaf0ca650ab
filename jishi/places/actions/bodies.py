"""Recording the bodies of a unit: party organisation, residents' committee, service centre."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.places.actions.blueprints import BodyGiven
from jishi.places.actions.checks import tidied
from jishi.places.actions.recording import begin, record_sole
from jishi.places.actions.undertakings import Outcome, carry_out
from jishi.places.enums import BodyKind, RecordKind, UnitKind
from jishi.places.models import Body, Unit


@transaction.atomic
def record(*, unit: Unit, body: BodyGiven, on: date, reason: str, by: Actor, at: datetime) -> Outcome:
    """Record a body a unit has from a day on, in place of the one of its kind before.

    Errors: Refused where a unit has no such body, or the day already has one.
    """
    if unit.kind not in (UnitKind.COMMUNITY, UnitKind.STREET):
        raise Refused("组织机构登记在街道或社区上，请先选择街道或社区。", field="unit")
    if body.kind == BodyKind.PARTY_WORK and unit.kind != UnitKind.STREET:
        raise Refused("党工委只设在街道，社区请选党组织。", field="kind")
    change = begin(RecordKind.BODY, unit, on, reason, by=by, at=at)
    fact = Body(unit=unit, kind=body.kind, name=tidied(body.name), valid_from=on)
    change.summary = f"“{change.unit.name}”登记{BodyKind(body.kind).label}“{fact.name}”"
    same = list(Body.objects.filter(unit=unit, kind=body.kind).known_at(None))
    return record_sole(change, fact, same, BodyKind(body.kind).label)


@transaction.atomic
def end(*, body: Body, on: date, reason: str, by: Actor, at: datetime) -> Outcome:
    """Let a body be no more from a day on.

    Errors: Refused when it began on or after the day or has ended by then.
    """
    change = begin(RecordKind.BODY, body.unit, on, reason, by=by, at=at)
    if not body.valid_from < on < body.valid_before:
        raise Refused(f"“{body.name}”的起止是{body.span}，撤销日期须在其间，请核对。", field="on")
    change.delta.end(body, on)
    change.summary = f"“{change.unit.name}”撤销“{body.name}”"
    return carry_out(change)
