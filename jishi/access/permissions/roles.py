"""The table of roles: what each may do, and how much of each group of fields it sees by default.

A page a manager can read. A district may set other levels (`FieldRight`); permissions are the same
everywhere. The three administrators manage the platform and see no business: their sets are disjoint, their
levels none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jishi.access.enums import FieldGroup, Level, Permission, Role
from jishi.places.enums import UnitKind

# 三员: system, security and audit administrators. Nobody holds two of them.
ADMINISTRATORS: Final = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

_OF_A_DISTRICT = (
    Role.ORGANISATION, Role.SOCIAL_WORK, Role.CIVIL_AFFAIRS, Role.LABOUR, Role.FINANCE, Role.REVIEWER,
    Role.DEPARTMENT, Role.LEADER,
)  # fmt: skip

_P = Permission
_READING = frozenset({_P.HOME_VIEW, _P.PLACE_VIEW, _P.ROSTER_VIEW, _P.PERSON_VIEW})
_SITTING = frozenset({_P.CASE_VIEW, _P.DELEGATE})
_OVERSEEING = _SITTING | {_P.CASE_OVERSEE, _P.FLOW_VIEW}
_DISTRICT = _READING | _OVERSEEING | {
    _P.PLACE_EDIT, _P.ROSTER_EXPORT, _P.PERSON_CHANGE, _P.PERSON_UNMASK, _P.TIMELINESS_VIEW, _P.IMPORT,
}  # fmt: skip

ROLE_PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.CITY: _READING | _SITTING | {_P.CASE_OVERSEE, _P.ROSTER_EXPORT, _P.TIMELINESS_VIEW, _P.API_TOKEN},
    Role.ORGANISATION: _DISTRICT | {_P.API_TOKEN},
    Role.SOCIAL_WORK: _DISTRICT | {_P.API_TOKEN},
    Role.CIVIL_AFFAIRS: _READING | _SITTING | {_P.FLOW_VIEW, _P.ROSTER_EXPORT, _P.TIMELINESS_VIEW},
    Role.LABOUR: _READING | _SITTING | {_P.FLOW_VIEW, _P.ROSTER_EXPORT},
    Role.FINANCE: _READING | _SITTING | {_P.FLOW_VIEW, _P.ROSTER_EXPORT},
    Role.REVIEWER: _SITTING | {_P.HOME_VIEW},
    Role.DEPARTMENT: _SITTING | {_P.HOME_VIEW, _P.PLACE_VIEW},
    Role.STREET_CLERK: _READING
    | _OVERSEEING
    | {_P.CASE_PREPARE, _P.PLACE_EDIT, _P.ROSTER_EXPORT, _P.PERSON_CHANGE, _P.TIMELINESS_VIEW, _P.IMPORT},
    Role.STREET_LEADER: _READING | _OVERSEEING | {_P.TIMELINESS_VIEW},
    Role.SECRETARY: _READING | _SITTING | {_P.SELF_VIEW},
    Role.WORKER: frozenset({_P.HOME_VIEW, _P.SELF_VIEW, _P.CASE_VIEW}),
    Role.AUDITOR: _READING
    | {_P.CASE_OVERSEE, _P.FLOW_VIEW, _P.AUDIT_VIEW, _P.AUDIT_VERIFY, _P.ROSTER_EXPORT},
    Role.LEADER: _READING | {_P.CASE_VIEW, _P.FLOW_VIEW, _P.TIMELINESS_VIEW},
    Role.SYSTEM_ADMIN: frozenset({_P.ACCOUNT_VIEW, _P.ACCOUNT_EDIT, _P.GALLERY_VIEW}),
    Role.SECURITY_ADMIN: frozenset({_P.GRANT_VIEW, _P.GRANT_EDIT, _P.FIELD_RIGHT_EDIT, _P.LOCKOUT_EDIT}),
    Role.AUDIT_ADMIN: frozenset({_P.ADMIN_AUDIT_VIEW, _P.AUDIT_VERIFY}),
}

# The kinds of unit a role is given at; whatever lies under the unit is then seen.
UNIT_KINDS: Final[Mapping[Role, tuple[UnitKind, ...]]] = {
    Role.CITY: (UnitKind.CITY,),
    Role.STREET_CLERK: (UnitKind.STREET,),
    Role.STREET_LEADER: (UnitKind.STREET,),
    Role.SECRETARY: (UnitKind.COMMUNITY,),
    Role.WORKER: (UnitKind.DISTRICT, UnitKind.STREET, UnitKind.COMMUNITY),
    Role.AUDITOR: (UnitKind.CITY, UnitKind.DISTRICT),
    Role.SYSTEM_ADMIN: (UnitKind.CITY, UnitKind.DISTRICT),
    Role.SECURITY_ADMIN: (UnitKind.CITY, UnitKind.DISTRICT),
    Role.AUDIT_ADMIN: (UnitKind.CITY,),  # the administration of the platform is audited as a whole
    **dict.fromkeys(_OF_A_DISTRICT, (UnitKind.DISTRICT,)),
}

_NO, _COUNT, _TAIL, _MASK, _READ, _CONF, _EDIT = Level

# Columns in the order of FieldGroup: basic, identifiers, qualification, grade, pay, assessment, review,
# private, discipline, daily, survey. Of review opinions, totals mean the conclusion alone, masked the coded
# finding. What goes by a named route or in a case (major matters, visits) is opened by that case, not by a
# role. Finance sees bank cards in a pay run, and coefficients, not scores. One's own file is read in full.
_LEVELS: Final[Mapping[Role, tuple[Level, ...]]] = {
    Role.CITY: (_READ, _MASK, _READ, _READ, _READ, _READ, _COUNT, _NO, _READ, _COUNT, _COUNT),
    Role.ORGANISATION: (_EDIT, _MASK, _EDIT, _EDIT, _READ, _EDIT, _MASK, _NO, _EDIT, _COUNT, _COUNT),
    Role.SOCIAL_WORK: (_EDIT, _MASK, _EDIT, _EDIT, _READ, _EDIT, _MASK, _NO, _EDIT, _COUNT, _COUNT),
    Role.CIVIL_AFFAIRS: (_READ, _NO, _READ, _READ, _NO, _READ, _NO, _NO, _NO, _NO, _COUNT),
    Role.LABOUR: (_READ, _MASK, _READ, _READ, _READ, _NO, _NO, _NO, _NO, _NO, _NO),
    Role.FINANCE: (_READ, _NO, _READ, _READ, _EDIT, _COUNT, _NO, _NO, _NO, _NO, _NO),
    Role.REVIEWER: (_READ, _MASK, _NO, _NO, _NO, _NO, _EDIT, _NO, _EDIT, _NO, _NO),
    Role.DEPARTMENT: (_READ, _NO, _NO, _NO, _NO, _NO, _NO, _NO, _NO, _NO, _NO),
    Role.STREET_CLERK: (_EDIT, _MASK, _EDIT, _CONF, _READ, _EDIT, _MASK, _NO, _READ, _COUNT, _COUNT),
    Role.STREET_LEADER: (_EDIT, _MASK, _EDIT, _CONF, _READ, _EDIT, _MASK, _NO, _READ, _COUNT, _COUNT),
    Role.SECRETARY: (_READ, _TAIL, _READ, _READ, _NO, _READ, _COUNT, _NO, _NO, _READ, _COUNT),
    Role.WORKER: (_NO,) * len(FieldGroup),
    Role.AUDITOR: (_READ, _MASK, _READ, _READ, _READ, _READ, _MASK, _NO, _READ, _NO, _COUNT),
    Role.LEADER: (_READ, _NO, _COUNT, _COUNT, _COUNT, _COUNT, _NO, _NO, _NO, _COUNT, _COUNT),
    Role.SYSTEM_ADMIN: (_NO,) * len(FieldGroup),
    Role.SECURITY_ADMIN: (_NO,) * len(FieldGroup),
    Role.AUDIT_ADMIN: (_NO,) * len(FieldGroup),
}

DEFAULT_LEVELS: Final[Mapping[Role, Mapping[FieldGroup, Level]]] = {
    role: dict(zip(FieldGroup, levels, strict=True)) for role, levels in _LEVELS.items()
}
