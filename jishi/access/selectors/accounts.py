"""Accounts, grants and lock-outs within somebody's sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import ADMINISTRATORS, Sight
from jishi.places.enums import UnitKind
from jishi.places.models import Unit


@dataclass(frozen=True, slots=True)
class LockOut:
    """A name that may not be tried from an address until an instant."""

    account: Account
    address: str
    failures: int
    until: datetime


def accounts_visible_to(sight: Sight) -> QuerySet[Account]:
    """The accounts of the units seen; none when oneself alone is seen."""
    if not sight.path:
        return Account.objects.none()
    return Account.objects.filter(unit__path__startswith=sight.path).select_related("unit__district")


def with_grants(accounts: QuerySet[Account], on: date) -> QuerySet[Account]:
    """The accounts with the grants that hold on a day, as `held`."""
    held = Grant.objects.filter(revoked_at__isnull=True, valid_from__lte=on, valid_before__gt=on)
    prefetch = Prefetch("grants", held.select_related("unit").order_by("id"), to_attr="held")
    return accounts.prefetch_related(prefetch)


def searched(
    accounts: QuerySet[Account], *, words: str, role: str, state: str, on: date
) -> QuerySet[Account]:
    """The accounts whose name fits, with a role on a day, in a state."""
    if words:
        accounts = accounts.filter(
            Q(name__icontains=words) | Q(username__icontains=words) | Q(unit__name__icontains=words)
        )
    if role:
        held = Grant.objects.filter(
            role=role, revoked_at__isnull=True, valid_from__lte=on, valid_before__gt=on
        )
        accounts = accounts.filter(pk__in=held.values("account_id"))
    if state:
        accounts = accounts.filter(is_active=state == "active")
    return accounts


def account_visible(sight: Sight, username: str) -> Account:
    """One account within sight.

    Errors: Account.DoesNotExist, also when it exists outside.
    """
    return accounts_visible_to(sight).get(username=username)


def grant_visible(sight: Sight, grant_id: int) -> Grant:
    """One grant of an account within sight.

    Errors: Grant.DoesNotExist, also when it exists outside.
    """
    rows = Grant.objects.select_related("unit__district", "account__unit", "delegated_from__account")
    return rows.get(pk=grant_id, account__in=accounts_visible_to(sight))


def grants_ever(account: Account) -> QuerySet[Grant]:
    """Every grant an account has or had, newest first."""
    return account.grants.select_related("unit", "delegated_from__account").order_by("-id")


def delegations_of(account: Account) -> QuerySet[Grant]:
    """What an account let others act under, newest first."""
    rows = Grant.objects.filter(delegated_from__account=account)
    return rows.select_related("unit", "account").order_by("-id")


def delegable(grants: Sequence[Grant]) -> list[Grant]:
    """The grants somebody could let another act under."""
    fixed = ADMINISTRATORS | {Role.WORKER}
    return [grant for grant in grants if grant.delegated_from_id is None and grant.role not in fixed]


def colleagues_of(account: Account, grants: Sequence[Grant]) -> QuerySet[Account]:
    """Who could act for somebody: active accounts of the same unit or with a duty at one of the own units."""
    units = {account.unit_id, *(grant.unit_id for grant in grants)}
    held = Grant.objects.filter(unit__in=units, revoked_at__isnull=True).exclude(role__in=ADMINISTRATORS)
    near = Q(unit__in=units) | Q(pk__in=held.values("account_id"))
    others = Account.objects.filter(near, is_active=True).exclude(pk=account.pk)
    if account.person_uid:
        others = others.exclude(person_uid=account.person_uid)
    return others.select_related("unit").order_by("unit__path", "username")


def units_for_grants(sight: Sight) -> QuerySet[Unit]:
    """The units within sight at which roles are given."""
    kinds = (UnitKind.CITY, UnitKind.DISTRICT, UnitKind.STREET, UnitKind.COMMUNITY)
    if not sight.path:
        return Unit.objects.none()
    return Unit.objects.filter(path__startswith=sight.path, kind__in=kinds, dissolved=False).order_by("path")


def units_for_accounts(sight: Sight) -> QuerySet[Unit]:
    """The units within sight an account can belong to."""
    if not sight.path:
        return Unit.objects.none()
    found = Unit.objects.filter(path__startswith=sight.path, dissolved=False)
    return found.exclude(kind=UnitKind.GRID).order_by("path")


def districts_visible_to(sight: Sight) -> list[Unit]:
    """The districts within sight, or the one it lies in."""
    if not sight.path:
        return []
    found = Unit.objects.filter(kind=UnitKind.DISTRICT)
    if sight.district_id is not None:
        return list(found.filter(pk=sight.district_id))
    return list(found.filter(path__startswith=sight.path).order_by("path"))


def lockouts_visible_to(sight: Sight, at: datetime) -> list[LockOut]:
    """The names locked out now, of accounts within sight; a mistyped name is nobody's and not shown."""
    cooloff: timedelta = settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=at - cooloff
    ).order_by("-attempt_time")
    found = {attempt.username: attempt for attempt in attempts}
    accounts = accounts_visible_to(sight).filter(username__in=found)
    by_name = {account.username: account for account in accounts}
    return [
        LockOut(
            by_name[attempt.username],
            attempt.ip_address or "",
            attempt.failures_since_start,
            attempt.attempt_time + cooloff,
        )
        for attempt in attempts
        if attempt.username in by_name
    ]
