"""Recording 社区星级."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.places.actions.recording import begin, record_sole
from jishi.places.actions.undertakings import Outcome
from jishi.places.enums import RecordKind, UnitKind
from jishi.places.models import Star, Unit


@transaction.atomic
def record(
    *, unit: Unit, star: str, document: str = "", on: date, reason: str, by: Actor, at: datetime
) -> Outcome:
    """Record the star a community holds from a day on.

    Errors: Refused for another kind of unit, an empty star, or a day already recorded.
    """
    if unit.kind != UnitKind.COMMUNITY:
        raise Refused("星级只评社区，请先选择社区。", field="unit")
    if not star.strip():
        raise Refused("请填写星级，例如“四星”。", field="star")
    change = begin(RecordKind.STAR, unit, on, reason, by=by, at=at)
    fact = Star(unit=unit, star=star.strip(), document=document.strip(), valid_from=on)
    change.summary = f"“{change.unit.name}”评为{fact.star}"
    return record_sole(change, fact, list(Star.objects.filter(unit=unit).known_at(None)), "星级")
