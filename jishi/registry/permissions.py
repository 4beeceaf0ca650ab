"""Who may change what of whom in the registry. Rules about persons and rights, none about dates."""

from __future__ import annotations

from collections.abc import Iterable

from jishi.access.enums import FieldGroup, Level, Permission, Role
from jishi.access.permissions import Forbidden, Sight
from jishi.places.enums import RestructureKind
from jishi.places.models import Unit, UnitChange
from jishi.registry.enums import ChangeKind, Keeper
from jishi.registry.models import ImportJob, Person, Standing

GROUP_OF: dict[ChangeKind, FieldGroup] = {
    ChangeKind.ENTER: FieldGroup.BASIC,
    ChangeKind.EXIT: FieldGroup.BASIC,
    ChangeKind.TRANSFER: FieldGroup.BASIC,
    ChangeKind.APPOINT: FieldGroup.BASIC,
    ChangeKind.REMOVE: FieldGroup.BASIC,
    ChangeKind.IDENTITY: FieldGroup.BASIC,
    ChangeKind.EDUCATION: FieldGroup.QUALIFICATION,
    ChangeKind.CERTIFICATE: FieldGroup.QUALIFICATION,
    ChangeKind.ASSESSMENT: FieldGroup.ASSESSMENT,
    ChangeKind.GRADE: FieldGroup.GRADE,
    ChangeKind.CONTRACT: FieldGroup.BASIC,
    ChangeKind.AWARD: FieldGroup.DISCIPLINE,
    ChangeKind.SERVICE: FieldGroup.QUALIFICATION,
    ChangeKind.ASSIGNMENT: FieldGroup.BASIC,
    ChangeKind.PROFILE: FieldGroup.BASIC,
    ChangeKind.CONTACT: FieldGroup.IDENTIFIERS,
    ChangeKind.FIGURE: FieldGroup.BASIC,
}
_BELOW_DISTRICT = frozenset({Role.STREET_CLERK, Role.STREET_LEADER, Role.SECRETARY})
_WRITTEN_BLIND = frozenset({FieldGroup.IDENTIFIERS})  # a new one may be entered by who sees only masks


def is_own(sight: Sight, person: Person) -> bool:
    """Whether the file is that of the account's own person."""
    return bool(sight.person_uid) and sight.person_uid == person.uid


def is_visible(sight: Sight, person: Person, now: Standing | None) -> bool:
    """Whether a person is within sight: their standing today lies in the subtree, or it is oneself."""
    return is_own(sight, person) or (now is not None and sight.within(now.path))


def check_can_see(sight: Sight, person: Person, now: Standing | None) -> None:
    """Treat whoever is out of sight as not existing.

    Errors: Person.DoesNotExist.
    """
    if not is_visible(sight, person, now):
        raise Person.DoesNotExist


def check_can_change(sight: Sight, person: Person, now: Standing | None, kind: ChangeKind) -> None:
    """Refuse a change of somebody out of sight, of oneself, of a file kept elsewhere, or beyond one's rights.

    Errors: Person.DoesNotExist out of sight; Forbidden otherwise.
    """
    check_can_see(sight, person, now)
    if is_own(sight, person) or sight.actor.person == person.uid:
        raise Forbidden("不能登记本人档案的异动。请由其他经办人员办理，您可以在“我的档案”中提出更正申请。")
    sight.check_may(Permission.PERSON_CHANGE)
    if now is not None and now.keeper == Keeper.DISTRICT and sight.role in _BELOW_DISTRICT:
        raise Forbidden("该同志的档案由区委组织部保管，街道不能直接登记异动。请把材料报区委组织部办理。")
    check_level(sight, kind)


def must_be_agreed(sight: Sight, kind: ChangeKind) -> bool:
    """Whether a kind of change needs the agreement of others before this role's wish is recorded (R-016)."""
    return kind is ChangeKind.TRANSFER and sight.role == Role.STREET_CLERK


def check_decides_alone(sight: Sight, kind: ChangeKind) -> None:
    """Refuse recording, correcting or undoing by oneself what others must agree to.

    Errors: Forbidden.
    """
    if must_be_agreed(sight, kind):
        raise Forbidden(
            "调动要经街道领导同意，跨街道的还要经对方街道和区里同意，不能由经办人直接登记。"
            "请从人员页面选“办理异动—调动”提交审批；已登记的调动有误，请报区里更正。"
        )


def check_can_admit(sight: Sight, district: Unit) -> None:
    """Refuse admitting anybody where the role does not reach or may not record an entry.

    Errors: Forbidden.
    """
    sight.check_may(Permission.PERSON_CHANGE)
    if not sight.path or sight.district_id != district.pk:
        raise Forbidden("您只能为本区办理入职。请切换到有权办理的身份，或联系对方区办理。")
    check_level(sight, ChangeKind.ENTER)


def check_can_restructure(sight: Sight, units: Iterable[Unit]) -> None:
    """Refuse changing the map out of sight or from a street or below.

    Errors: Unit.DoesNotExist out of sight; Forbidden.
    """
    for unit in units:
        if not sight.within(unit.path):
            raise Unit.DoesNotExist
    sight.check_may(Permission.PLACE_EDIT)
    if sight.role in _BELOW_DISTRICT:
        raise Forbidden("组织的合并、拆分、划转和撤销由区里办理。请把调整方案报区委组织部或社会工作部。")


def check_can_withdraw_of_places(sight: Sight, change: UnitChange) -> None:
    """Refuse taking back what one could not have recorded: the map from above, the rest in one's own part.

    Errors: Unit.DoesNotExist out of sight; Forbidden.
    """
    if change.kind in RestructureKind:
        check_can_restructure(sight, [change.unit])
    if not sight.within(change.unit.path):
        raise Unit.DoesNotExist
    sight.check_may(Permission.PLACE_EDIT)


def can_change(sight: Sight, person: Person, now: Standing | None, kind: ChangeKind) -> bool:
    """Whether `check_can_change` lets it through."""
    try:
        check_can_change(sight, person, now, kind)
    except (Forbidden, Person.DoesNotExist):
        return False
    return True


def check_level(sight: Sight, kind: ChangeKind) -> None:
    """Refuse a kind of change whose field group the role may not edit.

    Errors: Forbidden.
    """
    group = GROUP_OF[kind]
    blind = group in _WRITTEN_BLIND
    basic = sight.level(FieldGroup.BASIC)
    enough = basic >= Level.EDIT and sight.level(group) >= Level.MASKED if blind else False
    if not enough and sight.level(group) < Level.EDIT:
        raise Forbidden(
            f"您当前的身份“{sight.role.label}”不能登记“{kind.label}”（属于“{group.label}”）。"
            "请由有权限的单位办理，或联系本区安全管理员调整字段权限。"
        )


def check_can_import(sight: Sight, of: ImportJob | None = None) -> None:
    """Refuse bringing in workbooks without the right, or taking up an import out of sight.

    Errors: ImportJob.DoesNotExist out of sight; Forbidden.
    """
    sight.check_may(Permission.IMPORT)
    if sight.district_id is None or not sight.path:
        raise Forbidden("您当前的身份不属于某一个区，不能导入。请切换到区或街道的身份后再导入。")
    if of is not None and not sight.within(of.unit.path):
        raise ImportJob.DoesNotExist
    check_level(sight, ChangeKind.ENTER)


def allowed_kinds(sight: Sight, person: Person, now: Standing | None) -> list[ChangeKind]:
    """The kinds of change somebody may record of a person, in the order of the wizard."""
    return [kind for kind in GROUP_OF if can_change(sight, person, now, kind)]
