"""By what right an approval records: the case's own, wherever its last office sits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jishi.access.enums import FieldGroup, Level, Permission, Role
from jishi.access.permissions import Sight
from jishi.audit.enums import Actor
from jishi.places.models import Unit
from jishi.process.models import Case
from jishi.registry.rulings.effects import Effect


def sight_of_case(district: Unit, *, on: date, by: Actor) -> Sight:
    """The reach a case has in its district: what all its offices together may decide, and nothing else."""
    return Sight(
        account_id=0,
        actor=by,
        role=Role.SOCIAL_WORK,
        unit_id=district.pk,
        path=district.path,
        district_id=district.pk,
        person_uid="",
        permissions=frozenset({Permission.PERSON_CHANGE}),
        levels=dict.fromkeys(FieldGroup, Level.EDIT),
        on=on,
    )


def token_of(case: Case) -> str:
    """The mark of the one change a case may record."""
    return f"case-{case.pk}"


def reason_of(case: Case) -> str:
    """What the change says of why: the reason given, and the case it was agreed in."""
    told = str(case.content.get("reason", "")).strip()
    return f"{told[:160]}（事项 {case.number}）" if told else f"经事项 {case.number} 批准"


def told_effects(effects: tuple[Effect, ...]) -> list[Mapping[str, Any]]:
    """Effects as a case keeps them."""
    tones = {"plain": "info", "good": "ok", "caution": "warn", "unknown": "mute"}
    return [
        {
            "label": each.label,
            "before": each.before,
            "after": each.after,
            "note": each.note,
            "clause": each.clause,
            "tone": tones.get(str(each.tone.value), "info"),
        }
        for each in effects
    ]
