"""Who may hold which duty: at which units, and never two administrators in one person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import ADMINISTRATORS, UNIT_KINDS, Forbidden, Sight
from jishi.ledger import Refused
from jishi.places.enums import UnitKind
from jishi.places.models import Unit


def check_fits(role: Role, unit: Unit) -> None:
    """Refuse a role at a kind of unit it is not given at.

    Errors: Refused.
    """
    if unit.dissolved:
        raise Refused(f"“{unit.name}”已撤销，不能再授予身份。请选择承接它的单位。", field="unit")
    kinds = UNIT_KINDS[role]
    if unit.kind not in kinds:
        words = "、".join(UnitKind(kind).label for kind in kinds)
        raise Refused(f"“{role.label}”只能授予在{words}一级的单位，请重新选择单位。", field="unit")


def check_not_self(account: Account, sight: Sight) -> None:
    """Refuse to change one's own rights, also through another account of the same person.

    Errors: Forbidden.
    """
    same_person = bool(account.person_uid) and account.person_uid == sight.person_uid
    if account.pk == sight.account_id or same_person:
        raise Forbidden("不能变更您本人的账号或授权。请由另一位管理员办理。")


def check_apart(account: Account, role: Role, on: date) -> None:
    """Refuse a duty that would give one person two administrators, or an administrator business beside it.

    Errors: Refused.
    """
    if role in ADMINISTRATORS:
        check_one_administrator({role, *administrators_of(accounts_of_person(account), on)})
    held = set(_open_grants([account.pk], on).values_list("role", flat=True))
    mixed = held - ADMINISTRATORS if role in ADMINISTRATORS else held & ADMINISTRATORS
    if mixed:
        raise Refused(
            "管理员账号只用于管理，不能同时持有业务身份。请为另一种用途单独建立账号。", field="role"
        )


def check_one_administrator(roles: Iterable[str]) -> None:
    """Refuse more than one of the three administrators together.

    Errors: Refused.
    """
    found = sorted({Role(role).label for role in roles})
    if len(found) > 1:
        raise Refused(
            f"系统、安全、审计三类管理员必须由不同的人担任，同一人不能兼任{'与'.join(found)}。"
            "请先收回原有身份，或授予其他人。",
            field="role",
        )


def administrators_of(account_ids: Iterable[int], on: date) -> set[str]:
    """The administrator roles some accounts hold on a day or will hold."""
    rows = _open_grants(account_ids, on).filter(role__in=ADMINISTRATORS)
    return set(rows.values_list("role", flat=True))


def accounts_of_person(account: Account, person_uid: str | None = None) -> list[int]:
    """Every account of the person behind one, itself included; of another person when one is named."""
    uid = account.person_uid if person_uid is None else person_uid
    theirs = Q(pk=account.pk) | Q(person_uid=uid) if uid else Q(pk=account.pk)
    return list(Account.objects.filter(theirs).values_list("pk", flat=True))


def _open_grants(account_ids: Iterable[int], on: date) -> QuerySet[Grant]:
    return Grant.objects.filter(account__in=list(account_ids), revoked_at__isnull=True, valid_before__gt=on)
