"""Saying what a change should have said, and taking a change back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms

from jishi.registry.actions.particulars import Contracted, Entered, Graduated
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import FORMS, ChangeForm, fields
from jishi.registry.forms.changes.placing import ReturnForm
from jishi.registry.models import (
    Appointment,
    Assessment,
    Assignment,
    Award,
    Certificate,
    Change,
    Contact,
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
    ChangeKind.ENTER: (Employment, Appointment, IdentityHeld, Profile),
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


class EntryForm(ReturnForm):
    """入职 as it should have been recorded: the name and birth of the file beside the post."""

    day_help = "到岗的第一天。"

    name = fields.text("姓名", most=40)
    birth_on = fields.day("出生日期", help_text="以档案认定为准。")

    @classmethod
    def own_fields(cls) -> list[str]:
        return ["name", "birth_on", *ReturnForm.own_fields()]


def form_class(kind: ChangeKind, facts: Iterable[PersonFact]) -> type[ChangeForm]:
    """The form a change of a kind is corrected in; an entry that opened a file has more to it."""
    opens_file = kind is ChangeKind.ENTER and any(isinstance(fact, Profile) for fact in facts)
    return EntryForm if opens_file else FORMS[kind]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What an entry recorded sealed, in clear; it goes from one seal into the next and nowhere else."""

    id_number: str
    phone: str = ""
    bank_card: str = ""


def entry_restated(what: Entered, facts: Iterable[PersonFact], numbers: Numbers) -> Entered:
    """A corrected entry with everything the first one recorded that the form does not ask again."""
    listed = list(facts)
    profile = next(fact for fact in listed if isinstance(fact, Profile))
    post = next((fact for fact in listed if isinstance(fact, Appointment)), None)
    contact = next((fact for fact in listed if isinstance(fact, Contact)), None)
    return replace(
        what,
        id_number=numbers.id_number,
        phone=numbers.phone,
        bank_card=numbers.bank_card,
        bank_name=contact.bank_name if contact else "",
        ethnicity=profile.ethnicity,
        political_status=profile.political_status,
        native_place=profile.native_place,
        retirement_category=profile.retirement_category,
        mode=post.mode if post else "",
        term=post.term if post else "",
        education=next((_graduated(fact) for fact in listed if isinstance(fact, Education)), None),
        contract=next((_contracted(fact) for fact in listed if isinstance(fact, Contract)), None),
    )


def _graduated(fact: Education) -> Graduated:
    return Graduated(
        level=fact.level,
        degree=fact.degree,
        school=fact.school,
        major=fact.major,
        obtained_on=fact.obtained_on,
    )


def _contracted(fact: Contract) -> Contracted:
    return Contracted(
        party=fact.party,
        kind=fact.kind,
        number=fact.number,
        signed_on=fact.signed_on,
        ends_before=None if fact.is_open else fact.valid_before,
    )


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
    chosen = [_said_by(change, model, listed) for model in _SOURCES.get(kind, ())]
    sources = [fact for fact in chosen if fact is not None]
    found: dict[str, Any] = {"effective_on": change.effective_on, "document": change.document}
    for name in form_class(kind, listed).own_fields():
        for fact in sources:
            value = getattr(fact, _COLUMNS.get(name, name), None)
            if value is not None and not _endless(value):
                found[name] = value
    return found


def _said_by(change: Change, model: type[PersonFact], recorded: list[PersonFact]) -> PersonFact | None:
    """Of what a change recorded of one kind the fact it is about, not the one it only brought to an end."""
    facts = [fact for fact in recorded if type(fact) is model]
    ended = [fact for fact in facts if getattr(fact, "exit_ground", "")]
    begun = [fact for fact in facts if fact.valid_from == change.effective_on]
    return next(iter(ended or begun or facts), None)


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
