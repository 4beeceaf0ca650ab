"""Who acts, what is acted on and what may be done, as the audit trail names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: the account, under which role, from where, and for whom as a proxy."""

    account: str
    name: str
    role: str
    person: str = ""  # uid of the person behind the account: separation of duties is by person
    address: str = ""
    on_behalf_of: str = ""
    principal: str = ""  # identity of whoever is acted for

    @property
    def identity(self) -> str:
        """Who acts, whichever account is used: the person where known, else the account."""
        return self.person or f"account:{self.account}"


SYSTEM = Actor(account="", name="系统", role="系统")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about."""

    kind: str
    key: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done or seen.

    Shape: `sentence` holds places in braces, {subject} or a key of the event's particulars; `names` gives the
    Chinese word for keys of the particulars.
    """

    code: str
    sentence: str
    label: str
    names: Mapping[str, str] = field(default_factory=dict)
    is_view: bool = False


class Verbs:
    """The verbs rooms have registered, by code."""

    def __init__(self) -> None:
        self._known: dict[str, Verb] = {}

    def register(
        self,
        code: str,
        sentence: str,
        *,
        label: str = "",
        names: Mapping[str, str] | None = None,
        is_view: bool = False,
    ) -> str:
        """Make a verb known, once, from the `enums` of the room it belongs to; gives back its code."""
        verb = Verb(code, sentence, label or sentence.replace("{subject}", ""), names or {}, is_view)
        if self._known.setdefault(code, verb) != verb:
            raise ValueError(f"verb {code} is registered already with another sentence")
        return code

    def find(self, code: str) -> Verb | None:
        """The verb of a code; None when no room has registered it."""
        return self._known.get(code)

    def __iter__(self) -> Iterator[Verb]:
        return iter(sorted(self._known.values(), key=lambda verb: verb.code))


verbs = Verbs()


class AuditVerb(StrEnum):
    """What every room may record without registering it."""

    VIEW = "view"
    EXPORT = "export"
    VERIFY = "audit.verify"


verbs.register(
    AuditVerb.VIEW, "查看{subject}的{fields}", label="查看", names={"fields": "内容"}, is_view=True
)
verbs.register(
    AuditVerb.EXPORT,
    "从“{page}”导出{row_count}行",
    label="导出",
    names={"page": "页面", "filters": "筛选", "columns": "列", "row_count": "行数"},
    is_view=True,
)
verbs.register(
    AuditVerb.VERIFY, "核验审计链，{outcome}", label="核验审计", names={"outcome": "结果"}, is_view=True
)
