"""The forms of the event wizard, one a kind of change; `FORMS` finds the one of a kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes.base import ChangeForm, Offer
from jishi.registry.forms.changes.personal import ContactForm, FigureForm, ProfileForm
from jishi.registry.forms.changes.placing import (
    AppointForm,
    AssignmentForm,
    EnterForm,
    ExitForm,
    IdentityForm,
    RemoveForm,
    ReturnForm,
    TransferForm,
)
from jishi.registry.forms.changes.standing import (
    AssessmentForm,
    AwardForm,
    CertificateForm,
    ContractForm,
    EducationForm,
    GradeForm,
    ServiceForm,
)

_ALL: tuple[type[ChangeForm], ...] = (
    TransferForm,
    AppointForm,
    RemoveForm,
    IdentityForm,
    ExitForm,
    EducationForm,
    CertificateForm,
    AssessmentForm,
    GradeForm,
    ContractForm,
    AwardForm,
    ServiceForm,
    AssignmentForm,
    ProfileForm,
    ContactForm,
    FigureForm,
    ReturnForm,
)
FORMS: Final[Mapping[ChangeKind, type[ChangeForm]]] = {form.of: form for form in _ALL}

__all__ = ["FORMS", "ChangeForm", "EnterForm", "Offer"]
