"""Recording the figures a locality keeps of its communities, in its own words."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.places.actions.blueprints import FigureGiven
from jishi.places.actions.recording import begin, record_sole
from jishi.places.actions.undertakings import Outcome
from jishi.places.enums import RecordKind
from jishi.places.models import Unit, UnitFigure


@transaction.atomic
def record(*, unit: Unit, figure: FigureGiven, on: date, reason: str, by: Actor, at: datetime) -> Outcome:
    """Record a figure of a unit from a day on, in place of the one of its name before.

    Errors: Refused without a name or value, or when the day already has one.
    """
    if not figure.name.strip() or not figure.value.strip():
        raise Refused("请填写项目名称和值。", field="value")
    change = begin(RecordKind.FIGURE, unit, on, reason, by=by, at=at)
    fact = UnitFigure(
        unit=unit,
        name=figure.name.strip(),
        value=figure.value.strip(),
        remark=figure.remark.strip(),
        valid_from=on,
    )
    change.summary = f"“{change.unit.name}”登记{fact.name}：{fact.value}"
    same = list(UnitFigure.objects.filter(unit=unit, name=fact.name).known_at(None))
    return record_sole(change, fact, same, f"“{fact.name}”")
