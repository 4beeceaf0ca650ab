"""The columns of the roster and what each says of a person, for page and export alike; not how it looks.

A column whose field group is hidden from somebody does not exist for them: not on the page, not in the column
settings, not in the export. Of a file the district keeps, roles below it see that a value is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Final, Literal

from jishi.access.enums import FieldGroup, Level, Permission
from jishi.access.permissions import Sight
from jishi.policy.identifiers import mask_id_number
from jishi.registry.enums import Keeper, Presence
from jishi.registry.models import Standing
from jishi.registry.selectors.narrowing import Coming
from jishi.registry.selectors.unit_names import UnitNames
from jishi.vault import SealBroken, unseal

Value = str | int | date | None
Kind = Literal["text", "number", "day"]


class Unsaid(Enum):
    """Why a cell says nothing."""

    HIDDEN = "区管档案"
    UNFILLED = "未填"
    UNREADABLE = "密文无法解开"


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are shown with besides themselves: the day, names of units, and what was looked up for them.

    Shape: `months` by person, None when it cannot be told; `upcoming` by person, the next change
           that has not taken effect; `in_full` ID numbers are written out.
    """

    sight: Sight
    on: date
    units: Mapping[int, UnitNames]
    months: Mapping[int, int | None] = field(default_factory=dict)
    upcoming: Mapping[int, Coming] = field(default_factory=dict)
    in_full: bool = False


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """A column: whose right it takes, how it is filled and written.

    Shape: `value` gives text, a number or a day; None is shown as “—”, or as 未填 where it is `expected`.
    """

    key: str
    label: str
    value: Callable[[Standing, Known], Value]
    group: FieldGroup = FieldGroup.BASIC
    least: Level = Level.READ
    kind: Kind = "text"
    is_default: bool = False
    order: str = ""
    width: int = 12
    expected: bool = False
    needs: str = ""  # what must be looked up first: months

    def is_seen(self, sight: Sight) -> bool:
        """Whether the column exists for somebody."""
        return sight.level(self.group) >= self.least

    def said(self, standing: Standing, known: Known) -> Value | Unsaid:
        """What the column says of a person, or why it says nothing."""
        kept = standing.keeper == Keeper.DISTRICT
        own = bool(known.sight.person_uid) and standing.person.uid == known.sight.person_uid
        if known.sight.level(self.group, kept_by_district=kept, own=own) < self.least:
            return Unsaid.HIDDEN
        try:
            value = self.value(standing, known)
        except SealBroken:
            return Unsaid.UNREADABLE
        if value in (None, ""):
            return Unsaid.UNFILLED if self.expected else None
        return value


def _id_number(standing: Standing, known: Known) -> Value:
    person = standing.person
    number = unseal(person.id_number_sealed, table="person", row=person.uid, field="id_number")
    return number if known.in_full else mask_id_number(number)


def _age(standing: Standing, known: Known) -> Value:
    return age_on(standing.birth_on, known.on)


def age_on(birth_on: date, on: date) -> int:
    """Full years of age on a day."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))


def _contract_end(standing: Standing, _known: Known) -> Value:
    """The last day of the contract, as people say it."""
    before = standing.contract_before
    return before - timedelta(days=1) if before is not None and before < date.max else None


def _presence(standing: Standing, _known: Known) -> Value:
    return Presence(standing.presence).label


def _keeper(standing: Standing, _known: Known) -> Value:
    return Keeper(standing.keeper).label


_G = FieldGroup
COLUMNS: Final[tuple[RosterColumn, ...]] = (
    RosterColumn("name", "姓名", lambda row, _: row.name, is_default=True, order="name", width=10),
    RosterColumn("id_number", "身份证", _id_number, _G.IDENTIFIERS, Level.MASKED, is_default=True, width=21),
    RosterColumn("id_tail", "证件尾号", lambda row, _: row.id_number_tail[-4:], _G.IDENTIFIERS, Level.TAIL),
    RosterColumn("worker_number", "工号", lambda row, _: row.person.worker_number),
    RosterColumn("street", "街道", lambda row, known: known.units[row.unit_id].street),
    RosterColumn(
        "community",
        "社区",
        lambda row, known: known.units[row.unit_id].community,
        is_default=True,
        order="community",
        width=16,
    ),
    RosterColumn("position", "岗位", lambda row, _: row.position, is_default=True, width=18, expected=True),
    RosterColumn("positions", "全部职务", lambda row, _: row.positions, width=30),
    RosterColumn("post_class", "岗位类别", lambda row, _: row.post_class),
    RosterColumn(
        "grade",
        "等级",
        lambda row, _: row.grade,
        _G.GRADE,
        kind="number",
        is_default=True,
        order="grade",
        width=8,
        expected=True,
    ),
    RosterColumn(
        "service_months",
        "年限（月）",
        lambda row, known: known.months.get(row.person_id),
        _G.QUALIFICATION,
        kind="number",
        is_default=True,
        expected=True,
        needs="months",
    ),
    RosterColumn(
        "education", "学历", lambda row, _: row.education, _G.QUALIFICATION, is_default=True, expected=True
    ),
    RosterColumn("degree", "学位", lambda row, _: row.degree, _G.QUALIFICATION, width=8),
    RosterColumn(
        "certificate", "证书", lambda row, _: row.certificate, _G.QUALIFICATION, is_default=True, width=16
    ),
    RosterColumn("identity", "人员身份", lambda row, _: row.identity, width=14, expected=True),
    RosterColumn("channel", "进入渠道", lambda row, _: row.channel, width=14, expected=True),
    RosterColumn(
        "entered_on",
        "进入日期",
        lambda row, _: row.entered_on,
        kind="day",
        order="entered_on",
        expected=True,
    ),
    RosterColumn(
        "contract_before",
        "合同到期",
        _contract_end,
        kind="day",
        is_default=True,
        order="contract_before",
        expected=True,
    ),
    RosterColumn(
        "political_status", "政治面貌", lambda row, _: row.political_status, width=14, expected=True
    ),
    RosterColumn("sex", "性别", lambda row, _: row.sex, width=6),
    RosterColumn("age", "年龄", _age, kind="number", order="age", width=6),
    RosterColumn("birth_on", "出生日期", lambda row, _: row.birth_on, kind="day"),
    RosterColumn("dual_head", "一肩挑", lambda row, _: "是" if row.dual_head else None, width=8),
    RosterColumn("keeper", "档案保管", _keeper, width=14),
    RosterColumn("presence", "状态", _presence, is_default=True, width=8),
)
COLUMN_BY_KEY: Final = {column.key: column for column in COLUMNS}
FIRST: Final = "name"  # always shown, frozen on the left


def columns_for(sight: Sight) -> tuple[RosterColumn, ...]:
    """Every column that exists for somebody, in the standard order."""
    return tuple(column for column in COLUMNS if column.is_seen(sight) and not _repeats(column, sight))


def _repeats(column: RosterColumn, sight: Sight) -> bool:
    """The tail of an ID number says nothing new to whoever sees it masked."""
    return column.key == "id_tail" and COLUMN_BY_KEY["id_number"].is_seen(sight)


def chosen(sight: Sight, keys: Sequence[str]) -> tuple[RosterColumn, ...]:
    """The columns somebody chose, in their order, the name first; the defaults when none was chosen."""
    offered = {column.key: column for column in columns_for(sight)}
    picked = [offered[key] for key in dict.fromkeys(keys) if key in offered and key != FIRST]
    if not picked:
        picked = [column for column in offered.values() if column.is_default and column.key != FIRST]
    return (offered[FIRST], *picked)


def is_sensitive(columns: Sequence[RosterColumn]) -> bool:
    """Whether an export of some columns asks a reason: an identifier is among them."""
    return any(column.group is FieldGroup.IDENTIFIERS for column in columns)


def can_write_in_full(sight: Sight) -> bool:
    """Whether an export may write ID numbers out, given a reason."""
    level = sight.level(FieldGroup.IDENTIFIERS)
    return level >= Level.MASKED and sight.may(Permission.PERSON_UNMASK)


def worded(value: Value | Unsaid) -> str:
    """A value as text; nothing is a dash, never a blank."""
    if value is None:
        return "—"
    if isinstance(value, Unsaid):
        return value.value
    return value.isoformat() if isinstance(value, date) else str(value)
