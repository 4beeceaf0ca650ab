"""Planning changes in memory: from a file, a day and what is new to what the ledger would write.

Nothing here reads or writes the database or knows who asks; `jishi.registry.actions.changes` does both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from jishi.ledger import Refused
from jishi.ledger.actions import Delta
from jishi.registry.actions.particulars import PARTICULARS, Particulars
from jishi.registry.actions.plans import employing, posts, qualifying, reaching, standing
from jishi.registry.actions.plans.draft import Draft
from jishi.registry.enums import ChangeKind
from jishi.registry.models import FACTS, Employment
from jishi.registry.selectors.files import PersonFile

_PLANS: Mapping[ChangeKind, Callable[[Draft, Any], None]] = {
    ChangeKind.ENTER: employing.enter,
    ChangeKind.EXIT: employing.leave,
    ChangeKind.TRANSFER: employing.transfer,
    ChangeKind.APPOINT: posts.appoint,
    ChangeKind.REMOVE: posts.remove,
    ChangeKind.ASSIGNMENT: posts.assign,
    ChangeKind.IDENTITY: standing.identify,
    ChangeKind.GRADE: standing.grade,
    ChangeKind.CONTRACT: standing.contract,
    ChangeKind.ASSESSMENT: standing.assess,
    ChangeKind.AWARD: standing.award,
    ChangeKind.EDUCATION: qualifying.graduate,
    ChangeKind.CERTIFICATE: qualifying.certify,
    ChangeKind.SERVICE: qualifying.serve,
    ChangeKind.PROFILE: reaching.describe,
    ChangeKind.CONTACT: reaching.reach,
    ChangeKind.FIGURE: reaching.figure,
}
# What was true before somebody came may be recorded for days before; the file of who left is still kept.
_BEFORE_ENTRY = frozenset(
    {ChangeKind.EDUCATION, ChangeKind.CERTIFICATE, ChangeKind.AWARD, ChangeKind.SERVICE}
)
_AFTER_EXIT = frozenset({ChangeKind.PROFILE, ChangeKind.CONTACT})


def plan_change(file: PersonFile, kind: ChangeKind, particulars: Particulars, on: date) -> Delta:
    """What a change does to the facts of a person.

    Errors: Refused with the field it concerns and how to go on.
    """
    if not isinstance(particulars, PARTICULARS[kind]):
        raise TypeError(f"{type(particulars).__name__} are not the particulars of {kind}")
    draft = Draft(file, kind, on)
    if kind is not ChangeKind.ENTER:
        _check_within_employment(draft)
    _PLANS[kind](draft, particulars)
    check_sole(file.after(draft.delta))
    return draft.delta


def _check_within_employment(draft: Draft) -> None:
    """Refuse a day before entry or after exit, but for what may be recorded then."""
    every = draft.file.every(Employment)
    if draft.kind is ChangeKind.EXIT or draft.file.employed(draft.on) is not None:
        return
    before = not every or draft.on < every[0].valid_from
    if draft.kind in (_BEFORE_ENTRY if before and every else _AFTER_EXIT if not before else ()):
        return
    draft.refuse_unemployed()


def check_sole(file: PersonFile) -> None:
    """Refuse a file in which two facts of a sole kind share a day; the database would refuse it too."""
    for kind in FACTS:
        if not kind.sole:
            continue
        for one, two in pairwise(file.every(kind)):
            if one.valid_before > two.valid_from:
                raise Refused(
                    f"从 {two.valid_from} 起会同时有两项{kind._meta.verbose_name}，起止日期重叠。"
                    "请核对生效日期。",
                    field="on",
                )


__all__ = ["Delta", "check_sole", "plan_change"]
