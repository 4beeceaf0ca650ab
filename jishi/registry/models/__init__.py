"""People and the dated facts of their standing, the changes that recorded them, and where somebody stands."""

from jishi.registry.models.change import Change
from jishi.registry.models.facts import (
    Appointment,
    Assessment,
    Assignment,
    Award,
    Certificate,
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
from jishi.registry.models.imports import ImportedPlace, ImportJob, ImportRow, RememberedMapping
from jishi.registry.models.person import Person
from jishi.registry.models.standing import Standing

FACTS: tuple[type[PersonFact], ...] = (
    Profile,
    Contact,
    IdentityHeld,
    Employment,
    Appointment,
    Assignment,
    Service,
    Education,
    Certificate,
    Award,
    Assessment,
    GradeHeld,
    Contract,
    Figure,
)

__all__ = [
    "FACTS",
    "Appointment",
    "Assessment",
    "Assignment",
    "Award",
    "Certificate",
    "Change",
    "Contact",
    "Contract",
    "Education",
    "Employment",
    "Figure",
    "GradeHeld",
    "IdentityHeld",
    "ImportJob",
    "ImportRow",
    "ImportedPlace",
    "Person",
    "PersonFact",
    "Profile",
    "RememberedMapping",
    "Service",
    "Standing",
]
