"""Saying what a change should have said, and taking a change back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import FORMS, ChangeForm, fields
from jishi.registry.models import (
    Appointment,
    Assessment,
    Assignment,
    Award,
    Certificate,
    Change,
    Contract,
    Education,
    Employment,
    Figure,
    GradeHeld,
    IdentityHeld,
    PersonFact,
    Profile,
    Service,
)
from jishi.ui.components import Difference

BLANK = "—"

# What a change of a kind recorded, and the inputs that are named otherwise than the columns.
_SOURCES: Mapping[ChangeKind, tuple[type[PersonFact], ...]] = {
    ChangeKind.ENTER: (Employment, Appointment, IdentityHeld),
    ChangeKind.EXIT: (Employment,),
    ChangeKind.TRANSFER: (Employment, Appointment),
    ChangeKind.APPOINT: (Appointment,),
    ChangeKind.IDENTITY: (IdentityHeld,),
    ChangeKind.EDUCATION: (Education,),
    ChangeKind.CERTIFICATE: (Certificate,),
    ChangeKind.ASSESSMENT: (Assessment,),
    ChangeKind.GRADE: (GradeHeld,),
    ChangeKind.CONTRACT: (Contract,),
    ChangeKind.AWARD: (Award,),
    ChangeKind.SERVICE: (Service,),
    ChangeKind.ASSIGNMENT: (Assignment,),
    ChangeKind.PROFILE: (Profile,),
    ChangeKind.FIGURE: (Figure,),
}
_COLUMNS = {
    "using_unit": "using_unit_id",
    "unit": "unit_id",
    "ground": "exit_ground",
    "influences_before": "valid_before",
    "ends_before": "valid_before",
}


def correction(form: ChangeForm) -> ChangeForm:
    """Ask in a form of a change why it is corrected."""
    form.fields["reason"].label = "更正理由"
    form.fields["reason"].help_text = "写明哪里登记错了、依据是什么；会与原记录一起保留。"
    form.fields["reason"].required = True
    form.fields["reason"].error_messages["required"] = "请写明更正理由。"
    form.order_fields([*form.own_fields(), "effective_on", "document", "reason"])
    return form


def initial_of(change: Change, kind: ChangeKind, facts: Iterable[PersonFact]) -> dict[str, Any]:
    """What a change said, as the form of the kind it is about takes it."""
    listed = list(facts)
    sources = [fact for model in _SOURCES.get(kind, ()) for fact in listed if type(fact) is model][::-1]
    found: dict[str, Any] = {"effective_on": change.effective_on, "document": change.document}
    for name in FORMS[kind].own_fields():
        for fact in sources:
            value = getattr(fact, _COLUMNS.get(name, name), None)
            if value is not None and not _endless(value):
                found[name] = value
    return found


def _endless(value: object) -> bool:
    return isinstance(value, date) and value.year == date.max.year


def differences(form: ChangeForm) -> tuple[Difference, ...]:
    """What a valid correction changes, input by input."""
    told = []
    for name in [*form.own_fields(), "effective_on", "document"]:
        bound = form[name]
        before, after = _shown(bound, bound.initial), _shown(bound, form.cleaned_data.get(name))
        told.append(Difference(str(bound.label), before, after))
    return tuple(told)


def _shown(bound: forms.BoundField, value: Any) -> str:
    """A value of an input in the words of the page."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(bound.field, forms.ChoiceField):
        labels = {str(option.data["value"]): str(option.data["label"]) for option in bound.subwidgets}
        key = str(getattr(value, "pk", value))
        return BLANK if key in {"", "None"} else labels.get(key, key)
    if isinstance(bound.field, fields.LastDayField):
        value = bound.field.prepare_value(value)
    return BLANK if value is None or value == "" else str(value)


class WithdrawForm(forms.Form):
    """Why a change is taken back."""

    reason = fields.text("撤销理由", most=200, help_text="会与原记录一起保留。")
