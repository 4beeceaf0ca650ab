"""What a file lacks or says against itself, as questions a list can be narrowed by.

How a gap is shown and mended is for presenters; here only who has it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from jishi.access.enums import FieldGroup
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Certificate, Education

YOUNGEST_ENTRY = 16  # years; nobody enters a post younger


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing or contradicting field: who may know of it, what change mends it, whom it concerns.

    Shape: `question` gives the condition on a standing for a day and an instant of knowledge.
    """

    key: str
    label: str
    group: FieldGroup
    mended_by: ChangeKind
    question: Callable[[date, datetime | None], Q]
    contradiction: bool = False


def _lacks(column: str) -> Callable[[date, datetime | None], Q]:
    return lambda _on, _known_at: Q(**{column: ""})


def _is_null(column: str) -> Callable[[date, datetime | None], Q]:
    return lambda _on, _known_at: Q(**{f"{column}__isnull": True})


def _education_undated(on: date, known_at: datetime | None) -> Q:
    undated = Education.objects.true_on(on).known_at(known_at).filter(obtained_on__isnull=True)
    return Q(person_id__in=undated.values("person_id"))


def _certificate_undated(on: date, known_at: datetime | None) -> Q:
    undated = Certificate.objects.true_on(on).known_at(known_at).filter(obtained_on__isnull=True)
    return Q(person_id__in=undated.values("person_id"))


def _contract_over(on: date, _known_at: datetime | None) -> Q:
    return Q(contract_before__lte=on)


def _entered_too_young(_on: date, _known_at: datetime | None) -> Q:
    return Q(birth_on__year__gt=ExtractYear("entered_on") - YOUNGEST_ENTRY)


def _contract_before_entry(_on: date, _known_at: datetime | None) -> Q:
    return Q(contract_before__lte=F("entered_on"))


_GROUPS = FieldGroup
GAPS: Final[tuple[Gap, ...]] = (
    Gap(
        "education_date", "学历取得日期未填", _GROUPS.QUALIFICATION, ChangeKind.EDUCATION, _education_undated
    ),
    Gap("education", "学历未填", _GROUPS.QUALIFICATION, ChangeKind.EDUCATION, _lacks("education")),
    Gap(
        "certificate_date",
        "证书取得日期未填",
        _GROUPS.QUALIFICATION,
        ChangeKind.CERTIFICATE,
        _certificate_undated,
    ),
    Gap("contract", "合同未登记", _GROUPS.BASIC, ChangeKind.CONTRACT, _is_null("contract_before")),
    Gap("grade", "等级未核定", _GROUPS.GRADE, ChangeKind.GRADE, _is_null("grade")),
    Gap("position", "岗位未填", _GROUPS.BASIC, ChangeKind.APPOINT, _lacks("position")),
    Gap("identity", "人员身份未填", _GROUPS.BASIC, ChangeKind.IDENTITY, _lacks("identity")),
    Gap("channel", "进入渠道未填", _GROUPS.BASIC, ChangeKind.CORRECT, _lacks("channel")),
    Gap("entered_on", "进入日期未填", _GROUPS.BASIC, ChangeKind.CORRECT, _is_null("entered_on")),
    Gap("political", "政治面貌未填", _GROUPS.BASIC, ChangeKind.PROFILE, _lacks("political_status")),
    Gap("phone", "手机号未填", _GROUPS.IDENTIFIERS, ChangeKind.CONTACT, _lacks("phone_tail")),
    Gap("contract_over", "合同已到期仍在岗", _GROUPS.BASIC, ChangeKind.CONTRACT, _contract_over, True),
    Gap("too_young", "进入时不满 16 周岁", _GROUPS.BASIC, ChangeKind.CORRECT, _entered_too_young, True),
    Gap(
        "contract_early",
        "合同在进入之前就到期",
        _GROUPS.BASIC,
        ChangeKind.CONTRACT,
        _contract_before_entry,
        True,
    ),
)
GAP_BY_KEY: Final = {gap.key: gap for gap in GAPS}
OVERDUE: Final = "contract_over"  # what should have been recorded by now and was not
