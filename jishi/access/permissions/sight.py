"""What somebody may see and do: the sight of one grant on one day.

Every selector and action of the rooms above takes a `Sight`, never an account: it says where (a path of the
tree, or oneself alone), what (permissions) and how much (a level for each field group). It fails closed: no
grant, no sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jishi.access.enums import FieldGroup, Level, Permission, Role
from jishi.audit.enums import Actor
from jishi.ledger import Refused


class Forbidden(Refused):
    """Within one's scope but not within one's rights."""


# Of somebody whose file the district keeps, roles of a street and below see the basic facts alone.
_KEPT_APART = frozenset(
    {
        FieldGroup.IDENTIFIERS,
        FieldGroup.QUALIFICATION,
        FieldGroup.ASSESSMENT,
        FieldGroup.PRIVATE,
        FieldGroup.DISCIPLINE,
    }
)
_BELOW_DISTRICT = frozenset({Role.STREET_CLERK, Role.STREET_LEADER, Role.SECRETARY})


@dataclass(frozen=True, slots=True)
class Sight:
    """What one account sees under one grant on one day.

    Shape: `path` the root of the subtree seen, empty when it is oneself alone; `district_id` None for the
           whole city; `person_uid` the account's own file, empty when it has none.
    """

    account_id: int
    actor: Actor
    role: Role
    unit_id: int
    path: str
    district_id: int | None
    person_uid: str
    permissions: frozenset[Permission]
    levels: Mapping[FieldGroup, Level]
    on: date

    def may(self, permission: Permission) -> bool:
        """Whether the role has a permission at all."""
        return permission in self.permissions

    def check_may(self, permission: Permission) -> None:
        """Refuse whoever lacks a permission.

        Errors: Forbidden.
        """
        if not self.may(permission):
            raise Forbidden(
                f"您当前的身份“{self.role.label}”没有这项权限。如确需办理，请联系本区安全管理员授权。"
            )

    def within(self, path: str) -> bool:
        """Whether a place lies in the subtree seen."""
        return bool(self.path) and path.startswith(self.path)

    def level(self, group: FieldGroup, *, kept_by_district: bool = False, own: bool = False) -> Level:
        """How much of a field group is seen of somebody; less of a file the district keeps."""
        if own:
            return max(Level.READ, self.levels.get(group, Level.NONE))
        if kept_by_district and self.role in _BELOW_DISTRICT and group in _KEPT_APART:
            return Level.NONE
        return self.levels.get(group, Level.NONE)
