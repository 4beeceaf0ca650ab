"""Recording 户数 and 常住人口."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.places.actions.blueprints import Count
from jishi.places.actions.founding import check_count, count_sentence
from jishi.places.actions.recording import begin, record_sole
from jishi.places.actions.undertakings import Outcome
from jishi.places.enums import RecordKind, UnitKind
from jishi.places.models import Households, Unit


@transaction.atomic
def record(*, unit: Unit, count: Count, on: date, reason: str, by: Actor, at: datetime) -> Outcome:
    """Record how many households and residents a unit has from a day on.

    Errors: Refused for a unit that has none of its own, a negative or empty count, or a day already counted.
    """
    if unit.kind not in (UnitKind.COMMUNITY, UnitKind.GRID):
        raise Refused("户数和人口登记在社区或网格上；街道和区的合计由系统汇总。", field="unit")
    if not count:
        raise Refused("请至少填写户数或常住人口。", field="households")
    check_count(count)
    change = begin(RecordKind.HOUSEHOLDS, unit, on, reason, by=by, at=at)
    fact = Households(
        unit=unit, valid_from=on, households=count.households, residents=count.residents, source=count.source
    )
    change.summary = f"“{change.unit.name}”登记{count_sentence(count)}"
    others = list(Households.objects.filter(unit=unit).known_at(None))
    return record_sole(change, fact, others, "户数人口")
