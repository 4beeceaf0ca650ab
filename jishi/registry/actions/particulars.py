"""What is new in each kind of change: one dataclass a kind, holding only what the form asks for.

The subject, the day and the reason are not among them; they are the same for every kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from jishi.places.models import Unit
from jishi.registry.enums import AwardKind, ChangeKind, EmploymentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracted:
    """合同: `ends_before` None runs without an end."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.CONTRACT
    party: str
    kind: str
    number: str = ""
    signed_on: date | None = None
    ends_before: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graduated:
    """学历与学位; `obtained_on` None when it is not known."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.EDUCATION
    level: str
    degree: str = ""
    school: str = ""
    major: str = ""
    obtained_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """入职. Of somebody known already (返聘) the ID number may be left empty, and what is None stays.

    `managing_unit` None is the street the using unit lies in; `recruiting_unit` None the district.
    """

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.ENTER
    id_number: str = ""
    name: str = ""
    identity: str
    channel: str
    using_unit: Unit
    managing_unit: Unit | None = None
    recruiting_unit: Unit | None = None
    position: str
    mode: str = ""
    term: str = ""
    full_time: bool = True
    state: str = EmploymentState.ACTIVE
    worker_number: str = ""  # empty: the next free one of the district
    birth_on: date | None = None  # as the file holds it, where that differs from the ID number
    ethnicity: str = ""
    political_status: str = ""
    native_place: str = ""
    retirement_category: str = ""
    phone: str = ""
    bank_card: str = ""
    bank_name: str = ""
    education: Graduated | None = None
    contract: Contracted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """退出: the day of the change is the first day no longer employed."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.EXIT
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """调动 to another using unit; the managing unit follows the street.

    `position` empty takes the present engaged post (聘任) along; elected and commissioned posts end.
    """

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.TRANSFER
    using_unit: Unit
    position: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointed:
    """任职: replaces the posts held, or is added to them (`adds`). `unit` None is the using unit."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.APPOINT
    position: str
    unit: Unit | None = None
    mode: str = ""
    term: str = ""
    filing_number: str = ""
    adds: bool = False
    ends_before: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """免职 from one post, by the number of its row."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.REMOVE
    appointment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """身份变动."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.IDENTITY
    identity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """职业资格证书."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.CERTIFICATE
    name: str
    number: str = ""
    obtained_on: date | None = None
    registered_before: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """年度考核结果."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.ASSESSMENT
    year: int
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """核定等级."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.GRADE
    grade: int
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded:
    """奖惩; `influences_before` is the first day it no longer influences anything."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.AWARD
    kind: str = AwardKind.REWARD
    name: str
    issuer: str = ""
    awarded_on: date | None = None
    influences_before: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """工作经历 from the day of the change; `ends_before` None still runs."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.SERVICE
    workplace: str
    ends_before: date | None = None
    verified: bool = False
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """分工: a grid or duty. `replaces` ends what was assigned before; without a unit nothing new begins."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.ASSIGNMENT
    unit: Unit | None = None
    duty: str = ""
    as_deputy: bool = False
    replaces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """基本信息变更; what is None stays as it is."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.PROFILE
    name: str | None = None
    sex: str | None = None
    birth_on: date | None = None
    ethnicity: str | None = None
    political_status: str | None = None
    native_place: str | None = None
    retirement_category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """联系方式变更, in clear; what is None stays as it is."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.CONTACT
    phone: str | None = None
    bank_card: str | None = None
    bank_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figured:
    """本地数据: a named figure from the day on; an empty value ends it."""

    kind_of_change: ClassVar[ChangeKind] = ChangeKind.FIGURE
    name: str
    value: str


Particulars = (
    Entered
    | Left
    | Transferred
    | Appointed
    | Removed
    | Identified
    | Graduated
    | Certified
    | Assessed
    | Graded
    | Contracted
    | Awarded
    | Served
    | Assigned
    | Described
    | Reached
    | Figured
)

PARTICULARS: dict[ChangeKind, type[Particulars]] = {
    each.kind_of_change: each
    for each in (
        Entered,
        Left,
        Transferred,
        Appointed,
        Removed,
        Identified,
        Graduated,
        Certified,
        Assessed,
        Graded,
        Contracted,
        Awarded,
        Served,
        Assigned,
        Described,
        Reached,
        Figured,
    )
}
