"""Who acts and what is acted on, as the audit trail names them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: the account, under which role, from where, and for whom as a proxy."""

    account: str
    name: str
    role: str
    person: str = ""  # uid of the person behind the account: separation of duties is by person
    address: str = ""
    on_behalf_of: str = ""


SYSTEM = Actor(account="", name="系统", role="系统")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about."""

    kind: str
    key: str
    label: str = ""
