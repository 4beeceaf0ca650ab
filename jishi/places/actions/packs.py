"""Choosing the policy a new district works by."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jishi.audit.actions import record
from jishi.audit.enums import Actor, Subject
from jishi.ledger import Refused
from jishi.places.actions.undertakings import chain_of, hold
from jishi.places.enums import CHOOSE_PACK, UnitKind
from jishi.places.models import Unit


@transaction.atomic
def choose(*, district: Unit, pack: str, title: str, by: Actor, at: datetime) -> Unit:
    """Let a district without a policy work by a pack; another later would judge recorded people anew.

    Errors: Refused for a unit that is no district, or one that works by another pack already; Stale.
    """
    unit = hold(district)
    if unit.kind != UnitKind.DISTRICT:
        raise Refused("政策包是为整个区选的，请以区级身份选择。")
    if unit.pack == pack:
        return unit
    if unit.pack:
        raise Refused("本区已经选定政策包。更换政策包要重新测算全部人员，在政策中心（后续版本）办理。")
    unit.pack = pack
    unit.version += 1
    unit.save(update_fields=["pack", "version"])
    record(
        verb=CHOOSE_PACK,
        subject=Subject("unit", str(unit.pk), unit.name),
        by=by,
        at=at,
        chain=chain_of(unit),
        particulars={"pack": title},
    )
    return unit
