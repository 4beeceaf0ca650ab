"""Which duties an account has on a day, and what it sees under one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jishi.access.enums import FieldGroup, Level, Role
from jishi.access.models import Account, FieldRight, Grant
from jishi.access.permissions import DEFAULT_LEVELS, ROLE_PERMISSIONS, Sight
from jishi.audit.enums import Actor
from jishi.places.enums import UnitKind
from jishi.places.models import Unit


def holds(grant: Grant, on: date) -> bool:
    """Whether a grant gives anything on a day; a delegated one only while what it comes from does."""
    alive = grant.revoked_at is None and grant.valid_from <= on < grant.valid_before
    source = grant.delegated_from
    return alive and (source is None or (source.account.is_active and holds(source, on)))


def grants_of(account: Account, on: date) -> list[Grant]:
    """The grants an account may act under on a day, its own before delegated ones."""
    grants = (
        Grant.objects.filter(
            account=account, revoked_at__isnull=True, valid_from__lte=on, valid_before__gt=on
        )
        .select_related("unit__district", "delegated_from__account")
        .order_by("delegated_from", "id")
    )
    held = [grant for grant in grants if holds(grant, on)]
    return sorted(held, key=lambda grant: (grant.delegated_from_id is not None, grant.pk))


def sight_for(account: Account, grant: Grant, on: date, *, address: str = "") -> Sight:
    """What an account sees under one of its grants on a day."""
    role, unit = Role(grant.role), grant.unit
    district_id = district_of(unit)
    source = grant.delegated_from
    actor = Actor(
        account=account.username,
        name=account.name,
        role=role.label,
        person=account.person_uid,
        address=address,
        on_behalf_of=source.account.name if source else "",
        principal=(source.account.person_uid or f"account:{source.account.username}") if source else "",
    )
    return Sight(
        account_id=account.pk,
        actor=actor,
        role=role,
        unit_id=unit.pk,
        path="" if role == Role.WORKER else unit.path,
        district_id=district_id,
        person_uid=account.person_uid,
        permissions=ROLE_PERMISSIONS[role],
        levels=levels_of(role, district_id),
        on=on,
    )


def district_of(unit: Unit) -> int | None:
    """The district a unit is or lies in; none for the city."""
    return unit.pk if unit.kind == UnitKind.DISTRICT else unit.district_id


def levels_of(role: Role, district_id: int | None) -> Mapping[FieldGroup, Level]:
    """The level of every field group for a role: the default, or what its district has set instead."""
    levels = dict(DEFAULT_LEVELS[role])
    if district_id is not None:
        own = FieldRight.objects.filter(district_id=district_id, role=role)
        levels.update({FieldGroup(right.group): Level(right.level) for right in own})
    return levels
