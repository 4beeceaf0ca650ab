"""Where people and their changes are found, as addresses; made once a list and filled in for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.urls import NoReverseMatch, reverse

from jishi.registry.enums import ChangeKind

_HERE = "0"


@dataclass(frozen=True, slots=True)
class PersonLinks:
    """The addresses of one person's page, drawer and next change, with a place for the name in addresses."""

    person: str
    row: str
    change: str

    @classmethod
    def made(cls) -> Self:
        """Ask the resolver once."""
        return cls(_pattern("registry:person"), _pattern("registry:row"), _pattern("registry:change-new"))

    def of(self, uid: str) -> Self:
        """The addresses of one person."""
        return type(self)(
            self.person.replace(f"/{_HERE}/", f"/{uid}/"),
            self.row.replace(f"/{_HERE}/", f"/{uid}/"),
            self.change.replace(f"/{_HERE}/", f"/{uid}/"),
        )

    def mend(self, kind: ChangeKind) -> str:
        """The form of one kind of change; what can only be corrected is corrected from the person's page."""
        if not self.change or kind is ChangeKind.CORRECT:
            return self.person
        return f"{self.change}{kind.value}/"


def _pattern(name: str) -> str:
    try:
        return reverse(name, args=(_HERE,))
    except NoReverseMatch:
        return ""
