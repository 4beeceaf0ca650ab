"""How much of a field group a role sees in a district, in place of the default."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jishi.access.actions.recording import recorded
from jishi.access.enums import AccessVerb, FieldGroup, Level, Permission, Role
from jishi.access.models import FieldRight
from jishi.access.permissions import ADMINISTRATORS, DEFAULT_LEVELS, Forbidden, Sight
from jishi.access.selectors import levels_of
from jishi.audit.enums import Actor, Subject
from jishi.ledger import Refused, Stale
from jishi.places.enums import UnitKind
from jishi.places.models import Unit


@transaction.atomic
def set_levels(  # where, who, how much, what was seen before, and who asks
    *,
    district: Unit,
    role: Role,
    levels: Mapping[FieldGroup, Level],
    expected: Mapping[FieldGroup, Level] | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> int:
    """Let a role see more or less of some field groups in one district; gives how many changed.

    `expected` are the levels the decision was made on.
    Errors: Forbidden, Refused; Stale when somebody changed them in between.
    """
    _check(district, role, sight)
    Unit.objects.select_for_update(of=("self",)).get(pk=district.pk)
    before = levels_of(role, district.pk)
    if expected is not None and dict(expected) != before:
        raise Stale("这个身份的字段权限刚刚被别人改过，您的修改没有保存。请刷新后核对，再重新修改。")
    changed = {group: level for group, level in levels.items() if before[group] != level}
    for group, level in changed.items():
        _set(district, role, group, level)
    for group, level in changed.items():
        particulars = {
            "role": role.label,
            "group": group.label,
            "before": before[group].label,
            "after": level.label,
        }
        recorded(AccessVerb.FIELD_RIGHT_SET, _subject(district), by=by, at=at, particulars=particulars)
    return len(changed)


def _set(district: Unit, role: Role, group: FieldGroup, level: Level) -> None:
    if group == FieldGroup.IDENTIFIERS and level > Level.MASKED:
        raise Refused("证件、电话与银行卡最高只能设为脱敏；需要看全文时须写明理由并留痕。", field=group.value)
    mine = FieldRight.objects.filter(district=district, role=role, group=group)
    if level == DEFAULT_LEVELS[role][group]:
        mine.delete()
    elif not mine.update(level=level):
        FieldRight.objects.create(district=district, role=role, group=group, level=level)


@transaction.atomic
def reset(*, district: Unit, role: Role, sight: Sight, by: Actor, at: datetime) -> int:
    """Put a role's levels in a district back to the defaults; gives how many were different.

    Errors: Forbidden, Refused.
    """
    _check(district, role, sight)
    count, _ = FieldRight.objects.filter(district=district, role=role).delete()
    if count:
        particulars = {"role": role.label, "count": count}
        recorded(AccessVerb.FIELD_RIGHT_RESET, _subject(district), by=by, at=at, particulars=particulars)
    return count


def _check(district: Unit, role: Role, sight: Sight) -> None:
    sight.check_may(Permission.FIELD_RIGHT_EDIT)
    if district.kind != UnitKind.DISTRICT or not sight.within(district.path):
        raise Forbidden("这个区不在您管理的范围内，不能修改它的字段权限。")
    if role in ADMINISTRATORS or role in (Role.WORKER, Role.CITY):
        raise Refused(f"“{role.label}”的字段权限是固定的，不能按区修改。")


def _subject(district: Unit) -> Subject:
    return Subject("unit", str(district.pk), district.name)
