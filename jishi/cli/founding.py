"""Founding an empty platform: its city, its districts, its three administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from jishi.access.actions.accounts import one_time_password
from jishi.access.actions.founding import Enrolment, enrol
from jishi.access.enums import Role
from jishi.access.models import Grant
from jishi.access.permissions import ADMINISTRATORS
from jishi.audit.enums import SYSTEM
from jishi.places.actions import units
from jishi.places.actions.blueprints import Blueprint
from jishi.places.enums import UnitKind
from jishi.places.models import Unit

_REASON = "建立平台"
_STOOD = date(1949, 10, 1)  # a city stood before its platform: what was before can be recorded
_USERNAMES = {
    Role.SYSTEM_ADMIN: "system-admin",
    Role.SECURITY_ADMIN: "security-admin",
    Role.AUDIT_ADMIN: "audit-admin",
}


def has_city() -> bool:
    """Whether there is a city."""
    return Unit.objects.filter(kind=UnitKind.CITY).exists()


def has_administrators() -> bool:
    """Whether anybody administers the platform."""
    return Grant.objects.filter(role__in=ADMINISTRATORS, revoked_at=None).exists()


@transaction.atomic
def found(
    names: Sequence[str], *, city: str | None, packs: Mapping[str, str]
) -> list[tuple[str, str, str, str]]:
    """Found the city where there is none and make the administrators: role, name, sign-in name, password."""
    at = timezone.now()
    on = timezone.localdate(at)
    if city is not None:
        districts = tuple(
            Blueprint(kind=UnitKind.DISTRICT, name=name, pack=pack) for name, pack in packs.items()
        )
        blueprint = Blueprint(kind=UnitKind.CITY, name=city, under=districts)
        units.found(parent=None, blueprint=blueprint, on=_STOOD, reason=_REASON, by=SYSTEM, at=at)
    unit = Unit.objects.get(kind=UnitKind.CITY)
    made = []
    for (role, username), name in zip(_USERNAMES.items(), names, strict=True):
        password = one_time_password()
        enrolment = Enrolment(username, name, role, unit)
        enrol([enrolment], password=password, must_change=True, on=on, by=SYSTEM, at=at)
        made.append((role.label, name, username, password))
    return made
