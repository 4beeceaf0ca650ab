"""Roles and levels in words: the matrix of a district, and what one duty would see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jishi.access.enums import FieldGroup, Level, Permission, Role
from jishi.access.permissions import ADMINISTRATORS, DEFAULT_LEVELS, ROLE_PERMISSIONS, Sight
from jishi.access.selectors import levels_of
from jishi.ui.components import Tone

# Roles whose levels are the same everywhere.
FIXED = ADMINISTRATORS | {Role.WORKER, Role.CITY}

_TONES: Mapping[Level, Tone] = {
    Level.NONE: "mute",
    Level.COUNT: "mute",
    Level.TAIL: "info",
    Level.MASKED: "info",
    Level.READ: "ok",
    Level.CONFIRM: "warn",
    Level.EDIT: "warn",
}


@dataclass(frozen=True, slots=True)
class LevelCell:
    """One level of the matrix, and whether the district has set it itself."""

    group: str
    word: str
    tone: Tone
    is_own: bool


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of the matrix."""

    role: Role
    permissions: tuple[str, ...]
    cells: tuple[LevelCell, ...]
    can_change: bool

    @property
    def is_changed(self) -> bool:
        """Whether any level differs from the default."""
        return any(cell.is_own for cell in self.cells)


def matrix(district_id: int | None) -> Sequence[RoleRow]:
    """Every role against every field group, as one district has it."""
    return [role_row(role, district_id) for role in Role]


def role_row(role: Role, district_id: int | None) -> RoleRow:
    """One role against every field group, as one district has it."""
    return RoleRow(
        role=role,
        permissions=tuple(
            permission.label for permission in Permission if permission in ROLE_PERMISSIONS[role]
        ),
        cells=level_cells(levels_of(role, district_id), DEFAULT_LEVELS[role]),
        can_change=role not in FIXED,
    )


def level_cells(
    levels: Mapping[FieldGroup, Level], defaults: Mapping[FieldGroup, Level]
) -> tuple[LevelCell, ...]:
    """Levels in words, marked where they differ from the default."""
    return tuple(
        LevelCell(group.label, levels[group].label, _TONES[levels[group]], levels[group] != defaults[group])
        for group in FieldGroup
    )


def permissions_of(sight: Sight) -> list[str]:
    """What a duty may do, in words."""
    return [permission.label for permission in Permission if sight.may(permission)]
