"""The kinds of case there are; each is registered by the room that knows what its approval does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.process.models import Case


class Apply(Protocol):
    """Carries out what a case asked for, inside the transaction of its last opinion.

    Errors: Refused when it can no longer be done; the opinion is then not given either.
    """

    def __call__(self, case: Case, *, on: date, by: Actor, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case: its code, its name in words, what approval does, and the page that changes it.

    Shape: `edit_page` the name of an address that takes the number of a case; empty: it cannot be changed.
    """

    code: str
    name: str
    apply: Apply
    edit_page: str = ""


_KINDS: dict[str, CaseKind] = {}


def register(kind: CaseKind) -> None:
    """Make a kind known, once, when the application starts."""
    if _KINDS.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"事项类别「{kind.code}」登记了两次")


def kind_of(code: str) -> CaseKind:
    """The kind with a code.

    Errors: Refused when no room registered it.
    """
    if code not in _KINDS:
        raise Refused(f"没有「{code}」这类事项，请联系系统管理员核对版本。")
    return _KINDS[code]


def kind_names() -> tuple[tuple[str, str], ...]:
    """Every kind there is, code and name."""
    return tuple((kind.code, kind.name) for kind in _KINDS.values())
